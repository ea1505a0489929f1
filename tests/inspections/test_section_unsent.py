"""What an office has not sent stays its own, whatever address or method is tried."""

import pytest
from django.urls import reverse

from audit.models import Attachment, Draft
from inspections.lifecycle import RoundState
from inspections.models import ReportSection
from tests.audit.pictures import jpeg, upload
from tests.factories import (
    make_official_figure,
    make_report,
    make_round,
    make_section,
    make_visit,
)
from tests.page_forms import page_form
from tests.reading import client_of

pytestmark = pytest.mark.django_db

SECRET = "ยังไม่ได้ส่ง"
TOO_DEEP = "[" * 100_000


@pytest.fixture
def report(khon_kaen_office, inspector, assistant):
    return make_report(office=khon_kaen_office, round=make_round(state=RoundState.OPEN))


def address(section: ReportSection, act: str) -> str:
    report = section.report
    here = [report.round.key, report.office.code, section.topic_id]
    return reverse(f"inspections:section_{act}", args=here)


@pytest.mark.parametrize("who", ["inspector", "assistant", "manager"])
@pytest.mark.parametrize("state", ["draft", "returned"])
def test_a_post_by_a_reader_shows_and_keeps_nothing(request, report, who, state):
    section = make_section(report, state=state, narrative=SECRET, needs=SECRET)
    client = client_of(request.getfixturevalue(who))

    for sent in (
        {},
        {"add": "figures"},
        {"keep_draft": "1", "draft_page": "p:1"},
        {"section-narrative": "ของผู้อื่น", "upload": upload(jpeg())},
    ):
        response = client.post(address(section, "edit"), sent)

        assert response.status_code == 403
        assert SECRET not in response.content.decode()
    assert not Draft.objects.exists()
    assert not Attachment.objects.exists()


def test_the_history_of_one_topic_opens_that_one_alone(report, inspector):
    read, other = (make_section(report, state="submitted") for _ in range(2))
    client = client_of(inspector)
    missing = address(read, "history").replace(f"/{read.topic_id}/", "/99999/")

    assert client.get(missing).status_code == 404
    assert not ReportSection.objects.exclude(opened_at=None).exists()
    assert client.get(address(read, "history")).status_code == 200

    assert list(ReportSection.objects.exclude(opened_at=None)) == [read]
    other.refresh_from_db()
    assert other.is_unopened


def test_a_refused_step_that_shows_the_report_has_opened_it(report, manager):
    section = make_section(report, state="submitted", narrative=SECRET)
    step = reverse(
        "inspections:report_step", args=[report.round.key, report.office.code, "submit"]
    )

    response = client_of(manager).post(step)

    assert response.status_code == 403
    assert SECRET in response.content.decode()
    section.refresh_from_db()
    assert section.opened_at


def test_official_figures_on_a_visit_count_as_opened(report, inspector):

    section = make_section(report, state="submitted")
    make_official_figure(section)
    visit = make_visit(offices=[report.office], round=report.round)
    client = client_of(inspector)

    client.head(visit.get_absolute_url())
    section.refresh_from_db()
    assert section.is_unopened
    client.get(visit.get_absolute_url())

    section.refresh_from_db()
    assert section.opened_at


def test_a_base_too_deep_to_read_counts_as_none(report, officer):
    section = make_section(report)
    client = client_of(officer)
    form = page_form(client.get(address(section, "edit")), having="section-narrative")
    form |= {"section-base": [TOO_DEEP], "version": ["0"]}

    response = client.post(address(section, "edit"), form)

    assert response.status_code in (302, 409)


@pytest.mark.parametrize("number", ["9" * 30, "0{}"])
@pytest.mark.parametrize("act", ["edit", "history"])
def test_a_topic_has_one_address(report, officer, number, act):
    section = make_section(report)
    wrong = number.format(section.topic_id)
    found = address(section, act).replace(f"/{section.topic_id}/", f"/{wrong}/")

    assert client_of(officer).get(found).status_code == 404
