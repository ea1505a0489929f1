"""Two at one follow-up at once, on both databases; see test_step_races."""

from datetime import date
from functools import partial

import pytest

from inspections.actions import (
    Given,
    Told,
    carry_over,
    progress,
    redate,
    report_progress,
    stepping,
    take_follow_up_step,
)
from inspections.actions import (
    follow_up as follow_up_steps,
)
from inspections.models import Carry, FollowUp
from tests.factories import make_carry, make_follow_up, make_round
from tests.inspections.steps import history, put
from tests.inspections.test_step_races import meeting, once_and_refused, outcome, read
from tests.racing import race

pytestmark = pytest.mark.django_db(transaction=True)

DONE = Given(content=Told(text="แล้วเสร็จ", answered_on=date(2023, 3, 9)))
LATER = date(2023, 5, 1)


@pytest.fixture
def follow_up(khon_kaen_office) -> FollowUp:
    return make_follow_up(office=khon_kaen_office, due_on=date(2023, 4, 1))


def step(follow_up, slug, by, given):
    """A step of one who has read the follow-up before."""
    return partial(
        outcome,
        take_follow_up_step,
        read(FollowUp, follow_up),
        slug,
        by=by,
        given=given,
    )


@pytest.mark.parametrize("second", ["verify", "send-back", "withdraw"])
def test_of_two_who_judge_an_answer_at_once_one_does(
    inspector, manager, follow_up, second
):
    put(follow_up, "answered")
    carry = make_carry(follow_up, make_round(state="open"))
    given = Given(reason="ตรวจแล้ว")

    with meeting(stepping, "_move", 2):
        results = race(
            [
                step(follow_up, "verify", inspector, given),
                step(follow_up, second, manager, given),
            ]
        )

    assert once_and_refused(results)
    winner = ("verify", second)[results.index("done")]
    assert history(follow_up) == [winner]
    carry.refresh_from_db()
    assert carry.by == (inspector, manager)[results.index("done")]


def test_answered_and_redated_at_once_is_one_or_the_other(
    officer, inspector, follow_up
):
    other_day = partial(
        outcome, redate, read(FollowUp, follow_up), LATER, reason="น้ำท่วม", by=inspector
    )

    results = race([step(follow_up, "answer", officer, DONE), other_day])

    assert once_and_refused(results)
    is_answered = results[0] == "done"
    follow_up.refresh_from_db()
    assert (follow_up.state, follow_up.answers.count()) == (
        ("answered", 1) if is_answered else ("issued", 0)
    )
    assert follow_up.redatings.count() == (not is_answered)
    assert history(follow_up) == ["answer" if is_answered else "re-date"]


def test_of_two_other_days_set_at_once_one_is_kept(inspector, manager, follow_up):
    results = race(
        [
            partial(
                outcome, redate, read(FollowUp, follow_up), day, reason="ก", by=user
            )
            for day, user in ((LATER, inspector), (LATER.replace(day=9), manager))
        ]
    )

    assert once_and_refused(results)
    follow_up.refresh_from_db()
    assert follow_up.redatings.get().due_on == follow_up.due_on


def test_of_two_reports_at_once_the_slower_is_asked_to_look_again(
    officer, head, follow_up
):
    put(follow_up, "in_progress", rhythm="daily", report_due_on=date(2023, 3, 9))
    told = Told(text="ครึ่งทาง", answered_on=date(2023, 3, 9))

    with meeting(progress, "_hold_in_progress", 2):
        results = race(
            [
                partial(
                    outcome, report_progress, read(FollowUp, follow_up), told, by=user
                )
                for user in (officer, head)
            ]
        )

    assert once_and_refused(results)
    follow_up.refresh_from_db()
    assert follow_up.answers.count() == 1
    assert follow_up.report_due_on == date(2023, 3, 10)


def test_two_follow_ups_never_take_each_others_place(
    inspector, manager, follow_up, khon_kaen_office
):
    other = make_follow_up(office=khon_kaen_office)

    with meeting(follow_up_steps, "_state_now", 2):
        results = race(
            [
                step(one, "supersede", by, Given(reason="ก", original=newer.ref))
                for one, newer, by in (
                    (follow_up, other, inspector),
                    (other, follow_up, manager),
                )
            ]
        )

    assert sorted(results) == ["422", "done"]
    assert FollowUp.objects.filter(state="superseded").count() == 1


def test_what_is_carried_again_is_carried_once(follow_up):
    held_round = make_round(state="open")

    carry_over(held_round)
    again = carry_over(held_round)

    assert again == 0
    assert Carry.objects.filter(round=held_round).count() == 1
