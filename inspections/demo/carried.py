"""Into which rounds made-up follow-ups were carried, and who looked at them there."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Self

from inspections.demo.history import Told
from inspections.demo.lives import Life, Living
from inspections.due import NOTHING_TO_DO
from inspections.lifecycle import RoundState
from inspections.models import Carry, Look, Round
from regions.models.office import OfficeKind
from thai.dates import BANGKOK

OPENED = time(8, 30)
LOOKS = {
    "verify": Look.VERIFIED,
    "send-back": Look.SENT_BACK,
    "supersede": Look.SUPERSEDED,
    "withdraw": Look.WITHDRAWN,
}
SEEN_FROM = 10
"""Days after a round's opening on which the first are looked at."""
STILL_OPEN = "still-open"


@dataclass(frozen=True)
class Season:
    """A round, from the moment it opened until the next one did."""

    held_round: Round
    opened: datetime
    until: datetime

    @classmethod
    def of(cls, rounds: Iterable[Round]) -> list[Self]:
        """The seasons of rounds, the earliest first."""
        known = sorted(rounds, key=lambda held: (held.fiscal_year, held.number))
        opened = [datetime.combine(held.opens_on, OPENED, BANGKOK) for held in known]
        ends = [*opened[1:], datetime.max.replace(tzinfo=BANGKOK)]
        return [cls(*season) for season in zip(known, opened, ends, strict=True)]


def carries_of(
    life: Life, seasons: Sequence[Season], living: Living, notes: Sequence[str]
) -> Iterator[Carry]:
    """One for each round that opened while the follow-up was open.

    Who looked at it and left it open is told in its history.
    """
    row = life.follow_up
    if row.kind in NOTHING_TO_DO or life.office.kind != OfficeKind.PROVINCIAL:
        return
    for season in seasons:
        is_over = life.ended_at is not None and life.ended_at <= season.opened
        if life.began < season.opened and not is_over:
            yield _looked_at(life, season, living, notes)


def _looked_at(
    life: Life, season: Season, living: Living, notes: Sequence[str]
) -> Carry:
    carry = Carry(follow_up=life.follow_up, round=season.held_round)
    judged = [told for told in life.looks if season.opened <= told.at < season.until]
    if judged:
        _fill(carry, LOOKS[judged[0].step], judged[0])
    elif season.held_round.state == RoundState.CLOSED:
        at = _in_season(life, season)
        if life.ended_at is None or at < life.ended_at:
            doer, note = living.cast.reviewer(life.office), life.chance.choice(notes)
            told = Told(life.follow_up, STILL_OPEN, at, doer, note)
            life.told.append(told)
            _fill(carry, Look.STILL_OPEN, told)
    return carry


def _fill(carry: Carry, look: Look, told: Told) -> None:
    carry.look, carry.note, carry.by = look, told.reason, told.doer.user
    carry.looked_at = told.at


def _in_season(life: Life, season: Season) -> datetime:
    held = season.held_round
    days = max((held.closes_on - held.opens_on).days, SEEN_FROM)
    day = held.opens_on + timedelta(days=life.chance.randint(SEEN_FROM, days))
    return datetime.combine(day, time(life.chance.randrange(9, 16), 30), BANGKOK)
