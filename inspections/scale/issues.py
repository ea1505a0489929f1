"""Issues in volume: one for every second recorded visit, reported by it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from inspections.demo.cast import Cast
from inspections.demo.details import make_details
from inspections.demo.issues import IssuesMaker, Seen
from inspections.demo.reported import KINDS, STATES_OPEN, STATES_OVER
from inspections.demo.stock import Stock, chance_of
from inspections.lifecycle import IssueState, RoundState

if TYPE_CHECKING:
    from inspections.scale.visits import MadeVisit

SETTLED = timedelta(days=60)
"""How long after the visit an issue moved, at most."""
EACH = 2


def make_issues(recorded: Sequence[MadeVisit], today: date) -> None:
    """Make and store the issues of a chunk of visits."""
    maker = IssuesMaker(Stock(), Cast({}, today))
    for one in recorded:
        chance = chance_of(one.visit.source, "issue")
        office = one.offices[0]
        if office.province is None or chance.random() >= 1 / EACH:
            continue
        is_over = one.held_round.state == RoundState.CLOSED
        states = {**(STATES_OVER if is_over else STATES_OPEN)}
        # A duplicate's original would lie in another chunk.
        del states[IssueState.DUPLICATE]
        kind = chance.choices(list(KINDS), list(KINDS.values()))[0]
        stated = {
            **chance.choice(maker.stock.stated["issues"][kind]),
            "state": chance.choices(list(states), list(states.values()))[0],
        }
        seen = Seen(office, kind, one.held_round, one.visit.starts_on, one.visit)
        maker.add(stated, seen, chance)
    last = max((one.visit.starts_on for one in recorded), default=today)
    made = maker.store(last + SETTLED)
    make_details(one.issue for one in made)
