"""Who is reminded of what is due, and when: the ladder, as data.

Rungs are counted in days from the due day. Of those whose day has come only the
highest stands: if nobody was told for some days, what lies below is skipped, since
"due in 7 days" is no news once the day is past. Who comes to a post while a rung
stands is told of it, too.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from inspections.due import NOTHING_TO_DO
from inspections.lifecycle import FOLLOW_UP_WAITING
from inspections.models import FollowUp, ReminderKind, Rung

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class Audience(Enum):
    """Who is reminded, seen from one follow-up.

    OWNER are the officers of the answering office, or its head where there are
    none; INSPECTOR those assigned to the zone of its province.
    """

    OWNER = "owner"
    HEAD = "head"
    INSPECTOR = "inspector"
    MANAGER = "manager"


#: How a page calls who is reminded.
AUDIENCE_WORDS: Mapping[Audience, "_StrPromise"] = {
    Audience.OWNER: _("the officers of the answering office"),
    Audience.HEAD: _("the head of the office"),
    Audience.INSPECTOR: _("the inspectors of the zone"),
    Audience.MANAGER: _("the managers of the ministry"),
}


@dataclass(frozen=True)
class LadderStep:
    """A rung: how many days after the due day (negative: before) it tells whom."""

    rung: Rung
    days: int
    to: Sequence[Audience]
    kind: ReminderKind


Ladder = Sequence[LadderStep]
_OWNER, _BOTH = [Audience.OWNER], [Audience.OWNER, Audience.HEAD]
_INSPECTOR, _MANAGER = [Audience.INSPECTOR], [Audience.MANAGER]

#: Of the day on which a follow-up is due; the lowest rung first.
DUE_LADDER: Ladder = [
    LadderStep(Rung.BEFORE, -7, _OWNER, ReminderKind.BEFORE),
    LadderStep(Rung.DUE, 0, _BOTH, ReminderKind.DUE),
    LadderStep(Rung.LATE_15, 15, _INSPECTOR, ReminderKind.LATE),
    LadderStep(Rung.LATE_30, 30, _MANAGER, ReminderKind.LATE),
]
#: Of the day on which the next report of a rhythm is due.
REPORT_LADDER: Ladder = [
    LadderStep(Rung.REPORT_BEFORE, -1, _OWNER, ReminderKind.RHYTHM),
    LadderStep(Rung.REPORT_DUE, 0, _BOTH, ReminderKind.RHYTHM),
    LadderStep(Rung.REPORT_LATE_15, 15, _INSPECTOR, ReminderKind.RHYTHM),
    LadderStep(Rung.REPORT_LATE_30, 30, _MANAGER, ReminderKind.RHYTHM),
]
#: The days before a due day on which the first rung is reached.
FIRST_NOTICE = timedelta(days=-DUE_LADDER[0].days)
FIRST_REPORT_NOTICE = timedelta(days=-REPORT_LADDER[0].days)
STEP_OF: Mapping[str, LadderStep] = {
    step.rung: step for step in [*DUE_LADDER, *REPORT_LADDER]
}
#: Rungs as a digest lists them: the most pressing first.
PRESSING_FIRST: Sequence[Rung] = [
    step.rung for step in [*reversed(DUE_LADDER), *reversed(REPORT_LADDER)]
]
#: What is told at once, of an issue that one has reported; no day is waited for.
NEWS: Sequence[Rung] = [Rung.DUPLICATE, Rung.JOINED]
KIND_OF: Mapping[str, ReminderKind] = {
    **{rung: step.kind for rung, step in STEP_OF.items()},
    **dict.fromkeys(NEWS, ReminderKind.NEWS),
}
REPORT_RUNGS = frozenset(step.rung for step in REPORT_LADDER)


def standing(ladder: Ladder, due_on: date, today: date) -> LadderStep | None:
    """The highest rung whose day has come; null before the first."""
    reached = [s for s in ladder if due_on + timedelta(days=s.days) <= today]
    return reached[-1] if reached else None


@dataclass(frozen=True)
class Ahead:
    """A reminder to come: on which day, at which rung, to whom."""

    on: date
    step: LadderStep

    @property
    def label(self) -> str:
        """What the reminder will say."""
        return str(self.step.rung.label)

    @property
    def to(self) -> "Sequence[_StrPromise]":
        """Who will get it, in words."""
        return [AUDIENCE_WORDS[audience] for audience in self.step.to]


def rungs_ahead(follow_up: FollowUp, today: date) -> list[Ahead]:
    """The reminders that will go out while nothing happens, today's included."""
    if (
        follow_up.state not in FOLLOW_UP_WAITING
        or follow_up.is_imported
        or follow_up.kind in NOTHING_TO_DO
    ):
        return []
    ahead = [a for a in _all_rungs(follow_up) if a.on >= today]
    return sorted(ahead, key=lambda a: a.on)


def next_rung(follow_up: FollowUp, today: date) -> Ahead | None:
    """The next reminder, today's included; null if none will come."""
    return next(iter(rungs_ahead(follow_up, today)), None)


def _all_rungs(follow_up: FollowUp) -> Iterator[Ahead]:
    report_on = follow_up.report_due_on if follow_up.rhythm else None
    for ladder, due_on in ((DUE_LADDER, follow_up.due_on), (REPORT_LADDER, report_on)):
        if due_on is not None:
            for step in ladder:
                yield Ahead(due_on + timedelta(days=step.days), step)
