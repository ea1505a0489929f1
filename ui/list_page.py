"""What the list templates print: heads, rows, pages, chips and their addresses."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlencode

from django.forms import BooleanField, BoundField
from django.http import HttpRequest
from django.utils.translation import gettext as _

from ui.filters import Chip, ListFilterSet
from ui.ordering import Order
from ui.paging import NUMBERED_PAGES, read_page
from ui.tables import ListTable, Text, TextColumn

if TYPE_CHECKING:
    from ui.listing import Listing

ALWAYS_SHOWN = 4
"""Filters in sight where there are more than UNFOLDED: one line of a wide window."""
UNFOLDED = 8
NEIGHBOURS = 2
"""Pages linked on each side of the one shown, beside the first and the last."""


@dataclass(frozen=True)
class Head:
    """The head of a column; `url` sorts by it, `order` says how it is sorted now."""

    label: Text
    css: str
    url: str = ""
    order: str = ""


@dataclass(frozen=True)
class PageLink:
    """A page that can be gone to; without `number` a gap in the row of pages."""

    number: int = 0
    url: str = ""


class Control(NamedTuple):
    """A filter's control; written out here, a list may have fifteen of them."""

    id: str
    label: Text
    html: str
    is_check: bool
    is_hidden: bool
    fault: str


class Controls(NamedTuple):
    """Controls in sight, those in a fold, open if one of them is set, the hidden."""

    always: list[Control]
    folded: list[Control]
    hidden: list[str]
    is_open: bool


def control_of(bound: BoundField) -> Control:
    """Draw a filter's control."""
    return Control(
        id=bound.auto_id,
        label=bound.label,
        html=bound.as_widget(),
        is_check=isinstance(bound.field, BooleanField),
        is_hidden=bound.is_hidden,
        fault=str(bound.errors[0]) if bound.errors else "",
    )


class ListPage:
    """Everything the list templates print; `listing` in their context."""

    def __init__(
        self,
        request: HttpRequest,
        listing: "Listing",
        filters: ListFilterSet,
        order: Order,
    ) -> None:
        rows = filters.qs
        self.caption = listing.caption
        self.filters = filters
        self._path, self._table, self._order = request.path, listing.table, order
        self.page = read_page(rows, order, request.GET)
        self.body = listing.body(listing.rows(rows.model, self.page.keys))

    @cached_property
    def sort(self) -> str:
        """The order's name, if it isn't the one the list opens with."""
        default = self._table.default_sort()
        return "" if self._order.name == default else self._order.name

    def address(self, **changes: Any) -> str:
        """This list with the filters and order it has, changed as said."""
        return self._joined(self.filters.kept(), {"sort": self.sort, **changes})

    def _joined(self, kept: Sequence[tuple[str, str]], own: Mapping[str, Any]) -> str:
        query = urlencode([*kept, *((n, v) for n, v in own.items() if v)])
        return f"{self._path}?{query}" if query else self._path

    def controls(self) -> Controls:
        """The filters' controls, drawn; many are folded behind the first ones."""
        drawn = {bound.name: control_of(bound) for bound in self.filters.form}
        hidden = [control.html for control in drawn.values() if control.is_hidden]
        seen = {n: control for n, control in drawn.items() if not control.is_hidden}
        shown = ALWAYS_SHOWN if len(seen) > UNFOLDED else len(seen)
        folded = [*seen][shown:]
        return Controls(
            always=[*seen.values()][:shown],
            folded=[*seen.values()][shown:],
            hidden=hidden,
            is_open=not set(folded).isdisjoint(self.filters.set_names()),
        )

    def heads(self) -> list[Head]:
        """The heads of the visible columns."""
        columns = self._table.declared().items()
        return [self._head(name, column) for name, column in columns if column.visible]

    def _head(self, name: str, column: TextColumn) -> Head:
        if not column.order_by:
            return Head(column.verbose_name, column.css)
        now = {name: "ascending", f"-{name}": "descending"}.get(self._order.name, "")
        first_down = column.initial_sort_descending
        down = now == "ascending" or (not now and first_down)
        url = self.address(sort=f"-{name}" if down else name)
        return Head(column.verbose_name, column.css, url, now)

    def chips(self) -> list[tuple[Chip, str]]:
        """The filters that are set, each with the address that leaves it out."""
        own = {"sort": self.sort}
        return [
            (chip, self._joined(self.filters.kept(without=chip.name), own))
            for chip in self.filters.chips()
        ]

    @property
    def clear_url(self) -> str:
        """This list without any filter."""
        empty = [(name, "") for name in self.filters.initially]
        return self._joined(empty[:1], {"sort": self.sort})

    @property
    def export_url(self) -> str:
        """All rows of this list, not only this page, as a file."""
        return self.address(format="csv")

    @property
    def is_filtered(self) -> bool:
        """Whether a filter is set, rightly or wrongly."""
        return bool(self.filters.set_names())

    @property
    def empty_text(self) -> Text:
        """Why there is no row."""
        if self.filters.form.errors:
            return _("Correct the filter that is marked to see entries.")
        if self.is_filtered:
            return _("No entry matches the filters.")
        return self._table.when_empty()

    @property
    def previous_url(self) -> str:
        """The page before; from the unnumbered part back to the numbered one."""
        before = min(self.page.number - 1, NUMBERED_PAGES)
        return self._page_url(before) if before else ""

    @property
    def next_url(self) -> str:
        """The page after, by number or by position; empty on the last one."""
        if self.page.following:
            return self.address(after=self.page.following)
        return self._page_url(self.page.number + 1) if self.page.has_next else ""

    def page_links(self) -> list[PageLink]:
        """The numbered pages near this one, the first and the last, with gaps."""
        links: list[PageLink] = []
        numbers = self.page.numbers
        for number in numbers:
            near = abs(number - self.page.number) <= NEIGHBOURS
            if near or number in (numbers[0], numbers[-1]):
                links.append(PageLink(number, self._page_url(number)))
            elif links[-1].number:
                links.append(PageLink())
        return links

    def _page_url(self, number: int) -> str:
        return self.address(page=number if number > 1 else "")


def plain_heads(table: type[ListTable]) -> list[Head]:
    """The heads of a table that is too short to be sorted."""
    columns = table.declared().values()
    return [Head(c.verbose_name, c.css) for c in columns if c.visible]
