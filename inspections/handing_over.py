"""What moves when somebody is replaced: roles, open visits, unread reminders.

Roles end and begin by date. Visits that have not ended move at once where the day
has come, all of them; where it is still to come, only those that start on it or
later, for until then the one who leaves holds the post and does its work. Reports,
issues and follow-ups belong to places: they follow the roles without being touched.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import Assignment, AssignmentCapacity, Role, User
from inspections.due import is_open
from inspections.lifecycle import (
    ISSUE_OPEN,
    ROUND_REPORTING,
    SectionState,
    VisitState,
)
from inspections.models import (
    FollowUp,
    Issue,
    Reminder,
    ReportSection,
    Visit,
    VisitMember,
)
from regions.models import ZoneMembership

LONGEST_BACK, LONGEST_AHEAD = timedelta(days=30), timedelta(days=365)
"""How far the day may lie from today: orders are signed late, and ahead."""
A_DAY = timedelta(days=1)
OPEN_VISITS = frozenset(
    {
        VisitState.PLANNED,
        VisitState.IN_PROGRESS,
        VisitState.RETURNED,
        VisitState.SUBMITTED,
    }
)


@dataclass(frozen=True)
class Handover:
    """Who leaves, who takes over, from which day, in what capacity and why."""

    leaver: User
    successor: User
    starts_on: date
    reason: str
    capacity: str = AssignmentCapacity.SUBSTANTIVE
    wording: str = ""


@dataclass(frozen=True)
class OpenWork:
    """How much is open in the places of the roles that move."""

    follow_ups: int
    issues: int
    sections: int


@dataclass(frozen=True)
class Moves:
    """What a handover moves, and what follows by itself."""

    assignments: list[Assignment]
    led: list[Visit]
    joined: list[Visit]
    reminders: int
    work: OpenWork
    fingerprint: str

    def __bool__(self) -> bool:
        return bool(self.assignments or self.led or self.joined)


def people_with_work(today: date) -> QuerySet[User]:
    """Whoever has a role now or later, or an open visit."""
    own = Assignment.objects.filter(user=OuterRef("pk"))
    held = own.filter(Q(ends_on=None) | Q(ends_on__gte=today))
    visits = Visit.objects.filter(state__in=OPEN_VISITS)
    joined = VisitMember.objects.filter(user=OuterRef("pk"), visit__in=visits)
    return User.objects.filter(
        Q(Exists(held)) | Q(Exists(visits.filter(lead=OuterRef("pk")))) | Exists(joined)
    )


def moves_of(handover: Handover, today: date) -> Moves:
    """What would move, read anew."""
    leaver = handover.leaver
    held = Assignment.objects.filter(user=leaver).filter(
        Q(ends_on=None) | Q(ends_on__gte=handover.starts_on)
    )
    assignments = list(held.select_related("zone", "office").order_by("pk"))
    visits = _open_visits(handover, today).order_by("starts_on", "pk")
    led = list(visits.filter(lead=leaver))
    team = VisitMember.objects.filter(user=leaver, visit=OuterRef("pk"))
    joined = list(visits.filter(Exists(team)).exclude(lead=leaver))
    return Moves(
        assignments=assignments,
        led=led,
        joined=joined,
        reminders=unread_of(handover, today).count(),
        work=_open_work(assignments, handover.starts_on),
        fingerprint=_fingerprint(handover, assignments, [*led, *joined]),
    )


def unread_of(handover: Handover, today: date) -> QuerySet[Reminder]:
    """The reminders that go along, once the day has come.

    What the successor was told of already isn't told twice.
    """
    own = Reminder.objects.filter(user=handover.leaver, read_at=None)
    if handover.starts_on > today:
        return own.none()
    same = {name: OuterRef(name) for name in ("follow_up", "rung", "due_on")}
    known = Reminder.objects.filter(user=handover.successor, **same)
    return own.filter(~Exists(known))


def gaps(
    starts_on: date, ends_on: date | None, held: Iterable[Assignment]
) -> list[tuple[date, date | None]]:
    """The parts of a span in which none of these assignments is in force."""
    found: list[tuple[date, date | None]] = []
    free_on: date | None = starts_on
    for other in sorted(held, key=lambda one: one.starts_on):
        if free_on is None or (ends_on and other.starts_on > ends_on):
            break
        if other.starts_on > free_on:
            found.append((free_on, other.starts_on - A_DAY))
        free_on = max(free_on, other.ends_on + A_DAY) if other.ends_on else None
    if free_on is not None and (ends_on is None or free_on <= ends_on):
        found.append((free_on, ends_on))
    return found


def _open_visits(handover: Handover, today: date) -> QuerySet[Visit]:
    visits = Visit.objects.filter(state__in=OPEN_VISITS)
    if handover.starts_on > today:
        visits = visits.filter(starts_on__gte=handover.starts_on)
    return visits


def _open_work(assignments: list[Assignment], day: date) -> OpenWork:
    offices = {one.office_id for one in assignments if one.office_id}
    zones = {one.zone_id for one in assignments if one.zone_id}
    members = ZoneMembership.objects.current(day).filter(zone__in=zones)
    provinces = {*members.values_list("province", flat=True)}
    is_everywhere = any(not (one.zone_id or one.office_id) for one in assignments)

    def here(office: str, province: str) -> Q:
        own = Q(**{f"{office}__in": offices}) | Q(**{f"{province}__in": provinces})
        return Q() if is_everywhere else own

    return OpenWork(
        follow_ups=FollowUp.objects.filter(
            is_open(), here("answering_office", "province")
        ).count(),
        issues=Issue.objects.filter(
            here("office", "province"), state__in=ISSUE_OPEN
        ).count(),
        sections=ReportSection.objects.filter(
            here("report__office", "report__office__province"),
            report__round__state__in=ROUND_REPORTING,
        )
        .exclude(state=SectionState.ACCEPTED)
        .count(),
    )


def _fingerprint(
    handover: Handover, assignments: list[Assignment], visits: list[Visit]
) -> str:
    """Names exactly this: what was agreed to is what is done."""
    told = [
        handover.leaver.pk,
        handover.successor.pk,
        handover.starts_on,
        handover.reason,
        handover.capacity,
        handover.wording,
        [(one.pk, one.starts_on, one.ends_on) for one in assignments],
        [(one.pk, one.version) for one in visits],
    ]
    return hashlib.sha256(repr(told).encode()).hexdigest()


def is_of_inspector(assignments: Iterable[Assignment]) -> bool:
    """Whether the post is an inspector's, so that visits are led in its name."""
    return any(one.role == Role.INSPECTOR for one in assignments)
