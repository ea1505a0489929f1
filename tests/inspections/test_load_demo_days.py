"""load_demo: whatever the day of the first load, the open round holds it."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db.models import Q
from django.utils import timezone

from audit.models import Entry
from inspections.lifecycle import (
    FollowUpState,
    IssueState,
    RoundState,
    SectionState,
    VisitState,
)
from inspections.models import (
    Answer,
    Figure,
    FollowUp,
    Issue,
    ProvinceReport,
    ReportSection,
    Round,
    Visit,
)
from thai.dates import BANGKOK, fiscal_year

pytestmark = pytest.mark.django_db

DAYS = (
    *(date(2026, 10, 1), date(2027, 9, 30)),
    *(date(2027, 2, 28), date(2028, 2, 29)),
)


@pytest.fixture(params=DAYS, ids=str)
def today(request, reference, monkeypatch):
    """The day of the first load; closed rounds, the same on any, are left out."""
    localdate = timezone.localdate
    monkeypatch.setattr(
        "django.utils.timezone.localdate",
        lambda moment=None: localdate(moment) if moment else request.param,
    )
    monkeypatch.setattr(
        "inspections.management.commands.load_demo._load_real_visits", lambda: 0
    )
    monkeypatch.setattr(
        "inspections.demo.reporting.make_closed_reports", lambda *_given: 0
    )
    call_command("load_demo", stdout=StringIO())
    return request.param


def test_any_day_can_be_the_first(today):
    visits = Visit.objects.filter(source__startswith="DEMO-")
    opened = Round.objects.get(state=RoundState.OPEN)
    reports = ProvinceReport.objects.filter(round=opened)
    sections = ReportSection.objects.filter(report__in=reports)
    issues = Issue.objects.filter(round=opened)

    assert opened.opens_on <= opened.reports_due_on <= today <= opened.closes_on
    assert opened.reports_due_on == today - timedelta(days=7)
    assert {fiscal_year(visit.starts_on) for visit in visits} == {opened.fiscal_year}
    for rows, states in (
        (visits, VisitState),
        (reports, SectionState),
        (sections, SectionState),
        (issues, IssueState),
        (FollowUp.objects.all(), FollowUpState),
        (issues.filter(office__code="moi-kkn"), IssueState),
    ):
        assert set(rows.values_list("state", flat=True)) == set(states.values)
    sent = sections.filter(state=SectionState.SUBMITTED)
    assert 0 < sent.late(today).count() < sent.count()
    nothing_is_yet_to_come(today, opened)
    the_ledger_ends_the_day_before(today)


def the_ledger_ends_the_day_before(today):
    """What came of earlier follow-ups happened in its order, and before that day."""
    assert all(
        answer.answered_on < today
        and answer.at.astimezone(BANGKOK).date() == answer.answered_on
        for answer in Answer.objects.all()
    )
    # What visits of the open round looked at happens while they are made.
    now = timezone.now()
    looked = Q(step__in=("still-open", "verify"), at__gt=now - timedelta(hours=1))
    lived = FollowUp.objects.filter(visit=None)
    assert lived.exists()
    for follow_up in lived:
        told = list(Entry.objects.about(follow_up).exclude(looked, at__lte=now))
        assert [entry.step for entry in told[:2]] == ["demo", "issue"]
        assert told == sorted(told, key=lambda entry: entry.at)
        assert told[-1].at.astimezone(BANGKOK).date() < today


def nothing_is_yet_to_come(today, opened):
    """What the reports and issues tell happened in the window and before that day."""
    told = Entry.objects.filter(content_type__model__in=("reportsection", "issue"))
    assert {entry.at.astimezone(BANGKOK).date() < today for entry in told} == {True}
    days = Figure.objects.filter(section__report__round=opened).values_list(
        "as_of", "section__first_submitted_at"
    )
    for as_of, sent in days:
        assert opened.opens_on <= as_of <= today
        assert sent is None or as_of <= sent.astimezone(BANGKOK).date()
    for issue in Issue.objects.filter(round=opened, sightings__visit=None):
        assert opened.opens_on <= issue.seen_on < today
