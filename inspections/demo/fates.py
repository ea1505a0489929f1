"""What became of a made-up section: how far it came, and when each step was taken."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from inspections.lifecycle import SECTION_STEPS, SectionState
from inspections.models import Round
from thai.dates import BANGKOK

OPENED = "opened"
_ONCE = ("submit", OPENED)
_MENDED = (*_ONCE, "return", "submit")

#: The steps to each fate; `opened` is a reviewer's first look.
STEPS: Mapping[str, tuple[str, ...]] = {
    "untouched": (),
    "begun": (),
    "sent": ("submit",),
    "late": ("submit",),
    "opened": _ONCE,
    "returned": (*_ONCE, "return"),
    "mended": _MENDED,
    "accepted": (*_ONCE, "accept"),
    "accepted_late": (*_ONCE, "accept"),
    "accepted_mended": (*_MENDED, OPENED, "accept"),
}
LATE = ("late", "accepted_late")

#: How often each happens in a round that is over, of two hundred.
OVER = {
    "accepted": 180,
    "accepted_mended": 12,
    "opened": 2,
    "sent": 2,
    "returned": 2,
    "begun": 1,
    "untouched": 1,
}
#: The offices of the open round in turn: what becomes of their sections.
OPEN: Sequence[tuple[str, ...]] = (
    ("accepted",),
    ("sent", "accepted", "opened"),
    ("accepted", "accepted_mended"),
    ("begun", "sent", "untouched"),
    ("accepted_late", "late"),
    ("opened", "accepted"),
    ("accepted", "returned", "accepted"),
    ("sent",),
    ("untouched", "begun"),
    ("accepted",),
    ("late", "begun"),
    ("mended", "accepted"),
    ("untouched",),
)
REVIEWED = timedelta(days=21)
"""How long after the first submission the last step of a closed round was taken."""


@dataclass(frozen=True)
class Fate:
    """How far a section came: its steps with their moments, the earliest first."""

    name: str
    taken: Sequence[tuple[str, datetime]]

    def _moments(self, *slugs: str) -> list[datetime]:
        return [at for slug, at in self.taken if slug in slugs]

    @property
    def state(self) -> str:
        """Where it stands after the last step."""
        moved = [slug for slug, _at in self.taken if slug != OPENED]
        return SECTION_STEPS[moved[-1]].target if moved else SectionState.DRAFT

    @property
    def sent(self) -> list[datetime]:
        """When it was submitted, once for each version."""
        return self._moments("submit")

    @property
    def opened_at(self) -> datetime | None:
        """When a reviewer first saw what was submitted last."""
        seen = self._moments(OPENED)
        return seen[-1] if seen and seen[-1] > self.sent[-1] else None

    @property
    def version(self) -> int:
        """The section's version after writing and steps."""
        written = self.name != "untouched"
        return 1 + written + sum(slug != OPENED for slug, _at in self.taken)


def fate(name: str, first: datetime, until: datetime) -> Fate:
    """The steps from the first one on, spread until the last moment possible."""
    steps = STEPS[name]
    taken: list[tuple[str, datetime]] = []
    at = first
    for number, slug in enumerate(steps):
        if number:
            at = _within_office_hours(first + (until - first) * number / len(steps), at)
        taken.append((slug, at))
    return Fate(name, taken)


def _within_office_hours(at: datetime, after: datetime) -> datetime:
    moved = at.astimezone(BANGKOK)
    moved = moved.replace(hour=9 + moved.hour % 7)
    return max(moved, after + timedelta(minutes=40))


def sent_in_time(held_round: Round, until: date, chance: Random) -> datetime:
    """A moment up to the end of the due day, once in a while its last minutes."""
    last = min(held_round.reports_due_on, until)
    spare = max((last - held_round.opens_on).days, 0)
    day = last - timedelta(days=chance.randint(0, min(spare, 4)))
    if day == held_round.reports_due_on and chance.random() < 1 / 6:
        return datetime.combine(day, time(23, chance.randrange(30, 59)), BANGKOK)
    return office_hour(day, chance)


def sent_late(held_round: Round, until: date, chance: Random) -> datetime:
    """A moment some days after the due day, but before `until`."""
    spare = max((until - held_round.reports_due_on).days - 2, 1)
    late = timedelta(days=chance.randint(1, min(spare, 9)))
    return office_hour(held_round.reports_due_on + late, chance)


def office_hour(day: date, chance: Random) -> datetime:
    """A moment of the day when an office is open."""
    moment = time(chance.randrange(8, 17), chance.randrange(60))
    return datetime.combine(day, moment, BANGKOK)
