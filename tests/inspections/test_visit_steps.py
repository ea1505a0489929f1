"""Every state × step × role of a visit: what is offered, and what a post does."""

import re
from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from audit.models import Entry
from inspections.lifecycle import VISIT_STEPS, VisitState
from inspections.models import Visit
from tests.factories import make_follow_up, make_meeting, make_office, make_visit
from tests.inspections.cast import ACTORS, SEE_ALL, join
from tests.inspections.steps import put
from tests.page_forms import page_form
from tests.reading import client_of
from tests.rows import all_rows, changed_tables

#: slug: from, to, who, what it asks for. Written out a second time on purpose.
STEPS = {
    "start": ({"planned"}, "in_progress", {"inspector"}, ""),
    "submit": ({"in_progress", "returned"}, "submitted", {"inspector"}, ""),
    "return": ({"submitted"}, "returned", {"manager"}, "comments"),
    "sign-off": ({"submitted"}, "signed_off", {"manager"}, ""),
    "postpone": ({"planned"}, "postponed", {"inspector", "manager"}, "reason"),
    "cancel": ({"planned"}, "cancelled", {"inspector", "manager"}, "reason"),
    "amend": ({"signed_off"}, "in_progress", {"manager"}, "reason"),
}
GIVEN = {
    "": {},
    "reason": {"reason": " น้ำท่วมเส้นทาง "},
    "comments": {"comment-figures": " ขาดวันที่อ้างอิง ", "comment-sites": "  "},
}
WORDS = ("น้ำท่วมเส้นทาง", "ขาดวันที่อ้างอิง")


@pytest.fixture
def visit(khon_kaen_office) -> Visit:
    """To the Khon Kaen office; something is recorded."""
    return make_visit(offices=[khon_kaen_office], summary="ตรวจตามแผน")


def address(visit: Visit, step: str) -> str:
    return reverse("inspections:visit_step", args=[visit.ref, step])


def buttons(response) -> set[str]:
    """The steps that a page offers."""
    return set(re.findall(r'action="[^"]*/step/([\w-]+)/"', response.content.decode()))


def post(client, visit: Visit, step: str) -> str:
    """Press the button with all it asks for; the status and the state afterwards."""
    response = client.post(address(visit, step), GIVEN[STEPS[step][3]])
    visit.refresh_from_db()
    return f"{response.status_code} {visit.state}"


def expected_answer(who: str, state: str, step: str) -> str:
    """What the post of a step gives: its status, and the state afterwards."""
    sources, target, actors, _asks = STEPS[step]
    if who not in SEE_ALL:
        return f"404 {state}"
    if not actors & ACTORS[who]:
        return f"403 {state}"
    return f"302 {target}" if state in sources else f"409 {state}"


def test_the_table_is_the_one_of_the_product():
    assert {
        slug: ({*step.sources}, step.target, {a.value for a in step.who}, step.asks)
        for slug, step in VISIT_STEPS.items()
    } == STEPS


@pytest.mark.parametrize("state", VisitState.values)
@pytest.mark.parametrize("who", ACTORS)
def test_offers_and_takes_exactly_the_steps_of_the_table(request, visit, who, state):
    user = join(request, who, put(visit, state))
    client = client_of(user)
    expected = {step: expected_answer(who, state, step) for step in STEPS}
    taken = {step for step in expected if expected[step].startswith("302")}
    before = all_rows()

    offered = buttons(client.get(visit.get_absolute_url()))
    answers = {step: post(client, visit, step) for step in set(STEPS) - taken}
    after_refusals = all_rows()
    for step in taken:
        with transaction.atomic():
            answers[step] = post(client, visit, step)
            transaction.set_rollback(True)

    assert offered == taken
    assert answers == expected
    assert changed_tables(before, after_refusals) == set()


@pytest.mark.parametrize("step", STEPS)
def test_a_step_leaves_one_history_row_with_state_and_reason(
    client, request, visit, step
):
    sources, target, actors, asks = STEPS[step]
    source = min(sources)
    put(visit, source)
    user = request.getfixturevalue(min(actors))
    client.force_login(user)

    response = client.post(address(visit, step), GIVEN[asks])

    # Whoever starts wants to write; every other step leads back to the visit.
    next_page = "record/" if step == "start" else ""
    assert response.headers["Location"] == visit.get_absolute_url() + next_page
    entry = Entry.objects.about(visit).get()
    assert (entry.step, entry.by, entry.by_name) == (step, user, str(user))
    assert entry.changes[0] == ["state", source, target]
    assert entry.reason == (WORDS[0] if asks == "reason" else "")
    assert entry.request_id
    version = visit.version
    visit.refresh_from_db()
    assert visit.version == version + 1


def test_comments_are_kept_shown_and_resolved_by_the_next_submission(
    inspector, manager, visit
):
    put(visit, "submitted")
    both = {"comment-figures": "ขาดวันที่", "comment-general": "สั้นไป"}

    client_of(manager).post(address(visit, "return"), both)

    stored = visit.comments.values_list("section", "text", "by", "resolved_at")
    assert set(stored) == {
        ("figures", "ขาดวันที่", manager.pk, None),
        ("general", "สั้นไป", manager.pk, None),
    }
    entry = Entry.objects.about(visit).last()
    assert ["comment.figures", None, "ขาดวันที่"] in entry.changes
    page = client_of(inspector).get(visit.get_absolute_url()).content.decode()
    assert "ขาดวันที่" in page

    client_of(inspector).post(address(visit, "submit"))

    assert visit.comments.filter(resolved_at=None).count() == 0
    assert visit.comments.count() == 2
    # The manager sees what was asked for beside whether anything was done.
    page = client_of(manager).get(visit.get_absolute_url()).content.decode()
    assert "ขาดวันที่" in page
    assert "notice--warning" in page


def test_a_section_mended_since_its_return_is_told_so(inspector, manager, visit):
    put(visit, "submitted")
    told = {"comment-general": "เขียนสรุปเพิ่ม"}
    client_of(manager).post(address(visit, "return"), told)
    client = client_of(inspector)
    where = reverse("inspections:visit_record", args=[visit.ref])
    form = page_form(client.get(where), having="general-summary")

    form["general-lead"] = [str(inspector.pk)]
    client.post(where, {**form, "general-summary": ["เพิ่มแล้ว"]})

    page = client.get(visit.get_absolute_url()).content.decode()
    assert "เขียนสรุปเพิ่ม" in page
    assert "notice--warning" not in page


def test_a_visit_to_come_is_not_submitted(client, inspector, visit):
    put(visit, "in_progress")
    tomorrow = timezone.localdate() + timedelta(days=1)
    Visit.objects.filter(pk=visit.pk).update(starts_on=tomorrow, ends_on=tomorrow)
    client.force_login(inspector)

    response = client.post(address(visit, "submit"))

    assert response.status_code == 422
    visit.refresh_from_db()
    assert visit.state == "in_progress"


def test_a_postponed_visit_tells_why_and_what_came_of_it(client, inspector, visit):
    put(visit, "planned")
    client.force_login(inspector)
    client.post(address(visit, "postpone"), {"reason": "น้ำท่วมทาง"})
    assert "น้ำท่วมทาง" in client.get(visit.get_absolute_url()).content.decode()

    later = make_visit(parent=visit, lead=inspector)

    page = client.get(visit.get_absolute_url()).content.decode()
    assert later.get_absolute_url() in page
    assert f"?from={visit.ref}" not in page


def test_sign_off_issues_the_drafts_in_order_and_releases_the_meeting(
    manager, khon_kaen_office, visit
):
    put(visit, "submitted")
    meeting = make_meeting(visit=visit, province=khon_kaen_office.province)
    drafts = [
        make_follow_up(visit=visit, office=khon_kaen_office, state="draft", order=order)
        for order in (1, 2, 3)
    ]
    elsewhere = make_follow_up(office=make_office(), state="draft")

    client_of(manager).post(address(visit, "sign-off"))

    for row in [*drafts, elsewhere]:
        row.refresh_from_db()
    refs = [row.ref for row in drafts]
    assert all(re.fullmatch(r"F-25\d\d-\d{5}", ref) for ref in refs)
    numbers = [int(ref[-5:]) for ref in refs]
    assert numbers == list(range(numbers[0], numbers[0] + 3))
    assert {row.state for row in drafts} == {"issued"}
    assert (elsewhere.state, elsewhere.ref) == ("draft", None)
    assert [Entry.objects.about(row).get().step for row in drafts] == ["issue"] * 3
    meeting.refresh_from_db()
    assert meeting.is_released


def test_amending_takes_the_meeting_back_until_the_next_sign_off(
    manager, khon_kaen_office, visit
):
    put(visit, "signed_off")
    meeting = make_meeting(visit=visit, province=khon_kaen_office.province)
    issued = make_follow_up(visit=visit, office=khon_kaen_office)

    client_of(manager).post(address(visit, "amend"), {"reason": "แก้ตัวเลข"})

    meeting.refresh_from_db()
    assert not meeting.is_released
    ref = issued.ref
    issued.refresh_from_db()
    assert (issued.state, issued.ref) == ("issued", ref)
