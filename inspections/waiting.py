"""What waits for somebody today: each matter with its count and first rows."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet

from accounts.requests import UserRequest
from inspections.lists import (
    FOLLOW_UPS,
    ISSUES,
    REPORTS,
    SECTIONS,
    SHORT,
    VISITS,
    WholeList,
)
from inspections.matters import Matter, matters_of
from inspections.models import ReviewComment, SectionComment
from inspections.models.follow_up import FollowUpQuerySet
from inspections.own_part import readable_units, unit_names
from ui.paging import COUNT_CAP, capped_count


@dataclass(frozen=True)
class Waiting:
    """A matter of which something waits now; `url` opens the list it counts."""

    matter: Matter
    count: int
    is_capped: bool
    url: str
    rows: list[Any]

    @property
    def part(self) -> str:
        """The template that draws the rows."""
        return f"inspections/_home_{ROWS[self.matter.whole].part}.html"

    @property
    def has_more(self) -> bool:
        """Whether only the first rows are shown."""
        return self.count > len(self.rows)


def waiting_for(request: UserRequest, today: date) -> list[Waiting]:
    """What waits for the reader, its visits with their units in `inspected`."""
    found = list(_counted(request, today))
    visits = [row for item in found if item.matter.whole == VISITS for row in item.rows]
    keys = {visit.pk for visit in visits}
    names = unit_names(readable_units(request.user).filter(visit__in=keys))
    for visit in visits:
        visit.inspected = names.get(visit.pk, "")
    return found


def _counted(request: UserRequest, today: date) -> Iterator[Waiting]:
    """Each matter of which something waits; it costs at most three queries."""
    for matter in matters_of(request.user):
        query = matter.query(today)
        rows = matter.whole.filtered(request, **query)
        if count := capped_count(rows):
            yield Waiting(
                matter=matter,
                count=min(count, COUNT_CAP),
                is_capped=count > COUNT_CAP,
                url=matter.whole.address(**query, sort=matter.sort),
                rows=_first_rows(matter, rows, today) if matter.first_rows else [],
            )


def _first_rows(matter: Matter, rows: QuerySet[Any], today: date) -> list[Any]:
    """The most pressing rows with what the home page tells of them."""
    found = list(ROWS[matter.whole].pressing(matter, rows)[:SHORT])
    if matter.whole == SECTIONS:
        for section in found:
            section.days_behind = section.days_late(today)
    return found


def _visits(matter: Matter, rows: QuerySet[Any]) -> QuerySet[Any]:
    open_comments = ReviewComment.objects.filter(resolved_at=None)
    sign = "-" if matter.sort.startswith("-") else ""
    return (
        rows.select_related("lead")
        .prefetch_related(Prefetch("comments", open_comments, to_attr="open_comments"))
        .order_by(f"{sign}starts_on", f"{sign}pk")
    )


def _follow_ups(matter: Matter, rows: QuerySet[Any]) -> QuerySet[Any]:
    found: FollowUpQuerySet = rows.select_related("office", "network")  # type: ignore[assignment]
    return found.with_age().order_by("due_on", "pk")


def _reports(matter: Matter, rows: QuerySet[Any]) -> QuerySet[Any]:
    found = rows.select_related("round", "office")
    return found.order_by("round__reports_due_on", "office__sort_key", "pk")


def _sections(matter: Matter, rows: QuerySet[Any]) -> QuerySet[Any]:
    found = rows.select_related("topic", "report__round", "report__office")
    if matter.shows_comments:
        comments = SectionComment.objects.filter(resolved_at=None)
        found = found.prefetch_related(
            Prefetch("comments", comments, to_attr="open_comments")
        )
    return found.order_by("report__round__reports_due_on", "submitted_at", "pk")


def _issues(matter: Matter, rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.select_related("office").order_by("seen_on", "pk")


@dataclass(frozen=True)
class _Rows:
    """How the home page shows rows of a list: which part draws them, in what order."""

    part: str
    pressing: Callable[[Matter, QuerySet[Any]], QuerySet[Any]]


ROWS: Mapping[WholeList, _Rows] = {
    VISITS: _Rows("visits", _visits),
    FOLLOW_UPS: _Rows("follow_ups", _follow_ups),
    REPORTS: _Rows("reports", _reports),
    SECTIONS: _Rows("topics", _sections),
    ISSUES: _Rows("issues", _issues),
}
