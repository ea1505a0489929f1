"""load_demo: cases told whole, and details of every issue, in each register."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from audit.models import Entry
from inspections.demo.details import fill_details
from inspections.management.commands.load_reference import shipped
from inspections.models import (
    DETAILS,
    FactoryDetail,
    FollowUp,
    Issue,
    LegalOrder,
    PitDetail,
    TopicKind,
    WaterResult,
    WaterSample,
)
from tests.rows import all_rows, changed_tables

pytestmark = pytest.mark.django_db

HOME = "moi-kkn"


@pytest.fixture(scope="module")
def demo(reference):
    """The demonstration, loaded once for this module."""
    call_command("load_demo", stdout=StringIO())


def cases(**conditions):
    titles = [row["title"] for row in shipped("demo_registers")["cases"]]
    return Issue.objects.filter(title__in=titles, **conditions)


@pytest.mark.parametrize("kind", DETAILS)
def test_two_cases_of_each_kind_are_told_whole_here_and_elsewhere(demo, kind):
    found = list(cases(kind=kind).select_related("office"))

    assert {issue.office.code == HOME for issue in found} == {True, False}
    assert all(DETAILS[kind].objects.filter(issue=issue).exists() for issue in found)


@pytest.mark.parametrize("kind", DETAILS)
def test_a_case_at_home_spans_visits_and_years_and_raised_follow_ups(demo, kind):
    issue = cases(kind=kind, office__code=HOME).get()

    first, *later = issue.sightings.all()
    assert first.visit is None
    assert later
    assert all(seen.visit and seen.note and seen.by for seen in later)
    assert (timezone.localdate() - first.seen_on).days > 200
    raised = issue.follow_ups.all()
    assert raised
    assert all(row.ref and row.given_on > issue.seen_on for row in raised)
    steps = [entry.step for entry in Entry.objects.about(issue)]
    assert steps.count("sight") == len(later)
    assert steps.count("raise") == len(raised)


def test_a_factory_has_an_order_that_was_escalated(demo):
    issue = cases(kind=TopicKind.FACTORY_MINE, office__code=HOME).get()
    first, second = issue.orders.all()

    assert issue.is_repeated
    assert (first.section, first.result) == ("37", "escalated")
    assert (second.section, second.follows, second.result) == ("39", first, "")
    assert first.result_on == second.issued_on
    assert issue.site.number_new
    assert issue.site.area_wa


def test_cane_of_two_provinces_is_kept_apart_and_counts_kilograms(demo):
    issue = cases(kind=TopicKind.CANE_BURNING).exclude(office__code=HOME).get()
    detail = issue.canedetail

    assert detail.mill_province != detail.field_province == issue.province
    assert detail.crushed_ton == detail.fresh_ton + detail.burnt_ton
    assert detail.crushed_ton % 1
    assert detail.target_pct
    assert detail.crop_year == "2567/68"


def test_a_pit_has_volumes_purposes_and_water_below_detection(demo):
    detail = PitDetail.objects.get(issue__in=cases(office__code=HOME))
    closed = PitDetail.objects.get(issue__in=cases(), is_closed=True)

    assert detail.capacity_m3 > detail.available_m3 > detail.used_m3 > 0
    assert len(detail.purposes) > 1
    assert closed.landowner
    samples = WaterSample.objects.filter(issue=detail.issue)
    results = WaterResult.objects.filter(sample__in=samples)
    assert {*results.values_list("is_below", flat=True)} == {True, False}


def test_every_other_issue_of_a_register_has_details(demo):
    for kind, model in DETAILS.items():
        issues = Issue.objects.filter(kind=kind)
        assert issues.count() == model.objects.count() > 20
    assert LegalOrder.objects.count() > 20
    assert not LegalOrder.objects.filter(issued_on__gt=timezone.localdate()).exists()
    assert not FactoryDetail.objects.filter(category="").exists()


def test_another_load_adds_only_what_is_missing(demo):
    before = all_rows()
    call_command("load_demo", stdout=StringIO())
    assert changed_tables(before, all_rows()) == set()

    gone = cases(kind=TopicKind.CANE_BURNING, office__code=HOME).get()
    count = Issue.objects.count()
    Entry.objects.about(gone).delete()
    gone.delete()
    FactoryDetail.objects.all().delete()
    call_command("load_demo", stdout=StringIO())

    assert Issue.objects.count() == count
    again = cases(kind=TopicKind.CANE_BURNING, office__code=HOME).get()
    assert again.ref > gone.ref
    assert again.canedetail.burnt_ton
    assert FactoryDetail.objects.count() > 20


def test_an_issue_that_somebody_reported_gets_no_made_up_details(demo):
    own = Issue.objects.create(
        ref="I-2599-00001",
        kind=TopicKind.FACTORY_MINE,
        title="ของจริง",
        what="ก",
        seen_on=timezone.localdate(),
        office=cases().first().office,
    )

    fill_details()

    assert not FactoryDetail.objects.filter(issue=own).exists()
    assert not FollowUp.objects.filter(issues=own).exists()
