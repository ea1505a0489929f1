"""The one open round of the demonstration."""

from datetime import date, timedelta

from django.contrib.contenttypes.models import ContentType

from audit.models import Entry
from audit.records import record
from inspections.lifecycle import RoundState
from inspections.models import Round
from inspections.reference import copy_topics
from thai.dates import fiscal_year, fiscal_year_bounds

WEEK = timedelta(days=7)
BEFORE, AFTER = 5 * WEEK, 9 * WEEK
"""How long the window was and will be open on the day of the first load."""


def demo_round(today: date) -> Round:
    """The demonstration's round; made, open today, by the first load."""
    made = Entry.objects.filter(
        content_type=ContentType.objects.get_for_model(Round), step="demo"
    ).first()
    if made:
        return Round.objects.get(pk=made.object_id)
    return Round.objects.filter(state=RoundState.OPEN).first() or _open(today)


def _open(today: date) -> Round:
    """Open the year's next round, its reports due a week ago."""
    year = fiscal_year(today)
    first_day, last_day = fiscal_year_bounds(year)
    due_on = today - WEEK
    numbers = Round.objects.filter(fiscal_year=year).values_list("number", flat=True)
    latest = Round.objects.order_by("fiscal_year", "number").last()
    opened = Round.objects.create(
        fiscal_year=year,
        number=max(numbers, default=0) + 1,
        state=RoundState.OPEN,
        # In the first week of a year the due day lies in the year before.
        opens_on=min(max(today - BEFORE, first_day), due_on),
        closes_on=max(min(today + AFTER, last_day), today),
        reports_due_on=due_on,
        policy_note=latest.policy_note if latest else "",
    )
    if latest:
        copy_topics(latest, opened)
    record(opened, "demo", by=None, changes=[("state", None, opened.state)])
    return opened
