"""Reports asked for again and again: when each is due, and how many were missed."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspections.rhythm import after_report, first_report, missed_reports

RHYTHMS = ("daily", "weekly", "month_end")
DAYS = st.dates(date(2023, 1, 1), date(2032, 12, 31))
rhythms = st.sampled_from(RHYTHMS)


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("rhythm", "issued_on", "first"),
    [
        ("daily", "2023-03-01", "2023-03-02"),
        ("daily", "2023-12-31", "2024-01-01"),
        ("daily", "2024-02-28", "2024-02-29"),
        ("weekly", "2023-03-01", "2023-03-08"),
        ("weekly", "2024-02-26", "2024-03-04"),
        ("month_end", "2023-03-01", "2023-03-31"),
        ("month_end", "2023-03-30", "2023-03-31"),
        ("month_end", "2023-02-27", "2023-02-28"),
        ("month_end", "2024-02-28", "2024-02-29"),
        ("month_end", "2023-01-31", "2023-02-28"),
        ("month_end", "2024-01-31", "2024-02-29"),
        ("month_end", "2023-12-31", "2024-01-31"),
        ("month_end", "2023-12-05", "2023-12-31"),
    ],
)
def test_the_first_report_comes_after_the_day_of_issue(rhythm, issued_on, first):
    assert first_report(rhythm, day(issued_on)) == day(first)


def test_without_a_rhythm_nothing_is_reported_and_nothing_missed():
    assert first_report("", day("2023-03-01")) is None
    assert missed_reports("", None, day("2023-03-01")) == 0
    assert missed_reports("", day("2023-01-01"), day("2023-03-01")) == 0
    assert missed_reports("daily", None, day("2023-03-01")) == 0


@pytest.mark.parametrize(
    ("rhythm", "due_on", "reported_on", "following"),
    [
        # On its day.
        ("daily", "2023-03-02", "2023-03-02", "2023-03-03"),
        ("weekly", "2023-03-08", "2023-03-08", "2023-03-15"),
        ("month_end", "2023-02-28", "2023-02-28", "2023-03-31"),
        ("month_end", "2024-02-29", "2024-02-29", "2024-03-31"),
        # Early within its period.
        ("weekly", "2023-03-08", "2023-03-02", "2023-03-15"),
        ("month_end", "2023-03-31", "2023-03-01", "2023-04-30"),
        ("month_end", "2024-02-29", "2024-02-01", "2024-03-31"),
        # A second one in a period that is reported on already.
        ("daily", "2023-03-03", "2023-03-02", "2023-03-03"),
        ("weekly", "2023-03-15", "2023-03-08", "2023-03-15"),
        ("weekly", "2023-03-15", "2023-03-02", "2023-03-15"),
        ("month_end", "2023-04-30", "2023-03-31", "2023-04-30"),
        ("month_end", "2023-03-31", "2023-02-10", "2023-03-31"),
        # Late: for its own period and for those missed before.
        ("daily", "2023-03-02", "2023-03-05", "2023-03-06"),
        ("weekly", "2023-03-08", "2023-03-09", "2023-03-22"),
        ("weekly", "2023-03-08", "2023-03-15", "2023-03-22"),
        ("month_end", "2023-01-31", "2023-03-15", "2023-04-30"),
        ("month_end", "2023-12-31", "2024-02-01", "2024-03-31"),
    ],
)
def test_when_the_next_one_is_due_after_a_report(
    rhythm, due_on, reported_on, following
):
    assert after_report(rhythm, day(due_on), day(reported_on)) == day(following)


@pytest.mark.parametrize(
    ("rhythm", "due_on", "today", "missed"),
    [
        ("daily", "2023-03-02", "2023-03-01", 0),
        ("daily", "2023-03-02", "2023-03-02", 0),
        ("daily", "2023-03-02", "2023-03-03", 1),
        ("daily", "2023-03-02", "2023-04-01", 30),
        ("weekly", "2023-03-02", "2023-03-09", 1),
        ("weekly", "2023-03-02", "2023-03-10", 2),
        ("month_end", "2023-01-31", "2023-02-28", 1),
        ("month_end", "2023-01-31", "2024-03-01", 14),
    ],
)
def test_how_many_reports_did_not_come(rhythm, due_on, today, missed):
    assert missed_reports(rhythm, day(due_on), day(today)) == missed


@given(rhythms, DAYS, DAYS)
def test_after_a_report_nothing_up_to_its_day_is_missing(rhythm, issued_on, told_on):
    due_on = first_report(rhythm, issued_on)
    assert due_on is not None

    following = after_report(rhythm, due_on, told_on)

    assert following > told_on
    assert following >= due_on
    assert missed_reports(rhythm, following, told_on) == 0


@given(rhythms, DAYS, st.integers(0, 400))
def test_who_reports_twice_a_day_is_where_one_is_who_reports_once(
    rhythm, issued_on, later
):
    due_on = first_report(rhythm, issued_on)
    assert due_on is not None
    told_on = issued_on + timedelta(days=later)

    once = after_report(rhythm, due_on, told_on)

    assert after_report(rhythm, once, told_on) == once
