"""What one part of a brief shows: a few lines, and the way to the rest."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet, Subquery, Window
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy

from inspections.brief.setting import Setting
from inspections.brief.titles import NOTHING, TITLES
from inspections.lists import WholeList
from inspections.matters.matter import day as typed_day
from thai.dates import format_date
from ui.widgets import reader_language

SHOWN = 8
"""Lines of a part; with all parts full they fill two A4 sides."""
MORE = gettext_lazy("%(count)s more")
CUT, CUT_NOTE = 60, 40
"""Characters of a text and of a remark on it; the rest is one link away."""


@dataclass(frozen=True)
class Line:
    """One thing to know: where it is read in full, what it is, when it was.

    `label` is a number that is not broken or, if it isn't one, a name.
    """

    url: str
    label: str
    text: str
    notes: Sequence[str]
    is_number: bool = True


@dataclass(frozen=True)
class More:
    """What is not shown, in words, and the list that has it."""

    words: str
    url: str


@dataclass(frozen=True)
class Part:
    """A part of the brief: its first lines, how many there are, where the rest is."""

    key: str
    lines: Sequence[Line]
    count: int
    more: Sequence[More]

    @property
    def title(self) -> Promise:
        """What it is called."""
        return TITLES[self.key]

    @property
    def nothing(self) -> Promise:
        """That there is nothing, in one line."""
        return NOTHING[self.key]


def first_rows(rows: QuerySet[Any]) -> tuple[list[Any], int]:
    """The rows that are shown, and how many there are: in one query."""
    found = list(rows.annotate(of_all=Window(Count("pk")))[:SHOWN])
    return found, found[0].of_all if found else 0


def number_of(rows: QuerySet[Any], by: str) -> Subquery:
    """How many rows hang on the outer query's, by this column; null for none."""
    counted = rows.order_by().values(by).annotate(number=Count("pk"))
    return Subquery(counted.values("number"))


def list_of(setting: Setting, whole: WholeList, key: str, sort: str = "") -> str:
    """The address of a list that holds just the rows of one part."""
    query = {
        "brief": setting.visit.ref,
        "brief_part": key,
        "brief_since": typed_day(setting.cutoff.day),
    }
    return whole.address(**query, **({"sort": sort} if sort else {}))


def more_of(rest: int, url: str, words: "str | Promise" = MORE) -> list[More]:
    """The way to what is not shown, if there is any; `words` tell of another list."""
    return [More(str(words) % {"count": f"{rest:,}"}, url)] if rest > 0 else []


def cut(text: str, length: int = CUT) -> str:
    """The beginning of a text, in one line."""
    return Truncator(" ".join(text.split())).chars(length)


def short(value: date) -> str:
    """A day as readers see it."""
    return format_date(value, "short", reader_language())


def told(*notes: Any) -> list[str]:
    """The notes that say anything, as text."""
    return [str(note) for note in notes if note]


def grouped_by(rows: Iterable[Any], name: str) -> dict[int, list[Any]]:
    """The rows by one of their keys, in their order."""
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(getattr(row, name), []).append(row)
    return found
