"""What the ladder says of one follow-up: which rung stands, which come next."""

from datetime import date, timedelta

import pytest

from inspections.ladder import (
    AUDIENCE_WORDS,
    DUE_LADDER,
    KIND_OF,
    NEWS,
    PRESSING_FIRST,
    REPORT_LADDER,
    STEP_OF,
    Audience,
    next_rung,
    rungs_ahead,
    standing,
)
from inspections.lifecycle import FOLLOW_UP_WAITING, FollowUpState
from inspections.models import FollowUp, FollowUpKind, ReminderKind, Rhythm, Rung

DUE = date(2026, 12, 15)


def follow_up(**fields) -> FollowUp:
    return FollowUp(**{"due_on": DUE, "state": FollowUpState.ISSUED, **fields})


def after(days: int) -> date:
    return DUE + timedelta(days=days)


def test_every_rung_has_its_step_kind_and_words():
    assert {*STEP_OF} == {*PRESSING_FIRST}
    assert {*STEP_OF, *NEWS} == {*Rung.values} == {*KIND_OF}
    assert {*KIND_OF.values()} == {*ReminderKind}
    assert {*AUDIENCE_WORDS} == {*Audience}


@pytest.mark.parametrize("ladder", [DUE_LADDER, REPORT_LADDER])
def test_rungs_stand_in_order(ladder):
    days = [step.days for step in ladder]

    assert days == sorted(days)


@pytest.mark.parametrize(
    ("days", "rung"),
    [
        (-8, None),
        (-7, "before"),
        (-1, "before"),
        (0, "due"),
        (14, "due"),
        (15, "late_15"),
        (29, "late_15"),
        (30, "late_30"),
        (400, "late_30"),
    ],
)
def test_the_highest_rung_reached_stands(days, rung):
    step = standing(DUE_LADDER, DUE, after(days))

    assert (step and step.rung) == rung


@pytest.mark.parametrize(
    ("today", "on", "rung"),
    [
        (-30, -7, "before"),
        (-7, -7, "before"),
        (-6, 0, "due"),
        (1, 15, "late_15"),
        (16, 30, "late_30"),
    ],
)
def test_the_next_rung_is_known_beforehand(today, on, rung):
    ahead = next_rung(follow_up(), after(today))

    assert ahead is not None
    assert (ahead.on, ahead.step.rung) == (after(on), rung)


def test_above_the_last_rung_nothing_comes():
    assert next_rung(follow_up(), after(31)) is None


def test_reports_and_the_due_day_come_in_order_of_day():
    given = follow_up(rhythm=Rhythm.WEEKLY, report_due_on=after(-3))

    ahead = rungs_ahead(given, after(-10))

    assert [one.step.rung for one in ahead[:4]] == [
        "before",
        "report_before",
        "report_due",
        "due",
    ]


@pytest.mark.parametrize(
    "fields",
    [
        {"is_imported": True},
        {"kind": FollowUpKind.OBSERVATION},
        {"due_on": None},
        *({"state": state} for state in {*FollowUpState} - FOLLOW_UP_WAITING),
    ],
)
def test_of_what_waits_for_nobody_no_reminder_is_announced(fields):
    assert rungs_ahead(follow_up(**fields), after(-30)) == []
