"""What waits for somebody today: each matter with its count and first rows."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet

from accounts.requests import UserRequest
from inspections.lists import FOLLOW_UPS, SHORT
from inspections.matters import Matter, matters_of
from inspections.models import ReviewComment
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
    def has_more(self) -> bool:
        """Whether only the first rows are shown."""
        return self.count > len(self.rows)


def waiting_for(request: UserRequest, today: date) -> list[Waiting]:
    """What waits for the reader, its visits with their units in `inspected`."""
    found = list(_counted(request, today))
    visits = [row for item in found if item.matter.lists_visits for row in item.rows]
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
                rows=list(first_rows(matter, rows)) if matter.first_rows else [],
            )


def first_rows(matter: Matter, rows: QuerySet[Any]) -> QuerySet[Any]:
    """The most pressing rows with what the home page tells of them."""
    if matter.whole is FOLLOW_UPS:
        found = rows.order_by("due_on", "pk")
    else:
        open_comments = ReviewComment.objects.filter(resolved_at=None)
        sign = "-" if matter.sort.startswith("-") else ""
        found = (
            rows.select_related("lead")
            .prefetch_related(
                Prefetch("comments", open_comments, to_attr="open_comments")
            )
            .order_by(f"{sign}starts_on", f"{sign}pk")
        )
    return found[:SHORT]
