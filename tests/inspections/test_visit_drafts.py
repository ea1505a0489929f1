"""What is typed into a visit's record is kept by itself until it is saved."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from audit.drafts import MAX_BYTES, draft_of
from audit.models import Attachment, Draft, Entry, Operation
from inspections.models import TopicNote, Visit
from tests.audit.pictures import png, upload
from tests.factories import make_visit
from tests.page_forms import page_form, row_of
from tests.reading import client_of

pytestmark = pytest.mark.django_db

NOTICE = "It is not saved yet."


def address(visit: Visit) -> str:
    return reverse("inspections:visit_record", args=[visit.ref])


def form_of(response) -> dict[str, list[str]]:
    return page_form(response, having="general-summary")


def form_in(client, visit) -> dict[str, list[str]]:
    """The record page's form as it opens in this browser."""
    response = client.get(address(visit))
    assert response.status_code == 200
    return form_of(response)


def kept(client, visit, form, page="a:1"):
    """Answer of the server to the page's script."""
    sent = {**form, "draft_page": page, "keep_draft": "1"}
    return client.post(address(visit), sent)


@pytest.fixture
def visit(inspector, khon_kaen_office, zone_12) -> Visit:
    """In progress, led by the inspector, to the Khon Kaen office."""
    return make_visit(offices=[khon_kaen_office], lead=inspector, zone=zone_12)


@pytest.fixture
def client(inspector):
    """The inspector's browser, in English."""
    return client_of(inspector)


@pytest.fixture
def form(client, visit) -> dict[str, list[str]]:
    return form_in(client, visit)


def test_says_when_it_was_kept_and_stores_nothing_else(client, visit, form):
    form["general-summary"] = ["ยังพิมพ์ไม่เสร็จ"]

    answer = kept(client, visit, form)

    assert answer.status_code == 200
    assert re.fullmatch(r"\d\d:\d\d", answer.json()["saved"])
    assert "not saved yet" in answer.json()["message"]
    visit.refresh_from_db()
    assert (visit.summary, visit.version) == ("", 1)
    assert not Entry.objects.exists()
    assert not Operation.objects.exists()
    client.cookies["django_language"] = "th"
    saved = kept(client, visit, form, "a:2").json()["saved"]
    assert re.fullmatch(r"\d\d\.\d\d น\.", saved)


def test_is_there_after_signing_in_again(client, visit, form, inspector):
    form["general-summary"] = ["ยังพิมพ์ไม่เสร็จ"]
    row_of(form, "topics", kind="other", title="", reported="  ไม่มีชื่อ  ")
    row_of(form, "figures", number="มาก", name="โรงงาน", as_of="31 ก.พ. 66")
    kept(client, visit, form)

    response = client_of(inspector).get(address(visit))

    again = form_of(response)
    assert NOTICE in response.content.decode()
    assert "error-summary" not in response.content.decode()
    assert not any(form.errors for form in response.context["page"].single_forms())
    for name in ("general-summary", "operation", "topics-0-reported"):
        assert again[name] == form[name]
    assert again["figures-0-number"] == ["มาก"]
    assert again["figures-0-as_of"] == ["31 ก.พ. 66"]


def test_is_never_seen_by_another(client, visit, form, inspector, assistant):
    form["general-summary"] = ["ความลับที่พิมพ์ค้าง"]
    kept(client, visit, form)

    page = client_of(assistant).get(address(visit)).content.decode()

    assert "ความลับที่พิมพ์ค้าง" not in page
    assert NOTICE not in page
    assert f"{inspector} is also writing here, since" in page
    mine = client.get(address(visit)).content.decode()
    assert "is also writing here" not in mine


def test_is_merged_with_what_a_colleague_saved(client, visit, form, assistant):
    colleague = client_of(assistant)
    theirs = form_in(colleague, visit)
    form["general-summary"] = ["ของผู้ตรวจ"]
    row_of(form, "topics", kind="other", title="ของผู้ตรวจ", reported="ก")
    kept(client, visit, form)
    theirs["general-note"] = ["ของผู้ช่วย"]
    row_of(theirs, "topics", kind="other", title="ของผู้ช่วย", reported="ข")
    assert colleague.post(address(visit), theirs).status_code == 302

    again = form_in(client, visit)

    assert again["version"] == ["2"]
    assert again["general-summary"] == ["ของผู้ตรวจ"]
    assert again["general-note"] == ["ของผู้ช่วย"]
    titles = [
        again[f"topics-{n}-title"] for n in range(int(again["topics-TOTAL_FORMS"][0]))
    ]
    assert titles == [["ของผู้ตรวจ"], ["ของผู้ช่วย"]]
    assert client.post(address(visit), again).status_code == 302
    assert {note.title for note in visit.notes.all()} == {"ของผู้ตรวจ", "ของผู้ช่วย"}


def test_asks_where_both_changed_the_same(client, visit, form, assistant):
    colleague = client_of(assistant)
    theirs = form_in(colleague, visit)
    form["general-summary"] = ["ของผู้ตรวจ"]
    kept(client, visit, form)
    theirs["general-summary"] = ["ของผู้ช่วย"]
    colleague.post(address(visit), theirs)

    response = client.get(address(visit))

    assert response.status_code == 200
    assert response.context["page"].conflict_count == 1
    assert "ของผู้ช่วย" in response.content.decode()
    assert form_of(response)["general-summary"] == ["ของผู้ตรวจ"]


def test_is_gone_after_saving_and_stays_gone(client, visit, form):
    form["general-summary"] = ["บันทึกแล้ว"]
    kept(client, visit, form)

    response = client.post(address(visit), {**form, "draft_page": "a:3"})

    assert response.status_code == 302
    late = {**form, "general-summary": ["บันทึก"]}
    assert kept(client, visit, late, "a:2").status_code == 200
    page = client.get(address(visit))
    assert NOTICE not in page.content.decode()
    assert form_of(page)["general-summary"] == ["บันทึกแล้ว"]
    assert form_of(page)["operation"] != form["operation"]


def test_says_nothing_where_nothing_differs(client, visit, form, inspector):
    kept(client, visit, form)

    assert NOTICE not in client.get(address(visit)).content.decode()
    assert draft_of(inspector, address(visit)) is None
    assert not Draft.objects.exists()


def test_a_row_to_be_removed_is_something_typed(client, visit):
    TopicNote.objects.create(visit=visit, title="เดิม", reported="ก")
    form = form_in(client, visit)
    kept(client, visit, form | {"topics-0-DELETE": ["on"]})

    assert form_in(client, visit)["topics-0-DELETE"] == ["on"]


def test_is_discarded_when_asked(client, visit, form, inspector):
    form["general-summary"] = ["ทิ้งได้"]
    kept(client, visit, form)
    assert page_form(client.get(address(visit)), having="csrfmiddlewaretoken")

    response = client.post(address(visit), {"discard_draft": "1"}, follow=True)

    assert response.redirect_chain == [(address(visit), 302)]
    assert "is discarded" in response.content.decode()
    assert form_of(response)["general-summary"] == [""]
    assert draft_of(inspector, address(visit)) is None


def test_another_page_of_the_same_form_is_told_and_overwrites_nothing(
    client, visit, form
):
    other = form_in(client, visit)
    kept(client, visit, form | {"general-summary": ["หน้าแรก"]}, "a:1")

    answer = kept(client, visit, other | {"general-summary": ["หน้าสอง"]}, "b:1")

    assert answer.status_code == 409
    assert "elsewhere" in answer.json()["message"]
    again = form_in(client, visit)
    assert again["general-summary"] == ["หน้าแรก"]
    assert kept(client, visit, again, "c:1").status_code == 200


def test_saving_the_other_page_keeps_the_text_of_this_one(client, visit, form):
    other = form_in(client, visit)
    kept(client, visit, form | {"general-note": ["หน้าแรก"]}, "a:1")

    client.post(address(visit), other | {"general-summary": ["หน้าสอง"]})

    again = form_in(client, visit)
    assert again["general-summary"] == ["หน้าสอง"]
    assert again["general-note"] == ["หน้าแรก"]


def test_a_refused_save_is_kept_too(client, visit, form):
    row_of(form, "topics", kind="other", title="", reported="ยังไม่มีชื่อ")
    sent = {**form, "draft_page": "a:1"}

    refused = client.post(address(visit), sent)

    assert refused.status_code == 422
    assert NOTICE not in refused.content.decode()
    response = client.get(address(visit))
    assert NOTICE in response.content.decode()
    assert form_of(response)["topics-0-reported"] == ["ยังไม่มีชื่อ"]
    # The refused page is the one that wrote it, and goes on.
    assert kept(client, visit, form_of(refused), "b:1").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_brings_back_files_that_were_held_back(client, visit, form):
    form["general-summary"] = ["มีรูป"]
    row_of(form, "topics", kind="other", title="", reported="ยังไม่มีชื่อ")
    client.post(address(visit), {**form, "upload": upload(png(), "ก.png")})

    again = form_in(client, visit)

    assert again["files-0-id"] == [str(Attachment.objects.get().pk)]
    again["topics-0-title"] = ["มีชื่อแล้ว"]
    assert client.post(address(visit), again).status_code == 302
    assert Attachment.objects.about(visit).count() == 1


@pytest.mark.django_db(transaction=True)
def test_brings_back_files_that_came_with_an_older_copy(client, visit, form):
    form["general-summary"] = ["หนึ่ง"]
    client.post(address(visit), form)
    older = {**form, "general-summary": ["สอง"], "upload": upload(png(), "ก.png")}
    assert client.post(address(visit), older).status_code == 409

    again = form_in(client, visit)

    assert again["general-summary"] == ["สอง"]
    assert again["files-0-id"] == [str(Attachment.objects.get().pk)]


@pytest.mark.django_db(transaction=True)
def test_a_file_alone_is_something_not_saved(client, visit, form):
    form["general-ends_on"] = ["เมื่อวาน"]
    form = form_of(
        client.post(address(visit), {**form, "upload": upload(png(), "ก.png")})
    )
    form["general-ends_on"] = form["general-starts_on"]
    kept(client, visit, form)

    response = client.get(address(visit))

    assert NOTICE in response.content.decode()
    assert "ก.png" in response.content.decode()


@pytest.mark.django_db(transaction=True)
def test_no_file_comes_with_it(client, visit, form):
    sent = {**form, "keep_draft": "1", "upload": upload(png(), "ก.png")}

    assert client.post(address(visit), sent).status_code == 200
    assert not Attachment.objects.exists()


def test_a_used_key_is_not_used_again(client, visit, form, inspector):
    form["general-summary"] = ["หนึ่ง"]
    client.post(address(visit), {**form, "draft_page": "a:1"})
    # Back to the old page, written on there.
    kept(client, visit, form | {"general-note": ["สอง"]}, "a:2")

    again = form_in(client, visit)

    assert again["operation"] != form["operation"]
    assert again["general-summary"] == ["หนึ่ง"]
    assert again["general-note"] == ["สอง"]
    assert client.post(address(visit), again).status_code == 302


def test_too_much_is_refused_in_words(client, visit, form, inspector):
    form["general-summary"] = ["ก" * MAX_BYTES]

    answer = kept(client, visit, form)

    assert answer.status_code == 413
    assert "too long" in answer.json()["message"]
    assert draft_of(inspector, address(visit)) is None


def test_keeps_nothing_new_while_the_record_is_closed(client, visit, form):
    Visit.objects.filter(pk=visit.pk).update(state="submitted", version=2)

    answer = kept(client, visit, form)

    assert answer.status_code == 409
    assert "no longer be changed" in answer.json()["message"]
    assert not Draft.objects.exists()


@pytest.mark.parametrize("who", ["stranger", "neighbour", "officer", "head", "nobody"])
def test_others_keep_nothing_here(visit, form, request, who):
    stranger = client_of(request.getfixturevalue(who))

    assert kept(stranger, visit, form).status_code == 404
    assert stranger.post(address(visit), {"discard_draft": "1"}).status_code == 404
    assert not Draft.objects.exists()


def test_asks_for_a_token(visit, form, inspector):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(inspector)

    for act in ("keep_draft", "discard_draft"):
        assert strict.post(address(visit), {**form, act: "1"}).status_code == 403
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    "junk", [{}, {"topics-TOTAL_FORMS": "x", "version": "-1", "files-0-id": "\0"}]
)
def test_a_draft_of_nonsense_leaves_the_page_open(client, visit, junk):
    TopicNote.objects.create(visit=visit, title="เดิม", reported="ก")
    kept(client, visit, {**junk, "general-summary": "ก"})

    assert form_in(client, visit)["topics-0-title"] == ["เดิม"]
    client.post(address(visit), {"discard_draft": "1"})
    assert client.post(address(visit), form_in(client, visit)).status_code == 302
    assert visit.notes.get().title == "เดิม"


def test_waits_while_the_record_is_closed(client, visit, form):
    kept(client, visit, form | {"general-summary": ["ค้างไว้"]})
    Visit.objects.filter(pk=visit.pk).update(state="submitted", version=2)
    assert client.get(address(visit)).status_code == 302
    Visit.objects.filter(pk=visit.pk).update(state="returned", version=3)

    assert form_in(client, visit)["general-summary"] == ["ค้างไว้"]


def test_a_plan_keeps_no_drafts(client, inspector, khon_kaen_office, zone_12):
    visit = make_visit(offices=[khon_kaen_office], lead=inspector, zone=zone_12)
    Visit.objects.filter(pk=visit.pk).update(state="planned")
    url = reverse("inspections:visit_edit", args=[visit.ref])
    form = page_form(client.get(url), having="general-place")

    refused = client.post(url, form | {"general-starts_on": ["เมื่อวาน"]})

    assert refused.status_code == 422
    assert not Draft.objects.exists()


def test_costs_the_same_whatever_it_holds(
    client, visit, form, django_assert_max_num_queries
):
    for number in range(12):
        row_of(form, "topics", kind="other", title=f"{number}", reported="ก")
    kept(client, visit, form)
    Draft.objects.update(saved_at=timezone.now() - timedelta(days=2))

    with django_assert_max_num_queries(34):
        client.get(address(visit))
    with django_assert_max_num_queries(20):
        kept(client, visit, form, "a:2")
