"""load_demo: reports of every round, the open one's in every state, with figures."""

from collections import Counter, defaultdict
from datetime import timedelta
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from audit.models import Attachment, Entry
from inspections.lifecycle import RoundState, SectionState
from inspections.models import (
    Figure,
    ProvinceReport,
    ReportSection,
    Round,
    SectionComment,
)
from inspections.models.report import ADVANCE
from inspections.models.round import AS_OF_KINDS
from inspections.rights import steps_of
from inspections.versions import content_of
from tests.visits_file import dump
from thai.text import clean_thai

pytestmark = pytest.mark.django_db

CLOSED = {(year, number) for year in range(2566, 2570) for number in (1, 2)}


@pytest.fixture(scope="module")
def demo(reference):
    """The demonstration, loaded once for this module."""
    call_command("load_demo", stdout=StringIO())


def closed():
    return ReportSection.objects.filter(report__round__state=RoundState.CLOSED)


def opened(office="", **conditions):
    found = ReportSection.objects.filter(
        report__round__state=RoundState.OPEN, **conditions
    )
    return found.filter(report__office__code=office) if office else found


def official():
    rows = Figure.objects.filter(section__isnull=False)
    return rows.select_related("indicator", "section__report__round")


# --- Which reports there are --------------------------------------------------------


def test_every_closed_round_has_the_report_of_each_provincial_office(demo):
    counts = Counter(
        ProvinceReport.objects.filter(round__state=RoundState.CLOSED).values_list(
            "round__fiscal_year", "round__number"
        )
    )

    assert counts == dict.fromkeys(CLOSED, 76)


def test_there_is_exactly_one_open_round_with_a_report_of_each_office(demo):
    held_round = Round.objects.get(state=RoundState.OPEN)

    assert held_round.reports.count() == 76
    assert Entry.objects.about(held_round).filter(step="open").count() == 1


def test_an_office_reports_on_the_topics_of_its_province_only(demo):
    for held_round in Round.objects.all():
        for topic in held_round.topics.all():
            sections = topic.sections.values_list("report__office__province", flat=True)
            told = set(sections)
            asked = set(topic.provinces.values_list("pk", flat=True))
            assert len(told) == 76 if topic.applies_everywhere else told == asked


def test_of_closed_rounds_most_is_accepted_and_some_never_was(demo):
    states = Counter(closed().values_list("state", flat=True))

    assert set(states) == set(SectionState.values)
    assert states["accepted"] > 0.9 * sum(states.values())
    today = timezone.localdate()
    assert 0 < closed().late(today).count() < closed().count() / 4
    assert all(section.is_locked for section in closed()[:5])


def test_of_the_open_round_every_state_is_there_in_time_and_late(demo):
    today = timezone.localdate()
    reports = ProvinceReport.objects.filter(round__state=RoundState.OPEN)

    assert set(reports.values_list("state", flat=True)) == set(SectionState.values)
    late = Counter(opened().late(today).values_list("state", flat=True))
    in_time = Counter(opened().values_list("state", flat=True))
    in_time.subtract(late)
    assert set(+late) >= {"draft", "submitted", "accepted"}
    assert set(+in_time) == {"submitted", "accepted", "returned"}


# --- What Khon Kaen and Kalasin find ------------------------------------------------


def test_khon_kaen_has_every_kind_of_work_waiting(demo):
    states = Counter(opened("moi-kkn").values_list("state", flat=True))

    assert set(states) == set(SectionState.values)
    begun = opened("moi-kkn", state=SectionState.DRAFT).exclude(narrative="").get()
    assert "(ร่าง)" in begun.narrative
    returned = opened("moi-kkn", state=SectionState.RETURNED).get()
    assert returned.comments.filter(resolved_at=None).count() == 2
    assert returned.comments.first().by.username == "inspector12"


def test_khon_kaen_can_still_withdraw_and_its_inspector_accept(demo):
    sent = opened("moi-kkn", state=SectionState.SUBMITTED).get()

    assert set(steps_of(sent, User.objects.get(username="khonkaen"))) == {"withdraw"}
    inspector = User.objects.get(username="inspector12")
    assert set(steps_of(sent, inspector)) == {"accept", "return"}


def test_khon_kaens_sections_have_pictures_that_its_versions_name(demo):
    sent = opened("moi-kkn", state=SectionState.SUBMITTED).get()

    photo = Attachment.objects.about(sent).get()

    assert photo.by.username == "khonkaen"
    files = sent.versions.get().content["files"]
    assert [file["sha256"] for file in files] == [photo.sha256]


def test_kalasin_is_late(demo):
    today = timezone.localdate()
    report = ProvinceReport.objects.get(
        round__state=RoundState.OPEN, office__code="moi-ksn"
    )

    assert report in ProvinceReport.objects.late(today)
    sent = [one for one in report.sections.all() if one.first_submitted_at]
    assert sent
    assert all(0 < one.days_late(today) < 7 for one in sent)


def test_what_khon_kaen_reports_stands_beside_what_the_inspector_was_told(demo):
    figures = opened("moi-kkn", topic__kind="factory_mine").get().figures
    observed = Figure.objects.filter(visit__source="DEMO-01")

    for code in ("factories_planned", "factories_inspected"):
        own = observed.get(indicator__code=code)
        assert figures.get(indicator=own.indicator).value == own.value


# --- Figures ------------------------------------------------------------------------


def test_figures_lie_within_their_range_and_have_its_decimals(demo):
    assert official().count() > 9000
    assert not official().filter(value__lt=F("indicator__minimum")).exists()
    assert not official().filter(value__gt=F("indicator__maximum")).exists()
    for figure in official():
        assert Decimal(figure.printed) == figure.value
        decimals = -figure.value.normalize().as_tuple().exponent
        assert decimals <= figure.indicator.places, figure


def test_figures_say_as_of_when_within_the_window(demo):
    today = timezone.localdate()

    for figure in official():
        section = figure.section
        assert section.report.round.opens_on <= figure.as_of <= today
        if section.first_submitted_at:
            assert figure.as_of <= timezone.localdate(section.first_submitted_at)
    assert official().filter(topic_kind__in=AS_OF_KINDS).exists()


def test_figures_of_a_section_fit_each_other(demo):
    sections = defaultdict(dict)
    for figure in official():
        sections[figure.section_id][figure.indicator.code] = figure.value

    for values in sections.values():
        if "factories_inspected" in values:
            assert values["factories_inspected"] <= (
                values["factories_planned"] * Decimal("1.1")
            )
        if "complaints_closed" in values:
            assert values["complaints_closed"] <= values["complaints_received"]
        if "mines_inspected" in values:
            assert values["mines_inspected"] <= values["mines_planned"]
        if "water_used_m3" in values:
            assert values["water_used_m3"] <= values["water_available_m3"]
        if "orders_s39" in values:
            assert values["orders_s39"] <= values["orders_s37"]


def test_burnt_cane_falls_as_it_did_in_the_country(demo):
    shares = {}
    for year in range(2566, 2570):
        totals = Counter()
        for figure in official().filter(
            section__report__round__fiscal_year=year,
            section__report__round__number=2,
            indicator__code__in=("cane_fresh_ton", "cane_burnt_ton"),
        ):
            totals[figure.indicator.code] += figure.value
        shares[year] = totals["cane_burnt_ton"] / sum(totals.values()) * 100

    assert 28 < shares[2566] < 38
    assert 25 < shares[2567] < 34
    assert 12 < shares[2568] < 18
    assert shares[2569] < shares[2568]


# --- One with the life-cycle --------------------------------------------------------


def test_a_reports_state_is_its_least_advanced_sections(demo):
    for report in ProvinceReport.objects.prefetch_related("sections"):
        states = [section.state for section in report.sections.all()]
        assert report.state == min(states, key=ADVANCE.__getitem__)


def test_sections_have_the_moments_versions_and_history_of_their_state(demo):
    steps = defaultdict(list)
    for entry in Entry.objects.filter(content_type__model="reportsection").order_by(
        "pk"
    ):
        steps[entry.object_id].append(entry)
    for section in ReportSection.objects.prefetch_related("versions"):
        told = steps[section.pk]
        sent = [entry.at for entry in told if entry.step == "submit"]
        versions = list(section.versions.all())
        assert [version.at for version in versions] == sent
        assert section.first_submitted_at == (sent[0] if sent else None)
        assert section.submitted_at == (sent[-1] if sent else None)
        moved = [{c[0]: c[2] for c in e.changes}.get("state") for e in told]
        assert ([state for state in moved if state] or ["draft"])[-1] == section.state
        assert [entry.at for entry in told] == sorted(entry.at for entry in told)
        assert all(entry.at < timezone.now() for entry in told)
        assert all(entry.by_name for entry in told)


def test_the_last_version_is_what_the_section_says(demo):
    for section in opened(state=SectionState.SUBMITTED)[:10]:
        assert comparable(section.versions.last().content) == comparable(
            content_of(section)
        )
    mended = closed().filter(versions__number=2).first()
    first, last = mended.versions.all()
    assert first.content["narrative"] != last.content["narrative"]
    assert last.content["narrative"] == mended.narrative


def comparable(content):
    """Numbers as numbers: a column adds zeros after the point."""
    figures = [{**row, "value": Decimal(row["value"])} for row in content["figures"]]
    return {**content, "figures": figures}


def test_comments_are_answered_by_submitting_again(demo):
    assert SectionComment.objects.exclude(resolved_at=None).exists()
    for comment in SectionComment.objects.select_related("section"):
        is_open = comment.section.state == SectionState.RETURNED
        assert (comment.resolved_at is None) == is_open
        assert comment.resolved_at is None or comment.at < comment.resolved_at


def test_texts_are_clean_varied_and_without_gaps(demo):
    texts = Counter()
    for section in ReportSection.objects.exclude(narrative=""):
        for text in (section.narrative, section.obstacles, section.needs):
            assert "{" not in text
            assert clean_thai(text) == text
        texts[section.narrative] += 1

    assert len(texts) > 0.7 * sum(texts.values())


def test_accepted_last_moments_lie_a_week_before_today_for_the_open_round(demo):
    held_round = Round.objects.get(state=RoundState.OPEN)

    assert held_round.reports_due_on == timezone.localdate() - timedelta(days=7)
    for section in opened().exclude(first_submitted_at=None):
        assert section.submitted_at < timezone.now()


def test_the_real_visits_come_back_the_same(demo):
    assert len(dump("TG-")) == 63
