"""Every state × step × role of a follow-up, and what each step asks and leaves."""

from datetime import date

import pytest

from accounts.models import Role
from audit.models import Entry
from inspections.actions import Given, Told, Why, take_follow_up_step
from inspections.lifecycle import FOLLOW_UP_STEPS, FollowUpState
from inspections.models import FollowUp, Visit
from inspections.rights import may_answer, may_redate, steps_of
from tests.factories import (
    make_assignment,
    make_follow_up,
    make_network,
    make_office,
    make_user,
    make_visit,
)
from tests.inspections.cast import ACTORS, join
from tests.inspections.steps import Trial, as_table, expected, history, put, refused

WAITING = {"issued", "acknowledged", "in_progress"}
OPEN = {*WAITING, "answered"}
JUDGES = {"inspector", "manager"}
#: slug: from, to, who, what it asks for. Written out a second time on purpose.
STEPS = {
    "issue": ({"draft"}, "issued", JUDGES, ""),
    "acknowledge": ({"issued"}, "acknowledged", {"office"}, ""),
    "start": ({"issued", "acknowledged"}, "in_progress", {"office"}, ""),
    "answer": (WAITING, "answered", {"office"}, "answer"),
    "cannot": (WAITING, "cannot_comply", {"office"}, "reason"),
    "verify": ({"answered"}, "verified", JUDGES, "note"),
    "send-back": ({"answered"}, "in_progress", JUDGES, "reason"),
    "supersede": ({"draft", *OPEN}, "superseded", JUDGES, "successor"),
    "withdraw": ({"draft", *OPEN}, "withdrawn", JUDGES, "reason"),
    "adopt": (OPEN, "", {"manager"}, "addressee"),
}
STATES = {"draft", *OPEN, "verified", "cannot_comply", "superseded", "withdrawn"}
OFFICE_STATES = STATES - {"draft"}
#: Who is what for a follow-up that a visit gave to the Khon Kaen office: who went
#: on that visit stays its inspector, wherever they are assigned.
WHO: dict[str, set[str]] = {
    **ACTORS,
    "officer": {"office"},
    "head": {"office"},
    "former_officer": set(),
}
#: Of those without a part in it, who reads it.
READ_ONLY = {"assistant", "assistant_as_lead", "former_lead"}
ALL_ASKED = Given(
    reason=" ตรวจแล้ว ",
    content=Told(text="ดำเนินการครบถ้วน", answered_on=date(2023, 3, 9)),
)


@pytest.fixture
def visit(khon_kaen_office) -> Visit:
    """To the Khon Kaen office, signed off; it gave the follow-up."""
    return make_visit(offices=[khon_kaen_office], state="signed_off")


@pytest.fixture
def follow_up(visit, khon_kaen_office) -> FollowUp:
    return make_follow_up(visit=visit, office=khon_kaen_office)


def set_state(follow_up: FollowUp, state: str, **fields) -> FollowUp:
    """In another state, with a number unless it is a draft."""
    fields.setdefault("ref", None if state == "draft" else "F-2566-00777")
    return put(follow_up, state, **fields)


def must_give(who: str, state: str, *, imported: bool = False) -> dict[str, str]:
    """What each step gives somebody; of what isn't imported nothing is adopted."""
    given = expected(STEPS, WHO[who], state)
    if not imported and given["adopt"].startswith("taken"):
        given["adopt"] = f"409 {state}"
    return given


def run(follow_up, user, must) -> None:
    given = dict.fromkeys(STEPS, ALL_ASKED)
    Trial(follow_up, take_follow_up_step, user, given).run(must)


def sees(user, follow_up) -> bool:
    return FollowUp.objects.visible_to(user).filter(pk=follow_up.pk).exists()


def test_the_table_is_the_one_of_the_product():
    assert as_table(FOLLOW_UP_STEPS) == STEPS
    assert set(FollowUpState.values) == STATES


@pytest.mark.parametrize("who", WHO)
def test_offers_and_takes_exactly_the_steps_of_the_table(
    request, visit, follow_up, who
):
    user = join(request, who, visit)
    for state in sorted(STATES):
        set_state(follow_up, state)

        run(follow_up, user, must_give(who, state))

        is_office = "office" in WHO[who]
        assert may_redate(follow_up, user) == (
            bool(WHO[who] & JUDGES) and state in WAITING
        )
        assert may_answer(follow_up, user) == (is_office and state in WAITING)
        reads = bool(WHO[who]) or who in READ_ONLY
        assert sees(user, follow_up) == (state in OFFICE_STATES if is_office else reads)


@pytest.mark.parametrize("who", ["manager", "inspector", "officer", "neighbour"])
def test_only_a_manager_adopts_what_was_imported_as_far_as_it_came(
    request, visit, follow_up, who
):
    user = join(request, who, visit)
    for state in sorted(STATES):
        set_state(follow_up, state, is_imported=True)

        run(follow_up, user, must_give(who, state, imported=True))

        assert not may_redate(follow_up, user)


@pytest.mark.parametrize("who", [name for name in WHO if WHO[name]])
def test_nobody_judges_what_they_answered_themselves(request, visit, follow_up, who):
    user = join(request, who, visit)
    set_state(follow_up, "answered", answered_by=user)
    must = must_give(who, "answered")
    for step in ("verify", "send-back"):
        must[step] = "403 answered"

    run(follow_up, user, must)


def test_an_officer_who_is_manager_too_does_not_verify_the_own_answer(
    follow_up, officer, inspector
):
    make_assignment(officer, Role.MANAGER)
    take_follow_up_step(follow_up, "answer", by=officer, given=ALL_ASKED)
    assert follow_up.answered_by == officer

    for step in ("verify", "send-back"):
        answer = refused(take_follow_up_step, follow_up, step, officer, ALL_ASKED)
        assert answer.why is Why.NOT_YOURS
    take_follow_up_step(follow_up, "verify", by=inspector)
    assert follow_up.state == "verified"


def test_who_answered_once_may_judge_what_another_answers_later(
    follow_up, officer, head, inspector
):
    make_assignment(officer, Role.MANAGER)
    take_follow_up_step(follow_up, "answer", by=officer, given=ALL_ASKED)
    take_follow_up_step(follow_up, "send-back", by=inspector, given=ALL_ASKED)
    assert follow_up.answered_by is None
    take_follow_up_step(follow_up, "answer", by=head, given=ALL_ASKED)

    assert {"verify", "send-back"} <= set(steps_of(follow_up, officer))


# --- What each step leaves ----------------------------------------------------------


@pytest.mark.parametrize("step", [slug for slug in STEPS if slug != "adopt"])
def test_a_step_leaves_one_history_row_with_state_and_reason(
    request, follow_up, visit, step
):
    sources, target, actors, asks = STEPS[step]
    source = min(sources - {"draft"} or sources)
    set_state(follow_up, source, due_on=date(2023, 4, 1))
    names = {"office": "officer", "inspector": "inspector", "manager": "manager"}
    user = request.getfixturevalue(names[min(actors)])
    version = follow_up.version

    take_follow_up_step(follow_up, step, by=user, given=ALL_ASKED)

    entry = Entry.objects.about(follow_up).get()
    assert (entry.step, entry.by, entry.by_name) == (step, user, str(user))
    more = []
    if asks == "answer":
        more = [
            [["answer", "", "text"], None, "ดำเนินการครบถ้วน"],
            [["answer", "", "answered_on"], None, "2023-03-09"],
        ]
    assert entry.changes == [["state", source, target], *more]
    assert entry.reason == "ตรวจแล้ว"
    follow_up.refresh_from_db()
    assert (follow_up.state, follow_up.version) == (target, version + 1)


@pytest.mark.parametrize("step", ["cannot", "send-back", "supersede", "withdraw"])
def test_a_reason_is_needed(request, follow_up, step):
    sources, _target, actors, _asks = STEPS[step]
    set_state(follow_up, max(sources - {"draft"}))
    user = request.getfixturevalue("officer" if "office" in actors else "manager")

    answer = refused(take_follow_up_step, follow_up, step, user, Given(reason=" \n "))

    assert (answer.why, answer.field) == (Why.INCOMPLETE, "reason")


def test_what_was_decided_on_an_older_version_is_refused(manager, officer, follow_up):
    read = FollowUp.objects.get(pk=follow_up.pk)
    take_follow_up_step(follow_up, "acknowledge", by=officer)

    answer = refused(take_follow_up_step, read, "withdraw", manager, ALL_ASKED)
    assert (answer.why, answer.last.by) == (Why.MOVED_ON, officer)
    seen = Given(reason="ก", version=read.version)
    answer = refused(take_follow_up_step, follow_up, "withdraw", manager, seen)
    assert (answer.why, answer.last.by) == (Why.MOVED_ON, officer)


@pytest.mark.parametrize("step", ["answer", "verify", "withdraw", "supersede"])
def test_at_its_end_or_answered_no_report_is_waited_for(
    request, follow_up, officer, manager, step
):
    source = "answered" if step == "verify" else "in_progress"
    set_state(follow_up, source, rhythm="daily", report_due_on=date(2023, 3, 2))
    by = officer if step == "answer" else manager

    take_follow_up_step(follow_up, step, by=by, given=ALL_ASKED)

    follow_up.refresh_from_db()
    assert follow_up.report_due_on is None


def test_sent_back_the_office_reports_again_in_the_rhythm(
    follow_up, inspector, monkeypatch
):
    monkeypatch.setattr(
        "inspections.actions.follow_up.timezone.localdate", lambda: date(2023, 1, 31)
    )
    set_state(follow_up, "answered", rhythm="month_end")

    take_follow_up_step(follow_up, "send-back", by=inspector, given=ALL_ASKED)

    follow_up.refresh_from_db()
    assert follow_up.report_due_on == date(2023, 2, 28)


def test_a_commitment_is_verified_only_with_a_note_how_it_was_kept(
    manager, officer, khon_kaen
):
    promise = make_follow_up(
        kind="commitment", network=make_network(province=khon_kaen)
    )
    put(promise, "answered")

    answer = refused(
        take_follow_up_step, promise, "verify", manager, Given(reason="  ")
    )
    assert (answer.why, answer.field) == (Why.INCOMPLETE, "note")
    take_follow_up_step(promise, "verify", by=manager, given=Given(reason="ส่งมอบแล้ว"))

    assert Entry.objects.about(promise).get().reason == "ส่งมอบแล้ว"


def test_a_networks_promise_is_answered_by_the_office_of_its_province(
    officer, neighbour, khon_kaen
):
    network = make_network(province=khon_kaen)
    promise = make_follow_up(kind="commitment", network=network)

    answer = refused(take_follow_up_step, promise, "answer", neighbour, ALL_ASKED)
    assert answer.why is Why.NOT_YOURS
    take_follow_up_step(promise, "answer", by=officer, given=ALL_ASKED)

    told = promise.answers.get()
    assert (told.office, told.by, told.is_final) == (
        promise.answering_office, officer, True,
    )  # fmt: skip


@pytest.mark.parametrize("office_kind", ["provincial", "department"])
def test_of_an_agency_without_province_only_the_visit_and_itself_have_a_part(
    request, visit, office_kind
):
    office = make_office(kind=office_kind)
    follow_up = make_follow_up(office=office, visit=visit)
    officer = make_user()
    make_assignment(officer, Role.OFFICER, office=office)
    lead = join(request, "lead_from_elsewhere", visit)
    follow_up = FollowUp.objects.get(pk=follow_up.pk)

    assert set(steps_of(follow_up, officer)) == {
        "acknowledge", "start", "answer", "cannot",
    }  # fmt: skip
    assert set(steps_of(follow_up, lead)) == {"supersede", "withdraw"}
    assert history(follow_up) == []
    for name in ("head", "neighbour", "stranger"):
        assert steps_of(follow_up, request.getfixturevalue(name)) == {}


@pytest.mark.parametrize("step", ["withdraw", "supersede"])
def test_an_office_never_sees_what_was_given_up_as_a_draft(
    visit, follow_up, officer, inspector, step
):
    set_state(follow_up, "draft")

    take_follow_up_step(follow_up, step, by=inspector, given=ALL_ASKED)

    follow_up.refresh_from_db()
    assert follow_up.ref is None
    assert not sees(officer, follow_up)
    assert sees(inspector, follow_up)
