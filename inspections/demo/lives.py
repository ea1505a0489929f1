"""What became of a made-up follow-up: each step, answer and other day in time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from inspections.demo.cast import Cast, Doer
from inspections.demo.fates import office_hour
from inspections.demo.history import Told
from inspections.lifecycle import FOLLOW_UP_OPEN, FOLLOW_UP_STEPS, FOLLOW_UP_WAITING
from inspections.models import Answer, FollowUp, Redating
from inspections.rhythm import after_report, first_report
from regions.models import Office
from thai.dates import BANGKOK

Stated = Mapping[str, Any]

#: What the answering office does; an inspector or manager does the rest.
OFFICE_ACTS = ("acknowledge", "start", "progress", "answer", "cannot")
#: Steps by which somebody has looked at what was carried into a round.
LOOKING = ("verify", "send-back", "supersede", "withdraw")
A_LITTLE = timedelta(minutes=20)
LAST_HOUR = time(16, 40)


@dataclass
class Said:
    """An answer in the making, with its row of history and what is stated of it."""

    answer: Answer
    told: Told
    stated: Stated


@dataclass
class Life:
    """A follow-up with all that hangs on it; nothing is stored yet.

    `office` is who answers, `at` the moment of what happened last, `looks` the
    steps by which somebody judged or ended it.
    """

    key: str
    follow_up: FollowUp
    office: Office
    began: datetime
    chance: Random
    at: datetime
    ended_at: datetime | None = None
    successor: str = ""
    told: list[Told] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)
    redatings: list[Redating] = field(default_factory=list)
    looks: list[Told] = field(default_factory=list)


class Living:
    """Lets follow-ups live up to the day before `begun`, the day of the first load."""

    def __init__(self, cast: Cast, begun: date) -> None:
        self.cast = cast
        self.begun = begun
        self.last = begun - timedelta(days=1)

    def day(self, stated: Stated, since: date) -> date:
        """The day that is stated, from `since` on or back from the first load."""
        if "ago" in stated:
            return self.begun - timedelta(days=stated["ago"])
        return since + timedelta(days=stated["day"])

    def due(self, stated: Stated, since: date) -> date | None:
        """The due day that is stated, likewise."""
        if "due_in" in stated:
            return max(self.begun + timedelta(days=stated["due_in"]), since)
        return since + timedelta(days=stated["due"]) if "due" in stated else None

    def live(self, life: Life, events: Sequence[Stated]) -> None:
        """Let everything happen that is stated, in its order."""
        since = life.began.astimezone(BANGKOK).date()
        for event in events:
            life.at = self._moment(life, self.day(event, since))
            slug = event["do"]
            if slug == "re-date":
                self._redate(life, event, since)
            elif slug == "progress":
                self._report(life, event)
            else:
                self._step(life, slug, event)

    def _moment(self, life: Life, day: date) -> datetime:
        """A moment of that day, after what happened before and before today."""
        latest = datetime.combine(self.last, LAST_HOUR, BANGKOK)
        return max(
            min(office_hour(day, life.chance), latest), life.at + A_LITTLE
        ).astimezone(BANGKOK)

    def _doer(self, life: Life, slug: str) -> Doer:
        if slug in OFFICE_ACTS:
            return self.cast.writer(life.office)
        return self.cast.reviewer(life.office)

    def tell(self, life: Life, slug: str, reason: str = "") -> Told:
        """Add a row of history at the moment of the life; its changes are to come."""
        told = Told(life.follow_up, slug, life.at, self._doer(life, slug), reason)
        life.told.append(told)
        return told

    def _step(self, life: Life, slug: str, event: Stated) -> Told:
        row, step = life.follow_up, FOLLOW_UP_STEPS[slug]
        assert row.state in step.sources, (life.key, slug, row.state)  # noqa: S101
        told = self.tell(life, slug, event.get("text", ""))
        told.changes.append(["state", row.state, step.target])
        row.state, row.version = step.target, row.version + 1
        day = life.at.date()
        if slug == "answer":
            told.reason, row.answered_by = "", told.doer.user
            self._say(life, event, told)
        elif slug == "send-back":
            row.answered_by = None
            row.report_due_on = first_report(row.rhythm, day)
        if slug in LOOKING:
            life.looks.append(told)
        if row.state not in FOLLOW_UP_OPEN:
            life.ended_at = life.at
            life.successor = event.get("for", "")
        if row.state not in FOLLOW_UP_WAITING:
            row.report_due_on = None
        return told

    def _report(self, life: Life, event: Stated) -> None:
        row = life.follow_up
        if row.state in FOLLOW_UP_STEPS["start"].sources:
            self._step(life, "start", {})
        else:
            row.version += 1
        self._say(life, event, self.tell(life, "progress"))
        if row.report_due_on:
            day = life.at.date()
            row.report_due_on = after_report(row.rhythm, row.report_due_on, day)

    def _say(self, life: Life, event: Stated, told: Told) -> None:
        answer = Answer(
            follow_up=life.follow_up,
            text=event["text"],
            answered_on=life.at.date(),
            progress=event.get("progress"),
            is_final=told.step == "answer",
            office=life.office,
            by=told.doer.user,
            at=life.at,
        )
        life.said.append(Said(answer, told, event))

    def _redate(self, life: Life, event: Stated, since: date) -> None:
        row = life.follow_up
        before, due_on = row.due_on, self.due(event, since)
        assert due_on is not None, life.key  # noqa: S101
        if due_on == before:
            due_on += timedelta(days=1)
        row.due_on, row.version = due_on, row.version + 1
        told = self.tell(life, "re-date", event["text"])
        told.changes.append(
            ["due_on", before and before.isoformat(), due_on.isoformat()]
        )
        life.redatings.append(
            Redating(
                follow_up=row,
                was_due_on=before,
                due_on=due_on,
                reason=event["text"],
                by=told.doer.user,
                at=life.at,
            )
        )
