"""What is carried from round to round, to which visit it comes, and who has looked."""

from datetime import date

import pytest

from accounts.models import Role
from audit.models import Entry
from inspections.actions import (
    Given,
    StepRefused,
    Told,
    Why,
    carried_to,
    carry_over,
    look_at,
    take_follow_up_step,
    take_round_step,
    take_step,
)
from inspections.lifecycle import FOLLOW_UP_OPEN, FollowUpState, RoundState, VisitState
from inspections.models import Carry, FollowUp, FollowUpKind, Round, VisitKind
from tests.factories import (
    make_assignment,
    make_carry,
    make_follow_up,
    make_network,
    make_office,
    make_round,
    make_topic,
    make_user,
    make_visit,
)

A_NOTE = Given("รออะไหล่")


@pytest.fixture
def planned(db) -> Round:
    held = make_round(fiscal_year=2566, number=2)
    make_topic(held)
    return held


@pytest.fixture
def held_round(planned) -> Round:
    Round.objects.filter(pk=planned.pk).update(state=RoundState.OPEN)
    planned.refresh_from_db()
    return planned


def carried() -> list[FollowUp]:
    return [row.follow_up for row in Carry.objects.select_related("follow_up")]


# --- Which are carried --------------------------------------------------------------


@pytest.mark.parametrize("state", FollowUpState.values)
def test_what_is_not_at_its_end_is_carried(state, planned, manager, khon_kaen_office):
    given = make_follow_up(office=khon_kaen_office, state=state)

    take_round_step(planned, "open", by=manager)

    assert carried() == ([given] if state in FOLLOW_UP_OPEN else [])


@pytest.mark.parametrize("kind", FollowUpKind.values)
def test_what_asks_for_nothing_is_never_carried(kind, planned, khon_kaen_office):
    given = make_follow_up(office=khon_kaen_office, kind=kind)

    carry_over(planned)

    asks = kind not in {FollowUpKind.OBSERVATION, FollowUpKind.COMMENDATION}
    assert carried() == ([given] if asks else [])


def test_imported_ones_stay_until_they_are_adopted(planned, manager, khon_kaen_office):
    stays = make_follow_up(office=khon_kaen_office, is_imported=True)
    adopted = make_follow_up(office=khon_kaen_office, is_imported=True)
    take_follow_up_step(adopted, "adopt", by=manager)

    take_round_step(planned, "open", by=manager)

    assert carried() == [adopted]
    assert stays.is_open


def test_only_what_a_provincial_office_answers_is_carried(
    planned, khon_kaen, khon_kaen_office
):
    network = make_network(province=khon_kaen)
    nationwide = make_network(reach="national", province=None)
    given = [
        make_follow_up(network=network),
        make_follow_up(company="บริษัททดสอบ", province=khon_kaen),
    ]
    make_follow_up(office=make_office(kind="bank", province=khon_kaen))
    make_follow_up(office=make_office(kind="department"))
    make_follow_up(network=nationwide)

    carry_over(planned)

    assert carried() == given


def test_each_is_carried_into_a_round_once(planned, manager, khon_kaen_office):
    make_follow_up(office=khon_kaen_office)
    take_round_step(planned, "open", by=manager)

    assert carry_over(planned) == 0

    make_follow_up(office=khon_kaen_office)
    for slug in ("summarise", "close", "reopen", "close"):
        take_round_step(planned, slug, by=manager, given=Given("เหตุผล"))
    assert Carry.objects.count() == 1


def test_the_next_round_takes_over_what_is_still_open_then(
    planned, manager, khon_kaen_office
):
    old, closed = (make_follow_up(office=khon_kaen_office) for _twice in range(2))
    take_round_step(planned, "open", by=manager)
    take_round_step(planned, "summarise", by=manager)
    take_follow_up_step(closed, "withdraw", by=manager, given=Given("เลิกแล้ว"))
    new = make_follow_up(office=khon_kaen_office)
    later = make_round(fiscal_year=2566, number=3)
    make_topic(later)

    take_round_step(later, "open", by=manager)

    into_later = later.carries.order_by("pk").values_list("follow_up", flat=True)
    assert list(into_later) == [old.pk, new.pk]
    ages = dict(FollowUp.objects.with_age().values_list("pk", "age"))
    assert ages == {old.pk: 2, closed.pk: 1, new.pk: 1}


def test_opening_tells_in_its_history_how_many(planned, manager, khon_kaen_office):
    for _number in range(3):
        make_follow_up(office=khon_kaen_office)

    take_round_step(planned, "open", by=manager)

    assert ["carried", None, 3] in Entry.objects.about(planned).last().changes


# --- To which visit they come -------------------------------------------------------


def visit_to(*offices, held_round, day=1, **fields):
    starts_on = date(2023, 2, day)
    return make_visit(
        offices=list(offices), round=held_round, starts_on=starts_on, **fields
    )


def left_to(visit) -> list[FollowUp]:
    return [row.follow_up for row in carried_to(visit).select_related("follow_up")]


@pytest.fixture
def ours(held_round, khon_kaen_office) -> FollowUp:
    given = make_follow_up(office=khon_kaen_office)
    make_carry(given, held_round)
    return given


@pytest.fixture
def theirs(held_round, kalasin_office) -> FollowUp:
    given = make_follow_up(office=kalasin_office, given_on=date(2022, 1, 1))
    make_carry(given, held_round)
    return given


def test_the_first_normal_visit_of_the_round_looks_at_them(
    held_round, ours, khon_kaen_office
):
    later = visit_to(khon_kaen_office, held_round=held_round, day=9)
    assert left_to(later) == [ours]

    special = visit_to(khon_kaen_office, held_round=held_round, kind="special")
    other = visit_to(khon_kaen_office, held_round=make_round())
    outside = visit_to(khon_kaen_office, held_round=None)
    first = visit_to(khon_kaen_office, held_round=held_round, day=2)

    assert VisitKind(special.kind) != VisitKind.NORMAL
    assert left_to(first) == [ours]
    for visit in (later, special, other, outside):
        assert left_to(visit) == []


def test_a_visit_to_several_offices_looks_at_all_the_oldest_first(
    held_round, ours, theirs, khon_kaen_office, kalasin_office
):
    both = visit_to(khon_kaen_office, kalasin_office, held_round=held_round, day=5)
    assert left_to(both) == [theirs, ours]

    kalasin_first = visit_to(kalasin_office, held_round=held_round, day=3)

    assert left_to(both) == [ours]
    assert left_to(kalasin_first) == [theirs]


@pytest.mark.parametrize("state", [VisitState.POSTPONED, VisitState.CANCELLED])
def test_a_visit_that_is_not_held_gives_way_to_the_next(
    state, held_round, ours, khon_kaen_office
):
    first = visit_to(khon_kaen_office, held_round=held_round, state=state)
    next_one = visit_to(khon_kaen_office, held_round=held_round, day=9)

    assert left_to(first) == []
    assert left_to(next_one) == [ours]


def test_of_two_on_one_day_the_one_made_first_counts(
    held_round, ours, khon_kaen_office
):
    first, second = (
        visit_to(khon_kaen_office, held_round=held_round) for _twice in range(2)
    )

    assert (left_to(first), left_to(second)) == ([ours], [])


# --- Who has looked -----------------------------------------------------------------


@pytest.fixture
def carry(ours) -> Carry:
    return Carry.objects.get(follow_up=ours)


def test_a_step_elsewhere_is_a_look_in_every_round_going_on(carry, inspector):
    summed_up = make_round(state=RoundState.SUMMARISING)
    closed = make_round(state=RoundState.CLOSED)
    others = [make_carry(carry.follow_up, one) for one in (summed_up, closed)]

    take_follow_up_step(carry.follow_up, "withdraw", by=inspector, given=A_NOTE)

    for row in (carry, *others):
        row.refresh_from_db()
    assert [row.look for row in (carry, *others)] == ["withdrawn", "withdrawn", ""]
    assert (carry.by, carry.note, carry.visit) == (inspector, "รออะไหล่", None)
    assert not Carry.objects.to_look_at().exists()


def test_what_an_office_does_is_no_look(carry, officer):
    take_follow_up_step(carry.follow_up, "start", by=officer)
    told = Given(content=Told("เสร็จแล้ว", date(2023, 3, 1)))
    take_follow_up_step(carry.follow_up, "answer", by=officer, given=told)

    carry.refresh_from_db()
    assert carry.look == ""
    assert list(Carry.objects.to_look_at()) == [carry]


def test_what_an_office_closed_needs_no_look(
    carry, officer, inspector, held_round, khon_kaen_office
):
    visit = visit_to(khon_kaen_office, held_round=held_round, summary="บันทึก")
    with pytest.raises(StepRefused) as refused:
        take_step(visit, "submit", by=inspector)
    assert [str(row).split()[0] for row in refused.value.standing] == [
        carry.follow_up.ref
    ]

    take_follow_up_step(carry.follow_up, "cannot", by=officer, given=Given("ทำไม่ได้"))

    take_step(visit, "submit", by=inspector)
    assert visit.state == VisitState.SUBMITTED


def test_only_the_visit_that_they_come_to_waits_for_them(
    carry, inspector, held_round, khon_kaen_office
):
    visit_to(khon_kaen_office, held_round=held_round)
    second = visit_to(khon_kaen_office, held_round=held_round, day=9, summary="บันทึก")

    take_step(second, "submit", by=inspector)

    assert second.state == VisitState.SUBMITTED


@pytest.mark.parametrize(
    ("who", "why"),
    [
        ("inspector", None),
        ("manager", None),
        ("assistant", Why.NOT_YOURS),
        ("officer", Why.NOT_YOURS),
        ("stranger", Why.NOT_YOURS),
    ],
)
def test_inspectors_of_the_place_and_managers_look(who, why, carry, request):
    user, found = request.getfixturevalue(who), None
    try:
        look_at(carry, by=user, given=A_NOTE)
    except StepRefused as refused:
        found = refused.why

    carry.refresh_from_db()
    assert found == why
    assert carry.look == ("" if why else "still_open")


def test_who_leads_the_visit_there_looks_while_it_is_recorded(
    carry, held_round, khon_kaen_office, zone_5, songkhla
):
    lead = make_user()
    make_assignment(lead, Role.INSPECTOR, zone=zone_5)
    visit = visit_to(khon_kaen_office, held_round=held_round, lead=lead)
    for state, taken in (("planned", False), ("submitted", False), ("returned", True)):
        visit.state = state
        visit.save()
        if taken:
            look_at(carry, by=lead, given=A_NOTE)
        else:
            with pytest.raises(StepRefused):
                look_at(carry, by=lead, given=A_NOTE)

    carry.refresh_from_db()
    assert carry.by == lead


def test_one_look_a_round_and_the_second_learns_of_the_first(carry, inspector, manager):
    look_at(carry, by=inspector, given=A_NOTE)

    with pytest.raises(StepRefused) as refused:
        look_at(carry, by=manager, given=Given("อย่างอื่น"))

    assert refused.value.why is Why.MOVED_ON
    assert refused.value.last.by == inspector
    carry.refresh_from_db()
    assert (carry.by, carry.note) == (inspector, "รออะไหล่")


def test_a_step_after_a_look_leaves_the_look_as_it_was(carry, inspector, manager):
    look_at(carry, by=inspector, given=A_NOTE)

    take_follow_up_step(carry.follow_up, "withdraw", by=manager, given=Given("เลิก"))

    carry.refresh_from_db()
    assert (carry.look, carry.by) == ("still_open", inspector)
