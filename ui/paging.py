"""One page of a list: by number in front, from there on by position."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from ui.ordering import Order, Position

PER_PAGE = 50
NUMBERED_PAGES = 20
COUNT_CAP = PER_PAGE * NUMBERED_PAGES
"""Rows that are counted, and that pages reach by number; more is "more than"."""


@dataclass(frozen=True)
class Page:
    """The primary keys of one page and where it stands among the others.

    `count` is exact, or if it `is_capped` there are more than that: than COUNT_CAP,
    or behind the numbered pages than were passed so far. `following` is the token
    of the next page, where a number no longer leads there.
    """

    keys: list[Any]
    number: int
    count: int
    is_capped: bool
    has_next: bool
    following: str = ""

    @property
    def first(self) -> int:
        """The place of the first row in the whole list, from 1; 0 of an empty one."""
        return (self.number - 1) * PER_PAGE + 1 if self.keys else 0

    @property
    def last(self) -> int:
        """The place of the last row in the whole list."""
        return (self.number - 1) * PER_PAGE + len(self.keys)

    @property
    def numbers(self) -> range:
        """The pages that have a number, if there is more than one page."""
        pages = min(NUMBERED_PAGES, -(-self.count // PER_PAGE))
        return range(1, pages + 1) if pages > 1 else range(0)

    def sentence(self) -> str:
        """Say which rows of how many are shown."""
        if not self.keys:
            return _("No entries")
        return _("Showing %(first)s–%(last)s of %(total)s") % {
            "first": f"{self.first:,}",
            "last": f"{self.last:,}",
            "total": count_in_words(self.count, is_capped=self.is_capped),
        }


def count_in_words(count: int, *, is_capped: bool) -> str:
    """`140`, or `more than 1,000`."""
    number = f"{count:,}"
    return _("more than %(count)s") % {"count": number} if is_capped else number


def capped_count(rows: QuerySet[Any], cap: int = COUNT_CAP) -> int:
    """How many rows there are; cap + 1 if there are more than `cap`."""
    return rows.order_by().values("pk")[: cap + 1].count()


def read_page(rows: QuerySet[Any], order: Order, query: QueryDict) -> Page:
    """The page that `?after=` or `?page=` asks for; any other text gives the first.

    Two queries; one in the unnumbered part, where nothing is counted.
    """
    position = order.position(query.get("after", ""))
    if position and (page := _unnumbered_page(rows, order, position)).keys:
        return page
    number, count = _asked_number(query), None
    if number > 1 or not order.has_blanks:
        count = capped_count(rows)
        number = min(number, NUMBERED_PAGES, max(1, -(-count // PER_PAGE)))
    found = order.first(rows, (number - 1) * PER_PAGE, PER_PAGE + 1)
    shown, has_next = found[:PER_PAGE], len(found) > PER_PAGE
    if count is None:
        # A short list's blanks were asked for as well: that question is made up
        # for by this one.
        count = capped_count(rows) if has_next else len(found)
    goes_on = has_next and number == NUMBERED_PAGES
    return Page(
        keys=[row[0] for row in shown],
        number=number,
        count=min(count, COUNT_CAP),
        is_capped=count > COUNT_CAP,
        has_next=has_next,
        following=order.token(number, shown[-1]) if goes_on else "",
    )


def _unnumbered_page(rows: QuerySet[Any], order: Order, position: Position) -> Page:
    found = order.after(rows, position.values, PER_PAGE + 1)
    shown, number = found[:PER_PAGE], position.page + 1
    has_next = len(found) > PER_PAGE
    seen = position.page * PER_PAGE + len(shown)
    return Page(
        keys=[row[0] for row in shown],
        number=number,
        count=seen,
        is_capped=has_next,
        has_next=has_next,
        following=order.token(number, shown[-1]) if has_next else "",
    )


def _asked_number(query: QueryDict) -> int:
    try:
        return max(1, int(query.get("page", "")))
    except ValueError:
        return 1
