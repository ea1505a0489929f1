"""load_demo: whatever the day of the first load, the open round holds it."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from inspections.lifecycle import VisitState
from inspections.models import Round, Visit
from thai.dates import fiscal_year

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "today", [date(2026, 10, 1), date(2027, 9, 30), date(2028, 2, 29), date(2027, 1, 2)]
)
def test_any_day_can_be_the_first(reference, monkeypatch, today):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: today)
    monkeypatch.setattr(
        "inspections.management.commands.load_demo._load_real_visits", lambda: 0
    )

    call_command("load_demo", stdout=StringIO())

    visits = Visit.objects.filter(source__startswith="DEMO-")
    opened = Round.objects.get(state="open")
    assert opened.opens_on <= opened.reports_due_on <= today <= opened.closes_on
    assert {fiscal_year(visit.starts_on) for visit in visits} == {opened.fiscal_year}
    assert {visit.state for visit in visits} == set(VisitState.values)
