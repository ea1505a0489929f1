"""How follow-ups begin and are replaced: issued, adopted, answered with evidence."""

import uuid
from datetime import date, timedelta

import pytest
from django.utils import timezone

from audit.models import Attachment, Entry
from audit.uploads import stage
from inspections.actions import Given, Told, Why, take_follow_up_step, take_step
from inspections.models import FollowUp, ResponseTimes
from tests.audit.pictures import jpeg, upload
from tests.factories import (
    make_carry,
    make_follow_up,
    make_network,
    make_round,
    make_visit,
)
from tests.inspections.steps import history, put, refused
from thai.dates import fiscal_year

DONE = Told(text="ดำเนินการแล้ว", answered_on=date(2023, 3, 9))


def a_photo(user) -> Attachment:
    """An upload that waits for its answer."""
    return stage(upload(jpeg()), by=user, key=str(uuid.uuid4()))


@pytest.fixture
def today() -> date:
    return timezone.localdate()


@pytest.fixture
def follow_up(khon_kaen_office) -> FollowUp:
    return make_follow_up(office=khon_kaen_office)


@pytest.fixture
def visit(khon_kaen_office):
    return make_visit(offices=[khon_kaen_office], state="submitted", round=make_round())


# --- Issued -------------------------------------------------------------------------


def test_one_without_a_visit_is_issued_with_the_next_number_of_todays_year(
    inspector, khon_kaen_office, today
):
    first = make_follow_up(office=khon_kaen_office, given_on=today)
    draft = make_follow_up(office=khon_kaen_office, state="draft", visit=None)
    FollowUp.objects.filter(pk=draft.pk).update(given_on=date(2020, 1, 1))
    draft.refresh_from_db()

    take_follow_up_step(draft, "issue", by=inspector)

    draft.refresh_from_db()
    year, number = first.ref[2:6], int(first.ref[-5:])
    assert draft.ref == f"F-{year}-{number + 1:05d}"
    assert year == str(fiscal_year(today))
    assert draft.ref.lower() in draft.search_text


@pytest.mark.parametrize("state", ["in_progress", "submitted", "returned"])
def test_a_visits_own_is_issued_at_its_sign_off_and_not_before(
    manager, inspector, visit, khon_kaen_office, state
):
    draft = make_follow_up(office=khon_kaen_office, visit=visit, state="draft")
    put(visit, state)

    for user in (manager, inspector):
        answer = refused(take_follow_up_step, draft, "issue", user)
        assert answer.why is Why.INCOMPLETE
    put(visit, "submitted")
    take_step(visit, "sign-off", by=manager)

    draft.refresh_from_db()
    assert (draft.state, draft.round) == ("issued", visit.round)
    assert history(draft) == ["issue"]


def test_what_was_given_up_as_a_draft_is_not_issued_at_the_sign_off(
    manager, inspector, visit, khon_kaen_office
):
    draft = make_follow_up(office=khon_kaen_office, visit=visit, state="draft")
    take_follow_up_step(draft, "withdraw", by=inspector, given=Given(reason="ซ้ำ"))

    take_step(visit, "sign-off", by=manager)

    draft.refresh_from_db()
    assert (draft.state, draft.ref) == ("withdrawn", None)


def issued(inspector, office, **fields) -> FollowUp:
    draft = make_follow_up(office=office, state="draft", **fields)
    take_follow_up_step(draft, "issue", by=inspector)
    draft.refresh_from_db()
    return draft


def test_without_a_day_of_its_own_it_is_due_as_the_regulation_says(
    inspector, khon_kaen_office, today
):
    row = issued(inspector, khon_kaen_office)

    assert row.due_on == today + timedelta(days=30)
    [entry] = Entry.objects.about(row)
    assert ["due_on", None, row.due_on.isoformat()] in entry.changes


def test_managers_say_how_many_days_that_is(inspector, khon_kaen_office, today):
    ResponseTimes.objects.create(response_days=45)

    assert issued(inspector, khon_kaen_office).due_on == today + timedelta(days=45)


def test_its_own_day_stays(inspector, khon_kaen_office):
    row = issued(inspector, khon_kaen_office, due_on=date(2023, 5, 1))

    assert row.due_on == date(2023, 5, 1)


@pytest.mark.parametrize("kind", ["observation", "commendation"])
def test_what_asks_for_nothing_is_never_due(inspector, khon_kaen_office, kind):
    assert issued(inspector, khon_kaen_office, kind=kind).due_on is None


def test_given_for_a_day_to_come_it_is_due_after_that_day(
    inspector, khon_kaen_office, today
):
    later = today + timedelta(days=10)

    row = issued(inspector, khon_kaen_office, given_on=later)

    assert row.due_on == later + timedelta(days=30)


def test_an_order_with_a_rhythm_waits_for_its_first_report(
    inspector, khon_kaen_office, today
):
    row = issued(inspector, khon_kaen_office, rhythm="weekly")

    assert row.report_due_on == today + timedelta(days=7)


# --- Answered -----------------------------------------------------------------------


@pytest.mark.parametrize("content", [None, "", Told(" \n ", date(2023, 3, 9))])
def test_an_answer_says_what_was_done(officer, follow_up, content):
    answer = refused(
        take_follow_up_step, follow_up, "answer", officer, Given(content=content)
    )

    assert (answer.why, answer.field) == (Why.INCOMPLETE, "text")


def test_an_answer_keeps_text_day_and_progress_until_the_end(
    officer, inspector, follow_up
):
    first = Told("เริ่มแล้ว", date(2023, 3, 5), 40)
    take_follow_up_step(follow_up, "answer", by=officer, given=Given(content=first))
    take_follow_up_step(
        follow_up, "send-back", by=inspector, given=Given(reason="ยังไม่ครบ")
    )
    take_follow_up_step(follow_up, "answer", by=officer, given=Given(content=DONE))

    rows = follow_up.answers.values_list("text", "answered_on", "progress", "is_final")
    assert list(rows) == [
        ("เริ่มแล้ว", date(2023, 3, 5), 40, True),
        ("ดำเนินการแล้ว", date(2023, 3, 9), None, True),
    ]
    assert history(follow_up) == ["answer", "send-back", "answer"]


def test_high_priority_is_answered_only_with_evidence(officer, follow_up):
    FollowUp.objects.update(priority="high")
    follow_up.refresh_from_db()

    answer = refused(
        take_follow_up_step, follow_up, "answer", officer, Given(content=DONE)
    )
    assert (answer.why, answer.field) == (Why.INCOMPLETE, "files")
    photo = a_photo(officer)
    told = Told("แก้แล้ว", date(2023, 3, 9), files=(photo,))
    take_follow_up_step(follow_up, "answer", by=officer, given=Given(content=told))

    photo.refresh_from_db()
    assert photo.record == follow_up.answers.get()
    assert photo.staged_key is None
    told = Entry.objects.about(follow_up).get().changes
    assert [["answer", str(photo), "file"], None, photo.original_name] in told


def test_evidence_of_an_earlier_answer_is_evidence(officer, inspector, follow_up):
    FollowUp.objects.update(priority="high")
    follow_up.refresh_from_db()
    told = Told("แก้แล้ว", date(2023, 3, 9), files=(a_photo(officer),))
    take_follow_up_step(follow_up, "answer", by=officer, given=Given(content=told))
    take_follow_up_step(
        follow_up, "send-back", by=inspector, given=Given(reason="ขอรายละเอียด")
    )

    take_follow_up_step(follow_up, "answer", by=officer, given=Given(content=DONE))

    assert follow_up.state == "answered"


# --- Superseded ---------------------------------------------------------------------


def by_number(ref: str) -> Given:
    return Given(reason="ให้ใหม่", original=ref)


def test_superseded_without_a_number_is_just_closed(inspector, follow_up):
    take_follow_up_step(follow_up, "supersede", by=inspector, given=by_number(" "))

    follow_up.refresh_from_db()
    assert (follow_up.state, follow_up.superseded_by) == ("superseded", None)


def test_thai_digits_and_small_letters_name_the_newer_one(
    inspector, follow_up, khon_kaen_office
):
    newer = make_follow_up(office=khon_kaen_office)
    thai = newer.ref.lower().translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))

    take_follow_up_step(follow_up, "supersede", by=inspector, given=by_number(thai))

    follow_up.refresh_from_db()
    assert follow_up.superseded_by == newer
    told = Entry.objects.about(follow_up).get().changes
    assert ["superseded_by", None, newer.ref] in told


def why_not(follow_up, by, ref) -> str:
    answer = refused(take_follow_up_step, follow_up, "supersede", by, by_number(ref))
    assert (answer.why, answer.field) == (Why.INCOMPLETE, "original")
    return str(answer.reason)


def test_one_that_the_taker_may_not_see_is_as_unknown_as_none(
    inspector, follow_up, songkhla_office
):
    hidden = make_follow_up(office=songkhla_office)

    told = {
        why_not(follow_up, inspector, ref)
        for ref in (hidden.ref, "F-2566-99999", "99999", "' OR 1=1 --", "F-" * 999)
    }

    assert len(told) == 1


def test_nothing_takes_its_own_place_or_that_of_what_it_replaced(
    inspector, follow_up, khon_kaen_office
):
    newer = make_follow_up(office=khon_kaen_office)
    dropped = make_follow_up(office=khon_kaen_office, state="withdrawn")
    itself = why_not(follow_up, inspector, follow_up.ref)
    take_follow_up_step(
        follow_up, "supersede", by=inspector, given=by_number(newer.ref)
    )

    circle = why_not(newer, inspector, follow_up.ref)

    assert circle == why_not(newer, inspector, dropped.ref) != itself


# --- Adopted ------------------------------------------------------------------------


def imported(**fields) -> FollowUp:
    """As a loaded visit left it: issued, perhaps to nobody named."""
    visit = make_visit(state="signed_off")
    ref = fields.pop("ref", "F-2566-00901")
    return FollowUp.objects.create(
        visit=visit, text="ก", given_on=date(2023, 3, 1), state="issued", ref=ref,
        is_imported=True, **fields,
    )  # fmt: skip


def test_an_imported_one_with_its_addressee_is_adopted_as_it_is(
    manager, khon_kaen_office, kalasin_office, today
):
    row = imported(office=khon_kaen_office)

    given = Given(office=kalasin_office.pk)
    take_follow_up_step(row, "adopt", by=manager, given=given)

    row.refresh_from_db()
    assert (row.office, row.is_imported) == (khon_kaen_office, False)
    assert (row.state, row.due_on) == ("issued", today + timedelta(days=30))
    assert Entry.objects.about(row).get().changes == [
        ["is_imported", True, False],
        ["due_on", None, row.due_on.isoformat()],
    ]
    answer = refused(take_follow_up_step, row, "adopt", manager, given)
    assert (answer.why, answer.last.by) == (Why.MOVED_ON, manager)


def test_one_without_an_addressee_gets_the_office_that_is_to_act(
    manager, officer, khon_kaen_office
):
    row = imported()
    for office in (None, 0, -1, 999_999):
        answer = refused(
            take_follow_up_step, row, "adopt", manager, Given(office=office)
        )
        assert (answer.why, answer.field) == (Why.INCOMPLETE, "addressee")

    given = Given(office=khon_kaen_office.pk)
    take_follow_up_step(row, "adopt", by=manager, given=given)

    row.refresh_from_db()
    assert row.answering_office == row.office == khon_kaen_office
    assert row.province == khon_kaen_office.province
    told = Entry.objects.about(row).get().changes
    assert ["to", None, str(khon_kaen_office)] in told
    assert FollowUp.objects.visible_to(officer).filter(pk=row.pk).exists()


def test_what_its_office_has_acted_on_before_is_adopted_as_far_as_it_came(
    manager, officer, khon_kaen_office
):
    row = imported(office=khon_kaen_office, due_on=date(2023, 4, 1))
    take_follow_up_step(row, "answer", by=officer, given=Given(content=DONE))

    take_follow_up_step(row, "adopt", by=manager)

    row.refresh_from_db()
    assert (row.state, row.is_imported) == ("answered", False)
    assert (row.due_on, row.answered_by) == (date(2023, 4, 1), officer)


# --- Looked at by a step ------------------------------------------------------------


@pytest.mark.parametrize(
    ("step", "look"),
    [
        ("verify", "verified"),
        ("send-back", "sent_back"),
        ("supersede", "superseded"),
        ("withdraw", "withdrawn"),
    ],
)
def test_who_judges_it_has_looked_at_it_in_the_rounds_going_on(
    inspector, follow_up, step, look
):
    put(follow_up, "answered")
    over, going_on = make_round(state="closed"), make_round(state="open")
    before = make_carry(follow_up, over)
    now = make_carry(follow_up, going_on)

    take_follow_up_step(follow_up, step, by=inspector, given=Given(reason="ดูแล้ว"))

    before.refresh_from_db()
    now.refresh_from_db()
    assert (now.look, now.note, now.by) == (look, "ดูแล้ว", inspector)
    assert now.looked_at is not None
    assert (before.look, before.looked_at) == ("", None)


@pytest.mark.parametrize("step", ["acknowledge", "start", "cannot", "answer"])
def test_what_its_office_does_is_no_look(officer, follow_up, step):
    carry = make_carry(follow_up, make_round(state="open"))

    take_follow_up_step(
        follow_up, step, by=officer, given=Given(reason="ก", content=DONE)
    )

    carry.refresh_from_db()
    assert carry.look == ""


def test_the_network_of_another_place_keeps_its_own_office(manager, kalasin):
    """A commitment imported with its network needs no office chosen."""
    row = imported(kind="commitment", network=make_network(province=kalasin))

    take_follow_up_step(row, "adopt", by=manager)

    row.refresh_from_db()
    assert (row.office, row.is_imported) == (None, False)
