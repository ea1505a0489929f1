"""Handing over as an act: what moves, what stays, what is refused."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.models import Assignment, AssignmentCapacity, Role, User
from audit.models import Entry
from inspections.actions import StepRefused, Why, take_step
from inspections.actions.handover import hand_over
from inspections.handing_over import Handover, gaps, moves_of, people_with_work
from inspections.lifecycle import VisitState
from inspections.models import LeadCapacity, Reminder, Visit, VisitMember
from inspections.rights import steps_of
from tests.factories import (
    LONG_AGO,
    make_assignment,
    make_follow_up,
    make_issue,
    make_user,
    make_visit,
)

pytestmark = pytest.mark.django_db
A_DAY = timedelta(days=1)


@pytest.fixture
def today() -> date:
    return timezone.localdate()


@pytest.fixture
def successor() -> User:
    """Somebody active, so far without any role."""
    return make_user(username="successor", first_name="สมศรี")


def fresh(user: User) -> User:
    """The same user as the next request meets them."""
    return User.objects.get(pk=user.pk)


def do(leaver, successor, day, by, **fields):
    """Hand over what would be shown."""
    handover = Handover(leaver, successor, day, fields.pop("reason", "คำสั่ง"), **fields)
    today = timezone.localdate()
    agreed = moves_of(handover, today).fingerprint
    return hand_over(handover, by=by, agreed=agreed, today=today)


def spans(user: User) -> list[tuple]:
    rows = Assignment.objects.filter(user=user).order_by("starts_on")
    return [(row.role, row.starts_on, row.ends_on) for row in rows]


# --- Roles --------------------------------------------------------------------------


def test_the_old_role_ends_the_day_before_and_the_new_one_begins(
    inspector, successor, manager, today, zone_12
):
    do(inspector, successor, today, manager)

    assert spans(inspector) == [("inspector", LONG_AGO, today - A_DAY)]
    assert spans(successor) == [("inspector", today, None)]
    assert Assignment.objects.get(user=successor).zone == zone_12


def test_the_capacity_and_its_wording_are_the_new_ones(head, successor, manager, today):
    do(
        head,
        successor,
        today,
        manager,
        capacity=AssignmentCapacity.ACTING,
        wording="รักษาราชการแทน",
    )

    taken = Assignment.objects.get(user=successor)
    assert (taken.role, taken.capacity, taken.wording) == (
        Role.HEAD,
        "acting",
        "รักษาราชการแทน",
    )


def test_a_role_with_an_end_keeps_it(successor, manager, today, zone_12):
    leaver = make_user()
    ends_on = today + timedelta(days=90)
    make_assignment(leaver, Role.INSPECTOR, zone=zone_12, ends_on=ends_on)

    do(leaver, successor, today, manager)

    assert spans(successor) == [("inspector", today, ends_on)]


def test_several_roles_move_together_and_what_is_over_stays(
    officer, successor, manager, today, kalasin_office
):
    over = make_assignment(
        officer, Role.HEAD, office=kalasin_office, ends_on=date(2020, 1, 1)
    )
    make_assignment(officer, Role.HEAD, office=kalasin_office, starts_on=today - A_DAY)

    do(officer, successor, today, manager)

    assert [row[0] for row in spans(successor)] == ["officer", "head"]
    over.refresh_from_db()
    assert over.ends_on == date(2020, 1, 1)


def test_a_role_that_the_successor_has_already_is_not_doubled(
    inspector, successor, manager, today, zone_12
):
    make_assignment(successor, Role.INSPECTOR, zone=zone_12)

    do(inspector, successor, today, manager)

    assert spans(successor) == [("inspector", LONG_AGO, None)]
    assert spans(inspector) == [("inspector", LONG_AGO, today - A_DAY)]


def test_a_role_that_the_successor_gets_later_anyway_is_filled_up_to_then(
    inspector, successor, manager, today, zone_12
):
    later = today + timedelta(days=60)
    make_assignment(successor, Role.INSPECTOR, zone=zone_12, starts_on=later)

    do(inspector, successor, today, manager)

    assert spans(successor) == [
        ("inspector", today, later - A_DAY),
        ("inspector", later, None),
    ]


def test_a_role_that_has_not_begun_goes_over_whole(successor, manager, today, zone_12):
    leaver = make_user()
    later = today + timedelta(days=10)
    make_assignment(leaver, Role.INSPECTOR, zone=zone_12, starts_on=later)

    do(leaver, successor, today, manager)

    assert spans(leaver) == []
    assert spans(successor) == [("inspector", later, None)]


def test_a_late_order_takes_back_no_day_that_somebody_began_on(
    successor, manager, today, zone_12
):
    leaver = make_user()
    begun = today - timedelta(days=3)
    make_assignment(leaver, Role.INSPECTOR, zone=zone_12, starts_on=begun)

    do(leaver, successor, today - timedelta(days=9), manager)

    assert spans(leaver) == [("inspector", begun, begun)]
    assert spans(successor) == [("inspector", begun + A_DAY, None)]


D1, D2, D3, D4, D5 = (date(2026, month, 1) for month in (1, 2, 3, 4, 5))


@pytest.mark.parametrize(
    ("ends_on", "held", "found"),
    [
        (None, [], [(D2, None)]),
        (D4, [], [(D2, D4)]),
        (None, [(D1, None)], []),
        (None, [(D1, D1)], [(D2, None)]),
        (None, [(D1, D3)], [(D3 + A_DAY, None)]),
        (None, [(D3, None)], [(D2, D3 - A_DAY)]),
        (D4, [(D3, D5)], [(D2, D3 - A_DAY)]),
        (D3, [(D4, None)], [(D2, D3)]),
        (None, [(D4, D5), (D2, D3)], [(D3 + A_DAY, D4 - A_DAY), (D5 + A_DAY, None)]),
        (D4, [(D2, D4)], []),
    ],
)
def test_gaps_are_what_nobody_covers(ends_on, held, found):
    rows = [Assignment(starts_on=first, ends_on=last) for first, last in held]

    assert gaps(D2, ends_on, rows) == found


# --- Visits -------------------------------------------------------------------------


@pytest.fixture
def visits(inspector, khon_kaen_office) -> dict[str, Visit]:
    """One in each state, led by the inspector; texts enough to be submitted."""
    return {
        state: make_visit(
            offices=[khon_kaen_office],
            state=state,
            lead=inspector,
            summary="ตรวจแล้ว",
            lead_capacity=LeadCapacity.INSPECTOR_GENERAL,
        )
        for state in VisitState.values
    }


def test_visits_that_have_not_ended_change_their_lead(
    visits, inspector, successor, manager, today
):
    do(inspector, successor, today, manager)

    led = {visit.state for visit in Visit.objects.filter(lead=successor)}
    assert led == {"planned", "in_progress", "returned", "submitted"}


def test_afterwards_the_new_inspector_submits_and_the_old_one_cannot(
    visits, inspector, successor, manager, today
):
    visit = visits[VisitState.IN_PROGRESS]
    do(inspector, successor, today, manager)
    visit = Visit.objects.get(pk=visit.pk)
    old, new = fresh(inspector), fresh(successor)

    assert not Visit.objects.visible_to(old).filter(pk=visit.pk).exists()
    assert steps_of(visit, old) == {}
    with pytest.raises(StepRefused) as refused:
        take_step(visit, "submit", by=old)
    assert refused.value.why is Why.NOT_YOURS
    assert Visit.objects.recordable_by(new).filter(pk=visit.pk).exists()

    take_step(visit, "submit", by=new)

    assert visit.state == VisitState.SUBMITTED


def test_an_old_inspector_who_works_elsewhere_cannot_either(
    visits, inspector, successor, manager, today, zone_5, songkhla
):
    do(inspector, successor, today, manager)
    make_assignment(inspector, Role.INSPECTOR, zone=zone_5)

    visit = Visit.objects.get(pk=visits[VisitState.IN_PROGRESS].pk)

    assert steps_of(visit, fresh(inspector)) == {}


def test_what_was_signed_off_stays_under_the_old_name(
    visits, inspector, successor, manager, today
):
    do(inspector, successor, today, manager)

    for state in (VisitState.SIGNED_OFF, VisitState.POSTPONED, VisitState.CANCELLED):
        kept = Visit.objects.get(pk=visits[state].pk)
        assert (kept.lead, kept.version) == (inspector, visits[state].version)
        assert not Entry.objects.about(kept).exists()
    assert Visit.objects.visible_to(fresh(inspector)).count() == 3


def test_who_went_along_is_replaced_in_the_team_once(
    inspector, assistant, successor, manager, today, khon_kaen_office
):
    visit = make_visit(offices=[khon_kaen_office], lead=inspector)
    VisitMember.objects.create(visit=visit, user=assistant)
    both = make_visit(offices=[khon_kaen_office], lead=inspector)
    for user in (assistant, successor):
        VisitMember.objects.create(visit=both, user=user)
    led = make_visit(offices=[khon_kaen_office], lead=successor)
    VisitMember.objects.create(visit=led, user=assistant)

    do(assistant, successor, today, manager)

    teams = {
        one.pk: [member.user for member in one.members.all()]
        for one in (visit, both, led)
    }
    assert teams == {visit.pk: [successor], both.pk: [successor], led.pk: []}


def test_who_becomes_lead_leaves_the_team(
    inspector, assistant, manager, today, khon_kaen_office
):
    visit = make_visit(offices=[khon_kaen_office], lead=inspector)
    VisitMember.objects.create(visit=visit, user=assistant)

    do(inspector, assistant, today, manager)

    visit.refresh_from_db()
    assert (visit.lead, visit.members.count()) == (assistant, 0)


@pytest.mark.parametrize(
    ("capacity", "was", "becomes"),
    [
        ("substantive", LeadCapacity.ACTING, ""),
        ("substantive", LeadCapacity.INSPECTOR_GENERAL, "inspector_general"),
        ("acting", LeadCapacity.INSPECTOR_GENERAL, "acting"),
    ],
)
def test_the_lead_is_called_what_the_new_one_is(
    capacity, was, becomes, inspector, successor, manager, today, khon_kaen_office
):
    visit = make_visit(
        offices=[khon_kaen_office],
        lead=inspector,
        lead_capacity=was,
        lead_wording="เดิม",
    )

    do(inspector, successor, today, manager, capacity=capacity, wording="ใหม่")

    visit.refresh_from_db()
    assert (visit.lead_capacity, visit.lead_wording) == (becomes, "ใหม่")


def test_an_open_editor_of_a_moved_visit_is_merged(
    visits, inspector, successor, manager, today
):
    before = visits[VisitState.PLANNED].version

    do(inspector, successor, today, manager)

    assert Visit.objects.get(pk=visits[VisitState.PLANNED].pk).version == before + 1


# --- A day to come ------------------------------------------------------------------


def test_a_day_to_come_keeps_todays_rights(
    inspector, successor, manager, today, khon_kaen_office
):
    day = today + timedelta(days=30)
    now = make_visit(
        offices=[khon_kaen_office], lead=inspector, starts_on=today, summary="ตรวจแล้ว"
    )
    then = make_visit(
        offices=[khon_kaen_office],
        lead=inspector,
        starts_on=day,
        state=VisitState.PLANNED,
    )

    do(inspector, successor, day, manager)

    assert spans(inspector) == [("inspector", LONG_AGO, day - A_DAY)]
    assert spans(successor) == [("inspector", day, None)]
    assert Visit.objects.get(pk=now.pk).lead == inspector
    assert Visit.objects.get(pk=then.pk).lead == successor
    assert "submit" in steps_of(now, fresh(inspector))
    assert steps_of(now, fresh(successor)) == {}


def test_on_that_day_the_rights_are_the_successors(
    inspector, successor, manager, today, khon_kaen_office, time_machine_at
):
    visit = make_visit(
        offices=[khon_kaen_office], lead=inspector, starts_on=today, summary="ตรวจแล้ว"
    )
    do(inspector, successor, today + timedelta(days=30), manager)

    with time_machine_at(today + timedelta(days=30)):
        assert steps_of(visit, fresh(inspector)) == {}
        assert "submit" in steps_of(visit, fresh(successor))


@pytest.fixture
def time_machine_at():
    import time_machine

    return lambda day: time_machine.travel(f"{day}T03:00:00Z", tick=False)


# --- Reminders and open work ---------------------------------------------------------


def remind(user, follow_up, **fields) -> Reminder:
    return Reminder.objects.create(
        user=user, follow_up=follow_up, due_on=date(2026, 12, 1), **fields
    )


def test_unread_reminders_go_along_and_are_mailed_anew(
    officer, successor, manager, today, khon_kaen_office
):
    given = make_follow_up(office=khon_kaen_office)
    now = timezone.now()
    unread = remind(officer, given, rung="due", mailed_at=now)
    read = remind(officer, given, rung="before", read_at=now)

    do(officer, successor, today, manager)

    for reminder in (unread, read):
        reminder.refresh_from_db()
    assert (unread.user, unread.mailed_at) == (successor, None)
    assert read.user == officer
    assert Reminder.objects.visible_to(fresh(successor)).count() == 1


def test_what_the_successor_was_told_of_is_not_told_twice(
    officer, head, manager, today, khon_kaen_office
):
    given = make_follow_up(office=khon_kaen_office)
    for user in (officer, head):
        remind(user, given, rung="due")

    do(officer, head, today, manager)

    assert Reminder.objects.filter(user=head).count() == 1


def test_before_the_day_reminders_stay(
    officer, successor, manager, today, khon_kaen_office
):
    remind(officer, make_follow_up(office=khon_kaen_office), rung="due")

    do(officer, successor, today + A_DAY, manager)

    assert Reminder.objects.get().user == officer


def test_open_work_of_the_places_is_counted_and_follows_untouched(
    inspector,
    officer,
    successor,
    manager,
    today,
    khon_kaen_office,
    kalasin_office,
    songkhla_office,
):
    for office in (khon_kaen_office, kalasin_office, songkhla_office):
        make_follow_up(office=office)
        make_issue(office=office, province=office.province)
    for leaver, number in ((inspector, 2), (officer, 1), (manager, 3)):
        handover = Handover(leaver, successor, today, "คำสั่ง")
        work = moves_of(handover, today).work
        assert (work.follow_ups, work.issues, work.sections) == (number, number, 0)


# --- History ------------------------------------------------------------------------


def test_history_tells_of_each_visit_and_of_both_users(
    visits, inspector, successor, manager, today
):
    names = str(inspector), str(successor)

    do(inspector, successor, today, manager, reason="คำสั่ง 1/2569")

    entry = Entry.objects.about(visits[VisitState.PLANNED]).get()
    assert (entry.step, entry.by, entry.reason) == (
        "hand-over",
        manager,
        "คำสั่ง 1/2569",
    )
    assert ["lead", *names] in entry.changes
    left = Entry.objects.about(inspector).get()
    taken = Entry.objects.about(successor).get()
    assert ["handed_to", None, names[1]] in left.changes
    assert ["handed_from", None, names[0]] in taken.changes
    assert any("ends_on" in change[0] for change in left.changes)


def test_history_keeps_the_old_name_when_the_person_is_renamed(
    visits, inspector, successor, manager, today
):
    visit = visits[VisitState.IN_PROGRESS]
    take_step(visit, "submit", by=inspector)
    old = str(inspector)
    do(inspector, successor, today, manager)
    User.objects.filter(pk=inspector.pk).update(first_name="ชื่อใหม่")

    submitted, moved = Entry.objects.about(visit)

    assert submitted.by_name == old
    assert ["lead", old, str(successor)] in moved.changes


# --- Refusals -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "field"), [(-31, "starts_on"), (366, "starts_on"), (0, "reason")]
)
def test_a_day_too_far_or_no_reason_is_refused(
    days, field, inspector, successor, manager, today
):
    reason = " " if field == "reason" else "คำสั่ง"

    with pytest.raises(StepRefused) as refused:
        do(inspector, successor, today + timedelta(days=days), manager, reason=reason)

    assert (refused.value.why, refused.value.field) == (Why.INCOMPLETE, field)
    assert spans(successor) == []


def test_nobody_hands_over_to_themselves_or_to_a_closed_account(
    inspector, manager, today
):
    closed = make_user(is_active=False)

    for other in (inspector, closed):
        with pytest.raises(StepRefused) as refused:
            do(inspector, other, today, manager)
        assert refused.value.field == "successor"


def test_where_nothing_moves_it_is_refused(successor, manager, nobody, today):
    with pytest.raises(StepRefused) as refused:
        do(nobody, successor, today, manager)

    assert refused.value.field == "leaver"
    assert not Entry.objects.about(successor).exists()


def test_a_second_handover_finds_nothing_left(inspector, successor, manager, today):
    do(inspector, successor, today, manager)

    with pytest.raises(StepRefused):
        do(inspector, make_user(), today, manager)


@pytest.mark.parametrize("who", ["inspector", "head", "officer", "assistant"])
def test_only_managers_hand_over(who, request, inspector, successor, today):
    by = request.getfixturevalue(who)

    with pytest.raises(StepRefused) as refused:
        do(inspector, successor, today, by)

    assert refused.value.why is Why.NOT_YOURS


def test_what_was_not_shown_is_not_done(
    inspector, successor, manager, today, khon_kaen_office
):
    handover = Handover(inspector, successor, today, "คำสั่ง")
    agreed = moves_of(handover, today).fingerprint
    make_visit(offices=[khon_kaen_office], lead=inspector)

    with pytest.raises(StepRefused) as refused:
        hand_over(handover, by=manager, agreed=agreed, today=today)

    assert refused.value.why is Why.MOVED_ON
    assert spans(successor) == []


def test_people_with_work_are_those_with_a_role_or_an_open_visit(
    inspector, officer, nobody, successor, today, khon_kaen_office, zone_12
):
    over = make_user()
    make_assignment(over, Role.INSPECTOR, zone=zone_12, ends_on=today - A_DAY)
    later = make_user()
    make_assignment(later, Role.INSPECTOR, zone=zone_12, starts_on=today + A_DAY)
    leads, joins, led = make_user(), make_user(), make_user()
    visit = make_visit(offices=[khon_kaen_office], lead=leads)
    VisitMember.objects.create(visit=visit, user=joins)
    make_visit(offices=[khon_kaen_office], lead=led, state=VisitState.SIGNED_OFF)

    found = {*people_with_work(today)}

    assert found == {inspector, officer, later, leads, joins}
