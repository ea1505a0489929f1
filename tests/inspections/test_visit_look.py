"""Looking, at a visit, at what was left from before."""

from datetime import date

import pytest
from django.core.files.base import ContentFile

from accounts.models import Role
from audit.models import Attachment, Entry
from inspections.actions import Given, StepRefused, take_follow_up_step, take_step
from inspections.lifecycle import FollowUpState, RoundState, VisitState
from inspections.models import Carry, FollowUp, FollowUpKind
from tests.factories import (
    make_answer,
    make_assignment,
    make_carry,
    make_follow_up,
    make_network,
    make_round,
    make_user,
    make_visit,
    make_zone,
)
from tests.page_forms import page_form
from tests.reading import client_of, page_of

UNTOUCHED = "nobody has looked in this round"


@pytest.fixture
def held_round(db):
    return make_round(fiscal_year=2566, number=2, state=RoundState.OPEN)


@pytest.fixture
def visit(held_round, khon_kaen_office, inspector):
    return make_visit(
        offices=[khon_kaen_office], round=held_round, lead=inspector, summary="บันทึก"
    )


@pytest.fixture
def carry(held_round, khon_kaen_office):
    given = make_follow_up(office=khon_kaen_office, text="ปรับปรุงระบบบำบัดน้ำเสีย")
    return make_carry(given, held_round)


def answered(carry, **fields):
    """Its office says that it is done."""
    officer = make_user()
    fields = {"state": FollowUpState.ANSWERED, "answered_by": officer, **fields}
    FollowUp.objects.filter(pk=carry.follow_up_id).update(**fields)
    make_answer(carry.follow_up, text="ซ่อมเสร็จแล้ว", progress=100)
    carry.refresh_from_db()
    return carry


def record_of(visit) -> str:
    return f"/visits/{visit.ref}/record/"


def look(user, visit, carry, slug, /, **fields):
    """Press a button of the carried row with what is typed there."""
    follow_up = FollowUp.objects.get(pk=carry.follow_up_id)
    data = {"look": slug, "version": follow_up.version, **fields}
    return client_of(user).post(f"/visits/{visit.ref}/left/{carry.pk}/", data)


def panel(page: str) -> str:
    return page.partition('id="left"')[2].partition('class="record"')[0]


# --- What the record says -----------------------------------------------------------


def test_the_record_opens_with_what_was_left_the_oldest_first(
    inspector, visit, held_round, khon_kaen_office
):
    newer = make_follow_up(office=khon_kaen_office, given_on=date(2023, 2, 1))
    older = make_follow_up(office=khon_kaen_office, given_on=date(2022, 2, 1))
    make_carry(newer, held_round)
    make_carry(older, held_round)
    make_carry(older, make_round())

    page = page_of(inspector, record_of(visit))

    told = panel(page)
    assert told.index(f'id="left-{older.ref}"') < told.index(f'id="left-{newer.ref}"')
    assert told.count("carried over 2 rounds") == 1
    assert told.count("carried over 1 round<") == 1
    assert page.index('id="left"') < page.index('id="general"')


def test_a_row_says_what_was_given_to_whom_and_answered(
    inspector, visit, held_round, khon_kaen
):
    asked = make_follow_up(
        network=make_network(province=khon_kaen, name="หอการค้าจังหวัด"),
        kind=FollowUpKind.COMMITMENT,
        priority="high",
        due_on=date(2023, 4, 5),
        text="จัดอบรมผู้ประกอบการ",
    )
    make_carry(asked, held_round)
    make_answer(asked, text="เชิญแล้ว", progress=20)
    last = make_answer(
        asked, text="อบรมรุ่นแรก", progress=60, answered_on=date(2023, 3, 9)
    )
    for name in ("a.pdf", "b.pdf"):
        evidence = Attachment(
            record=last,
            by=inspector,
            original_name=name,
            media_type="application/pdf",
            size=1,
        )
        evidence.file.save("", ContentFile(b"%PDF-1.4"))

    told = panel(page_of(inspector, record_of(visit)))

    for words in (
        "หอการค้าจังหวัด",
        "Commitment of a network",
        "High priority",
        "จัดอบรมผู้ประกอบการ",
        "due 5 Apr 2023",
        "อบรมรุ่นแรก",
        "60% done",
        "as of 9 Mar 2023",
        "2 photos and files",
        "Issued",
    ):
        assert words in told, words
    assert "เชิญแล้ว" not in told


def test_a_visit_to_which_nothing_comes_has_no_such_part(inspector, visit, carry):
    Carry.objects.all().delete()

    assert 'id="left"' not in page_of(inspector, record_of(visit))
    assert 'id="left"' not in page_of(inspector, visit.get_absolute_url())


def test_what_can_be_said_depends_on_the_answer(inspector, visit, carry):
    def offered():
        page = page_of(inspector, record_of(visit))
        return {
            slug
            for slug in ("still_open", "verify", "send-back", "supersede", "withdraw")
            if f'name="look" value="{slug}"' in page
        }

    assert offered() == {"still_open", "supersede"}
    answered(carry)
    assert offered() == {"still_open", "verify", "send-back", "supersede"}
    answered(carry, answered_by=inspector)
    assert offered() == {"still_open", "supersede"}


@pytest.mark.parametrize("who", ["assistant", "officer", "stranger"])
def test_others_read_at_most_and_have_no_buttons(who, visit, carry, request):
    user = request.getfixturevalue(who)
    client = client_of(user)

    pages = [client.get(url) for url in (record_of(visit), visit.get_absolute_url())]

    assert all(b'name="look"' not in page.content for page in pages)
    reads = [carry.follow_up.ref.encode() in page.content for page in pages]
    assert reads == {"assistant": [True, True]}.get(who, [False, False])


def test_the_office_reads_its_own_when_the_visit_is_signed_off(
    officer, neighbour, inspector, visit, carry, kalasin_office, held_round
):
    visit.units.create(office=kalasin_office)
    theirs = make_follow_up(office=kalasin_office)
    make_carry(theirs, held_round)
    visit.state = VisitState.SIGNED_OFF
    visit.save()

    ours, beside = (
        panel(page_of(u, visit.get_absolute_url())) for u in (officer, neighbour)
    )

    assert carry.follow_up.ref in ours
    assert theirs.ref not in ours
    assert theirs.ref in beside
    assert carry.follow_up.ref not in beside


# --- Saying what came of it ---------------------------------------------------------


def test_still_open_is_noted_with_visit_person_and_history(inspector, visit, carry):
    response = look(inspector, visit, carry, "still_open", reason="รออะไหล่")

    assert response.status_code == 302
    assert response.headers["Location"] == f"{record_of(visit)}#left"
    carry.refresh_from_db()
    assert (carry.look, carry.note) == ("still_open", "รออะไหล่")
    assert (carry.visit, carry.by) == (visit, inspector)
    entry = Entry.objects.about(carry.follow_up).last()
    assert (entry.step, entry.reason) == ("still-open", "รออะไหล่")
    told = panel(page_of(inspector, record_of(visit)))
    assert "Still open</b>" in told
    assert str(inspector) in told
    assert "รออะไหล่" in told
    assert UNTOUCHED not in told


@pytest.mark.parametrize(
    ("slug", "state", "seen"),
    [
        ("verify", FollowUpState.VERIFIED, "verified"),
        ("send-back", FollowUpState.IN_PROGRESS, "sent_back"),
        ("supersede", FollowUpState.SUPERSEDED, "superseded"),
    ],
)
def test_a_step_taken_there_is_a_look_at_that_visit(
    slug, state, seen, inspector, visit, carry
):
    answered(carry)

    response = look(inspector, visit, carry, slug, reason="ตรวจแล้ว")

    assert response.status_code == 302
    carry.refresh_from_db()
    assert (carry.look, carry.note, carry.visit) == (seen, "ตรวจแล้ว", visit)
    assert carry.follow_up.state == state
    assert Entry.objects.about(carry.follow_up).last().step == slug


def test_the_newer_one_is_named_by_its_number(
    inspector, visit, carry, khon_kaen_office
):
    newer = make_follow_up(office=khon_kaen_office)
    fields = {"reason": "ใช้ฉบับใหม่", "original": newer.ref.lower()}

    look(inspector, visit, carry, "supersede", **fields)

    carry.follow_up.refresh_from_db()
    assert carry.follow_up.superseded_by == newer


def test_the_lead_from_elsewhere_looks_too_but_has_no_link(visit, carry, songkhla):
    lead = make_user()
    make_assignment(lead, Role.INSPECTOR, zone=make_zone(number=5))
    visit.lead = lead
    visit.save()
    answered(carry)

    page = page_of(lead, record_of(visit))
    response = look(lead, visit, carry, "verify")

    assert f'href="{carry.follow_up.get_absolute_url()}"' not in page
    assert response.status_code == 302
    carry.refresh_from_db()
    assert carry.look == "verified"


def test_pressed_twice_it_counts_once(inspector, visit, carry):
    client = client_of(inspector)
    data = page_form(client.get(record_of(visit)), having="look")
    data["reason"] = ["รออะไหล่"]
    url = f"/visits/{visit.ref}/left/{carry.pk}/"

    answers = [client.post(url, data).status_code for _twice in range(2)]

    assert answers == [302, 302]
    steps = [entry.step for entry in Entry.objects.about(carry.follow_up)]
    assert steps == ["still-open"]


def test_a_used_page_with_another_text_changes_nothing_and_gives_it_back(
    inspector, visit, carry
):
    client = client_of(inspector)
    data = page_form(client.get(record_of(visit)), having="look")
    url = f"/visits/{visit.ref}/left/{carry.pk}/"
    client.post(url, {**data, "reason": ["รออะไหล่"]})

    response = client.post(url, {**data, "reason": ["อื่น"]})

    assert response.status_code == 409
    page = response.content.decode()
    assert "That page was sent before" in page
    assert "What you wrote is kept here" in page
    assert "<p>อื่น</p>" in page
    carry.refresh_from_db()
    assert carry.note == "รออะไหล่"


def test_nothing_else_that_is_sent_counts(inspector, manager, visit, carry):
    other = make_round()
    more = {"by": manager.pk, "round": other.pk, "visit": "", "note": "x", "state": "x"}

    look(inspector, visit, carry, "still_open", reason="รอ", **more)

    carry.refresh_from_db()
    assert (carry.by, carry.note, carry.visit) == (inspector, "รอ", visit)
    assert carry.round == visit.round


# --- Refused ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("slug", "fields", "told"),
    [
        ("still_open", {"reason": " "}, "Write a note"),
        ("send-back", {}, "Give the reason."),
        ("supersede", {"original": "F-2599-1"}, "Give the reason."),
        (
            "supersede",
            {"reason": "เหตุผลที่พิมพ์", "original": "F-2599-1"},
            "No follow-up with this number",
        ),
        ("explode", {"reason": "เหตุผลที่พิมพ์"}, "Choose what came of it."),
        ("", {}, "Choose what came of it."),
    ],
)
def test_what_is_missing_is_said_at_its_row_and_typed_text_stays(
    slug, fields, told, inspector, visit, carry
):
    answered(carry)

    response = look(inspector, visit, carry, slug, **fields)

    page = response.content.decode()
    assert response.status_code == 422
    row = page.partition(f'id="left-{carry.follow_up.ref}"')[2].partition("</ol>")[0]
    assert told in row
    assert f'href="#left-{carry.follow_up.ref}"' in page
    for typed in fields.values():
        assert typed in row
    carry.refresh_from_db()
    assert carry.look == ""


def test_a_network_s_promise_is_kept_with_a_note(
    inspector, visit, held_round, khon_kaen
):
    network = make_network(province=khon_kaen)
    promise = make_follow_up(network=network, kind=FollowUpKind.COMMITMENT)
    carry = answered(make_carry(promise, held_round))

    response = look(inspector, visit, carry, "verify")

    assert response.status_code == 422
    assert "Write how the promise was kept." in response.content.decode()


def test_who_comes_second_reads_who_was_quicker_and_keeps_the_text(
    inspector, manager, visit, carry
):
    look(manager, visit, carry, "still_open", reason="ผู้จัดการดูแล้ว")

    response = look(inspector, visit, carry, "supersede", reason="ข้อความของฉัน")

    page = response.content.decode()
    assert response.status_code == 409
    row = panel(page)
    assert "Somebody has looked at it meanwhile." in row
    assert f"Last changed by {manager}" in row
    assert "<blockquote><p>ข้อความของฉัน</p></blockquote>" in row
    carry.refresh_from_db()
    assert (carry.look, carry.follow_up.state) == ("still_open", "issued")


def test_nothing_is_decided_unseen(inspector, officer, visit, carry):
    old = carry.follow_up.version
    take_follow_up_step(carry.follow_up, "acknowledge", by=officer)

    response = look(inspector, visit, carry, "still_open", reason="รอ", version=old)

    assert response.status_code == 409
    assert f"Last changed by {officer}" in panel(response.content.decode())
    # The form is still there, with the text and what is stored now.
    assert ">รอ</textarea>" in panel(response.content.decode())


def test_what_was_closed_meanwhile_needs_no_look(inspector, officer, visit, carry):
    given = Given("ทำไม่ได้")
    take_follow_up_step(carry.follow_up, "cannot", by=officer, given=given)

    response = look(inspector, visit, carry, "still_open", reason="รอ")

    assert response.status_code == 409
    assert f"Last changed by {officer}" in panel(response.content.decode())
    assert UNTOUCHED not in response.content.decode()


def test_after_submission_the_visit_says_that_it_is_too_late(inspector, visit, carry):
    visit.state = VisitState.SUBMITTED
    visit.save()

    response = look(inspector, visit, carry, "still_open", reason="ข้อความของฉัน")

    page = response.content.decode()
    assert response.status_code == 409
    assert "cannot be changed now" in page
    assert "ข้อความของฉัน" in page
    assert visit.ref in page


def test_of_what_another_visit_looks_at_the_text_is_kept(
    inspector, visit, carry, khon_kaen_office, held_round
):
    make_visit(
        offices=[khon_kaen_office], round=held_round, starts_on=date(2023, 1, 20)
    )

    response = look(inspector, visit, carry, "still_open", reason="ข้อความของฉัน")

    page = response.content.decode()
    assert response.status_code == 409
    assert "Another visit of the round comes first" in page
    assert "<blockquote><p>ข้อความของฉัน</p></blockquote>" in page


def test_an_assistant_may_not_and_strangers_find_nothing(
    assistant, officer, stranger, visit, carry
):
    answers = {
        user.username: look(user, visit, carry, "still_open", reason="x").status_code
        for user in (assistant, officer, stranger)
    }

    assert answers == {"assistant12": 403, "khonkaen": 404, "inspector5": 404}
    carry.refresh_from_db()
    assert carry.look == ""


def test_of_another_office_or_round_nothing_is_found(
    inspector, visit, held_round, kalasin_office, khon_kaen_office
):
    elsewhere = make_carry(make_follow_up(office=kalasin_office), held_round)
    before = make_carry(make_follow_up(office=khon_kaen_office), make_round())

    for carry in (elsewhere, before):
        assert (
            look(inspector, visit, carry, "still_open", reason="x").status_code == 404
        )


def test_the_record_s_unsaved_text_is_still_there_after_a_refusal(
    inspector, visit, carry
):
    client = client_of(inspector)
    data = page_form(client.get(record_of(visit)), having="general-summary")
    data["general-summary"] = ["พิมพ์แล้วยังไม่บันทึก"]
    client.post(record_of(visit), {**data, "keep_draft": "1", "draft_page": "p:1"})

    response = client.post(
        f"/visits/{visit.ref}/left/{carry.pk}/", {"look": "still_open"}
    )

    page = response.content.decode()
    assert response.status_code == 422
    assert "พิมพ์แล้วยังไม่บันทึก" in page
    assert page.count(f'action="{record_of(visit)}"') == 2  # to save, and to discard


# --- Submitting ---------------------------------------------------------------------


def submit(user, visit):
    client = client_of(user)
    return client.post(f"/visits/{visit.ref}/step/submit/")


def test_submitting_with_one_untouched_is_refused_and_leads_to_its_row(
    inspector, visit, carry, khon_kaen_office, held_round
):
    done = make_carry(make_follow_up(office=khon_kaen_office), held_round)
    look(inspector, visit, done, "still_open", reason="รอ")

    response = submit(inspector, visit)

    page = response.content.decode()
    assert response.status_code == 422
    told = page.partition("error-summary")[2].partition("</div>")[0]
    assert f'href="{record_of(visit)}#left-{carry.follow_up.ref}"' in told
    assert carry.follow_up.text in told
    assert done.follow_up.ref not in told
    anchor = f'id="left-{carry.follow_up.ref}"'
    assert anchor in page_of(inspector, record_of(visit))

    look(inspector, visit, carry, "still_open", reason="รอ")
    assert submit(inspector, visit).status_code == 302


def test_the_visit_says_beforehand_what_is_untouched(inspector, visit, carry):
    told = panel(page_of(inspector, visit.get_absolute_url()))

    assert UNTOUCHED in told
    assert f'href="{record_of(visit)}#left-{carry.follow_up.ref}"' in told


def test_saving_the_record_is_not_in_the_way(inspector, visit, carry):
    client = client_of(inspector)
    data = page_form(client.get(record_of(visit)), having="general-summary")
    data["general-summary"] = ["บันทึกเพิ่ม"]

    assert client.post(record_of(visit), data).status_code == 302
    visit.refresh_from_db()
    with pytest.raises(StepRefused):
        take_step(visit, "submit", by=inspector)


# --- Queries ------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 12])
@pytest.mark.parametrize(("place", "queries"), [("record", 41), ("visit", 32)])
def test_costs_the_same_whatever_was_left(
    place,
    queries,
    count,
    inspector,
    visit,
    held_round,
    khon_kaen_office,
    django_assert_num_queries,
):
    for _number in range(count):
        carry = make_carry(make_follow_up(office=khon_kaen_office), held_round)
        make_answer(carry.follow_up)
    client = client_of(inspector)
    url = record_of(visit) if place == "record" else visit.get_absolute_url()
    client.get(url)

    with django_assert_num_queries(queries):
        client.get(url)
