"""Whose brief it is, of which places, and since which day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import User
from inspections.lifecycle import VisitState
from inspections.models import Round, Visit, VisitMember, VisitUnit
from inspections.rights import may_plan
from regions.models import Office
from regions.models.office import OfficeKind
from thai.dates import BANGKOK

WITHOUT_A_ROUND_DAYS = 180
"""Half a year: as long as a round and the way to the next one take."""
PROMISE_DAYS = 30
"""A promise is told of when it is due by so many days after the visit begins."""


@dataclass(frozen=True)
class Places:
    """Where a visit goes: its units, their provinces, and the offices there.

    `offices` are the inspected ones and the industry offices of the provinces.
    """

    units: list[VisitUnit]
    provinces: frozenset[int]
    offices: frozenset[int]

    @property
    def is_one(self) -> bool:
        """Whether there is but one office, so that it needn't be named each time."""
        return len(self.offices) == 1

    @property
    def title(self) -> str:
        """The units in one line."""
        return " / ".join(unit.name for unit in self.units)


@dataclass(frozen=True)
class Cutoff:
    """The day from which changes count, and why it is that one.

    Without a choice of the reader's it is the last day of `own_visit`, else the
    first of `since_round`, else a day so long before the visit.
    """

    usual: date
    own_visit: Visit | None
    since_round: Round | None
    chosen: date | None = None

    @property
    def day(self) -> date:
        """The day itself; what somebody did on it counts."""
        return self.chosen or self.usual

    @property
    def is_chosen(self) -> bool:
        """Whether it is another day than the usual one."""
        return self.day != self.usual

    @property
    def begins_at(self) -> datetime:
        """The first moment that counts."""
        return datetime.combine(self.day, time.min, tzinfo=BANGKOK)


@dataclass(frozen=True)
class Setting:
    """One brief: its visit, reader, places, cut-off and the day it is read."""

    visit: Visit
    user: User
    places: Places
    cutoff: Cutoff
    held_round: Round | None
    today: date

    @property
    def promises_until(self) -> date:
        """The last day on which a promise may be due to be told of."""
        return self.visit.starts_on + timedelta(days=PROMISE_DAYS)

    @property
    def known_visits(self) -> list[int]:
        """Visits that bring no news: this one, and the one since which they count."""
        own = self.cutoff.own_visit
        known = [self.visit.pk]
        return [*known, own.pk] if own and not self.cutoff.is_chosen else known


def readable_briefs(user: User) -> QuerySet[Visit]:
    """The visits whose brief the user may read: who goes out there, and managers.

    Not an inspected office; nor, as it tells of today, who only went along once.
    """
    visits = Visit.objects.seen_whole_by(user)
    return visits if may_plan(user) else visits.none()


def setting_of(
    visit: Visit, user: User, today: date, *, since: date | None = None
) -> Setting:
    """The brief of one reader, in a fixed number of queries."""
    places = _places_of(visit)
    held_round = _round_of(visit)
    own = _own_last_visit(visit, user, places)
    before = None if own else _round_before(held_round)
    return Setting(
        visit=visit,
        user=user,
        places=places,
        cutoff=Cutoff(_usual(visit, own, before), own, before, since),
        held_round=held_round,
        today=today,
    )


def _usual(visit: Visit, own: Visit | None, before: Round | None) -> date:
    # A visit's day, not the moment of its sign-off: that may come weeks later, and
    # nothing of what others did in between has been seen by who was there.
    if own:
        return own.ends_on
    # Who is new there needs the last round whole: its figures are compared with
    # this one's, and what it left open is what waits now.
    if before:
        return before.opens_on
    return visit.starts_on - timedelta(days=WITHOUT_A_ROUND_DAYS)


def _places_of(visit: Visit) -> Places:
    rows = visit.units.select_related("office", "site").prefetch_related("provinces")
    units = list(rows)
    provinces = frozenset(p.pk for unit in units for p in unit.provinces.all())
    inspected = {unit.office_id for unit in units if unit.office_id}
    of_provinces = Office.objects.filter(
        kind=OfficeKind.PROVINCIAL, province__in=provinces
    )
    return Places(units, provinces, frozenset(inspected.union(_keys(of_provinces))))


def _keys(offices: QuerySet[Office]) -> Iterable[int]:
    return offices.order_by().values_list("pk", flat=True)


def _own_last_visit(visit: Visit, user: User, places: Places) -> Visit | None:
    """The reader's last signed-off visit to one of the places, before this one."""
    there = VisitUnit.objects.filter(
        Q(office__in=places.offices) | Q(provinces__in=places.provinces),
        visit=OuterRef("pk"),
    )
    joined = VisitMember.objects.filter(visit=OuterRef("pk"), user=user)
    own = Visit.objects.filter(Q(lead=user) | Q(Exists(joined)), Exists(there))
    before = own.filter(state=VisitState.SIGNED_OFF, ends_on__lt=visit.starts_on)
    return before.order_by("-ends_on", "-pk").first()


def _round_of(visit: Visit) -> Round | None:
    """The visit's round, or the one under way when it begins."""
    if visit.round_id:
        return visit.round
    begun = Round.objects.filter(opens_on__lte=visit.starts_on)
    return begun.order_by("-opens_on", "-pk").first()


def _round_before(held_round: Round | None) -> Round | None:
    if held_round is None:
        return None
    earlier = Round.objects.filter(opens_on__lt=held_round.opens_on)
    return earlier.order_by("-opens_on", "-pk").first()
