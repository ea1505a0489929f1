"""The one open round of the demonstration."""

from datetime import date, datetime, time, timedelta

from django.contrib.contenttypes.models import ContentType

from accounts.models import User
from audit.models import Entry
from audit.records import record
from inspections.actions import add_sections, take_round_step
from inspections.lifecycle import RoundState
from inspections.models import ProvinceReport, Round
from inspections.reference import copy_topics
from thai.dates import BANGKOK, fiscal_year, fiscal_year_bounds

WEEK = timedelta(days=7)
BEFORE, AFTER = 5 * WEEK, 9 * WEEK
"""How long the window was and will be open on the day of the first load."""


def demo_round(today: date, manager: User) -> Round:
    """The demonstration's round; made, and open today, by the first load.

    One that an earlier version made has no reports yet; it gets them now.
    """
    made = Entry.objects.filter(
        content_type=ContentType.objects.get_for_model(Round), step="demo"
    ).first()
    if made:
        return _with_reports(Round.objects.get(pk=made.object_id))
    opened = Round.objects.filter(state=RoundState.OPEN).first()
    return _with_reports(opened) if opened else _open(today, manager)


def first_day(held_round: Round, today: date) -> date:
    """The day of the first load: reports were due a week before it."""
    return min(held_round.reports_due_on + WEEK, today)


def _with_reports(held_round: Round) -> Round:
    if not held_round.reports.exists():
        for topic in held_round.topics.all():
            add_sections(topic, by=None)
        _tell_earlier(held_round)
    return held_round


def _open(today: date, manager: User) -> Round:
    """Open the year's next round, its reports due a week ago, as a manager does."""
    year = fiscal_year(today)
    first, last = fiscal_year_bounds(year)
    due_on = today - WEEK
    numbers = Round.objects.filter(fiscal_year=year).values_list("number", flat=True)
    latest = Round.objects.order_by("fiscal_year", "number").last()
    opened = Round.objects.create(
        fiscal_year=year,
        number=max(numbers, default=0) + 1,
        # In the first week of a year the due day lies in the year before.
        opens_on=min(max(today - BEFORE, first), due_on),
        closes_on=max(min(today + AFTER, last), today),
        reports_due_on=due_on,
        policy_note=latest.policy_note if latest else "",
    )
    if latest:
        copy_topics(latest, opened)
    record(opened, "demo", by=None)
    take_round_step(opened, "open", by=manager)
    _tell_earlier(opened)
    return opened


def _tell_earlier(held_round: Round) -> None:
    """Let history say that the reports were made when the round's window began."""
    at = datetime.combine(held_round.opens_on, time(8, 30), BANGKOK)
    reports = held_round.reports.values_list("pk", flat=True)
    for model, keys in ((Round, [held_round.pk]), (ProvinceReport, list(reports))):
        content_type = ContentType.objects.get_for_model(model)
        rows = Entry.objects.filter(content_type=content_type, object_id__in=keys)
        rows.filter(step__in=("demo", "open", "make"), at__gt=at).update(at=at)
