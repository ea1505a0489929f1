"""Reporting how far a follow-up is: who may, what is kept, when the next is due."""

import uuid
from datetime import date

import pytest

from audit.models import Entry
from audit.uploads import stage
from inspections.actions import StepRefused, Told, Why, report_progress
from inspections.models import FollowUp
from tests.audit.pictures import jpeg, upload
from tests.factories import make_follow_up, make_network
from tests.inspections.steps import history, put
from tests.rows import all_rows, changed_tables

STATES = {
    "draft", "issued", "acknowledged", "in_progress", "answered", "verified",
    "cannot_comply", "superseded", "withdrawn",
}  # fmt: skip
WAITING = {"issued", "acknowledged", "in_progress"}
HALF = Told(text=" ซ่อมแล้วครึ่งหนึ่ง ", answered_on=date(2023, 3, 9), progress=50)


@pytest.fixture
def follow_up(khon_kaen_office) -> FollowUp:
    return make_follow_up(office=khon_kaen_office)


def refused(follow_up, by, told=HALF, **more) -> StepRefused:
    """The refusal, which has left every row as it was."""
    before = all_rows()
    with pytest.raises(StepRefused) as caught:
        report_progress(follow_up, told, by=by, **more)
    assert changed_tables(before, all_rows()) == set()
    return caught.value


@pytest.mark.parametrize(
    "who",
    ["inspector", "assistant", "manager", "neighbour", "stranger", "nobody"],
)
@pytest.mark.parametrize("state", sorted(STATES))
def test_others_than_its_office_report_nothing(request, follow_up, who, state):
    put(follow_up, state, ref=None if state == "draft" else "F-2566-00777")

    answer = refused(follow_up, request.getfixturevalue(who))

    assert answer.why is Why.NOT_YOURS


@pytest.mark.parametrize("who", ["officer", "head"])
@pytest.mark.parametrize("state", sorted(STATES))
def test_the_office_reports_until_it_has_answered(request, follow_up, who, state):
    user = request.getfixturevalue(who)
    put(follow_up, state, ref=None if state == "draft" else "F-2566-00777")
    if state not in WAITING:
        assert refused(follow_up, user).why is Why.MOVED_ON
        return

    report_progress(follow_up, HALF, by=user)

    follow_up.refresh_from_db()
    assert follow_up.state == "in_progress"
    begun = [] if state == "in_progress" else ["start"]
    assert history(follow_up) == [*begun, "progress"]


def test_each_report_is_kept_with_its_day_and_how_far_it_is(follow_up, officer, head):
    first = report_progress(follow_up, HALF, by=officer)
    more = Told(text="เสร็จแล้วร้อยละแปดสิบ", answered_on=date(2023, 3, 20), progress=80)
    report_progress(follow_up, more, by=head)

    rows = follow_up.answers.values_list("answered_on", "progress", "by", "is_final")
    assert list(rows) == [
        (date(2023, 3, 9), 50, officer.pk, False),
        (date(2023, 3, 20), 80, head.pk, False),
    ]
    assert first.office == follow_up.office
    assert follow_up.answered_by is None
    assert follow_up.version == FollowUp.objects.get(pk=follow_up.pk).version == 3
    told = Entry.objects.about(follow_up).last()
    assert (told.step, told.by) == ("progress", head)
    assert [["answer", "", "progress"], None, 80] in told.changes


def test_evidence_goes_with_the_report(follow_up, officer):
    photo = stage(upload(jpeg()), by=officer, key=str(uuid.uuid4()))
    told = Told(text="ภาพหน้างาน", answered_on=date(2023, 3, 9), files=(photo,))

    answer = report_progress(follow_up, told, by=officer)

    photo.refresh_from_db()
    assert (photo.record, photo.staged_key) == (answer, None)


@pytest.mark.parametrize("state", ["issued", "in_progress"])
def test_a_report_says_something(follow_up, officer, state):
    put(follow_up, state)

    answer = refused(follow_up, officer, Told(" \n", date(2023, 3, 9), 10))

    assert (answer.why, answer.field) == (Why.INCOMPLETE, "text")


@pytest.mark.parametrize("state", ["acknowledged", "in_progress"])
def test_what_was_read_in_an_older_version_is_refused(follow_up, officer, state):
    put(follow_up, state, version=4)

    assert refused(follow_up, officer, version=3).why is Why.MOVED_ON
    report_progress(follow_up, HALF, by=officer, version=4)

    assert follow_up.answers.count() == 1


def test_who_was_slower_hears_who_reported(follow_up, officer, head):
    put(follow_up, "in_progress")
    read = FollowUp.objects.get(pk=follow_up.pk)
    report_progress(follow_up, HALF, by=officer)

    answer = refused(read, head)

    assert (answer.why, answer.last.by) == (Why.MOVED_ON, officer)


@pytest.mark.parametrize("state", ["issued", "in_progress"])
def test_in_a_rhythm_the_next_report_is_due_after_it(follow_up, officer, state):
    put(follow_up, state, rhythm="weekly", report_due_on=date(2023, 3, 8))

    report_progress(follow_up, HALF, by=officer)

    follow_up.refresh_from_db()
    assert follow_up.report_due_on == date(2023, 3, 22)


def test_a_second_report_in_the_period_moves_nothing(follow_up, officer):
    put(follow_up, "issued", rhythm="month_end", report_due_on=date(2023, 3, 31))
    report_progress(follow_up, HALF, by=officer)
    report_progress(follow_up, HALF, by=officer)

    follow_up.refresh_from_db()
    assert follow_up.report_due_on == date(2023, 4, 30)


def test_without_a_rhythm_none_is_waited_for(follow_up, officer):
    report_progress(follow_up, HALF, by=officer)

    follow_up.refresh_from_db()
    assert follow_up.report_due_on is None


def test_of_a_networks_promise_its_provinces_office_reports(officer, khon_kaen):
    promise = make_follow_up(
        kind="commitment", network=make_network(province=khon_kaen)
    )

    answer = report_progress(promise, HALF, by=officer)

    assert answer.office == promise.answering_office
