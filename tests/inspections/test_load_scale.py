"""load_scale: visits as asked for, reports and issues with them, always the same."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count, F

from inspections import due
from inspections.models import (
    Answer,
    Carry,
    Figure,
    FollowUp,
    Issue,
    ProvinceReport,
    Redating,
    ReportSection,
    Round,
    Visit,
)
from inspections.scale import visits as scale
from tests.visits_file import dump, unordered

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


def run(visits):
    output = StringIO()
    call_command("load_scale", visits=visits, stdout=output)
    return output.getvalue().splitlines()[-1]


def test_it_makes_as_many_as_asked_for_and_tells():
    told = run(30)

    assert Visit.objects.filter(source__startswith="SCALE-").count() == 30
    assert told.startswith("scale: 30 visits, ")


def test_another_run_adds_only_what_is_missing():
    run(20)
    before = list(Visit.objects.order_by("pk").values())

    run(20)
    assert list(Visit.objects.order_by("pk").values()) == before

    run(25)
    assert list(Visit.objects.order_by("pk").values())[:20] == before
    assert Visit.objects.count() == 25


def test_the_same_is_made_in_chunks_of_any_size(monkeypatch):
    run(12)
    whole, ledger = unordered(dump("SCALE-")), lived()
    for model in (Answer, Carry, Redating, FollowUp):
        model.objects.all().delete()
    Issue.objects.all().delete()
    Visit.objects.all().delete()

    monkeypatch.setattr(scale, "CHUNK", 5)
    run(12)

    assert unordered(dump("SCALE-")) == whole
    assert lived() == ledger


def test_what_is_made_is_whole():
    run(40)

    for visit in Visit.objects.all():
        assert visit.units.exclude(office=None).filter(provinces__isnull=False).exists()
        assert visit.ref.startswith(f"V-{visit.fiscal_year}-")
        assert visit.ref.lower() in visit.search_text
        assert visit.round.opens_on <= visit.starts_on <= visit.round.closes_on
    follow_ups = FollowUp.objects.all()
    assert follow_ups.exists()
    assert not follow_ups.filter(answering_office=None).exists()


def test_it_refuses_in_production(settings):
    settings.PRODUCTION = True

    with pytest.raises(CommandError):
        run(5)

    assert not Visit.objects.exists()


def test_it_makes_issues_and_reports_in_proportion(monkeypatch):
    monkeypatch.setattr("inspections.scale.reports.VISITS_A_ROUND", 15)
    told = run(30)

    reports = ProvinceReport.objects.all()
    assert reports.count() == 2 * 76
    assert f"{reports.count()} reports" in told
    assert ReportSection.objects.filter(report__in=reports).count() > 5 * 76
    assert Figure.objects.filter(section__isnull=False).count() > 10 * 76
    recorded = Visit.objects.exclude(sightings=None)
    assert 5 < Issue.objects.count() == recorded.count() < 25
    for issue in Issue.objects.all():
        assert issue.ref.startswith("I-")
        assert issue.ref.lower() in issue.search_text


def test_reports_and_issues_stay_as_they_are_at_another_run(monkeypatch):
    monkeypatch.setattr("inspections.scale.reports.VISITS_A_ROUND", 20)
    run(20)
    kept = [*Issue.objects.order_by("pk").values()], [*reports()]

    run(20)

    assert ([*Issue.objects.order_by("pk").values()], [*reports()]) == kept


def test_more_visits_than_rounds_bring_rounds_of_their_own(monkeypatch):
    monkeypatch.setattr("inspections.scale.reports.VISITS_A_ROUND", 1)
    before = Round.objects.count()
    Round.objects.filter(fiscal_year__gt=2566).update(state="planned")

    run(4)

    made = Round.objects.filter(policy_note="SCALE")
    assert Round.objects.count() == before + made.count() == before + 2
    assert {held_round.reports.count() for held_round in made} == {76}
    assert not Visit.objects.filter(round__in=made).exists()


def lived():
    """What came of each follow-up, whatever keys its rows have."""
    rows = FollowUp.objects.order_by("visit__source", "order").annotate(
        answered=Count("answers", distinct=True),
        carried=Count("carries", distinct=True),
        redated=Count("redatings", distinct=True),
    )
    return list(
        rows.values_list(
            "visit__source", "order", "state", "due_on", "answered", "carried",
            "redated",
        )
    )  # fmt: skip


def test_follow_ups_of_older_visits_have_come_further():
    run(150)

    old = FollowUp.objects.exclude(round__fiscal_year=2569).exclude(state="draft")
    assert old.filter(state="verified").count() > old.count() / 2
    assert {"answered", "in_progress", "cannot_comply"} <= set(
        old.values_list("state", flat=True)
    )
    assert Redating.objects.count() > old.count() / 12
    answered = FollowUp.objects.filter(state__in=("answered", "verified"))
    assert not answered.filter(answers=None).exists()
    assert Answer.objects.filter(is_final=True).count() == answered.count()
    assert Carry.objects.exclude(look="").exists()
    assert not Carry.objects.filter(
        round__opens_on__lte=F("follow_up__given_on")
    ).exists()


def test_what_is_open_was_carried_into_every_round_opened_since():
    run(60)
    rounds = Round.objects.exclude(state="planned")

    for row in FollowUp.objects.filter(due.is_open()):
        since = {held.pk for held in rounds if held.opens_on > row.given_on}
        assert set(row.carries.values_list("round", flat=True)) == since


def reports():
    return ProvinceReport.objects.order_by("pk").values()
