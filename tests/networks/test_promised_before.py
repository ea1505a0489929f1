"""A meeting opens with what those who come had promised before, and what came of it."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from inspections.actions import Given, Told, take_follow_up_step
from inspections.promised import promised_before
from networks.models import Reach
from tests.factories import (
    make_follow_up,
    make_meeting,
    make_network,
    make_party,
)
from tests.reading import page_of

TODAY = timezone.localdate()
LAST_YEAR = TODAY - timedelta(days=365)


@pytest.fixture
def club(khon_kaen, khon_kaen_office):
    return make_network(province=khon_kaen, reach=Reach.LOCAL)


def met(club, day):
    """A meeting of that day to which the club came."""
    meeting = make_meeting(province=club.province, held_on=day)
    make_party(meeting, network=club)
    return meeting


def promise(club, text, **fields):
    fields = {"given_on": LAST_YEAR, "due_on": TODAY + timedelta(days=9)} | fields
    return make_follow_up(kind="commitment", network=club, text=text, **fields)


def keep(promised, officer, inspector, note="เห็นแล้วว่าทำจริง"):
    told = Told(text="ทำแล้ว", answered_on=TODAY)
    take_follow_up_step(promised, "answer", by=officer, given=Given(content=told))
    take_follow_up_step(promised, "verify", by=inspector, given=Given(reason=note))


def texts(meeting, user):
    came = {party.network_id for party in meeting.parties.all() if party.network_id}
    return [row.follow_up.text for row in promised_before(meeting, came, user, TODAY)]


def panel(user, meeting) -> str:
    """The first part of the page."""
    page = page_of(user, meeting.get_absolute_url())
    first = page.index('id="last-time"')
    assert first < page.index('id="overview"')
    return page[first : page.index('id="overview"')]


def test_lists_what_is_open_still_the_first_due_first(inspector, club):
    promise(club, "หลัง")
    promise(club, "ก่อน", due_on=TODAY - timedelta(days=3))
    promise(make_network(province=club.province, reach=Reach.LOCAL), "ของอื่น")
    make_follow_up(network=club, text="ไม่ใช่คำมั่น", given_on=LAST_YEAR)

    meeting = met(club, TODAY)

    assert texts(meeting, inspector) == ["ก่อน", "หลัง"]
    told = panel(inspector, meeting)
    assert "Overdue" in told
    assert "/follow-ups/F-" in told


def test_a_planned_meeting_opens_with_it_too(inspector, club):
    promise(club, "จะทำ")

    assert "จะทำ" in panel(inspector, met(club, TODAY + timedelta(days=5)))


def test_what_ended_since_the_last_meeting_tells_what_came_of_it(
    inspector, officer, club
):
    met(club, TODAY - timedelta(days=30))
    keep(promise(club, "ทำได้"), officer, inspector)
    failed = promise(club, "ทำไม่ได้")
    take_follow_up_step(failed, "cannot", by=officer, given=Given(reason="ไม่มีงบ"))

    told = panel(inspector, met(club, TODAY))

    for words in ("ทำได้", "Kept", "เห็นแล้วว่าทำจริง", "Cannot comply", "ไม่มีงบ"):
        assert words in told


def test_what_ended_before_the_last_meeting_was_told_there(inspector, officer, club):
    keep(promise(club, "ทำได้"), officer, inspector)

    between = met(club, TODAY + timedelta(days=1))
    after = met(club, TODAY + timedelta(days=2))

    assert texts(between, inspector) == ["ทำได้"]
    assert texts(after, inspector) == []


def test_the_last_answer_is_what_came_of_one_that_is_open(inspector, officer, club):
    told = Told(text="ทำแล้วครึ่งหนึ่ง", answered_on=TODAY)
    given = Given(content=told)
    take_follow_up_step(promise(club, "จะทำ"), "answer", by=officer, given=given)

    words = panel(inspector, met(club, TODAY))

    assert "Answered, to be verified" in words
    assert "ทำแล้วครึ่งหนึ่ง" in words


def test_neither_its_own_promises_nor_later_ones_are_those_of_last_time(
    inspector, club
):
    meeting = met(club, TODAY)
    promise(club, "ของครั้งนี้", meeting=meeting, given_on=TODAY)
    promise(club, "ของครั้งหน้า", given_on=TODAY + timedelta(days=1), due_on=None)

    assert texts(meeting, inspector) == []
    assert "Those who come have nothing open" in panel(inspector, meeting)


def test_each_network_has_a_last_time_of_its_own(inspector, officer, club):
    other = make_network(province=club.province, reach=Reach.LOCAL)
    for network, text in ((club, "ของชมรม"), (other, "ของอีกแห่ง")):
        keep(promise(network, text), officer, inspector)
    met(other, TODAY + timedelta(days=1))
    meeting = met(club, TODAY + timedelta(days=2))
    make_party(meeting, network=other)

    assert texts(meeting, inspector) == ["ของชมรม"]


def test_nobody_reads_of_promises_of_another_place(
    officer, inspector, manager, club, songkhla
):
    far = make_network(province=songkhla, reach=Reach.LOCAL)
    promise(far, "ของสงขลา")
    meeting = met(club, TODAY)
    make_party(meeting, network=far)

    assert texts(meeting, officer) == texts(meeting, inspector) == []
    assert texts(meeting, manager) == ["ของสงขลา"]


def test_a_meeting_of_bodies_not_in_the_directory_has_no_last_time(
    inspector, khon_kaen
):
    meeting = make_meeting(province=khon_kaen, held_on=date(2023, 3, 1))
    make_party(meeting)

    assert 'id="last-time"' not in page_of(inspector, meeting.get_absolute_url())
