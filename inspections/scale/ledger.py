"""Follow-ups in volume: how far each came, its answers, other due days and carries."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from typing import TYPE_CHECKING

from inspections.demo.history import keeping_moments
from inspections.demo.stock import chance_of
from inspections.lifecycle import (
    FOLLOW_UP_OPEN,
    FollowUpState,
    RoundState,
    VisitState,
)
from inspections.models import (
    Answer,
    Carry,
    FollowUp,
    FollowUpKind,
    Look,
    Redating,
    Round,
)
from inspections.models.reference import reserve_references
from thai.dates import BANGKOK
from thai.text import search_fold

if TYPE_CHECKING:
    from inspections.scale.visits import MadeVisit
    from inspections.scale.world import World

KINDS = (FollowUpKind.ORDER, FollowUpKind.RECOMMENDATION, FollowUpKind.ADVICE)
GIVEN = (
    "ให้รายงานความก้าวหน้าทุกสิ้นเดือน",
    "ให้ตรวจซ้ำภายในกำหนดและแจ้งผลให้ชุมชนทราบ",
    "ให้ประสานหน่วยงานในพื้นที่เพื่อแก้ไขร่วมกัน",
)
SAID = ("ดำเนินการแล้วบางส่วน", "ดำเนินการแล้วเสร็จตามที่ให้ไว้", "อยู่ระหว่างประสานหน่วยงาน")
NOTE = "ยังไม่แล้วเสร็จ ให้ติดตามต่อ"

#: How often each state is reached, of a hundred.
OVER = {
    FollowUpState.VERIFIED: 70,
    FollowUpState.CANNOT_COMPLY: 5,
    FollowUpState.SUPERSEDED: 2,
    FollowUpState.WITHDRAWN: 3,
    FollowUpState.ANSWERED: 5,
    FollowUpState.IN_PROGRESS: 8,
    FollowUpState.ACKNOWLEDGED: 4,
    FollowUpState.ISSUED: 3,
}
LATELY = {
    FollowUpState.VERIFIED: 15,
    FollowUpState.ANSWERED: 15,
    FollowUpState.IN_PROGRESS: 25,
    FollowUpState.ACKNOWLEDGED: 20,
    FollowUpState.ISSUED: 25,
}
#: How many answers were written on the way to a state, at most.
ANSWERS = {
    FollowUpState.VERIFIED: 3,
    FollowUpState.ANSWERED: 2,
    FollowUpState.IN_PROGRESS: 2,
    FollowUpState.CANNOT_COMPLY: 1,
}
LOOKS = {
    FollowUpState.VERIFIED: Look.VERIFIED,
    FollowUpState.SUPERSEDED: Look.SUPERSEDED,
    FollowUpState.WITHDRAWN: Look.WITHDRAWN,
}
REDATED = 1 / 6
LONGEST = 400
"""Days until a follow-up was ended."""


@dataclass
class Given:
    """A follow-up in the making; `ended_on` is null while it is open."""

    row: FollowUp
    chance: Random
    ended_on: date | None = None
    redatings: list[Redating] = field(default_factory=list)


class LedgerMaker:
    """Makes the follow-ups of a chunk of visits, table by table; used once."""

    def __init__(self, recorded: Sequence[MadeVisit], world: World) -> None:
        self.recorded = recorded
        self.world = world
        opened = [one for one in world.rounds if one.state != RoundState.PLANNED]
        self.rounds = sorted(opened, key=lambda held: held.opens_on)
        self.latest = {held.pk for held in self.rounds[-2:]}

    def make(self) -> None:
        """Make and store them all."""
        given = [one for visit in self.recorded for one in self._of(visit)]
        self._number([one.row for one in given])
        FollowUp.objects.bulk_create(one.row for one in given)
        with keeping_moments(Redating, "at"):
            Redating.objects.bulk_create(row for one in given for row in one.redatings)
        with keeping_moments(Answer, "at"):
            Answer.objects.bulk_create(row for one in given for row in answers(one))
        Carry.objects.bulk_create(row for one in given for row in self._carries(one))

    def _of(self, visit: MadeVisit) -> Iterator[Given]:
        # Its own chance: what the visit itself is stays whatever comes of it.
        chance = chance_of(visit.visit.source, "ledger")
        for order in range(visit.chance.randrange(4)):
            one = Given(self._follow_up(visit, order), chance)
            if visit.visit.state == VisitState.SIGNED_OFF:
                self._let_live(one, visit.held_round)
            yield one

    def _follow_up(self, one: MadeVisit, order: int) -> FollowUp:
        office = one.chance.choice(one.offices)
        topics = self.world.topics.get(one.held_round.pk, [])
        return FollowUp(
            visit=one.visit,
            round=one.held_round,
            order=order,
            state=FollowUpState.DRAFT,
            kind=one.chance.choice(KINDS),
            text=one.chance.choice(GIVEN),
            topic_kind=one.chance.choice(topics).kind if topics else "other",
            level="area",
            office=office,
            answering_office=office,
            province=office.province,
            given_on=one.visit.ends_on,
            due_on=one.visit.ends_on + timedelta(days=one.chance.choice((15, 30, 60))),
        )

    def _let_live(self, one: Given, held_round: Round) -> None:
        row, chance = one.row, one.chance
        states = LATELY if held_round.pk in self.latest else OVER
        row.state = chance.choices(list(states), list(states.values()))[0]
        days = timedelta(days=chance.randrange(5, LONGEST))
        if row.state not in FOLLOW_UP_OPEN:
            one.ended_on = max(min(row.given_on + days, self.world.today), row.given_on)
        if chance.random() < REDATED and row.due_on:
            before, row.due_on = row.due_on, row.due_on + days
            one.redatings.append(
                Redating(
                    follow_up=row,
                    was_due_on=before,
                    due_on=row.due_on,
                    reason="รอจัดสรรงบประมาณ",
                    at=at_noon(before),
                )
            )

    def _number(self, rows: Sequence[FollowUp]) -> None:
        """Give what is issued its number, in the year of its visit."""
        issued = [row for row in rows if row.state != FollowUpState.DRAFT]
        for year in sorted({row.visit.fiscal_year for row in issued if row.visit}):
            of_year = [
                row for row in issued if row.visit and row.visit.fiscal_year == year
            ]
            references = reserve_references("F", year, len(of_year))
            for row, reference in zip(of_year, references, strict=True):
                row.ref = reference
        for row in rows:
            row.search_text = search_fold(f"{row.ref or ''} {row.text}")

    def _carries(self, one: Given) -> Iterator[Carry]:
        """One for each round that opened while it was open."""
        row = one.row
        if row.state == FollowUpState.DRAFT:
            return
        since = [held for held in self.rounds if held.opens_on > row.given_on]
        for held in since:
            if one.ended_on and one.ended_on <= held.opens_on:
                return
            carry = Carry(follow_up=row, round=held)
            if one.ended_on and one.ended_on <= held.closes_on:
                carry.look = LOOKS.get(FollowUpState(row.state), "")
            elif held.state == RoundState.CLOSED:
                carry.look, carry.note = Look.STILL_OPEN, NOTE
            if carry.look:
                carry.looked_at = at_noon(held.opens_on + timedelta(days=10))
            yield carry


def answers(one: Given) -> Iterator[Answer]:
    """What the office wrote on the way to where the follow-up stands."""
    row, most = one.row, ANSWERS.get(FollowUpState(one.row.state), 0)
    count = one.chance.randint(1, most) if most else 0
    is_answered = row.state in (FollowUpState.ANSWERED, FollowUpState.VERIFIED)
    for number in range(1, count + 1):
        day = row.given_on + timedelta(days=4 * number)
        yield Answer(
            follow_up=row,
            text=one.chance.choice(SAID),
            answered_on=day,
            progress=100 * number // count if is_answered else 30 * number,
            is_final=is_answered and number == count,
            office=row.answering_office,
            at=at_noon(day),
        )


def at_noon(day: date) -> datetime:
    """A moment of the day."""
    return datetime.combine(day, time(12), BANGKOK)
