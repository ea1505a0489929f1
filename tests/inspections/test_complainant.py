"""Who complained: entered, read with a reason, corrected, made anonymous."""

import datetime as dt
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from audit.models import Draft, Entry, Operation
from audit.operations import digest, new_key
from inspections.complainant_rights import may_name_complainants
from inspections.models import Complainant, Identity
from inspections.redacting import redacted
from tests.factories import make_issue
from tests.page_forms import page_form
from tests.reading import client_of, page_of
from tests.rows import all_rows

NAME, CONTACT = "นายสมชาย ใจดี", "081-234-5678, somchai@example.com"
TEXTS = {"name": NAME, "contact": CONTACT, "address": "99 หมู่ 3", "note": "โทรเย็น"}
WHY = "โทรถามวันเกิดเหตุ"


@pytest.fixture
def issue(khon_kaen_office):
    return make_issue(office=khon_kaen_office)


@pytest.fixture
def complainant(issue, officer, khon_kaen_office) -> Complainant:
    return make_complainant(issue, officer, office=khon_kaen_office)


def make_complainant(issue, by, **fields) -> Complainant:
    today = timezone.localdate()
    fields = {"told_on": today, "keep_until": Complainant.usual_end(today)} | fields
    made = Complainant(issue=issue, created_by=by, **fields)
    made.seal(Identity(**TEXTS))
    made.save()
    return made


def address(name: str, about) -> str:
    issue = getattr(about, "issue", about)
    keys = [issue.ref] if about is issue else [issue.ref, about.pk]
    return reverse(f"inspections:complainant_{name}", args=keys)


def act(user, name: str, complainant, **data):
    posted = {"operation": new_key(), "reason": WHY, **data}
    return client_of(user).post(address(name, complainant), posted)


def filled(user, issue, **fields):
    data = page_form(client_of(user).get(address("new", issue)), having="name")
    return data | TEXTS | fields


# --- Entering -----------------------------------------------------------------------


def test_what_is_entered_is_sealed_and_the_panel_names_nobody(officer, issue):
    response = client_of(officer).post(address("new", issue), filled(officer, issue))

    made = issue.complainants.get()
    assert response.headers["Location"] == address("detail", made)
    assert made.unseal() == Identity(**TEXTS)
    assert made.office == issue.office
    assert made.keep_until == Complainant.usual_end(timezone.localdate())
    assert Entry.objects.about(made).get().step == "add"
    page = page_of(officer, issue.get_absolute_url())
    assert address("detail", made) in page
    for text in TEXTS.values():
        assert text not in page
        assert text not in page_of(officer, address("detail", made))


def test_before_it_is_entered_the_notice_says_what_becomes_of_it(officer, issue):
    page = page_of(officer, address("new", issue))

    assert "section 24 (4) and (6)" in page
    assert "erased 5 years after the complaint" in page
    assert "a complaint can be anonymous" in page
    assert "data-keep-draft" not in page
    assert 'autocomplete="off"' in page


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"name": "", "contact": " "}, "An anonymous complaint"),
        ({"told_on": "1/1/2599"}, "still to come"),
        ({"told_on": ""}, "Enter a date"),
        ({"keep_until": "1/1/2580"}, "at most"),
        ({"keep_until": "1/1/2560"}, "This day is over"),
        ({"told_on": "1/1/2560"}, "This day is over"),
        ({"name": "ก" * 256}, "255"),
        ({"name": "ก\0"}, "Null characters"),
    ],
)
def test_bad_input_is_told_beside_its_field_and_nothing_is_kept(
    officer, issue, fields, fault
):
    client, url = client_of(officer), address("new", issue)
    data = page_form(client.get(url), having="name") | TEXTS | fields
    before = all_rows()

    response = client.post(url, data | {"draft_seen": "", "keep_draft": "1"})

    assert response.status_code == 422
    page = response.content.decode()
    assert fault in page
    assert TEXTS["note"] in page, "what was typed stays"
    assert response.headers["Cache-Control"] == "no-store, private"
    assert all_rows() == before
    assert not Draft.objects.exists()


def test_a_double_click_enters_one_and_another_text_under_its_key_is_asked(
    officer, issue
):
    client, data = client_of(officer), filled(officer, issue)

    first, second = (client.post(address("new", issue), data) for _ in range(2))
    other = client.post(address("new", issue), data | {"name": "นางอื่น"})

    assert first.headers["Location"] == second.headers["Location"]
    assert other.status_code == 409
    assert "นางอื่น" in other.content.decode()
    assert issue.complainants.count() == 1


def test_what_an_inspector_took_is_not_the_offices(inspector, officer, issue):
    client_of(inspector).post(address("new", issue), filled(inspector, issue))

    made = issue.complainants.get()
    assert made.office is None
    assert address("detail", made) in page_of(inspector, issue.get_absolute_url())
    assert address("detail", made) not in page_of(officer, issue.get_absolute_url())


def test_who_may_not_name_complainants_sees_no_sign_of_them(
    complainant, request, issue
):
    for who in ("assistant", "manager"):
        user = request.getfixturevalue(who)
        page = page_of(user, issue.get_absolute_url())
        assert "omplainant" not in page
        assert not may_name_complainants(issue, user)
        history = page_of(user, f"{issue.get_absolute_url()}history/")
        assert "omplainant" not in history


def test_without_a_key_nothing_is_kept_and_what_was_typed_stays(
    officer, issue, settings
):
    settings.FIELD_KEYS = {}
    assert "No key is set" in page_of(officer, address("new", issue))

    response = client_of(officer).post(address("new", issue), filled(officer, issue))

    assert response.status_code == 409
    assert NAME in response.content.decode()
    assert not issue.complainants.exists()


# --- Reading ------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["officer", "head", "inspector"])
def test_shown_once_for_a_reason_which_alone_is_kept(who, request, complainant):
    user = request.getfixturevalue(who)
    client, data = client_of(user), {"operation": new_key(), "reason": WHY}

    shown = client.post(address("reveal", complainant), data)
    again = client.post(address("reveal", complainant), data)

    assert shown.status_code == 200
    assert shown.headers["Cache-Control"] == "no-store, private"
    for text in TEXTS.values():
        assert text in shown.content.decode()
    assert again.headers["Location"] == address("detail", complainant)
    [entry] = Entry.objects.about(complainant)
    assert (entry.step, entry.by, entry.reason, entry.changes) == (
        "reveal",
        user,
        WHY,
        [],
    )
    looks = page_of(user, address("detail", complainant))
    assert WHY in looks
    assert (
        "Give the reason again"
        in client.get(again.headers["Location"]).content.decode()
    )


def test_without_a_reason_nothing_is_shown_or_kept(officer, complainant):
    response = act(officer, "reveal", complainant, reason=" ")

    assert response.status_code == 422
    assert "Give the reason." in response.content.decode()
    assert NAME not in response.content.decode()
    assert not Entry.objects.about(complainant).exists()


def test_what_the_reason_tells_of_the_person_is_taken_out(officer, complainant):
    why = f"โทรหา {NAME} ที่ ๐๘๑ 234 5678 หรือ SOMCHAI@example.com เรื่องกลิ่น"

    act(officer, "reveal", complainant, reason=why)

    kept = Entry.objects.about(complainant).get().reason
    assert kept == "โทรหา นาย[…] […] ที่ […] หรือ […] เรื่องกลิ่น"


def test_ordinary_words_of_a_reason_stay():
    person = Identity("นาย ก", "12345", "", "")

    assert redacted("ถามเรื่อง ก 12345", person) == "ถามเรื่อง ก 12345"
    assert "12345" not in repr(person)


def test_a_seal_of_another_issue_does_not_open_and_leaves_no_look(
    officer, complainant, khon_kaen_office
):
    other = make_complainant(make_issue(office=khon_kaen_office), officer)
    Complainant.objects.filter(pk=complainant.pk).update(sealed=other.sealed)

    response = act(officer, "reveal", complainant)

    assert response.status_code == 409
    assert "cannot be opened" in response.content.decode()
    assert not Entry.objects.about(complainant).exists()


# --- Correcting and forgetting ------------------------------------------------------


def test_corrected_from_the_page_that_shows_it(officer, complainant):
    shown = act(officer, "reveal", complainant)
    data = page_form(shown, having="stamp") | {"contact": "0899999999", "reason": WHY}

    response = client_of(officer).post(address("edit", complainant), data)

    assert response.headers["Location"] == address("detail", complainant)
    complainant.refresh_from_db()
    assert complainant.unseal() == Identity(**TEXTS | {"contact": "0899999999"})
    assert [e.step for e in Entry.objects.about(complainant)] == ["reveal", "correct"]
    stale = client_of(officer).post(
        address("edit", complainant), data | {"operation": new_key(), "name": "อื่น"}
    )
    assert stale.status_code == 409
    assert "อื่น" in stale.content.decode()
    empty = client_of(officer).post(
        address("edit", complainant), data | {"operation": new_key(), "reason": ""}
    )
    assert empty.status_code == 422


def test_made_anonymous_nothing_is_left_but_that_there_was_somebody(
    officer, complainant, issue
):
    assert act(officer, "anonymise", complainant, reason="").status_code == 422

    response = act(officer, "anonymise", complainant, reason=f"{NAME} ขอให้ลบ")

    assert response.status_code == 302
    complainant.refresh_from_db()
    assert bytes(complainant.sealed) == b""
    assert complainant.anonymised_at is not None
    assert Entry.objects.about(complainant).get().reason == "นาย[…] […] ขอให้ลบ"
    for name in ("reveal", "edit", "anonymise"):
        assert act(officer, name, complainant).status_code == 404


@pytest.mark.parametrize("who", ["officer", "inspector"])
def test_who_read_one_that_is_anonymous_is_still_reached_from_the_issue(
    who, request, officer, complainant, issue
):
    act(officer, "reveal", complainant)
    act(officer, "anonymise", complainant, reason="ผู้ร้องขอให้ลบ")
    user = request.getfixturevalue(who)

    panel = page_of(user, issue.get_absolute_url())
    page = page_of(user, address("detail", complainant))

    assert address("detail", complainant) in panel
    assert "made anonymous" in panel
    assert WHY in page
    assert "ผู้ร้องขอให้ลบ" in page
    for name in ("reveal", "anonymise"):
        assert address(name, complainant) not in page
    for text in TEXTS.values():
        assert text not in page


def test_the_log_of_one_that_is_anonymous_is_no_others(assistant, complainant, issue):
    Complainant.objects.update(sealed=b"", anonymised_at=timezone.now())

    page = client_of(assistant).get(address("detail", complainant))

    assert page.status_code == 404
    assert "omplainant" not in page_of(assistant, issue.get_absolute_url())


def test_the_key_of_an_act_tells_nothing_of_what_was_typed(officer, issue):
    """A plain digest of a name could be found by trying names."""
    data = filled(officer, issue)
    response = client_of(officer).post(address("new", issue), data)

    plain = digest(response.wsgi_request)
    assert Operation.objects.exclude(digest=plain).filter(user=officer).exists()
    assert not Operation.objects.filter(digest=plain).exists()


# --- The command --------------------------------------------------------------------


def run(*words: str) -> str:
    said = StringIO()
    call_command("anonymise_complainants", *words, stdout=said)
    return said.getvalue().strip()


def test_whose_time_is_over_is_forgotten_once(officer, complainant, issue):
    today = timezone.localdate()
    due = make_complainant(
        issue, officer, told_on=today - dt.timedelta(9), keep_until=today
    )
    assert run() == "complainants: 0 made anonymous, 2 kept", "its last day is kept"

    with time_machine.travel(timezone.now() + dt.timedelta(days=1), tick=False):
        dry = run("--dry-run")
        assert Entry.objects.about(due).count() == 0
        first, second = run(), run()

    assert dry == "complainants: 1 to be made anonymous, 1 kept"
    assert first == "complainants: 1 made anonymous, 1 kept"
    assert second == "complainants: 0 made anonymous, 1 kept"
    due.refresh_from_db()
    assert bytes(due.sealed) == b""
    assert Entry.objects.about(due).get().by is None
    complainant.refresh_from_db()
    assert complainant.unseal() == Identity(**TEXTS)


def test_sealed_anew_an_old_key_can_go(complainant, settings):
    old = settings.FIELD_KEYS
    settings.FIELD_KEYS = {"new": b"2" * 32} | old

    assert run("--seal-anew").endswith("complainants: 1 sealed anew")
    assert run("--seal-anew").endswith("complainants: 0 sealed anew")

    settings.FIELD_KEYS = {"new": b"2" * 32}
    complainant.refresh_from_db()
    assert complainant.unseal() == Identity(**TEXTS)
    settings.FIELD_KEYS = {"other": b"3" * 32}
    with pytest.raises(CommandError, match="FIELD_KEYS lacks"):
        run("--seal-anew")


@pytest.mark.parametrize("count", [1, 12])
def test_its_pages_cost_the_same_however_often_it_was_read(
    officer, complainant, issue, count, django_assert_num_queries
):
    for _number in range(count):
        act(officer, "reveal", complainant)
        make_complainant(issue, officer, office=issue.office)
    client = client_of(officer)
    client.get("/")

    with django_assert_num_queries(6):
        client.get(address("detail", complainant))
    with django_assert_num_queries(4):
        client.get(address("new", issue))
