"""Two at once: steps of rounds, reports and issues, on both databases.

Each race is brought about: all have read the same state before one of them
writes. Where one must wait for the other, the first pauses on the way. SQLite
lets one transaction write at a time, so there nobody can meet within one.
"""

from functools import partial
from threading import Event

import pytest
from django.db import connection, transaction

from audit.models import Entry
from inspections.actions import (
    Given,
    StepRefused,
    accept_all,
    add_sections,
    mark_opened,
    stepping,
    submit_all,
    take_issue_step,
    take_round_step,
    take_section_step,
)
from inspections.actions import (
    issue as issue_steps,
)
from inspections.actions import (
    report as report_steps,
)
from inspections.actions import (
    round as round_steps,
)
from inspections.models import Issue, ProvinceReport, ReportSection, Round
from tests.factories import (
    make_issue,
    make_report,
    make_round,
    make_section,
    make_topic,
    make_user,
)
from tests.inspections.steps import history
from tests.racing import meeting_before, race

pytestmark = pytest.mark.django_db(transaction=True)

A_WHILE = 1.0
"""Seconds that one who pauses waits for another who may never come."""


def outcome(act, *args, **kwargs) -> str:
    """What came of a call: "done", or the status that refused it."""
    try:
        with transaction.atomic():
            act(*args, **kwargs)
    except StepRefused as refused:
        return str(refused.why.value)
    return "done"


def meeting(module, name, number):
    """See `meeting_before`; on SQLite nobody waits for who can't come."""
    is_alone = connection.vendor == "sqlite"
    return meeting_before(module, name, 1 if is_alone else number)


def once_and_refused(results) -> bool:
    return sorted(results) == ["409", "done"]


@pytest.fixture
def report(khon_kaen_office) -> ProvinceReport:
    return make_report(office=khon_kaen_office)


def read(model, row):
    """The row as somebody else's request has read it."""
    return model.objects.get(pk=row.pk)


@pytest.mark.parametrize(
    ("first", "second"),
    [("accept", "accept"), ("accept", "return"), ("accept", "withdraw")],
)
def test_of_two_who_move_a_section_at_once_one_wins(
    officer, inspector, manager, report, first, second
):
    section = make_section(report, state="submitted")
    by = officer if second == "withdraw" else manager
    given = Given(comments={"needs": "แก้"})

    with meeting(report_steps, "take_section_step", 2):
        results = race(
            [
                partial(
                    outcome, report_steps.take_section_step,
                    read(ReportSection, section), slug, by=user, given=given,
                )
                for slug, user in ((first, inspector), (second, by))
            ]
        )  # fmt: skip

    assert once_and_refused(results)
    winner = (first, second)[results.index("done")]
    assert history(section) == [winner]
    assert section.comments.count() == (winner == "return")
    report.refresh_from_db()
    section.refresh_from_db()
    assert report.state == section.state


def test_the_last_two_sections_sent_at_once_leave_the_report_submitted(
    officer, head, report
):
    for _ in range(3):
        sections = [make_section(report, narrative="ก") for _ in range(2)]

        with meeting(report_steps, "hold_report", 2):
            results = race(
                [
                    partial(outcome, take_section_step, section, "submit", by=user)
                    for section, user in zip(sections, (officer, head), strict=True)
                ]
            )

        assert results == ["done", "done"]
        assert read(ProvinceReport, report).state == "submitted"


def test_who_sends_all_at_once_sends_each_topic_once(officer, head, report):
    sections = [make_section(report, narrative="ก") for _ in range(3)]

    with meeting(report_steps, "hold_report", 2):
        results = race(
            [
                partial(outcome, submit_all, read(ProvinceReport, report), by=user)
                for user in (officer, head)
            ]
        )

    assert once_and_refused(results)
    assert [history(section) for section in sections] == [["submit"]] * 3
    assert [section.versions.count() for section in sections] == [1] * 3


def test_all_accepted_while_one_is_withdrawn_never_wait_in_a_circle(
    officer, inspector, report, monkeypatch
):
    """The one has moved a section and wants the report; the other holds it."""
    first, last = [make_section(report, state="submitted") for _ in range(2)]
    held, arrived = Event(), Event()
    settle = ProvinceReport.settle

    def gated(self):
        if self.moved_by == "withdraw":
            arrived.set()
            held.wait(A_WHILE)
            return settle(self)
        settle(self)
        held.set()
        arrived.wait(A_WHILE)
        return None

    monkeypatch.setattr(ProvinceReport, "settle", gated)
    monkeypatch.setattr(ProvinceReport, "moved_by", "accept", raising=False)
    withdrawn = ReportSection.objects.select_related("report").get(pk=last.pk)
    withdrawn.report.moved_by = "withdraw"

    results = race(
        [
            partial(outcome, accept_all, read(ProvinceReport, report), by=inspector),
            partial(outcome, take_section_step, withdrawn, "withdraw", by=officer),
        ]
    )

    assert "done" in results
    assert set(results) <= {"done", "409"}
    monkeypatch.undo()
    states = [read(ReportSection, section).state for section in (first, last)]
    assert states in (["accepted", "accepted"], ["accepted", "draft"])
    assert read(ProvinceReport, report).state == min(
        states, key=["draft", "accepted"].index
    )


def test_two_reviewers_open_a_section_once(inspector, manager, report):
    section = make_section(report, state="submitted")

    with meeting(report_steps, "is_reviewer", 2):
        race(
            [
                partial(mark_opened, read(ProvinceReport, report), by=user)
                for user in (inspector, manager)
            ]
        )

    assert history(section) == ["opened"]


def test_withdrawn_and_opened_at_once_is_one_or_the_other(officer, inspector, report):
    for _ in range(6):
        section = make_section(report, state="submitted")
        withdraw = partial(
            outcome,
            take_section_step,
            read(ReportSection, section),
            "withdraw",
            by=officer,
        )
        look = partial(mark_opened, read(ProvinceReport, report), by=inspector)

        results = race([withdraw, look])

        section.refresh_from_db()
        if results[0] == "done":
            assert (section.state, section.opened_at) == ("draft", None)
            assert history(section) == ["withdraw"]
        else:
            assert section.state == "submitted"
            assert history(section) == ["opened"]


def test_a_section_never_moves_after_its_round_was_closed(
    inspector, manager, report, monkeypatch
):
    """The section's step has looked at the round, then somebody closes it."""
    section = make_section(report, state="submitted")
    Round.objects.update(state="summarising")
    looked, closed = Event(), Event()
    locked = report_steps._refuse_locked

    def gated(about):
        locked(about)
        looked.set()
        closed.wait(A_WHILE)

    def close():
        looked.wait(A_WHILE)
        found = outcome(take_round_step, Round.objects.get(), "close", by=manager)
        closed.set()
        return found

    monkeypatch.setattr(report_steps, "_refuse_locked", gated)
    accept = partial(
        outcome, take_section_step, read(ReportSection, section), "accept", by=inspector
    )

    assert race([accept, close]) == ["done", "done"]

    order = list(Entry.objects.order_by("pk").values_list("step", flat=True))
    assert order == ["accept", "close"]


def test_of_two_managers_who_open_two_rounds_one_wins(manager, khon_kaen_office):
    rounds = [make_round(state="planned") for _ in range(2)]
    for held_round in rounds:
        make_topic(held_round)
    other = make_user(is_superuser=True)

    with meeting(round_steps, "take", 2):
        results = race(
            [
                partial(outcome, take_round_step, held_round, "open", by=user)
                for held_round, user in zip(rounds, (manager, other), strict=True)
            ]
        )

    assert sorted(results) == ["422", "done"]
    opened = rounds[results.index("done")]
    assert Round.objects.get(state="open") == opened
    assert {report.round for report in ProvinceReport.objects.all()} == {opened}
    assert Entry.objects.filter(step="open").count() == 1


def test_of_two_managers_who_have_both_seen_no_open_round_one_wins(
    manager, khon_kaen_office
):
    """As above, but both have passed the check: the database decides."""
    rounds = [make_round(state="planned") for _ in range(2)]
    for held_round in rounds:
        make_topic(held_round)

    with meeting(stepping, "_move", 2):
        results = race(
            [
                partial(outcome, take_round_step, held_round, "open", by=manager)
                for held_round in rounds
            ]
        )

    assert sorted(results) == ["422", "done"]
    assert ProvinceReport.objects.count() == 1


def test_of_two_who_open_one_round_at_once_its_reports_are_made_once(
    manager, khon_kaen_office, kalasin_office
):
    held_round = make_round(state="planned")
    make_topic(held_round)

    with meeting(stepping, "_move", 2):
        results = race(
            [
                partial(
                    outcome, take_round_step, read(Round, held_round), "open",
                    by=manager,
                )
                for _ in range(2)
            ]
        )  # fmt: skip

    assert once_and_refused(results)
    assert ProvinceReport.objects.count() == ReportSection.objects.count() == 2


def test_topics_added_at_once_share_the_reports_they_make(manager, khon_kaen_office):
    held_round = make_round(state="open")
    topics = [make_topic(held_round) for _ in range(2)]

    with meeting(round_steps, "hold_round", 2):
        results = race(
            [partial(outcome, add_sections, topic, by=manager) for topic in topics]
        )

    assert results == ["done", "done"]
    report = ProvinceReport.objects.get()
    assert report.sections.count() == 2
    assert history(report) == ["make"]


def test_two_issues_never_become_each_others_duplicate(manager, khon_kaen_office):
    other = make_user(is_superuser=True)
    issues = [make_issue(office=khon_kaen_office) for _ in range(2)]

    with meeting(issue_steps, "_original", 2):
        results = race(
            [
                partial(
                    outcome, take_issue_step, issue, "duplicate", by=user,
                    given=Given(original=original.ref),
                )
                for issue, original, user in (
                    (issues[0], issues[1], manager),
                    (issues[1], issues[0], other),
                )
            ]
        )  # fmt: skip

    assert sorted(results) == ["422", "done"]
    assert Issue.objects.filter(state="duplicate").count() == 1


def test_no_chain_of_duplicates_comes_about(manager, khon_kaen_office):
    """The one makes A a duplicate of B while the other makes B one of C."""
    a, b, c = [make_issue(office=khon_kaen_office) for _ in range(3)]

    with meeting(issue_steps, "_locked", 2):
        results = race(
            [
                partial(
                    outcome, take_issue_step, issue, "duplicate", by=manager,
                    given=Given(original=original.ref),
                )
                for issue, original in ((a, b), (b, c))
            ]
        )  # fmt: skip

    assert sorted(results) == ["422", "done"]
    assert not Issue.objects.filter(duplicate_of__state="duplicate").exists()


def test_of_two_who_take_an_issue_in_hand_one_does(officer, head, khon_kaen_office):
    issue = make_issue(office=khon_kaen_office)

    with meeting(stepping, "_move", 2):
        results = race(
            [
                partial(outcome, take_issue_step, read(Issue, issue), "take", by=user)
                for user in (officer, head)
            ]
        )

    assert once_and_refused(results)
    assert history(issue) == ["take"]
