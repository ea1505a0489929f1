"""What a list's columns are: head, order, how a plain value is drawn and exported.

django-tables2 declares; it never draws a row, which would cost a hundred times
as much. `Table.Meta.order_by` is the order a list opens with, `empty_text` what
it says while there is nothing at all. A column with `order_by` can be sorted by;
`visible=False` keeps it for exports, `exclude_from_export=True` out of them.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from html import escape
from typing import Any
from urllib.parse import quote

import django_tables2
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from thai.dates import format_date
from ui.templatetags.ui import status_tag

Text = str | Promise
Draw = Callable[[Any], str]

NOTHING = ""
"""What stands in a cell without a value: the style sheet draws its dash."""


def draw_text(value: object) -> str:
    """Text as escaped HTML; whatever is typed stays text."""
    return NOTHING if value is None or value == "" else escape(str(value))


class TextColumn(django_tables2.Column):
    """Text as it is; the base of the other kinds.

    `css` is the class of its cells.
    """

    css = ""

    def drawer(self, language: str) -> Draw:
        """A function from a plain value to escaped HTML, made once a page."""
        return draw_text

    def export_heads(self) -> Sequence[str]:
        """The heads of the columns it fills in a file."""
        return (str(self.verbose_name),)

    def exporter(self, language: str) -> Callable[[Any], Sequence[object]]:
        """A function from a plain value to what stands in a file's columns."""
        return lambda value: ("" if value is None else value,)


class NowrapColumn(TextColumn):
    """Text that isn't broken: a number, a province."""

    css = "nowrap"


class NumberColumn(TextColumn):
    """A number, right-aligned, thousands set apart; null is not 0."""

    css = "number"

    def drawer(self, language: str) -> Draw:
        return lambda value: NOTHING if value is None else f"{value:,}"


class DateColumn(TextColumn):
    """A day, short: `1 มี.ค. 2566`; in a file ISO and then as printed in Thai."""

    css = "nowrap"

    def drawer(self, language: str) -> Draw:
        def draw(day: date | None) -> str:
            return format_date(day, "short", language) if day else NOTHING

        return draw

    def export_heads(self) -> Sequence[str]:
        head = str(self.verbose_name)
        return head, _("%(column)s (B.E.)") % {"column": head}

    def exporter(self, language: str) -> Callable[[Any], Sequence[object]]:
        def cells(day: date | None) -> Sequence[object]:
            return (day.isoformat(), format_date(day, "short")) if day else ("", "")

        return cells


class ChoiceColumn(TextColumn):
    """One of a model's choices: its stored word is shown by its label."""

    css = "nowrap"

    def __init__(
        self, verbose_name: Text, *, labels: Iterable[tuple[str, Text]], **options: Any
    ) -> None:
        super().__init__(verbose_name, **options)
        self.labels = dict(labels)

    def drawer(self, language: str) -> Draw:
        @cache
        def draw(word: str | None) -> str:
            return draw_text(self.label(word)) if word else NOTHING

        return draw

    def exporter(self, language: str) -> Callable[[Any], Sequence[object]]:
        return lambda word: (self.label(word) if word else "",)

    def label(self, word: str) -> str:
        """The word's label in the reader's language."""
        return str(self.labels.get(word, word))


class StatusColumn(ChoiceColumn):
    """A state: its stored word is drawn as a tag with label and tone.

    `tones` name a tone of the status part for each word; without one it is
    neutral.
    """

    def __init__(
        self,
        verbose_name: Text,
        *,
        labels: Iterable[tuple[str, Text]],
        tones: Mapping[str, str],
        **options: Any,
    ) -> None:
        super().__init__(verbose_name, labels=labels, **options)
        self.tones = tones

    def drawer(self, language: str) -> Draw:
        @cache
        def draw(word: str | None) -> str:
            if not word:
                return NOTHING
            return status_tag(self.label(word), self.tones.get(word, ""))

        return draw


class LinkColumn(NowrapColumn):
    """Text that leads to a page: `url` is a URL name with one argument.

    The value is the text, which is the argument too, or a pair of text and
    argument. `sample` is an argument that the URL accepts and that stands in no
    fixed part of it: the address is reversed once and written over for each row.
    """

    def __init__(
        self,
        verbose_name: Text,
        *,
        url: str,
        sample: str | int = 987654321,
        **options: Any,
    ) -> None:
        super().__init__(verbose_name, **options)
        self.url, self.sample = url, sample

    def drawer(self, language: str) -> Draw:
        before, after = self._address()

        def draw(value: Any) -> str:
            if value is None:
                return NOTHING
            text, argument = value if isinstance(value, tuple) else (value, value)
            if argument is None:
                return draw_text(text)
            target = escape(f"{before}{quote(str(argument))}{after}")
            return f'<a href="{target}">{escape(str(text))}</a>'

        return draw

    def exporter(self, language: str) -> Callable[[Any], Sequence[object]]:
        def cells(value: Any) -> Sequence[object]:
            text = value[0] if isinstance(value, tuple) else value
            return ("" if text is None else text,)

        return cells

    def _address(self) -> tuple[str, str]:
        """What stands before and after the argument in the address."""
        address = reverse(self.url, args=[self.sample])
        before, found, after = address.rpartition(str(self.sample))
        if not found:
            raise ImproperlyConfigured(f"{self.url} doesn't print {self.sample}.")
        return before, after


class ListTable(django_tables2.Table):
    """The base of all lists' tables: a declaration, never instantiated."""

    @classmethod
    def declared(cls) -> dict[str, TextColumn]:
        """All columns by name, in the order in which `Listing.cells` fills them."""
        columns: dict[str, TextColumn] = cls.base_columns
        return columns

    @classmethod
    def sort_terms(cls, name: str) -> Sequence[str] | None:
        """What `?sort=-name` orders by; None where that isn't offered."""
        column = cls.declared().get(name.removeprefix("-"))
        if column is None or not column.order_by:
            return None
        terms = column.order_by.opposite if name[:1] == "-" else column.order_by
        return [str(term) for term in terms]

    @classmethod
    def default_sort(cls) -> str:
        """The order a list opens with; none declared gives the newest first."""
        return str(cls._meta.order_by[0]) if cls._meta.order_by else ""

    @classmethod
    def when_empty(cls) -> Text:
        """What a list says while there is nothing in it at all."""
        text: Text = cls._meta.empty_text or _("There is nothing here yet.")
        return text
