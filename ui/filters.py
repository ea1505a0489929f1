"""Filters of a list: declared once, kept in the address, shown as chips.

A page number, an order or a format in the address is no filter: defaults hold
until a filter of the list itself is given. A wrong value shows its message and
no rows, for all rows would look like an answer.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

import django_filters
from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from thai.dates import format_date
from thai.text import search_fold
from ui.fields import BuddhistDateField
from ui.filter_fields import FlagField, OptionField, SearchField
from ui.offers import Offer, Options
from ui.tables import Text
from ui.widgets import reader_language

ALL = _("All")


class Chip(NamedTuple):
    """A filter that is set: its parameter, its label, its value in words."""

    name: str
    label: Text
    value: str


class TextFilter(django_filters.Filter):
    """Rows whose folded text holds every one of the words typed.

    `field_name` is a column stored folded, so that plain LIKE finds what any
    spelling of case, digits and spaces means.
    """

    field_class = SearchField

    def filter(self, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        for word in search_fold(value).split():
            rows = rows.filter(**{f"{self.field_name}__contains": word})
        return rows

    def words(self, value: str) -> str:
        """How a chip tells the value."""
        return value


class OptionFilter(django_filters.Filter):
    """Rows with one of the values offered.

    `options` are choices, or a function without arguments that gives them in
    the reader's language, from memory: it is asked on every page. `every` is
    the label of the empty choice.
    """

    field_class: type[OptionField] = OptionField

    def __init__(
        self,
        *args: Any,
        options: Options | Iterable[Any],
        every: Text = ALL,
        **others: Any,
    ) -> None:
        self.offer = Offer(every, options)
        super().__init__(*args, offer=self.offer, **others)

    def words(self, value: str) -> str:
        """How a chip tells the value."""
        return self.offer.labels().get(value, value)


class FlagFilter(django_filters.Filter):
    """A box to tick; `method` or `field_name` says which rows remain then."""

    field_class = FlagField

    def words(self, value: bool) -> str:
        """How a chip tells the value: its label says all."""
        return ""


class DateFilter(django_filters.Filter):
    """Rows of a day, typed in the Buddhist era; with `gte` or `lte` since or until.

    `not_before` names the filter whose day this one may not lie before.
    """

    field_class = BuddhistDateField

    def __init__(self, *args: Any, not_before: str = "", **options: Any) -> None:
        super().__init__(*args, **{"help_text": "", **options})
        self.not_before = not_before

    def words(self, value: date) -> str:
        """How a chip tells the value."""
        return format_date(value, "short", reader_language())


class FilterForm(forms.Form):
    """The form of a list's filters."""

    def __init__(self, data: Any, filters: dict[str, Any]) -> None:
        super().__init__(data)
        self.filters = filters
        self.fields = {name: one.field for name, one in filters.items()}

    def clean(self) -> None:
        """Refuse a span of days that ends before it begins."""
        days = self.cleaned_data
        for name, one in self.filters.items():
            earliest = days.get(getattr(one, "not_before", ""))
            if earliest and days.get(name) and days[name] < earliest:
                self.add_error(name, _("This day lies before the first one."))


class ListFilterSet(django_filters.FilterSet):
    """The filters of a list; declare TextFilter, OptionFilter … in it.

    A filter's `initial` holds while the address names none of the filters.
    """

    def __init__(
        self,
        query: QueryDict,
        rows: QuerySet[Any],
        *,
        request: HttpRequest | None = None,
    ) -> None:
        self.rows = rows
        given = {name: query[name] for name in self.base_filters if name in query}
        self.request = request
        self.initially = self.defaults()
        super().__init__(given or self.initially, rows, request=request)

    def defaults(self) -> dict[str, Any]:
        """What is filtered by while the reader has chosen nothing."""
        pairs = ((n, one.extra.get("initial")) for n, one in self.base_filters.items())
        return {name: value for name, value in pairs if value not in (None, "")}

    @cached_property
    def form(self) -> FilterForm:
        """The form, bound to what holds: what was given, or the defaults."""
        return FilterForm(self.data, self.filters)

    @property
    def qs(self) -> QuerySet[Any]:
        """The rows that pass; none of them if a filter has a wrong value."""
        if not self.form.is_valid():
            return self.rows.none()
        passed: QuerySet[Any] = self.filter_queryset(self.rows)
        return passed

    def kept(self, without: str = "") -> list[tuple[str, str]]:
        """The parameters that say the same again, one left out if wanted.

        If the defaults would come back, one empty parameter keeps them away.
        """
        given = [(n, str(self.data[n])) for n in self.set_names() if n != without]
        return given or [(name, "") for name in [*self.initially][:1]]

    def set_names(self) -> list[str]:
        """The filters that have a value, right or wrong."""
        return [name for name, value in self.data.items() if value not in (None, "")]

    def chips(self) -> Iterator[Chip]:
        """The filters that are set and right."""
        for name, value in self.form.cleaned_data.items():
            if value not in (None, ""):
                one = self.filters[name]
                yield Chip(name, one.label, one.words(value))
