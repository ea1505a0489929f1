"""Text that no browser sends by itself is refused, never a failure of ours."""

from urllib.parse import urlencode

import pytest
from django.test import Client

from inspections.models import ProvinceReport
from tests.factories import (
    make_follow_up,
    make_issue,
    make_report,
    make_round,
    make_section,
    make_visit,
)

PAGES = [
    *("/visits/{}/", "/follow-ups/{}/", "/provinces/{}/", "/visits/{}/history/"),
    *("/rounds/{}/", "/rounds/{}/summary/", "/reports/2566-1/{}/"),
    *("/reports/{}/moi-kkn/", "/issues/{}/", "/issues/{}/history/"),
    *("/follow-ups/{}/history/", "/follow-ups/{}/answer/", "/follow-ups/{}/re-date/"),
]
LISTS = [
    *("/visits/", "/follow-ups/", "/provinces/", "/networks/", "/sites/"),
    *("/rounds/", "/reports/", "/reports/topics/", "/issues/", "/rounds/2566-1/"),
]
#: What lists are asked by: words, days, keys of records, and our own.
ASKED = [
    "q",
    "sort",
    "page",
    "after",
    "round",
    "zone",
    "since",
    "site",
    "visit",
    "late",
]
LONG = "a" * 9000


@pytest.fixture
def reader(manager):
    client = Client(raise_request_exception=False)
    client.force_login(manager)
    return client


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("text", ["%00", "V-2566-00001%00", "%ff", "%ed%a0%80", LONG])
def test_an_address_with_it_is_not_found(reader, address, text):
    assert reader.get(address.format(text)).status_code in {400, 404}


@pytest.mark.parametrize("address", LISTS)
@pytest.mark.parametrize("text", ["%00", "%ff", "%ed%a0%80", "%F0%9F%98%80", LONG])
def test_a_list_asked_with_it_answers(reader, address, text):
    make_round(fiscal_year=2566, number=1)

    answers = {
        name: reader.get(f"{address}?{name}={text}").status_code for name in ASKED
    }

    assert {*answers.values()} <= {200, 400, 404}, answers


@pytest.mark.parametrize("text", ["%00", "%ff", "%ed%a0%80", LONG])
def test_a_summary_asked_of_it_answers(reader, text):
    make_round(fiscal_year=2566, number=1)

    for name in ("zone", "province"):
        answer = reader.get(f"/rounds/2566-1/summary/?{name}={text}")
        assert answer.status_code in {200, 400, 404}


@pytest.mark.parametrize("number", [0, 9999, 2**31, 2**63, 2**64 + 1])
def test_a_topic_or_file_by_an_impossible_number_is_not_found(reader, number):
    make_report(round=make_round(fiscal_year=2566, number=1, state="open"))
    here = f"/reports/2566-1/{ProvinceReport.objects.get().office.code}"
    ref, given = make_issue().ref, make_follow_up().ref

    for address in (
        f"{here}/{number}/history/",
        f"{here}/{number}/edit/",
        f"{here}/{number}/files/{number}/",
        f"/rounds/2566-1/topics/{number}/",
        f"/issues/{ref}/files/{number}/",
        f"/follow-ups/{given}/files/{number}/",
    ):
        assert reader.get(address).status_code == 404, address


def test_a_round_by_an_impossible_number_is_not_found(reader):
    for key in ("9999-99999", "1000-1", "2566-0", "02566-1", "2566-01", "2566--1"):
        assert reader.get(f"/rounds/{key}/").status_code == 404, key
        assert reader.get(f"/reports/{key}/moi-kkn/").status_code == 404, key


@pytest.mark.parametrize("text", ["%00", "%ed%a0%80", LONG])
def test_reporting_an_issue_of_it_starts_blank(reader, text):
    assert reader.get(f"/issues/new/?visit={text}").status_code in {200, 400}


@pytest.mark.parametrize("text", ["%00", "%ed%a0%80", "9" * 30, "-1", LONG])
def test_recording_a_meeting_with_it_starts_blank(reader, text):
    assert reader.get(f"/meetings/new/?network={text}").status_code in {200, 400}


@pytest.mark.parametrize("number", [0, 9999, 2**31, 2**63, 2**64 + 1])
def test_a_network_or_meeting_by_an_impossible_number_is_not_found(reader, number):
    for address in ("networks/{}/", "networks/{}/edit/", "meetings/{}/edit/"):
        assert reader.get(f"/{address.format(number)}").status_code == 404, address


@pytest.mark.parametrize("odd", ["ก\0ข", "ก\ud800ข", "<script>alert(1)</script>"])
def test_a_network_and_a_meeting_of_it_are_refused_or_kept_as_text(reader, odd):
    network = {
        "network-kind": "other",
        "network-reach": "national",
        "network-name": odd,
        "aliases-TOTAL_FORMS": "1",
        "aliases-INITIAL_FORMS": "0",
        "aliases-0-name": odd,
        "contacts-TOTAL_FORMS": "1",
        "contacts-INITIAL_FORMS": "0",
        "contacts-0-first_name": odd,
    }
    meeting = {
        "meeting-held_on": "1/3/2566",
        "meeting-mode": "on_site",
        "meeting-summary": odd,
        "parties-TOTAL_FORMS": "1",
        "parties-INITIAL_FORMS": "0",
        "parties-0-kind": "other",
        "parties-0-printed_name": odd,
        "promises-TOTAL_FORMS": "0",
        "promises-INITIAL_FORMS": "0",
    }

    for url, form in (("/networks/new/", network), ("/meetings/new/", meeting)):
        sent = {k: v.encode("utf-8", "surrogatepass") for k, v in form.items()}
        body = urlencode(sent)
        kind = "application/x-www-form-urlencoded"
        answer = reader.post(url, body, content_type=kind, follow=True)
        assert answer.status_code in {200, 400, 422}, url
        assert b"<script>alert" not in answer.content


@pytest.mark.parametrize("text", ["%00", "%ed%a0%80", LONG])
def test_planning_from_it_starts_blank(reader, text):
    assert reader.get(f"/visits/new/?from={text}").status_code in {200, 400}


def test_what_is_given_with_a_step_is_refused_with_it(reader):
    visit, section = make_visit(state="planned"), make_section(state="submitted")
    here = f"{section.report.get_absolute_url()}{section.topic_id}/step"
    issue = make_issue(state="resolved")
    typed = {"comment-needs": "ก\0ข", "reason": "\0", "original": "I-\0"}

    answers = [
        reader.post(address, typed)
        for address in (
            f"/visits/{visit.ref}/step/cancel/",
            f"{here}/return/",
            f"/issues/{issue.ref}/step/send-back/",
            f"/issues/{issue.ref}/step/duplicate/",
        )
    ]

    assert [answer.status_code for answer in answers] == [422, 422, 422, 409], typed
    for record in (visit, section, issue):
        state = record.state
        record.refresh_from_db()
        assert record.state == state
