"""Recording a visit on one page: saved whole, merged, nothing typed lost."""

import datetime as dt
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from audit.models import Attachment, Entry
from inspections.lifecycle import VisitState
from inspections.models import TopicNote, Visit
from tests.factories import (
    make_follow_up,
    make_meeting,
    make_party,
    make_round,
    make_topic,
    make_visit,
)
from tests.page_forms import page_form, row_of


def address(visit: Visit) -> str:
    return reverse("inspections:visit_record", args=[visit.ref])


def picture(name: str = "mine.jpg", colour: str = "red") -> SimpleUploadedFile:
    target = BytesIO()
    Image.new("RGB", (60, 40), colour).save(target, "JPEG")
    return SimpleUploadedFile(name, target.getvalue(), content_type="image/jpeg")


@pytest.fixture
def visit(inspector, khon_kaen_office, zone_12) -> Visit:
    """In progress, led by the inspector, to the Khon Kaen office."""
    return make_visit(offices=[khon_kaen_office], lead=inspector, zone=zone_12)


@pytest.fixture
def form(client, inspector, visit):
    """The record page's form as the inspector gets it."""
    client.force_login(inspector)
    return page_form(client.get(address(visit)), having="general-summary")


def test_saves_every_part_of_the_record(client, visit, form, khon_kaen):
    form["general-summary"] = ["ตรวจตามแผน"]
    row_of(
        form,
        "itinerary",
        held_on="1/3/2566",
        starts_at="14.00",
        kind="session",
        activity="ประชุม",
    )
    row_of(
        form,
        "topics",
        kind="factory_mine",
        title="การกำกับโรงงาน",
        reported="รายงาน",
        found="พบ",
        obstacle="",
    )
    row_of(
        form,
        "figures",
        topic_kind="cane_burning",
        name="อ้อยไฟไหม้",
        number="๑,๒๓๔.๕",
        unit="ตัน",
        as_of="28 ก.พ. 66",
        qualifier="about",
    )
    row_of(
        form,
        "sites",
        kind="mine",
        printed_name="เหมืองหินผาแดง",
        province=str(khon_kaen.pk),
        was_visited="on",
    )
    row_of(
        form,
        "parties",
        kind="fti",
        printed_name="สภาอุตสาหกรรม",
        represented_by="ประธาน",
        points="ระบบราง\nผังเมือง",
    )
    row_of(
        form,
        "recommendations",
        kind="order",
        text="ให้จัดทำแผน",
        to=form["recommendations-0-to"][0]
        if "recommendations-0-to" in form
        else f"office:{visit.units.get().office_id}",
        due_on="31/3/2566",
        topic_kind="other",
        level="area",
        priority="high",
    )
    form["dimension-business-mentioned"] = ["on"]
    form["dimension-business-score"] = ["3"]

    response = client.post(address(visit), form)

    assert response.status_code == 302, response.content.decode()[:4000]
    visit.refresh_from_db()
    assert visit.summary == "ตรวจตามแผน"
    stop = visit.sessions.get()
    assert (stop.held_on, stop.starts_at) == (dt.date(2023, 3, 1), dt.time(14))
    note = visit.notes.get()
    assert (note.title, note.found, note.obstacle) == ("การกำกับโรงงาน", "พบ", None)
    figure = visit.figures.get()
    assert figure.value == Decimal("1234.5")
    assert figure.as_of == dt.date(2023, 2, 28)
    seen = visit.sites_seen.get()
    assert seen.site.name == "เหมืองหินผาแดง"
    meeting = visit.meetings.get().meeting
    party = meeting.parties.get()
    assert party.network.name == "สภาอุตสาหกรรมจังหวัดขอนแก่น"
    assert [point.text for point in party.points.all()] == ["ระบบราง", "ผังเมือง"]
    follow_up = visit.follow_ups.get()
    assert follow_up.office == visit.units.get().office
    assert (follow_up.state, follow_up.ref) == ("draft", None)
    assert follow_up.due_on == dt.date(2023, 3, 31)
    assert visit.dimensions.get().score == 3


def test_leaves_a_history_row_that_tells_each_field(client, inspector, visit, form):
    row_of(form, "topics", kind="other", title="บ้านพัก", reported="ชำรุด")

    client.post(address(visit), form)

    entry = Entry.objects.about(visit).get()
    assert entry.by == inspector
    assert entry.step == "record"
    assert [["topics", "บ้านพัก", "reported"], None, "ชำรุด"] in entry.changes


def test_an_empty_save_changes_no_part(client, visit, form):
    client.post(address(visit), form)

    assert not visit.notes.exists()
    assert not visit.meetings.exists()
    assert Entry.objects.about(visit).get().changes == []


def test_suggests_the_rounds_topics_and_drops_those_left_empty(
    client, inspector, khon_kaen_office, kalasin
):
    held_round = make_round()
    ours = make_topic(held_round, title_th="การกำกับโรงงาน")
    other = make_topic(held_round, title_th="เฉพาะกาฬสินธุ์", applies_everywhere=False)
    other.provinces.add(kalasin)
    visit = make_visit(offices=[khon_kaen_office], lead=inspector, round=held_round)
    client.force_login(inspector)

    data = page_form(client.get(address(visit)), having="general-summary")
    titles = [data[name][0] for name in data if name.endswith("-title")]
    client.post(address(visit), data)

    assert titles == [ours.title_th]
    assert not visit.notes.exists()


def test_a_round_topic_written_in_keeps_its_kind(client, inspector, khon_kaen_office):
    held_round = make_round()
    topic = make_topic(held_round, kind="mine_pit_water")
    visit = make_visit(offices=[khon_kaen_office], lead=inspector, round=held_round)
    client.force_login(inspector)
    data = page_form(client.get(address(visit)), having="general-summary")
    data["topics-0-reported"] = ["มีน้ำ 240,000 ลูกบาศก์เมตร"]

    client.post(address(visit), data)

    note = visit.notes.get()
    assert (note.topic, note.kind, note.title) == (topic, topic.kind, topic.title_th)


def test_bad_input_answers_422_beside_the_field_and_keeps_all(client, visit, form):
    row_of(
        form, "figures", topic_kind="other", name="โรงงาน", number="หลายสิบ", unit="โรง"
    )
    row_of(form, "topics", kind="other", title="", reported="ยังไม่ได้ตั้งชื่อ")

    response = client.post(address(visit), form)

    assert response.status_code == 422
    text = response.content.decode()
    assert 'href="#id_figures-0-number"' in text
    assert 'id="id_figures-0-number_error"' in text
    assert "หลายสิบ" in text
    assert "ยังไม่ได้ตั้งชื่อ" in text
    assert not visit.figures.exists()
    assert not visit.notes.exists()


def test_adds_a_row_without_script_and_keeps_what_was_typed(client, visit, form):
    row_of(form, "topics", kind="other", title="หัวข้อหนึ่ง", reported="ข้อความ")

    response = client.post(address(visit), {**form, "add": ["topics"]})

    assert response.status_code == 200
    again = page_form(response, having="general-summary")
    assert again["topics-TOTAL_FORMS"] == ["2"]
    assert again["topics-0-reported"] == ["ข้อความ"]
    assert again["operation"] == form["operation"]
    assert b"error-summary" not in response.content
    assert not visit.notes.exists()


def test_removes_a_row(client, inspector, visit):
    TopicNote.objects.create(visit=visit, title="ลบ", reported="ก")
    client.force_login(inspector)
    data = page_form(client.get(address(visit)), having="general-summary")

    client.post(address(visit), {**data, "topics-0-DELETE": ["on"]})

    assert not visit.notes.exists()
    changes = Entry.objects.about(visit).get().changes
    assert [["topics", "ลบ", "reported"], "ก", None] in changes


def test_a_unit_that_notes_belong_to_is_not_removed(client, inspector, visit):
    TopicNote.objects.create(
        visit=visit, title="ก", reported="ข", unit=visit.units.get()
    )
    client.force_login(inspector)
    data = page_form(client.get(address(visit)), having="general-summary")

    response = client.post(address(visit), {**data, "units-0-DELETE": ["on"]})

    assert response.status_code == 422
    assert visit.units.count() == 1


def test_the_only_unit_is_not_removed(client, visit, form):
    response = client.post(address(visit), {**form, "units-0-DELETE": ["on"]})

    assert response.status_code == 422
    assert b'href="#id_units-0-office"' in response.content
    assert visit.units.count() == 1


def test_a_recommendation_cannot_be_due_before_the_visit(client, visit, form):
    to = f"office:{visit.units.get().office_id}"
    row_of(
        form,
        "recommendations",
        kind="order",
        text="ก",
        to=to,
        due_on="1/2/2566",
        topic_kind="other",
        priority="normal",
    )

    response = client.post(address(visit), form)

    assert response.status_code == 422
    assert b'href="#id_recommendations-0-due_on"' in response.content


def test_a_photo_is_redrawn_attached_and_served(client, visit, form):
    response = client.post(address(visit), {**form, "upload": picture()})

    assert response.status_code == 302
    stored = Attachment.objects.about(visit).get()
    file = client.get(reverse("inspections:visit_file", args=[visit.ref, stored.pk]))
    assert file.headers["Content-Type"] == "image/jpeg"
    assert file.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in file.headers["Content-Security-Policy"]
    assert b"".join(file.streaming_content).startswith(b"\xff\xd8")
    file.close()


def test_an_upload_stays_staged_through_a_validation_error(client, visit, form):
    row_of(form, "topics", kind="other", title="", reported="ไม่มีชื่อ")
    response = client.post(address(visit), {**form, "upload": picture("บ่อน้ำ.jpg")})
    assert response.status_code == 422
    assert "บ่อน้ำ.jpg" in response.content.decode()
    again = page_form(response, having="general-summary")
    number = int(again["topics-TOTAL_FORMS"][0]) - 1

    response = client.post(
        address(visit),
        {**again, f"topics-{number}-title": ["ตั้งชื่อแล้ว"], "files-0-caption": ["บ่อ"]},
    )

    assert response.status_code == 302
    assert Attachment.objects.about(visit).get().caption == "บ่อ"


def test_a_staged_file_can_be_removed(client, visit, form):
    row_of(form, "topics", kind="other", title="", reported="ไม่มีชื่อ")
    response = client.post(address(visit), {**form, "upload": picture()})
    again = page_form(response, having="general-summary")
    again["topics-0-title"] = ["ชื่อ"]

    client.post(address(visit), {**again, "files-0-DELETE": ["on"]})

    assert not Attachment.objects.exists()
    assert visit.notes.exists()


def test_a_file_of_another_kind_is_refused_and_the_rest_kept(client, visit, form):
    form["general-summary"] = ["เก็บไว้"]
    wrong = SimpleUploadedFile(
        "run.jpg", b"MZ not a picture", content_type="image/jpeg"
    )

    response = client.post(address(visit), {**form, "upload": [wrong, picture()]})

    assert response.status_code == 422
    text = response.content.decode()
    assert "run.jpg" in text
    assert "เก็บไว้" in text
    assert Attachment.objects.get().staged_key is not None


def test_different_fields_of_two_editors_are_both_kept(
    client, inspector, assistant, visit
):
    TopicNote.objects.create(visit=visit, title="ก", reported="เดิม", found="เดิม")
    client.force_login(inspector)
    first = page_form(client.get(address(visit)), having="general-summary")
    client.force_login(assistant)
    second = page_form(client.get(address(visit)), having="general-summary")
    second["topics-0-found"] = ["ผู้ช่วยพบ"]
    assert client.post(address(visit), second).status_code == 302
    client.force_login(inspector)
    first["topics-0-reported"] = ["ผู้ตรวจเขียน"]

    response = client.post(address(visit), first)

    assert response.status_code == 302
    note = visit.notes.get()
    assert (note.reported, note.found) == ("ผู้ตรวจเขียน", "ผู้ช่วยพบ")


def test_the_same_field_comes_back_with_both_texts(client, inspector, assistant, visit):
    TopicNote.objects.create(visit=visit, title="ก", reported="เดิม")
    client.force_login(inspector)
    first = page_form(client.get(address(visit)), having="general-summary")
    client.force_login(assistant)
    second = page_form(client.get(address(visit)), having="general-summary")
    second["topics-0-reported"] = ["ของผู้ช่วย"]
    row_of(second, "topics", kind="other", title="แถวใหม่ของผู้ช่วย", reported="ใหม่")
    client.post(address(visit), second)
    client.force_login(inspector)
    first["topics-0-reported"] = ["ของผู้ตรวจ"]
    first["general-summary"] = ["สรุปของผู้ตรวจ"]

    response = client.post(address(visit), first)

    assert response.status_code == 409
    text = response.content.decode()
    assert "ของผู้ช่วย" in text
    again = page_form(response, having="general-summary")
    assert again["topics-0-reported"] == ["ของผู้ตรวจ"]
    assert again["general-summary"] == ["สรุปของผู้ตรวจ"]
    assert visit.notes.get(title="ก").reported == "ของผู้ช่วย"
    again["topics-0-reported"] = ["ของผู้ตรวจ และของผู้ช่วย"]
    assert client.post(address(visit), again).status_code == 302
    assert visit.notes.get(title="ก").reported == "ของผู้ตรวจ และของผู้ช่วย"
    assert visit.notes.filter(title="แถวใหม่ของผู้ช่วย").exists()


def test_a_row_removed_by_another_but_written_in_is_asked(
    client, inspector, assistant, visit
):
    TopicNote.objects.create(visit=visit, title="ก", reported="เดิม")
    client.force_login(inspector)
    first = page_form(client.get(address(visit)), having="general-summary")
    client.force_login(assistant)
    second = page_form(client.get(address(visit)), having="general-summary")
    client.post(address(visit), {**second, "topics-0-DELETE": ["on"]})
    client.force_login(inspector)
    first["topics-0-reported"] = ["เขียนต่อ"]

    response = client.post(address(visit), first)

    assert response.status_code == 409
    again = page_form(response, having="general-summary")
    assert client.post(address(visit), again).status_code == 302
    assert visit.notes.get().reported == "เขียนต่อ"


def test_the_same_post_twice_saves_once(client, visit, form):
    row_of(form, "topics", kind="other", title="ครั้งเดียว", reported="ก")

    answers = [client.post(address(visit), form) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert visit.notes.count() == 1


def test_an_older_copy_written_in_further_does_not_double_rows(client, visit, form):
    row_of(form, "topics", kind="other", title="ครั้งเดียว", reported="ก", found="")
    client.post(address(visit), form)
    form["general-summary"] = ["เขียนเพิ่มหลังย้อนกลับ"]

    response = client.post(address(visit), form)

    assert response.status_code == 409
    again = page_form(response, having="general-summary")
    assert again["general-summary"] == ["เขียนเพิ่มหลังย้อนกลับ"]
    assert client.post(address(visit), again).status_code == 302
    assert visit.notes.count() == 1
    visit.refresh_from_db()
    assert visit.summary == "เขียนเพิ่มหลังย้อนกลับ"


CLOSED = sorted(set(VisitState) - {"in_progress", "returned"})


@pytest.mark.parametrize("state", CLOSED)
def test_is_closed_in_every_other_state(client, inspector, visit, state):
    Visit.objects.filter(pk=visit.pk).update(state=state)
    client.force_login(inspector)

    response = client.get(address(visit))

    assert response.status_code == 302
    assert response.headers["Location"] == visit.get_absolute_url()


@pytest.mark.parametrize("state", CLOSED)
def test_keeps_the_words_when_somebody_has_moved_the_visit_on(
    client, visit, form, state
):
    Visit.objects.filter(pk=visit.pk).update(state=state, version=2)
    form["general-summary"] = ["เขียนมาทั้งเช้า"]
    row_of(form, "topics", kind="other", title="", reported="ยังไม่ได้ตั้งชื่อ")

    response = client.post(address(visit), {**form, "upload": picture()})

    assert response.status_code == 409
    again = page_form(response, having="general-summary")
    assert again["general-summary"] == ["เขียนมาทั้งเช้า"]
    assert again["topics-0-reported"] == ["ยังไม่ได้ตั้งชื่อ"]
    assert Attachment.objects.get().staged_key is not None
    assert not Entry.objects.exists()
    Visit.objects.filter(pk=visit.pk).update(state="returned", version=3)
    again["topics-0-title"] = ["ตั้งชื่อแล้ว"]
    assert client.post(address(visit), again).status_code == 302
    visit.refresh_from_db()
    assert visit.summary == "เขียนมาทั้งเช้า"
    assert Attachment.objects.about(visit).exists()


@pytest.mark.parametrize("who", ["stranger", "neighbour", "officer", "head", "nobody"])
def test_others_get_404(client, request, visit, who):
    client.force_login(request.getfixturevalue(who))

    assert client.get(address(visit)).status_code == 404
    assert client.post(address(visit), {}).status_code == 404


def test_names_the_version_it_was_made_from(client, inspector, visit):
    Visit.objects.filter(pk=visit.pk).update(version=7)
    client.force_login(inspector)

    page = client.get(address(visit))

    assert page_form(page, having="general-summary")["version"] == ["7"]


@pytest.mark.parametrize("rows", [1, 12])
def test_costs_the_same_whatever_it_holds(
    client, inspector, visit, rows, django_assert_num_queries
):
    client.force_login(inspector)
    meeting = make_meeting(visit=visit)
    office = visit.units.get().office
    for number in range(rows):
        TopicNote.objects.create(visit=visit, title=f"{number}", reported="ก")
        make_party(meeting, order=number)
        make_follow_up(visit=visit, office=office, state="draft")

    with django_assert_num_queries(34):
        client.get(address(visit))


def test_a_full_record_saves_again(client, visit, form):
    to = f"office:{visit.units.get().office_id}"
    row_of(form, "topics", kind="other", title="ก", reported="ข")
    row_of(form, "parties", kind="fti", printed_name="สภาอุตสาหกรรม", points="ระบบราง")
    row_of(
        form,
        "recommendations",
        kind="advice",
        text="ก",
        to=to,
        due_on="31 มี.ค. 66",
        topic_kind="other",
        priority="normal",
    )
    form["dimension-income-mentioned"] = ["on"]
    assert client.post(address(visit), {**form, "upload": picture()}).status_code == 302
    again = page_form(client.get(address(visit)), having="general-summary")
    again["topics-0-found"] = ["พบ"]

    response = client.post(address(visit), again)

    assert response.status_code == 302, response.content.decode().split(
        "error-summary"
    )[1][:900]
    assert visit.notes.get().found == "พบ"
    assert visit.meetings.get().meeting.parties.get().points.get().text == "ระบบราง"
