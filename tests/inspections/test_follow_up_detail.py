"""The page of one follow-up."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from inspections.actions import Given, Told, redate, take_follow_up_step
from inspections.lifecycle import FOLLOW_UP_STEPS, FollowUpState, VisitState
from inspections.models import Carry, FollowUp, ResponseTimes
from inspections.rights import steps_of
from tests.factories import (
    make_answer,
    make_carry,
    make_follow_up,
    make_meeting,
    make_network,
    make_office,
    make_round,
    make_visit,
)
from tests.inspections.full_visit import attach
from tests.reading import client_of, page_of
from thai.dates import BANGKOK


def url_of(ref):
    return reverse("inspections:follow_up_detail", args=[ref])


@pytest.fixture
def follow_up(khon_kaen_office):
    visit = make_visit(offices=[khon_kaen_office], state=VisitState.SIGNED_OFF)
    return make_follow_up(
        office=khon_kaen_office,
        visit=visit,
        meeting=make_meeting(visit=visit, province=khon_kaen_office.province),
        text="เร่งตรวจโรงงาน\n\nและรายงานผล",
        due_on=date(2023, 3, 31),
        level="area",
        dimension="community",
    )


@pytest.mark.parametrize(
    "who", ["inspector", "assistant", "officer", "head", "manager"]
)
def test_shows_text_addressee_days_and_where_it_was_given(who, follow_up, request):
    page = page_of(request.getfixturevalue(who), url_of(follow_up.ref))

    assert "<p>เร่งตรวจโรงงาน</p>" in page
    assert follow_up.office.get_absolute_url() in page
    assert "1 March 2023" in page
    assert "31 March 2023" in page
    assert "Overdue" in page
    assert "Area level" in page
    assert "No harm to the community" in page
    assert follow_up.visit.get_absolute_url() in page
    assert follow_up.meeting.get_absolute_url() in page


@pytest.mark.parametrize("who", ["stranger", "neighbour", "nobody"])
def test_is_not_there_for_other_places(who, follow_up, request):
    client = client_of(request.getfixturevalue(who))

    assert client.get(url_of(follow_up.ref)).status_code == 404


def test_does_not_name_the_visit_to_who_may_not_see_it(neighbour, kalasin_office):
    visit = make_visit(state=VisitState.SIGNED_OFF)
    follow_up = make_follow_up(visit=visit, office=kalasin_office)

    page = page_of(neighbour, url_of(follow_up.ref))

    assert visit.ref not in page


def test_a_network_s_page_is_linked_and_its_province_s_office_answers(
    officer, khon_kaen, khon_kaen_office
):
    network = make_network(province=khon_kaen)
    follow_up = make_follow_up(network=network)

    page = page_of(officer, url_of(follow_up.ref))

    assert network.get_absolute_url() in page
    assert khon_kaen_office.get_absolute_url() in page


def test_an_imported_one_is_never_overdue_and_says_so(manager, khon_kaen_office):
    follow_up = make_follow_up(
        office=khon_kaen_office, due_on=date(2023, 3, 31), is_imported=True
    )

    page = page_of(manager, url_of(follow_up.ref))

    assert "Overdue" not in page
    assert "Imported from an earlier record" in page


def test_a_draft_has_no_page(manager, khon_kaen_office):
    make_follow_up(office=khon_kaen_office, state=FollowUpState.DRAFT)

    assert client_of(manager).get("/follow-ups/None/").status_code == 404


def test_is_only_read(manager, follow_up):
    assert client_of(manager).post(url_of(follow_up.ref)).status_code == 405


def page_at(user, follow_up, day: date) -> str:
    """The page as it stands on another day."""
    with time_machine.travel(datetime(day.year, day.month, day.day, 9, tzinfo=BANGKOK)):
        return page_of(user, url_of(follow_up.ref))


def part_of(page: str, key: str) -> str:
    """One panel of the page."""
    return page.partition(f'id="{key}"')[2].partition("</section>")[0]


# --- How it stands ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "words", "tone"),
    [
        ("issued", "Issued", "todo"),
        ("answered", "Answered, to be verified", "doing"),
        ("verified", "Verified", "done"),
        ("cannot_comply", "Cannot comply", "late"),
        ("withdrawn", "Withdrawn", "neutral"),
    ],
)
def test_its_state_has_words_and_a_tone(officer, khon_kaen_office, state, words, tone):
    follow_up = make_follow_up(office=khon_kaen_office, state=state)

    page = page_of(officer, url_of(follow_up.ref))

    assert f'status--{tone}">{words}' in page


@pytest.mark.parametrize(
    ("state", "is_late"), [("issued", True), ("answered", False), ("verified", False)]
)
def test_only_what_is_not_answered_is_overdue(
    officer, khon_kaen_office, state, is_late
):
    follow_up = make_follow_up(
        office=khon_kaen_office, state=state, due_on=date(2023, 3, 31)
    )

    assert ("Overdue" in page_at(officer, follow_up, date(2023, 4, 1))) is is_late
    assert "Overdue" not in page_at(officer, follow_up, date(2023, 3, 31))


def test_says_until_when_the_office_must_say_that_it_cannot(officer, khon_kaen_office):
    follow_up = make_follow_up(office=khon_kaen_office)

    in_time = page_at(officer, follow_up, date(2023, 3, 16))
    late = page_at(officer, follow_up, date(2023, 3, 17))

    assert "until 16 March 2023" in in_time
    assert "The day is past" not in in_time
    assert "The day is past" in late


def test_these_days_are_the_managers_to_set_and_begin_at_the_issue(
    officer, inspector, khon_kaen_office
):
    ResponseTimes.objects.create(unable_to_comply_days=5)
    follow_up = make_follow_up(office=khon_kaen_office, state="draft")
    with time_machine.travel(datetime(2023, 6, 1, 23, 0, tzinfo=BANGKOK)):
        take_follow_up_step(follow_up, "issue", by=inspector)

    assert "until 6 June 2023" in page_of(officer, url_of(follow_up.ref))


@pytest.mark.parametrize(
    "fields",
    [
        {"state": "answered"},
        {"state": "verified"},
        {"is_imported": True},
        {"kind": "observation"},
    ],
)
def test_where_nothing_is_waited_for_no_such_day_is_shown(
    officer, khon_kaen_office, fields
):
    follow_up = make_follow_up(office=khon_kaen_office, **fields)

    assert (
        "cannot be done"
        not in page_of(officer, url_of(follow_up.ref)).partition('id="steps"')[0]
    )


def test_a_rhythm_tells_the_next_report_and_how_many_are_missing(
    officer, khon_kaen_office
):
    follow_up = make_follow_up(
        office=khon_kaen_office, rhythm="weekly", report_due_on=date(2023, 3, 8)
    )

    on_the_day = page_at(officer, follow_up, date(2023, 3, 8))
    later = page_at(officer, follow_up, date(2023, 3, 16))

    assert "Every week" in on_the_day
    assert "Next report: 8 March 2023" in on_the_day
    assert "missing" not in on_the_day
    assert "2 reports are missing" in later


# --- Its life -----------------------------------------------------------------------


def test_its_age_is_told_in_rounds_with_what_came_of_each_look(
    officer, inspector, manager, khon_kaen_office
):
    follow_up = make_follow_up(office=khon_kaen_office)
    assert "Not carried over" in page_of(officer, url_of(follow_up.ref))
    visit = make_visit(offices=[khon_kaen_office], lead=inspector)
    hidden = make_visit(offices=[make_office(kind="department")])
    for number, seen_at in ((1, visit), (2, hidden)):
        make_carry(
            follow_up,
            make_round(fiscal_year=2566, number=number),
            look="still_open",
            note=f"หมายเหตุ {number}",
            visit=seen_at,
            by=inspector,
            looked_at=datetime(2023, 5, number, tzinfo=BANGKOK),
        )
    make_carry(follow_up, make_round(fiscal_year=2567, number=1))

    page = page_of(officer, url_of(follow_up.ref))

    assert "carried over 3 rounds" in page
    rounds = part_of(page, "rounds")
    for words in ("Round 1/2566", "Round 2/2566", "Round 1/2567", "Still open"):
        assert words in rounds
    assert "หมายเหตุ 1" in rounds
    assert str(inspector) in rounds
    assert "Nobody has looked at it in this round yet." in rounds
    assert visit.ref in rounds
    assert hidden.ref not in page
    assert hidden.ref in page_of(manager, url_of(follow_up.ref))


def test_answers_stand_in_their_order_with_day_progress_and_who(
    officer, inspector, khon_kaen_office
):
    follow_up = make_follow_up(office=khon_kaen_office, state="answered")
    make_answer(follow_up, text="เริ่มแล้ว", progress=0, by=officer)
    done = make_answer(
        follow_up,
        text="เสร็จ\n\nแล้ว",
        progress=100,
        is_final=True,
        answered_on=date(2023, 3, 9),
        by=officer,
    )
    attach(done, officer, media_type="image/jpeg", name="ภาพ.jpg")

    answers = part_of(page_of(inspector, url_of(follow_up.ref)), "answers")

    first, _, second = answers.partition("Answered as done")
    for words in ("Reported progress", "as of 1 March 2023", "Progress 0%", "เริ่มแล้ว"):
        assert words in first
    for words in ("as of 9 March 2023", "Progress 100%", "<p>แล้ว</p>", "ภาพ.jpg"):
        assert words in second
    assert "?preview" in second
    assert str(officer) in second


def test_says_why_it_was_sent_back_only_while_it_is_in_progress_again(
    officer, inspector, khon_kaen_office
):
    follow_up = make_follow_up(office=khon_kaen_office)
    for why in ("ยังไม่ครบ", "ขอภาพถ่าย"):
        told = Given(content=Told("ทำแล้ว", date(2023, 3, 2)))
        take_follow_up_step(follow_up, "answer", by=officer, given=told)
        assert why not in page_of(officer, url_of(follow_up.ref))
        take_follow_up_step(
            follow_up, "send-back", by=inspector, given=Given(reason=why)
        )

    page = page_of(officer, url_of(follow_up.ref))

    assert "ขอภาพถ่าย" in page
    assert "ยังไม่ครบ" not in page
    assert str(inspector) in page


def test_who_answered_is_told_that_somebody_else_verifies(officer, khon_kaen_office):
    follow_up = make_follow_up(office=khon_kaen_office)
    told = Given(content=Told("ทำแล้ว", date(2023, 3, 2)))

    take_follow_up_step(follow_up, "answer", by=officer, given=told)

    assert "You answered it yourself" in page_of(officer, url_of(follow_up.ref))


# --- What it is tied to -------------------------------------------------------------


def test_one_given_to_several_is_shown_together_as_far_as_one_may_see(
    officer, inspector, manager, khon_kaen_office, kalasin_office, songkhla_office
):
    group = "7d1b1a3e-9d3c-4a53-9f0c-1f6f3f0f4a11"
    own, near, far = (
        make_follow_up(office=office, given_together=group, text=f"ข้อ {number}")
        for number, office in enumerate(
            (khon_kaen_office, kalasin_office, songkhla_office)
        )
    )
    make_follow_up(office=khon_kaen_office, given_together=group, state="draft")
    alone = make_follow_up(office=khon_kaen_office)

    tied = {
        user: part_of(page_of(user, url_of(own.ref)), "tied")
        for user in (officer, inspector, manager)
    }

    assert near.ref not in tied[officer]
    assert "2 more were given that you cannot see." in tied[officer]
    assert kalasin_office.name_en not in tied[officer]
    assert near.get_absolute_url() in tied[inspector]
    assert kalasin_office.name_en in tied[inspector]
    assert "1 more was given that you cannot see." in tied[inspector]
    assert far.ref in tied[manager]
    assert "cannot see" not in tied[manager]
    assert 'id="tied"' not in page_of(officer, url_of(alone.ref))


def test_what_took_its_place_is_linked_for_who_may_see_it(
    officer, manager, khon_kaen_office, kalasin_office
):
    old = make_follow_up(office=khon_kaen_office)
    new = make_follow_up(office=kalasin_office)
    given = Given(reason="สั่งใหม่", original=new.ref)
    take_follow_up_step(old, "supersede", by=manager, given=given)

    assert new.get_absolute_url() in page_of(manager, url_of(old.ref))
    assert old.get_absolute_url() in page_of(manager, url_of(new.ref))
    page = page_of(officer, url_of(old.ref))
    assert new.ref not in page
    assert "Superseded by a follow-up that you cannot see." in page


# --- What can be done ---------------------------------------------------------------


@pytest.mark.parametrize("state", [s for s in FollowUpState if s != "draft"])
@pytest.mark.parametrize(
    "who", ["inspector", "assistant", "officer", "head", "manager"]
)
def test_offers_what_one_may_do_and_no_more(who, state, khon_kaen_office, request):
    user = request.getfixturevalue(who)
    follow_up = make_follow_up(office=khon_kaen_office, state=state)
    may = set(steps_of(follow_up, user))

    page = page_of(user, url_of(follow_up.ref))

    offered = {
        slug for slug in FOLLOW_UP_STEPS if f'/{follow_up.ref}/step/{slug}/"' in page
    }
    answer = reverse("inspections:follow_up_answer", args=[follow_up.ref])
    assert offered == may - {"answer"}
    assert (answer in page) is ("answer" in may)
    assert not (who == "assistant" and offered)
    assert ('id="steps"' in page) is bool(may)


def test_a_promise_asks_how_it_was_kept(inspector, khon_kaen, khon_kaen_office):
    promise = make_follow_up(
        network=make_network(province=khon_kaen), kind="commitment", state="answered"
    )
    order = make_follow_up(office=khon_kaen_office, kind="order", state="answered")

    assert "How the promise was kept" in page_of(inspector, url_of(promise.ref))
    page = page_of(inspector, url_of(order.ref))
    assert "Note (optional)" in page
    assert "How the promise was kept" not in page


def test_who_must_act_is_asked_only_where_nobody_is_named(manager, khon_kaen_office):
    named = make_follow_up(office=khon_kaen_office, is_imported=True)
    unnamed = FollowUp.objects.create(
        text="ก", given_on=date(2023, 3, 1), ref="F-1", state="issued", is_imported=True
    )

    assert 'name="office"' not in page_of(manager, url_of(named.ref))
    page = page_of(manager, url_of(unnamed.ref))
    assert f'<option value="{khon_kaen_office.pk}">' in page


@pytest.mark.parametrize("count", [1, 12])
@pytest.mark.parametrize(("who", "queries"), [("inspector", 17), ("officer", 17)])
def test_costs_the_same_whatever_hangs_on_it(
    who, queries, count, follow_up, khon_kaen_office, request, django_assert_num_queries
):
    user = request.getfixturevalue(who)
    manager = request.getfixturevalue("manager")
    group = "7d1b1a3e-9d3c-4a53-9f0c-1f6f3f0f4a11"
    FollowUp.objects.filter(pk=follow_up.pk).update(given_together=group)
    follow_up.refresh_from_db()
    for number in range(count):
        make_follow_up(office=khon_kaen_office, given_together=group)
        answer = make_answer(follow_up, by=user)
        attach(answer, user)
        carry = make_carry(follow_up, make_round(number=number + 1))
        Carry.objects.filter(pk=carry.pk).update(visit=follow_up.visit, by=manager)
        redate(follow_up, date(2027, 1, 1) + timedelta(number), reason="ก", by=manager)
        make_follow_up(
            office=khon_kaen_office, state="superseded", superseded_by=follow_up
        )
    client = client_of(user)
    client.get(url_of(follow_up.ref))

    with django_assert_num_queries(queries):
        client.get(url_of(follow_up.ref))
