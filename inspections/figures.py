"""The numbers of a round's summary, each with the list it counts; only read here.

A block asks the list itself, under the filters that its links carry, and lets
the database group the rows: one query, and no number can differ from the list
that it opens.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Count

from accounts.requests import UserRequest
from inspections.filters.ledger import NOT_STATED
from inspections.lists import WholeList
from inspections.models import Round
from inspections.summary_places import Place

Choices = Iterable[tuple[Any, Any]]


#: As a choice of a tally or grid: whatever it is.
ANY = ""


class Number(NamedTuple):
    """How many rows the list at `url` has; `text` says of what.

    In a grid `head` names its column.
    """

    value: int
    url: str
    text: str
    head: str = ""


class Tally(NamedTuple):
    """Numbers one below the other, each with its text."""

    title: str
    numbers: list[Number]


class Grid(NamedTuple):
    """Numbers in rows and columns; a row is its label and a number for each head."""

    title: str
    corner: str
    heads: list[str]
    rows: list[tuple[str, list[Number]]]


@dataclass(frozen=True)
class Block:
    """One subject of the summary; where all is 0, `empty` says so in words."""

    key: str
    title: str
    total: Number
    empty: str
    tallies: list[Tally] = field(default_factory=list)
    grids: list[Grid] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to tell."""
        numbers = [number for tally in self.tallies for number in tally.numbers]
        return not any(number.value for number in (self.total, *numbers))


@dataclass(frozen=True)
class Asked:
    """Of which round and places a reader wants the numbers; `today` is Bangkok's."""

    request: UserRequest
    held_round: Round
    place: Place
    today: date

    @property
    def query(self) -> dict[str, Any]:
        """The filters under which each list tells of this round and place."""
        return {"round": self.held_round.key, **self.place.query}


class Counted:
    """The rows of a list of what is asked, counted once by some of its filters.

    `fields` says which column each of these filters is about.
    """

    def __init__(
        self,
        asked: Asked,
        whole: WholeList,
        fields: Mapping[str, str],
        **annotations: Any,
    ) -> None:
        self._whole, self._query, self._names = whole, asked.query, [*fields]
        rows = whole.filtered(asked.request, **asked.query)
        rows = rows.order_by().annotate(**annotations)
        grouped = rows.values_list(*fields.values()).annotate(Count("pk"))
        self._found: list[tuple[Any, ...]] = list(grouped)

    def number(self, text: Any, **only: Any) -> Number:
        """The rows that pass these filters, too."""
        only = {name: value for name, value in only.items() if value != ANY}
        count = sum(row[-1] for row in self._found if self._fits(row, only))
        return Number(count, self._whole.address(**self._query, **only), str(text))

    def tally(self, title: str, name: str, choices: Choices, **only: Any) -> Tally:
        """A number for each choice of the filter `name`."""
        numbers = [
            self.number(label, **{name: value}, **only) for value, label in choices
        ]
        return Tally(title, numbers)

    def grid(
        self,
        title: str,
        corner: str,
        down: tuple[str, Choices],
        across: tuple[str, Choices],
    ) -> Grid:
        """A number for each pair of choices of two filters; `corner` names the rows."""
        heads = list(across[1])
        rows = [
            (str(label), self._row(label, across[0], heads, **{down[0]: value}))
            for value, label in down[1]
        ]
        return Grid(title, corner, [str(label) for _value, label in heads], rows)

    def _row(self, title: Any, name: str, heads: Choices, **only: Any) -> list[Number]:
        return [
            self.number(f"{title}, {label}", **{name: value}, **only)._replace(
                head=str(label)
            )
            for value, label in heads
        ]

    def _fits(self, row: tuple[Any, ...], only: Mapping[str, Any]) -> bool:
        return all(
            row[self._names.index(name)] == ("" if value == NOT_STATED else value)
            for name, value in only.items()
        )
