"""Every state × step × role of a reported issue, and what follows from each step."""

from datetime import date

import pytest
from django.utils import translation

from accounts.models import Role
from audit.models import Entry
from inspections.actions import Given, Why, take_issue_step
from inspections.lifecycle import ISSUE_STEPS, IssueState
from inspections.models import Issue, Visit
from inspections.rights import may_edit_issue, steps_of
from tests.factories import (
    make_assignment,
    make_issue,
    make_office,
    make_site,
    make_user,
    make_visit,
)
from tests.inspections.cast import ACTORS, join
from tests.inspections.steps import Trial, as_table, expected, history, put, refused

#: slug: from, to, who, what it asks for. Written out a second time on purpose.
STEPS = {
    "take": ({"reported"}, "in_hand", {"office", "inspector"}, ""),
    "resolve": ({"in_hand"}, "resolved", {"office", "inspector"}, "note"),
    "verify": ({"resolved"}, "verified", {"inspector", "manager"}, ""),
    "send-back": ({"resolved"}, "in_hand", {"inspector", "manager"}, "reason"),
    "duplicate": (
        {"reported", "in_hand"},
        "duplicate",
        {"inspector", "manager"},
        "original",
    ),
    "dismiss": (
        {"reported", "in_hand"},
        "not_valid",
        {"inspector", "manager"},
        "reason",
    ),
    "reopen": ({"verified"}, "in_hand", {"manager"}, "reason"),
}
#: Who is what for an issue that a visit to the Khon Kaen office reported: who
#: went on that visit stays its inspector, wherever they are assigned.
WHO: dict[str, set[str]] = {
    **ACTORS,
    "officer": {"office"},
    "head": {"office"},
    "former_officer": set(),
}
#: Of those without a part in it, who reads it.
READ_ONLY = {"assistant", "assistant_as_lead", "former_lead"}
#: Who may change its facts while nobody has resolved it.
EDIT = {name for name, actors in WHO.items() if actors} | {
    "assistant",
    "assistant_as_lead",
}
STATES = {"reported", "in_hand", "resolved", "verified", "duplicate", "not_valid"}
#: States in which the facts may be mended.
WRITING = {"reported", "in_hand"}


@pytest.fixture
def visit(khon_kaen_office) -> Visit:
    """To the Khon Kaen office; it reports the issue."""
    return make_visit(offices=[khon_kaen_office])


@pytest.fixture
def issue(visit, khon_kaen_office) -> Issue:
    return make_issue(visit=visit, office=khon_kaen_office)


@pytest.fixture
def original(visit, khon_kaen_office) -> Issue:
    """Another issue of the same place and visit."""
    return make_issue(visit=visit, office=khon_kaen_office)


def given(original: Issue) -> dict[str, Given]:
    """All that each step asks for, and spaces around it."""
    words = Given(reason=" ตรวจซ้ำแล้ว ", original=f" {original.ref.lower()} ")
    return dict.fromkeys(STEPS, words)


def set_state(issue: Issue, state: str, original: Issue, **fields) -> Issue:
    is_duplicate = state == "duplicate"
    fields["duplicate_of"] = original if is_duplicate else None
    return put(issue, state, **fields)


def same_as(ref: str) -> Given:
    return Given(original=ref)


def test_the_table_is_the_one_of_the_product():
    assert as_table(ISSUE_STEPS) == STEPS
    assert set(IssueState.values) == STATES


@pytest.mark.parametrize("who", WHO)
def test_offers_and_takes_exactly_the_steps_of_the_table(
    request, visit, issue, original, who
):
    user = join(request, who, visit)
    for state in sorted(STATES):
        set_state(issue, state, original)

        Trial(issue, take_issue_step, user, given(original)).run(
            expected(STEPS, WHO[who], state)
        )

        edits = who in EDIT and state in WRITING
        assert may_edit_issue(issue, user) == edits
        sees = bool(WHO[who]) or who in READ_ONLY
        assert Issue.objects.visible_to(user).filter(pk=issue.pk).exists() == sees


@pytest.mark.parametrize("who", [name for name in WHO if WHO[name]])
def test_nobody_judges_what_they_resolved_themselves(
    request, visit, issue, original, who
):
    user = join(request, who, visit)
    set_state(issue, "resolved", original, resolved_by=user)
    must = expected(STEPS, WHO[who], "resolved")
    for step in ("verify", "send-back"):
        must[step] = "403 resolved"

    Trial(issue, take_issue_step, user, given(original)).run(must)


def test_a_manager_who_resolved_as_inspector_does_not_judge_as_manager(
    issue, original, inspector, manager
):
    make_assignment(inspector, Role.MANAGER)
    put(issue, "in_hand")
    take_issue_step(issue, "resolve", by=inspector)
    assert issue.resolved_by == inspector

    for step in ("verify", "send-back"):
        answer = refused(take_issue_step, issue, step, inspector, Given(reason="ก"))
        assert answer.why is Why.NOT_YOURS
    take_issue_step(issue, "verify", by=manager)
    assert issue.state == "verified"


def test_who_resolved_once_may_judge_what_another_resolved_later(
    issue, inspector, officer, manager
):
    put(issue, "in_hand")
    take_issue_step(issue, "resolve", by=inspector)
    take_issue_step(issue, "send-back", by=manager, given=Given(reason="ยังไม่หมด"))
    assert issue.resolved_by is None
    take_issue_step(issue, "resolve", by=officer)

    assert {"verify", "send-back"} <= set(steps_of(issue, inspector))
    take_issue_step(issue, "verify", by=inspector)
    take_issue_step(issue, "reopen", by=manager, given=Given(reason="เกิดซ้ำ"))
    issue.refresh_from_db()
    assert (issue.state, issue.resolved_by) == ("in_hand", None)


@pytest.mark.parametrize("step", STEPS)
def test_a_step_leaves_one_history_row_with_state_and_reason(
    request, issue, original, step
):
    sources, target, actors, asks = STEPS[step]
    put(issue, min(sources))
    names = {"office": "officer", "inspector": "inspector", "manager": "manager"}
    user = request.getfixturevalue(names[min(actors)])
    version = issue.version

    take_issue_step(issue, step, by=user, given=given(original)[step])

    entry = Entry.objects.about(issue).get()
    assert (entry.step, entry.by, entry.by_name) == (step, user, str(user))
    more = [["duplicate_of", None, original.ref]] if asks == "original" else []
    assert entry.changes == [["state", min(sources), target], *more]
    assert entry.reason == "ตรวจซ้ำแล้ว"
    issue.refresh_from_db()
    assert (issue.state, issue.version) == (target, version + 1)


@pytest.mark.parametrize("step", [s for s in STEPS if STEPS[s][3] == "reason"])
def test_a_reason_is_needed(manager, issue, step):
    put(issue, min(STEPS[step][0]))

    answer = refused(take_issue_step, issue, step, manager, Given(reason=" \n "))

    assert (answer.why, answer.field) == (Why.INCOMPLETE, "reason")


def test_a_note_may_be_given_or_not(officer, issue):
    put(issue, "in_hand")

    take_issue_step(issue, "resolve", by=officer)

    assert Entry.objects.about(issue).get().reason == ""


def test_what_was_decided_on_an_older_version_is_refused(manager, officer, issue):
    read = Issue.objects.get(pk=issue.pk)
    take_issue_step(issue, "take", by=officer)

    answer = refused(take_issue_step, read, "dismiss", manager, Given(reason="ก"))
    assert (answer.why, answer.last.by) == (Why.MOVED_ON, officer)
    seen = Given(reason="ก", version=read.version)
    answer = refused(take_issue_step, issue, "dismiss", manager, seen)
    assert (answer.why, answer.last.by) == (Why.MOVED_ON, officer)


# --- Duplicates ---------------------------------------------------------------------


def refused_as_duplicate(issue, ref, by):
    answer = refused(take_issue_step, issue, "duplicate", by, same_as(ref))
    assert (answer.why, answer.field) == (Why.INCOMPLETE, "original")
    return str(answer.reason)


def test_the_original_must_be_named_and_exist(inspector, issue):
    unknown = refused_as_duplicate(issue, "I-2566-99999", inspector)

    assert {
        refused_as_duplicate(issue, ref, inspector)
        for ref in ("99999", "V-2566-00001", "' OR 1=1 --", "I-" * 999)
    } == {unknown}
    [asked] = {refused_as_duplicate(issue, ref, inspector) for ref in ("", "  ")}
    assert asked != unknown


def test_one_that_the_taker_may_not_see_is_as_unknown_as_none(
    inspector, issue, songkhla_office
):
    hidden = make_issue(office=songkhla_office)

    told = refused_as_duplicate(issue, hidden.ref, inspector)

    assert told == refused_as_duplicate(issue, "I-2566-99999", inspector)


def test_one_of_another_province_is_refused_beside_the_number(
    manager, issue, songkhla_office
):
    elsewhere = make_issue(office=songkhla_office)

    with translation.override("en"):
        told = refused_as_duplicate(issue, elsewhere.ref, manager)

    assert told.startswith("That one lies in another province.")
    elsewhere.refresh_from_db()
    assert elsewhere.sightings.count() == 1


@pytest.mark.parametrize("of_both", [True, False])
def test_of_one_site_they_may_be_one_in_two_provinces(
    of_both, manager, issue, songkhla_office
):
    provinces = [issue.province, songkhla_office.province] if of_both else []
    issue.site = make_site(provinces=provinces)
    issue.save()
    site = None if of_both else issue.site
    original = make_issue(office=songkhla_office, site=site)

    take_issue_step(issue, "duplicate", by=manager, given=same_as(original.ref))

    assert issue.duplicate_of == original


def test_an_agencys_issue_may_be_that_of_any_province(manager, issue):
    agency = make_issue(office=make_office(kind="department"))
    assert agency.province is None

    take_issue_step(agency, "duplicate", by=manager, given=same_as(issue.ref))

    assert agency.duplicate_of == issue


def test_never_of_itself_of_a_duplicate_or_while_others_are_its_own(
    manager, issue, original
):
    itself = refused_as_duplicate(issue, issue.ref, manager)
    duplicate = make_issue(office=issue.office)
    take_issue_step(duplicate, "duplicate", by=manager, given=same_as(original.ref))

    of_a_duplicate = refused_as_duplicate(issue, duplicate.ref, manager)
    an_original = refused_as_duplicate(original, issue.ref, manager)
    cycle = refused_as_duplicate(original, duplicate.ref, manager)

    assert len({itself, of_a_duplicate, an_original}) == 3
    assert cycle == of_a_duplicate
    take_issue_step(issue, "duplicate", by=manager, given=same_as(original.ref))
    assert original.duplicates.count() == 2


def test_thai_digits_and_small_letters_name_the_original(manager, issue, original):
    thai = original.ref.lower().translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))

    take_issue_step(issue, "duplicate", by=manager, given=same_as(f" {thai} "))

    assert issue.duplicate_of == original


@pytest.mark.parametrize("state", sorted(STATES - {"duplicate"}))
def test_of_an_original_in_any_other_state(manager, issue, original, state):
    put(original, state)

    take_issue_step(issue, "duplicate", by=manager, given=same_as(original.ref))

    issue.refresh_from_db()
    original.refresh_from_db()
    assert (issue.state, issue.duplicate_of) == ("duplicate", original)
    assert original.state == state


def test_who_reported_the_duplicate_has_reported_the_original_too(
    manager, khon_kaen_office, kalasin_office, visit
):
    """Each visit and each office's day once; the duplicate keeps its own."""
    original = make_issue(office=khon_kaen_office, visit=visit)
    other_visit = make_visit(offices=[khon_kaen_office])
    issue = make_issue(office=khon_kaen_office, visit=visit)
    issue.sightings.create(visit=other_visit, seen_on=date(2023, 3, 5), by=manager)
    for day in (date(2023, 3, 6), date(2023, 3, 7)):
        issue.sightings.create(office=khon_kaen_office, seen_on=day)
    issue.sightings.create(by=manager, seen_on=date(2023, 3, 6))
    original.sightings.create(office=khon_kaen_office, seen_on=date(2023, 3, 6))
    mine = list(issue.sightings.values_list("pk", flat=True))

    take_issue_step(issue, "duplicate", by=manager, given=same_as(original.ref))

    found = original.sightings.values_list("visit", "office", "seen_on", "by")
    assert sorted(found, key=str) == sorted(
        [
            (visit.pk, None, date(2023, 3, 1), None),
            (other_visit.pk, None, date(2023, 3, 5), manager.pk),
            (None, khon_kaen_office.pk, date(2023, 3, 6), None),
            (None, None, date(2023, 3, 6), manager.pk),
            (None, khon_kaen_office.pk, date(2023, 3, 7), None),
        ],
        key=str,
    )
    assert list(issue.sightings.values_list("pk", flat=True)) == mine
    joined = Entry.objects.about(original).get()
    assert (joined.step, joined.by) == ("join", manager)
    assert joined.changes == [["duplicate", None, issue.ref]]


def test_who_saw_the_duplicate_sees_the_original(
    request, manager, songkhla_office, issue
):
    issue.site = make_site(provinces=[issue.province, songkhla_office.province])
    issue.save()
    original = make_issue(office=songkhla_office)
    lead = join(request, "former_lead", issue.sightings.get().visit)
    assert original not in Issue.objects.visible_to(lead)

    take_issue_step(issue, "duplicate", by=manager, given=same_as(original.ref))

    assert original in Issue.objects.visible_to(lead)


def test_an_offices_neighbour_gains_nothing_by_a_duplicate(
    neighbour, manager, issue, kalasin_office
):
    """An office that reported the duplicate doesn't deal with the original."""
    site = make_site(provinces=[issue.province, kalasin_office.province])
    theirs = make_issue(office=kalasin_office, site=site)

    take_issue_step(theirs, "duplicate", by=manager, given=same_as(issue.ref))

    assert issue not in Issue.objects.visible_to(neighbour)
    assert theirs in Issue.objects.visible_to(neighbour)


@pytest.mark.parametrize("office_kind", ["provincial", "department"])
def test_of_an_agency_without_province_only_the_visit_and_itself_have_a_part(
    request, visit, office_kind
):
    office = make_office(kind=office_kind)
    issue = make_issue(office=office, visit=visit)
    officer = make_user()
    make_assignment(officer, Role.OFFICER, office=office)
    lead = join(request, "lead_from_elsewhere", visit)

    assert set(steps_of(issue, officer)) == {"take"}
    assert set(steps_of(issue, lead)) == {"take", "duplicate", "dismiss"}
    assert history(issue) == []
    for name in ("head", "neighbour", "stranger"):
        assert steps_of(issue, request.getfixturevalue(name)) == {}
