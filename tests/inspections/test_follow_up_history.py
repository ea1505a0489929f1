"""The history of a follow-up: who did what, when, why, and every day it had."""

from datetime import date

import pytest

from inspections.actions import (
    Given,
    Told,
    redate,
    report_progress,
    take_follow_up_step,
)
from tests.factories import make_follow_up
from tests.reading import client_of, page_of


@pytest.fixture
def follow_up(khon_kaen_office):
    return make_follow_up(office=khon_kaen_office, due_on=date(2023, 3, 31))


def history(follow_up) -> str:
    return f"{follow_up.get_absolute_url()}history/"


@pytest.mark.parametrize(
    "who", ["inspector", "assistant", "officer", "head", "manager"]
)
def test_tells_the_whole_life_to_all_who_see_it(
    request, who, follow_up, officer, inspector, manager
):
    told = Told("ตรวจแล้ว 3 โรง", date(2023, 3, 2), progress=40)
    report_progress(follow_up, told, by=officer)
    redate(follow_up, date(2023, 4, 30), reason="น้ำท่วม", by=inspector)
    done = Given(content=Told("ครบแล้ว", date(2023, 3, 9)))
    take_follow_up_step(follow_up, "answer", by=officer, given=done)
    why = Given(reason="ขอภาพถ่าย")
    take_follow_up_step(follow_up, "send-back", by=manager, given=why)

    page = page_of(request.getfixturevalue(who), history(follow_up))

    for words in (
        *("Began to act", "Reported progress", "Set another due day"),
        *("Answered as done", "Sent back", "ขอภาพถ่าย", "น้ำท่วม"),
        *("ตรวจแล้ว 3 โรง", "ครบแล้ว", "31 Mar 2023", "30 Apr 2023", "40"),
        *(str(officer), str(inspector), str(manager)),
    ):
        assert words in page, words
    assert page.index("Sent back") < page.index("Began to act"), "the latest first"


@pytest.mark.parametrize("who", ["stranger", "neighbour", "nobody"])
def test_is_not_there_for_others(request, who, follow_up):
    client = client_of(request.getfixturevalue(who))

    assert client.get(history(follow_up)).status_code == 404


def test_names_what_took_its_place_only_to_who_may_see_it(
    manager, officer, follow_up, kalasin_office
):
    newer = make_follow_up(office=kalasin_office)
    given = Given(reason="สั่งใหม่", original=newer.ref)
    take_follow_up_step(follow_up, "supersede", by=manager, given=given)

    assert newer.ref in page_of(manager, history(follow_up))
    page = page_of(officer, history(follow_up))
    assert newer.ref not in page
    assert "สั่งใหม่" in page


def test_of_one_of_which_nothing_was_noted_that_is_said(officer, follow_up):
    assert "Nothing was noted yet." in page_of(officer, history(follow_up))


def test_is_only_read(manager, follow_up):
    assert client_of(manager).post(history(follow_up)).status_code == 405


@pytest.mark.parametrize("count", [1, 12])
def test_costs_the_same_whatever_happened(
    officer, manager, follow_up, kalasin_office, count, django_assert_num_queries
):
    for number in range(count):
        redate(follow_up, date(2027, 1, 1 + number), reason="ก", by=manager)
    given = Given(reason="ก", original=make_follow_up(office=kalasin_office).ref)
    take_follow_up_step(follow_up, "supersede", by=manager, given=given)
    client = client_of(officer)
    client.get(history(follow_up))

    with django_assert_num_queries(6):
        client.get(history(follow_up))
