"""How far rounds and the provinces in them are, as one reader may see it.

Each function is one query over all rows of a page; a number is the count of the
list under the filters that its link names.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Count, Q

from accounts.models import User
from inspections.lifecycle import ISSUE_OPEN, SectionState, VisitState
from inspections.models import (
    Issue,
    ProvinceReport,
    ReportSection,
    Round,
    Visit,
    VisitUnit,
)
from inspections.own_part import readable_units
from inspections.timeliness import days_late

SIGNED_OFF, CANCELLED = VisitState.SIGNED_OFF, VisitState.CANCELLED

Pair = tuple[int, int]
"""How many are done, and of how many."""


def report_counts(user: User, rounds: Sequence[int]) -> dict[int, Pair]:
    """Reports accepted, and all, of each round that has any the user may see."""
    seen = ProvinceReport.objects.visible_to(user).filter(round__in=rounds)
    accepted = Count("pk", filter=Q(state=SectionState.ACCEPTED))
    rows = seen.order_by().values("round").annotate(done=accepted, n=Count("pk"))
    return {key: (done, n) for key, done, n in rows.values_list("round", "done", "n")}


def visit_counts(user: User, rounds: Sequence[int]) -> dict[int, Pair]:
    """Visits signed off, and all but the cancelled, of each round that has any."""
    seen = Visit.objects.visible_to(user).filter(round__in=rounds)
    rows = seen.order_by().values_list("round", "state").annotate(n=Count("*"))
    return _pairs(rows)


def visits_by_province(user: User, held_round: Round) -> dict[int, Pair]:
    """The same of one round by province; a visit to two provinces is in both."""
    seen = Visit.objects.visible_to(user).filter(round=held_round)
    places = VisitUnit.provinces.through.objects.filter(
        visitunit__in=readable_units(user), visitunit__visit__in=seen
    )
    rows = places.values_list("province", "visitunit__visit__state").annotate(
        n=Count("visitunit__visit", distinct=True)
    )
    return _pairs(rows)


def _pairs(rows: Iterable[tuple[int, str, int]]) -> dict[int, Pair]:
    """Visits done of planned by key, from how many each has in each state."""
    found: dict[int, Pair] = {}
    for key, state, number in rows:
        done, planned = found.get(key, (0, 0))
        done += number if state == SIGNED_OFF else 0
        planned += number if state != CANCELLED else 0
        found[key] = done, planned
    return found


def open_issues_by_province(user: User, held_round: Round) -> dict[int, int]:
    """How many issues of the round wait for somebody, by province."""
    seen = Issue.objects.visible_to(user).filter(
        round=held_round, state__in=ISSUE_OPEN, province__isnull=False
    )
    rows = seen.order_by().values("province").annotate(n=Count("pk", distinct=True))
    return dict(rows.values_list("province", "n"))


class Sections(NamedTuple):
    """A report's topics: accepted of all, and by how many days they are late.

    `days_late` is 0 for in time and null for not due yet.
    """

    accepted: int
    all: int
    days_late: int | None


def sections_of(reports: Sequence[int], due: date, today: date) -> dict[int, Sections]:
    """The topics of each report, by its key; `today` is Bangkok's."""
    rows = ReportSection.objects.filter(report__in=reports).order_by()
    found: dict[int, list[tuple[str, datetime | None]]] = {key: [] for key in reports}
    for key, state, sent in rows.values_list("report", "state", "first_submitted_at"):
        found[key].append((state, sent))
    return {
        key: Sections(
            accepted=sum(state == SectionState.ACCEPTED for state, _sent in held),
            all=len(held),
            days_late=days_late((sent for _state, sent in held), due, today),
        )
        for key, held in found.items()
    }
