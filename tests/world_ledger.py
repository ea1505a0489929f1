"""What the world's follow-ups live through: answers, evidence, other days, looks."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from audit.records import record
from inspections.models import Round
from tests import factories as make
from tests.access import OF_THE_PLACE
from tests.world_reports import SENT_AT, make_file

if TYPE_CHECKING:
    from tests.world import Places, World

#: How those given without a visit stand; "imported" ones are issued.
STANDINGS = ("in_progress", "answered", "verified", "imported")
ONE_FOR_ALL = "0d6a3c3e-6b0f-4a3e-9a53-7a4d2f3f4a12"


def build_ledger(world: "World", places: "Places") -> None:
    """Follow-ups in every state that matters; the same was given here and far away."""
    for standing in STANDINGS:
        _follow_up(world, places, f"{standing} alone here")
    _follow_up(world, places, "verified alone elsewhere")
    for label, address in world.objects["follow_up"].items():
        world.keep("follow_up_step", label, *address, "acknowledge")


def _follow_up(world: "World", places: "Places", label: str) -> None:
    from tests.world import Held

    standing, _alone, place = label.split()
    is_imported = standing == "imported"

    def text(where: str) -> str:
        return world.plant(f"{where} [{label}]", OF_THE_PLACE, place)

    given = make.make_follow_up(
        office=places.offices[place],
        state="issued" if is_imported else standing,
        is_imported=is_imported,
        text=text("follow_up.text"),
        due_on=date(2023, 3, 31),
        rhythm="weekly",
        given_together=None if is_imported else ONE_FOR_ALL,
    )
    world.keep("follow_up", label, given.ref)
    world.follow_ups.append(Held(given, OF_THE_PLACE, place))
    officer = world.users["officer" if place == "here" else "manager"]
    inspector = world.users["inspector" if place == "here" else "stranger"]
    answer = make.make_answer(given, text=text("answer.text"), by=officer)
    file = make_file(
        answer,
        officer,
        text("content of evidence"),
        text("evidence.original_name"),
        text("evidence.caption"),
    )
    world.keep("follow_up_file", label, given.ref, file.pk)
    given.redatings.create(
        was_due_on=date(2023, 3, 31) - timedelta(9),
        due_on=given.due_on,
        reason=text("redating.reason"),
        by=inspector,
    )
    make.make_carry(
        given,
        # Into a round without a visit: that would show it to all who read the visit.
        Round.objects.get(state="planned"),
        look="still_open",
        note=text("carry.note"),
        by=inspector,
        looked_at=SENT_AT,
    )
    record(
        given,
        "send-back",
        by=inspector,
        reason=text("follow_up.history.reason"),
        changes=[
            ("text", text("follow_up.history before"), None),
            (["answer", "", "text"], None, text("follow_up.history after")),
        ],
    )
