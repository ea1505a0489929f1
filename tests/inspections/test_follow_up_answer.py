"""Answering a follow-up: reports on the way, the answer as done, evidence, clashes."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.models import Attachment, Draft, Entry
from inspections import follow_up_saving
from inspections.actions import Given, take_follow_up_step
from inspections.lifecycle import FOLLOW_UP_WAITING, FollowUpState
from inspections.models import Answer, FollowUp
from tests.audit.pictures import PDF, jpeg, upload
from tests.factories import make_answer, make_follow_up, make_network, make_visit
from tests.inspections.full_visit import attach
from tests.page_forms import page_form
from tests.racing import meeting_before, race_posts
from tests.reading import client_of, page_of
from tests.rows import all_rows, changed_tables

OTHERS = ["inspector", "assistant", "manager"]
OUTSIDE = ["stranger", "neighbour", "nobody"]
GOING_ON, DONE = {"going_on": "1"}, {"done": "1"}


def address(follow_up: FollowUp) -> str:
    return reverse("inspections:follow_up_answer", args=[follow_up.ref])


@pytest.fixture
def follow_up(khon_kaen_office) -> FollowUp:
    return make_follow_up(office=khon_kaen_office, text="เร่งตรวจโรงงาน")


@pytest.fixture
def urgent(khon_kaen_office) -> FollowUp:
    return make_follow_up(office=khon_kaen_office, priority="high")


@pytest.fixture
def client(officer):
    return client_of(officer)


def opened(client, follow_up) -> dict[str, list[str]]:
    return page_form(client.get(address(follow_up)), having="answer-text")


def shown_again(response) -> dict[str, list[str]]:
    return page_form(response, having="answer-text")


def fill(client, follow_up, **fields: str) -> dict[str, list[str]]:
    words = {"text": "ตรวจแล้ว", "answered_on": "2 มีนาคม 2566", **fields}
    filled = {f"answer-{name}": [value] for name, value in words.items()}
    return opened(client, follow_up) | filled


# --- What comes of it ---------------------------------------------------------------


@pytest.mark.parametrize("who", ["officer", "head"])
def test_a_report_on_the_way_begins_it_and_is_kept(request, who, follow_up):
    user = request.getfixturevalue(who)
    client = client_of(user)

    response = client.post(
        address(follow_up), fill(client, follow_up, progress="๔๐") | GOING_ON
    )

    assert response.headers["Location"] == follow_up.get_absolute_url()
    follow_up.refresh_from_db()
    answer = follow_up.answers.get()
    assert follow_up.state == "in_progress"
    assert (answer.text, answer.progress, answer.is_final) == ("ตรวจแล้ว", 40, False)
    assert answer.answered_on == date(2023, 3, 2)
    assert (answer.by, answer.office) == (user, follow_up.office)
    assert [e.step for e in Entry.objects.about(follow_up)] == ["start", "progress"]


@pytest.mark.parametrize("state", sorted(FOLLOW_UP_WAITING))
def test_the_answer_as_done_waits_to_be_verified(client, officer, follow_up, state):
    FollowUp.objects.filter(pk=follow_up.pk).update(state=state)

    client.post(address(follow_up), fill(client, follow_up) | DONE)

    follow_up.refresh_from_db()
    assert (follow_up.state, follow_up.answered_by) == ("answered", officer)
    assert follow_up.answers.get().is_final
    assert "Answered as done" in page_of(officer, follow_up.get_absolute_url())


def test_it_is_as_of_today_unless_another_day_is_written(client, follow_up):
    form = opened(client, follow_up) | {"answer-text": ["ทำแล้ว"]}

    assert client.post(address(follow_up), form | GOING_ON).status_code == 302

    assert follow_up.answers.get().answered_on == timezone.localdate()


def test_enter_in_a_field_only_reports(client, follow_up):
    """The hidden first button names nothing."""
    client.post(address(follow_up), fill(client, follow_up))

    follow_up.refresh_from_db()
    assert follow_up.state == "in_progress"


def test_the_page_tells_what_was_asked_and_why_it_came_back(
    client, officer, manager, follow_up
):
    client.post(address(follow_up), fill(client, follow_up) | DONE)
    follow_up.refresh_from_db()
    given = Given(reason="ขอภาพถ่าย")
    take_follow_up_step(follow_up, "send-back", by=manager, given=given)

    page = page_of(officer, address(follow_up))

    for words in ("เร่งตรวจโรงงาน", "1 March 2023", "ขอภาพถ่าย", str(manager)):
        assert words in page


@pytest.mark.parametrize("kind", ["network", "company"])
def test_for_a_network_or_company_the_office_answers_and_it_is_told(
    client, officer, khon_kaen, khon_kaen_office, kind
):
    to = {
        "network": {"network": make_network(province=khon_kaen, name="SME D Bank")},
        "company": {"company": "SME D Bank", "province": khon_kaen},
    }[kind]
    follow_up = make_follow_up(kind="commitment", **to)
    assert "You answer for SME D Bank" in page_of(officer, address(follow_up))

    client.post(address(follow_up), fill(client, follow_up) | DONE)

    page = page_of(officer, follow_up.get_absolute_url())
    assert f"answered for SME D Bank by {khon_kaen_office.name_en}" in page
    assert f"answered for {khon_kaen_office.name_en}" not in page


# --- Evidence -----------------------------------------------------------------------


def test_of_high_priority_done_needs_evidence_and_what_was_typed_stays(client, urgent):
    before = all_rows()

    response = client.post(
        address(urgent), fill(client, urgent, text="ทำแล้ว", progress="100") | DONE
    )

    assert response.status_code == 422
    page = response.content.decode()
    assert 'href="#id_upload"' in page
    assert "add a photo or file as evidence" in page
    again = shown_again(response)
    assert again["answer-text"] == ["ทำแล้ว"]
    assert again["answer-progress"] == ["100"]
    assert again["answer-answered_on"] == ["2 มีนาคม 2566"]
    assert changed_tables(before, all_rows()) == {"audit.Draft"}
    answer = client.post(
        address(urgent), {**again, **DONE, "upload": upload(jpeg(), "ก.jpg")}
    )
    assert answer.status_code == 302
    urgent.refresh_from_db()
    assert urgent.state == "answered"
    assert Attachment.objects.about(urgent.answers.get()).get().original_name == "ก.jpg"


def test_of_high_priority_a_report_on_the_way_needs_none(client, urgent):
    response = client.post(address(urgent), fill(client, urgent) | GOING_ON)

    assert response.status_code == 302


def test_evidence_of_an_earlier_report_counts(client, officer, urgent):
    assert "without a photo or file it cannot" in page_of(officer, address(urgent))
    attach(make_answer(urgent), officer)
    assert "without a photo or file it cannot" not in page_of(officer, address(urgent))

    response = client.post(address(urgent), fill(client, urgent) | DONE)

    assert response.status_code == 302


def test_where_earlier_files_count_the_page_says_so_and_how_many(officer, urgent):
    for _number in range(2):
        attach(make_answer(urgent), officer)

    page = page_of(officer, address(urgent))

    assert "It has high priority" in page
    assert "2 files of earlier answers count" in page


def test_evidence_is_called_optional_only_where_it_is(client, officer, urgent):
    """And what is attached to the answer already is enough."""
    assert not is_optional(client.get(address(urgent)).content.decode())
    form = fill(client, urgent, text="") | DONE
    response = client.post(address(urgent), {**form, "upload": upload(PDF, "ก.pdf")})

    assert is_optional(response.content.decode())
    attach(make_answer(urgent), officer)
    assert is_optional(page_of(officer, address(urgent)))


def is_optional(page: str) -> bool:
    """Whether the label of the field for new files says so."""
    label = page.split('<label for="id_upload">')[1].split("</label>")[0]
    return "(optional)" in label


def test_a_file_survives_a_fault_elsewhere_with_its_caption(client, urgent):
    form = fill(client, urgent, text="") | DONE
    response = client.post(address(urgent), {**form, "upload": upload(PDF, "ก.pdf")})

    assert response.status_code == 422
    assert "Write what was done." in response.content.decode()
    assert "uploaded, not saved yet" in response.content.decode()
    again = shown_again(response) | {
        "answer-text": ["ทำแล้ว"],
        "files-0-caption": ["บ่อบำบัด"],
    }
    assert client.post(address(urgent), {**again, **DONE}).status_code == 302
    file = Attachment.objects.about(urgent.answers.get()).get()
    assert (file.caption, file.staged_key) == ("บ่อบำบัด", None)
    changes = Entry.objects.about(urgent).get().changes
    assert [["answer", "บ่อบำบัด", "file"], None, "ก.pdf"] in changes


def test_a_file_staged_for_another_page_is_missed(client, urgent):
    """Else an answer would be stored as if its evidence were."""
    missed = {"files-0-id": "99", "files-0-base": "", "files-TOTAL_FORMS": "1"}

    response = client.post(address(urgent), fill(client, urgent) | GOING_ON | missed)

    assert response.status_code == 422
    assert "A file is no longer here" in response.content.decode()


def test_a_file_taken_out_again_is_no_evidence(client, urgent):
    form = fill(client, urgent, text="") | DONE
    response = client.post(address(urgent), {**form, "upload": upload(PDF, "ก.pdf")})
    again = shown_again(response) | {"answer-text": ["ก"], "files-0-DELETE": ["on"]}

    assert client.post(address(urgent), {**again, **DONE}).status_code == 422
    assert client.post(address(urgent), {**again, **GOING_ON}).status_code == 302
    assert not Attachment.objects.exists()


@pytest.mark.parametrize("content", [b"", b"MZ no picture"])
def test_a_file_of_another_kind_is_refused_by_its_name(client, urgent, content):
    form = fill(client, urgent) | DONE

    response = client.post(
        address(urgent), {**form, "upload": upload(content, "เลว.exe")}
    )

    assert response.status_code == 422
    assert "เลว.exe" in response.content.decode()
    assert not Answer.objects.exists()


# --- Bad input ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("text", "  ", "Write what was done."),
        ("answered_on", "", "Enter a date."),
        ("answered_on", "31 ก.พ. 2566", "There is no such day."),
        ("answered_on", "28 กุมภาพันธ์ 2566", "On this day it was not given yet."),
        ("progress", "101", "Enter a number from 0 to 100"),
        ("progress", "-1", "Enter a number from 0 to 100"),
        ("progress", "ครึ่งหนึ่ง", "Enter a whole number"),
        ("progress", "12.5", "Enter a whole number from 0 to 100"),
        ("text", "ก" * 20_001, "at most"),
    ],
)
def test_is_told_beside_its_field_and_all_is_kept(
    client, follow_up, field, value, words
):
    form = fill(client, follow_up, **{field: value}) | GOING_ON

    response = client.post(address(follow_up), form)

    assert response.status_code == 422
    page = response.content.decode()
    assert f'href="#id_answer-{field}"' in page
    assert words in page
    again = shown_again(response)
    assert again[f"answer-{field}"] == [value]
    other = "progress" if field != "progress" else "text"
    assert again[f"answer-{other}"] == form[f"answer-{other}"]
    assert not Answer.objects.exists()


def test_a_day_to_come_is_refused(client, follow_up):
    tomorrow = timezone.localdate() + timedelta(1)

    form = fill(client, follow_up, answered_on=tomorrow.isoformat())
    response = client.post(address(follow_up), form | GOING_ON)

    assert response.status_code == 422
    assert "This day is still to come." in response.content.decode()


def test_done_and_half_done_do_not_agree(client, follow_up):
    form = fill(client, follow_up, progress="50")

    response = client.post(address(follow_up), form | DONE)

    assert response.status_code == 422
    assert 'href="#id_answer-progress"' in response.content.decode()


def test_hostile_text_is_shown_as_text(client, officer, follow_up):
    form = fill(client, follow_up, text="<script>alert(1)</script>{{ x }}")

    assert client.post(address(follow_up), form | GOING_ON).status_code == 302

    page = page_of(officer, follow_up.get_absolute_url())
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ x }}" in page


@pytest.mark.parametrize("field", ["text", "answered_on", "progress"])
def test_a_null_character_is_refused_never_a_failure(client, follow_up, field):
    form = fill(client, follow_up, **{field: "1\0"})

    assert client.post(address(follow_up), form | GOING_ON).status_code == 422


def test_sent_twice_it_is_kept_once(client, follow_up):
    form = fill(client, follow_up) | GOING_ON

    first = client.post(address(follow_up), form)
    second = client.post(address(follow_up), form)

    assert first.headers["Location"] == second.headers["Location"]
    assert follow_up.answers.count() == 1


# --- Who, and when it is too late ---------------------------------------------------


@pytest.mark.parametrize("who", OTHERS)
def test_others_who_see_it_are_told_who_answers(request, who, follow_up):
    client, before = client_of(request.getfixturevalue(who)), all_rows()

    opened_page = client.get(address(follow_up))
    response = client.post(address(follow_up), {"answer-text": "ก"})

    assert opened_page.headers["Location"] == follow_up.get_absolute_url()
    assert response.status_code == 403
    assert f"Only {follow_up.office.name_en} answers this." in response.content.decode()
    assert "supersedes it and gives a new one" in response.content.decode()
    assert all_rows() == before
    assert address(follow_up) not in page_of(
        request.getfixturevalue(who), follow_up.get_absolute_url()
    )


def test_of_one_that_names_nobody_it_is_said_what_comes_first(manager, db):
    follow_up = FollowUp.objects.create(
        text="ก", given_on=date(2023, 3, 1), ref="F-1", state="issued", is_imported=True
    )

    response = client_of(manager).post(address(follow_up))

    assert response.status_code == 403
    assert "a manager adopts it first" in response.content.decode()


@pytest.mark.parametrize("who", OUTSIDE)
def test_for_outsiders_it_is_not_there(request, who, follow_up):
    client, before = client_of(request.getfixturevalue(who)), all_rows()

    assert client.get(address(follow_up)).status_code == 404
    assert client.post(address(follow_up)).status_code == 404
    assert all_rows() == before


@pytest.mark.parametrize(
    "state", sorted(set(FollowUpState) - FOLLOW_UP_WAITING - {"draft"})
)
def test_it_is_too_late_once_it_waits_for_no_answer(client, follow_up, state):
    form = fill(client, follow_up, text="เก็บไว้") | DONE
    FollowUp.objects.filter(pk=follow_up.pk).update(state=state)

    response = client.post(address(follow_up), form)

    assert client.get(address(follow_up)).status_code == 302
    assert response.status_code == 409
    assert shown_again(response)["answer-text"] == ["เก็บไว้"]
    assert not Answer.objects.exists()


# --- Two at once --------------------------------------------------------------------


def test_the_second_of_two_reads_who_was_quicker_and_when(client, head, follow_up):
    other = client_of(head)
    mine, theirs = fill(client, follow_up, text="ของฉัน"), fill(other, follow_up)
    other.post(address(follow_up), theirs | GOING_ON)

    response = client.post(address(follow_up), mine | GOING_ON)

    page = response.content.decode()
    assert response.status_code == 409
    assert f"Last changed by {head}" in page
    again = shown_again(response)
    assert again["answer-text"] == ["ของฉัน"]
    assert follow_up.answers.count() == 1
    assert client.post(address(follow_up), again | GOING_ON).status_code == 302
    assert follow_up.answers.count() == 2


def test_answered_as_done_meanwhile_names_who_did(client, head, follow_up):
    other = client_of(head)
    mine, theirs = fill(client, follow_up, text="ของฉัน"), fill(other, follow_up)
    other.post(address(follow_up), theirs | DONE)

    response = client.post(address(follow_up), mine | DONE)

    assert response.status_code == 409
    assert f"Last changed by {head}" in response.content.decode()
    assert shown_again(response)["answer-text"] == ["ของฉัน"]
    assert follow_up.answers.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_at_the_same_moment_one_is_kept(officer, head, follow_up):
    clients = [client_of(officer), client_of(head)]
    forms = [fill(one, follow_up) | DONE for one in clients]

    with meeting_before(follow_up_saving, "take_follow_up_step", 2):
        answers = race_posts(clients, address(follow_up), forms)

    assert sorted(answer.status_code for answer in answers) == [302, 409]
    assert follow_up.answers.count() == 1


# --- What is typed keeps itself -----------------------------------------------------


def test_what_was_typed_and_not_sent_is_there_again(client, officer, follow_up):
    form = fill(client, follow_up, text="ครึ่งทาง")

    kept = client.post(address(follow_up), form | {"keep_draft": "1"})

    assert kept.status_code == 200
    assert not Answer.objects.exists()
    assert opened(client, follow_up)["answer-text"] == ["ครึ่งทาง"]
    client.post(address(follow_up), opened(client, follow_up) | GOING_ON)
    assert follow_up.answers.get().text == "ครึ่งทาง"
    assert not Draft.objects.exclude(data="").exists()
    assert opened(client, follow_up)["answer-text"] == [""]


def test_it_may_be_given_up(client, follow_up):
    form = fill(client, follow_up, text="ครึ่งทาง")
    client.post(address(follow_up), form | {"keep_draft": "1"})

    client.post(address(follow_up), {"discard_draft": "1"})

    assert opened(client, follow_up)["answer-text"] == [""]


@pytest.mark.parametrize("count", [1, 12])
def test_the_page_costs_the_same_whatever_was_answered(
    client, officer, urgent, count, django_assert_num_queries
):
    visit = make_visit(offices=[urgent.office])
    FollowUp.objects.filter(pk=urgent.pk).update(visit=visit)
    for _number in range(count):
        make_answer(urgent, by=officer)
    client.get(address(urgent))

    with django_assert_num_queries(10):
        client.get(address(urgent))
