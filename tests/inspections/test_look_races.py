"""Two look at once at what was left from before: one wins, the other learns whom."""

from functools import partial

import pytest

from audit.models import Entry
from inspections.actions import LOOKS, Given, looking, take_follow_up_step, take_look
from inspections.lifecycle import RoundState
from inspections.models import Carry, FollowUp, Visit
from tests.factories import make_carry, make_follow_up, make_round, make_visit
from tests.inspections.test_step_races import meeting, once_and_refused, outcome
from tests.racing import race

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def visit(khon_kaen_office, inspector, manager) -> Visit:
    held_round = make_round(state=RoundState.OPEN)
    given = make_follow_up(office=khon_kaen_office, state="answered")
    make_carry(given, held_round)
    return make_visit(offices=[khon_kaen_office], round=held_round)


def look(visit, slug, by, note):
    fresh = Visit.objects.get(pk=visit.pk)
    carry = Carry.objects.select_related("follow_up").get()
    take_look(fresh, carry, slug, by=by, given=Given(note))


@pytest.mark.parametrize("slug", ["still_open", "verify", "send-back", "supersede"])
def test_of_two_lookers_one_is_told_of_the_other(slug, visit, inspector, manager):
    acts = [
        partial(outcome, look, visit, "still_open", inspector, "ของผู้ตรวจ"),
        partial(outcome, look, visit, slug, manager, "ของผู้จัดการ"),
    ]

    with meeting(looking, "_hold_unseen", 2):
        results = race(acts)

    assert once_and_refused(results)
    carry, given = Carry.objects.get(), FollowUp.objects.get()
    first = 0 if results[0] == "done" else 1
    assert carry.note == ("ของผู้ตรวจ", "ของผู้จัดการ")[first]
    assert carry.look == ("still_open", LOOKS.get(slug, "still_open"))[first]
    assert len(Entry.objects.about(given)) == 1


def test_a_step_elsewhere_never_takes_the_note_away(visit, inspector, manager):
    """Whoever is second: a look is noted once, and the state is that of the step."""

    def withdraw():
        given = FollowUp.objects.get()
        take_follow_up_step(given, "withdraw", by=manager, given=Given("เลิก"))

    acts = [
        partial(outcome, look, visit, "still_open", inspector, "รอ"),
        partial(outcome, withdraw),
    ]

    with meeting(looking, "_hold_unseen", 1):
        results = race(acts)

    carry, given = Carry.objects.get(), FollowUp.objects.get()
    assert results[1] == "done"
    assert given.state == "withdrawn"
    assert carry.look == ("still_open" if results[0] == "done" else "withdrawn")
