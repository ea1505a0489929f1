"""The issues of a visit: what it reported, saw once more, or could see once more."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Exists, OuterRef, Q, When
from django.utils import timezone

from accounts.models import User
from inspections.forms.sight import SightForm
from inspections.issue_reading import is_to_report_of
from inspections.lifecycle import ISSUE_OPEN, VisitState
from inspections.lists import ISSUES
from inspections.models import Issue, IssueSighting, Visit
from inspections.models.issue import IssueQuerySet

MOST_OFFERED = 20
"""Issues that a visit's page offers; the register has the others."""


@dataclass(frozen=True)
class SeenHere:
    """An issue that the visit saw; `is_again` if somebody had reported it before."""

    issue: Issue
    sighting: IssueSighting
    is_again: bool
    may_undo: bool


@dataclass(frozen=True)
class SightOffer:
    """An open issue of the visit's places, with the form that says it was seen."""

    issue: Issue
    form: SightForm
    is_at_site: bool


@dataclass(frozen=True)
class SightOffers:
    """Those that can be seen once more at a visit; `more` opens the register of all
    that are open, if not all are offered."""

    rows: Sequence[SightOffer]
    more: str

    def __bool__(self) -> bool:
        return bool(self.rows)


def may_sight(visit: Visit, user: User) -> bool:
    """Whether the user, who sees the visit whole, may note now that it saw an issue."""
    return is_to_report_of(visit, user) and visit.state != VisitState.SIGNED_OFF


def seen_at(visit: Visit, user: User, *, may_undo: bool = False) -> list[SeenHere]:
    """What the visit saw, as far as the reader may see it; one query."""
    before = IssueSighting.objects.filter(
        issue=OuterRef("issue"), pk__lt=OuterRef("pk")
    )
    visible = Issue.objects.visible_to(user)
    rows = IssueSighting.objects.filter(visit=visit, issue__in=visible.values("pk"))
    rows = rows.select_related("issue__office").annotate(is_again=Exists(before))
    return [
        SeenHere(row.issue, row, row.is_again, row.is_again and may_undo)
        for row in rows.order_by("-issue__seen_on", "-issue")
    ]


def issues_around(visit: Visit, user: User) -> IssueQuerySet:
    """The issues of the visit's places: its offices, sites and provinces."""
    offices = Q(office__in=visit.units.exclude(office=None).values("office"))
    places = Q(province__in=visit.units.exclude(provinces=None).values("provinces"))
    return Issue.objects.visible_to(user).filter(
        _is_at_a_site(visit) | offices | places
    )


def offers_of(
    visit: Visit, user: User, refused: SightForm | None = None
) -> SightOffers:
    """The open issues that it has not seen yet, those of its sites first; one query.

    `refused` is the form that was sent and is to be mended.
    """
    seen = IssueSighting.objects.filter(issue=OuterRef("pk"), visit=visit)
    rows = issues_around(visit, user).filter(
        ~Exists(seen), state__in=ISSUE_OPEN, seen_on__lte=visit.ends_on
    )
    rows = rows.select_related("office", "site").annotate(
        is_at_site=Case(When(_is_at_a_site(visit), then=True), default=False)
    )
    ordered = rows.order_by("-is_at_site", "-seen_on", "-pk")
    found = list(ordered[: MOST_OFFERED + 1])
    day = day_within(visit)
    return SightOffers(
        [
            SightOffer(
                issue,
                refused
                if refused and refused.issue == issue
                else SightForm(None, visit=visit, issue=issue, day=day),
                issue.is_at_site,
            )
            for issue in found[:MOST_OFFERED]
        ],
        more=_register(visit) if len(found) > MOST_OFFERED else "",
    )


def day_within(visit: Visit) -> date:
    """Today, or the day of the visit next to it."""
    return min(visit.ends_on, max(visit.starts_on, timezone.localdate()))


def _is_at_a_site(visit: Visit) -> Q:
    """The condition that an issue is of a site that the visit saw or inspected."""
    seen = visit.sites_seen.exclude(site=None).values("site")
    inspected = visit.units.exclude(site=None).values("site")
    return Q(site__in=seen) | Q(site__in=inspected)


def _register(visit: Visit) -> str:
    offices = {unit.office for unit in visit.units.select_related("office")}
    codes = {office.code for office in offices if office}
    if len(codes) == 1:
        return ISSUES.address(status="open", office=codes.pop())
    return ISSUES.address(status="open")
