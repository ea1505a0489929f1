"""What the world's earlier rounds left open, and the visits that look at it."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from inspections.models import Look, Round
from inspections.search import refresh_visit
from tests import factories as make
from tests.access import FIELD, MANAGERS, OFFICE, READERS

if TYPE_CHECKING:
    from tests.world import Places, World

#: Visits to which something was left, each the first in a round of that state.
LEFT_TO = {
    "in_progress left here": "summarising",
    "submitted left here": "closed",
    "signed_off left elsewhere": "closed",
}


def build_left(world: "World", places: "Places") -> None:
    """A follow-up for each place, carried into several rounds; some looked at."""
    from tests.world import Held

    given = {}
    for place in ("here", "elsewhere"):
        # Its visit shows it to whoever reads it whole.
        text = world.plant(f"left from before {place}", READERS | OFFICE, place)
        given[place] = make.make_follow_up(
            office=places.offices[place], text=text, given_on=date(2022, 3, 1)
        )
        world.follow_ups.append(Held(given[place], FIELD | MANAGERS | OFFICE, place))
    for label, state in LEFT_TO.items():
        held_round = Round.objects.get(state=state)
        place = label.split()[-1]
        _visit(world, places, label, held_round)
        looked: dict[str, Any] = {}
        if not label.startswith("in_progress"):
            looked = {
                "note": _note(world, label, place),
                "look": Look.STILL_OPEN,
                "looked_at": timezone.now(),
            }
        carry = make.make_carry(given[place], held_round, **looked)
        world.keep("visit_left", label, world.visits[label].ref, carry.pk)
    carry = make.make_carry(given["here"], places.round)
    planned = world.visits["planned here"]
    world.keep("visit_left", "planned here", planned.ref, carry.pk)


def _note(world: "World", label: str, place: str) -> str:
    """For the office from sign-off on, too; until then its visit says nothing of it."""
    if not label.startswith("signed_off"):
        return "ดูแล้ว"
    return world.plant(f"note of a look [{label}]", READERS | OFFICE, place)


def _visit(world: "World", places: "Places", label: str, held_round: Round) -> None:
    state, *_words, place = label.split()
    visit = world.visits[label] = make.make_visit(
        offices=[places.offices[place]],
        state=state,
        round=held_round,
        lead=world.users["stranger" if place == "elsewhere" else "lead"],
        starts_on=date(2022, 8, 1),
        summary="บันทึก",
    )
    if place != "elsewhere":
        visit.members.create(user=world.users["former"])
    refresh_visit(visit)
    world.keep("visit", label, visit.ref)
