"""Reports that an order asks for again and again: when the next one is due."""

from calendar import monthrange
from datetime import date, timedelta

from inspections.models.follow_up_choices import Rhythm

A_DAY, A_WEEK = timedelta(days=1), timedelta(days=7)


def next_report(rhythm: str, after: date) -> date:
    """The first day of the rhythm after a day on which one was due."""
    if rhythm == Rhythm.DAILY:
        return after + A_DAY
    if rhythm == Rhythm.WEEKLY:
        return after + A_WEEK
    return _month_end(after + A_DAY)


def first_report(rhythm: str, issued_on: date) -> date | None:
    """When the first report is due; null where none is asked for."""
    return next_report(rhythm, issued_on) if rhythm else None


def after_report(rhythm: str, due_on: date, reported_on: date) -> date:
    """When the next one is due after a report of that day.

    A report counts for the period it falls in, and for those missed before it;
    a second one in a period already reported on changes nothing.
    """
    if reported_on <= _previous(rhythm, due_on):
        return due_on
    while due_on < reported_on:
        due_on = next_report(rhythm, due_on)
    return next_report(rhythm, due_on)


def missed_reports(rhythm: str, due_on: date | None, today: date) -> int:
    """How many reports should have come before today and didn't."""
    missed = 0
    while rhythm and due_on and due_on < today:
        missed += 1
        due_on = next_report(rhythm, due_on)
    return missed


def _previous(rhythm: str, due_on: date) -> date:
    if rhythm == Rhythm.DAILY:
        return due_on - A_DAY
    if rhythm == Rhythm.WEEKLY:
        return due_on - A_WEEK
    return due_on.replace(day=1) - A_DAY


def _month_end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])
