"""Pages offer a step exactly where it can be taken: rounds, sections, issues.

From the tables of `test_round_steps`, `test_section_steps` and `test_issue_steps`,
which also make every call; here it is the page, its buttons and its address.
"""

import re

import pytest
from django.db import transaction
from django.urls import reverse

from inspections.models import Issue, ReportSection, Round
from tests.factories import (
    make_issue,
    make_report,
    make_round,
    make_section,
    make_topic,
    make_visit,
)
from tests.inspections import test_issue_steps as issues
from tests.inspections import test_round_steps as rounds
from tests.inspections import test_section_steps as sections
from tests.inspections.cast import join
from tests.inspections.steps import expected, put, taken
from tests.reading import client_of
from tests.rows import all_rows, changed_tables

SENT = {"submitted_at": "2023-01-20T02:00Z", "first_submitted_at": "2023-01-20T02:00Z"}
GIVEN = {
    "reason": "ตรวจซ้ำแล้ว",
    "comment-narrative": "เขียนผลลัพธ์",
}


def buttons(page: str, address: str) -> set[str]:
    """The steps that a page offers to post to `address`, which ends in `step/`."""
    return set(re.findall(rf'action="{address}([\w-]+)/"', page))


def status(must: str) -> int:
    """The status of an answer, as the tables of the calls tell it."""
    return 302 if must.startswith("taken") else int(must.split()[0])


class Reader:
    """Somebody who looks at one document's page, and posts to its steps."""

    def __init__(self, user, page: str, steps: str, given: dict[str, str]) -> None:
        self.client = client_of(user)
        self.page, self.steps, self.given = page, steps, given

    def shown(self) -> set[str] | None:
        """The steps that the page offers; null if there is no such page."""
        response = self.client.get(self.page)
        if response.status_code == 404:
            return None
        assert response.status_code == 200
        return buttons(response.content.decode(), self.steps)

    def answers(self, must: dict[str, str]) -> dict[str, int]:
        """The status of each step's post; whatever it did is undone."""
        found = {}
        for step in must:
            with transaction.atomic():
                response = self.client.post(f"{self.steps}{step}/", self.given)
                found[step] = response.status_code
                transaction.set_rollback(True)
        return found


def compare(reader: Reader, must: dict[str, str], *, sees: bool, posts: bool) -> None:
    """Hold the page, and with `posts` its steps' answers, against the table."""
    assert reader.shown() == (taken(must) if sees else None)
    if posts:
        before = all_rows()
        answers = reader.answers(must)
        assert answers == {s: status(a) if sees else 404 for s, a in must.items()}
        assert changed_tables(before, all_rows()) == set()


@pytest.mark.parametrize("who", rounds.WHO)
def test_a_rounds_page(request, khon_kaen_office, who):
    held_round = make_round(fiscal_year=2566, number=1, state="planned")
    make_topic(held_round)
    visit = make_visit(offices=[khon_kaen_office], round=held_round, state="signed_off")
    user = join(request, who, visit)
    steps = "/rounds/2566-1/step/"
    reader = Reader(user, held_round.get_absolute_url(), steps, GIVEN)

    for state in sorted(rounds.STATES):
        put(held_round, state)
        must = expected(rounds.STEPS, rounds.WHO[who], state)

        compare(reader, must, sees=True, posts=state in {"planned", "closed"})


#: Beside those who take steps, who reads the report.
READ_REPORT = {"assistant"}


@pytest.mark.parametrize("who", sections.WHO)
def test_a_sections_part_of_the_reports_page(request, khon_kaen_office, who):
    held_round = make_round(fiscal_year=2566, number=1, state="open")
    report = make_report(office=khon_kaen_office, round=held_round)
    section = make_section(report, narrative="ก")
    user = sections.person(request, who, report)
    whole = f"/reports/2566-1/{khon_kaen_office.code}/"
    steps = f"{whole}{section.topic_id}/step/"
    reader = Reader(user, whole, steps, GIVEN)
    actors = sections.WHO[who]
    sees = bool(actors) or who in READ_REPORT

    for state in sorted(sections.STATES):
        sent = {} if state == "draft" else SENT
        put(section, state, opened_at=None, **sent)
        report.settle()
        must = expected(sections.STEPS, actors, state)

        compare(reader, must, sees=sees, posts=state in {"draft", "submitted"})

        if sees:
            page = reader.client.get(whole).content.decode()
            all_at_once = {
                step
                for step, role in (
                    ("submit", {"office"}),
                    ("accept", {"inspector", "manager"}),
                )
                if actors & role and state in sections.STEPS[step][0]
            }
            assert buttons(page, f"{whole}step/") == all_at_once
    for state in ("planned", "closed"):
        put(held_round, state)
        put(section, "submitted", opened_at=None, **SENT)
        assert reader.shown() == (set() if sees else None)


def test_once_opened_withdrawing_is_offered_no_more(
    officer, inspector, assistant, khon_kaen_office
):
    report = make_report(office=khon_kaen_office)
    section = make_section(report, state="submitted")
    here = report.get_absolute_url()
    steps = f"{here}{section.topic_id}/step/"
    office = Reader(officer, here, steps, GIVEN)
    assert Reader(assistant, here, steps, GIVEN).shown() == set()
    assert office.shown() == {"withdraw"}

    assert Reader(inspector, here, steps, GIVEN).shown() == {"accept", "return"}

    assert office.shown() == set()
    assert office.answers({"withdraw": ""}) == {"withdraw": 409}
    assert ReportSection.objects.get().state == "submitted"


@pytest.mark.parametrize("who", issues.WHO)
def test_an_issues_page(request, khon_kaen_office, who):
    visit = make_visit(offices=[khon_kaen_office])
    issue = make_issue(visit=visit, office=khon_kaen_office)
    original = make_issue(visit=visit, office=khon_kaen_office)
    user = join(request, who, visit)
    given = {**GIVEN, "original": original.ref}
    reader = Reader(user, issue.get_absolute_url(), f"/issues/{issue.ref}/step/", given)
    actors = issues.WHO[who]
    sees = bool(actors) or who in issues.READ_ONLY

    for state in sorted(issues.STATES):
        issues.set_state(issue, state, original)
        must = expected(issues.STEPS, actors, state)

        compare(reader, must, sees=sees, posts=state in {"reported", "resolved"})

        if sees:
            page = reader.client.get(issue.get_absolute_url()).content.decode()
            edits = who in issues.EDIT and state in issues.WRITING
            assert (f"/issues/{issue.ref}/edit/" in page) == edits


def test_who_resolved_is_offered_no_judgement(inspector, manager, khon_kaen_office):
    issue = make_issue(office=khon_kaen_office, state="resolved", resolved_by=inspector)
    steps = f"/issues/{issue.ref}/step/"
    own = Reader(inspector, issue.get_absolute_url(), steps, GIVEN)
    other = Reader(manager, issue.get_absolute_url(), steps, GIVEN)

    assert own.shown() == set()
    assert own.answers({"verify": "", "send-back": ""}) == {
        "verify": 403,
        "send-back": 403,
    }
    assert other.shown() == {"verify", "send-back"}


@pytest.mark.parametrize(
    "address",
    [
        reverse("inspections:round_step", args=["2566-1", "no-such"]),
        reverse("inspections:report_step", args=["2566-1", "moi-kkn", "no-such"]),
        reverse("inspections:section_step", args=["2566-1", "moi-kkn", 1, "no-such"]),
        reverse("inspections:issue_step", args=["I-2566-00001", "no-such"]),
    ],
)
def test_a_step_that_does_not_exist_is_not_found(manager, khon_kaen_office, address):
    held_round = make_round(fiscal_year=2566, number=1, state="open")
    report = make_report(office=khon_kaen_office, round=held_round)
    topic = make_topic(held_round)
    make_section(report, topic=topic)
    make_issue(ref="I-2566-00001")
    address = address.replace("/1/step", f"/{topic.pk}/step")

    assert client_of(manager).post(address).status_code == 404
    assert Round.objects.get().state == "open"
    assert Issue.objects.get().state == "reported"
