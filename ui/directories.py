"""Short tables that many pages offer as choices, kept in the process for a minute.

A page of a list may ask for places and people in four selects; read each time,
these would cost more than the list itself. A new row is offered a minute later
at most; a link to it is followed at once.
"""

import time
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple, Self

import django_filters
from django import forms
from django.db.models import Model, QuerySet
from django.utils.translation import get_language

from ui.filter_fields import OptionField
from ui.filters import OptionFilter
from ui.widgets import HiddenInput

KEPT_SECONDS = 60


class Line(NamedTuple):
    """One row: its primary key, what the address calls it, its label."""

    pk: Any
    key: str
    label: str


class Kept(NamedTuple):
    """What was read for one language, and until when it holds."""

    until: float
    by_key: dict[str, Line]


class Directory:
    """A short table; `load` reads it in the reader's language, in its order."""

    _kept: dict[tuple[int, str], Kept] = {}

    def __init__(self, load: Callable[[], Iterable[tuple[Any, str, str]]]) -> None:
        self._load = load

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        # Filters are copied for each request; what they offer is not.
        return self

    def options(self) -> list[tuple[str, str]]:
        """The rows as choices of a select."""
        return [(line.key, line.label) for line in self._lines().values()]

    def pk(self, key: str) -> Any:
        """The primary key of a row; None of a row that isn't there.

        What was kept may be older than the row: a key not found in it is looked
        for in the table.
        """
        line = self._lines().get(key) or self._read().get(key)
        return line.pk if line else None

    @classmethod
    def forget(cls) -> None:
        """Read everything anew when next asked."""
        cls._kept.clear()

    def _lines(self) -> dict[str, Line]:
        kept = self._kept.get(self._place())
        if kept is None or kept.until < time.monotonic():
            return self._read()
        return kept.by_key

    def _read(self) -> dict[str, Line]:
        lines = (Line(*row) for row in self._load())
        by_key = {line.key: line for line in lines}
        self._kept[self._place()] = Kept(time.monotonic() + KEPT_SECONDS, by_key)
        return by_key

    def _place(self) -> tuple[int, str]:
        return id(self), get_language() or ""


class DirectoryField(OptionField):
    """One row of a directory, one made just now included."""

    def __init__(self, *, directory: Directory, **others: Any) -> None:
        super().__init__(**others)
        self.directory = directory

    def knows(self, text: str) -> bool:
        """Whether the directory has such a row."""
        return self.directory.pk(text) is not None


class DirectoryFilter(OptionFilter):
    """Rows that name one row of a directory in `field_name`."""

    field_class = DirectoryField

    def __init__(self, *args: Any, directory: Directory, **options: Any) -> None:
        super().__init__(
            *args, options=directory.options, directory=directory, **options
        )
        self.directory = directory

    def filter(self, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        named = self.directory.pk(value) if value else value
        found: QuerySet[Any] = super().filter(rows, named)
        return found


class RecordFilter(django_filters.Filter):
    """Rows that name one record, for links from its page: no select offers it."""

    field_class = forms.ModelChoiceField

    def __init__(self, *args: Any, records: QuerySet[Any], **options: Any) -> None:
        super().__init__(*args, queryset=records, widget=HiddenInput, **options)

    def words(self, value: Model) -> str:
        """How a chip tells the value."""
        return str(value)
