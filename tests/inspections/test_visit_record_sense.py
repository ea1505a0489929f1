"""What the record page does about things typed that do not go together."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from audit.models import Attachment
from inspections.models import TopicNote, Visit
from tests.factories import make_follow_up, make_round, make_topic, make_visit
from tests.page_forms import page_form, row_of


def address(visit: Visit) -> str:
    return reverse("inspections:visit_record", args=[visit.ref])


@pytest.fixture
def visit(inspector, khon_kaen_office, zone_12) -> Visit:
    """In progress, in a round with two topics, led by the inspector."""
    held_round = make_round()
    make_topic(held_round, title_th="โรงงาน", kind="factory_mine", order=1)
    make_topic(held_round, title_th="อาชีพ", kind="livelihood", order=2)
    return make_visit(
        offices=[khon_kaen_office], lead=inspector, zone=zone_12, round=held_round
    )


@pytest.fixture
def form(client, inspector, visit):
    client.force_login(inspector)
    return page_form(client.get(address(visit)), having="general-summary")


def test_a_company_named_beside_another_addressee_is_asked_about(client, visit, form):
    row_of(
        form,
        "recommendations",
        kind="order",
        text="ให้แก้ไข",
        to=f"office:{visit.units.get().office_id}",
        company="บจก. หาย",
        topic_kind="other",
        priority="normal",
    )

    response = client.post(address(visit), form)

    assert response.status_code == 422
    text = response.content.decode()
    assert 'id="id_recommendations-0-company_error"' in text
    assert "บจก. หาย" in text


def test_topics_not_written_in_yet_are_offered_again(client, visit, form):
    form["topics-0-reported"] = ["ตรวจแล้ว"]
    client.post(address(visit), form)

    again = page_form(client.get(address(visit)), having="general-summary")

    titles = [again[f"topics-{row}-title"][0] for row in range(2)]
    assert titles == ["โรงงาน", "อาชีพ"]
    assert again["topics-0-id"] == [str(visit.notes.get().pk)]
    assert again["topics-TOTAL_FORMS"] == ["2"]


def test_another_round_takes_notes_and_recommendations_along(client, visit, form):
    other = make_round(state="closed")
    same = make_topic(other, title_th="โรงงาน", kind="factory_mine")
    old = visit.round.topics.all()
    kept = TopicNote.objects.create(
        visit=visit, topic=old[0], kind="factory_mine", title="โรงงาน"
    )
    left = TopicNote.objects.create(
        visit=visit, topic=old[1], kind="livelihood", title="อาชีพ"
    )
    office = visit.units.get().office
    given = make_follow_up(visit=visit, office=office, state="draft", round=visit.round)
    form = page_form(client.get(address(visit)), having="general-summary")

    client.post(address(visit), {**form, "general-round": [str(other.pk)]})

    for row in (kept, left, given):
        row.refresh_from_db()
    assert (kept.topic, left.topic, given.round) == (same, None, other)


def test_an_office_stands_in_one_row_only(client, visit, form):
    office = visit.units.get().office
    row_of(form, "units", office=str(office.pk))

    response = client.post(address(visit), form)

    assert response.status_code == 422
    assert b'id="id_units-1-office_error"' in response.content
    assert visit.units.count() == 1


def test_save_and_keep_writing_stays_on_the_page(client, visit, form):
    response = client.post(address(visit), {**form, "stay": "1"})

    assert response.headers["Location"] == address(visit)


@pytest.mark.parametrize("version", [None, "", "abc", "-1", "0", "99999999999"])
def test_a_page_that_does_not_say_what_it_was_made_from_overwrites_nobody(
    client, assistant, inspector, visit, form, version
):
    client.force_login(assistant)
    theirs = page_form(client.get(address(visit)), having="general-summary")
    client.post(address(visit), {**theirs, "general-summary": ["ของผู้ช่วย"]})
    client.force_login(inspector)
    form["general-summary"] = ["ของผู้ตรวจ"]
    form.pop("version")
    if version is not None:
        form["version"] = [version]

    response = client.post(address(visit), form)

    assert response.status_code == 409
    assert "ของผู้ช่วย" in response.content.decode()
    visit.refresh_from_db()
    assert visit.summary == "ของผู้ช่วย"


@pytest.mark.parametrize("key", ["", "9", "abc", "-1", "9" * 22])
def test_a_caption_of_a_file_that_is_not_there_is_told(client, visit, form, key):
    form["files-TOTAL_FORMS"] = ["1"]
    form["files-0-id"], form["files-0-caption"] = [key], ["ภาพที่หายไป"]
    form["general-summary"] = ["เก็บไว้"]

    response = client.post(address(visit), form)

    assert response.status_code in {409, 422}
    assert "เก็บไว้" in response.content.decode()
    assert not Attachment.objects.exists()
    again = page_form(response, having="general-summary")
    again["files-0-DELETE"] = ["on"]
    assert client.post(address(visit), again).status_code == 302


def test_a_photo_added_to_an_older_copy_is_kept(client, visit, form):
    client.post(address(visit), form)
    target = BytesIO()
    Image.new("RGB", (20, 20)).save(target, "PNG")
    photo = SimpleUploadedFile("เพิ่ม.png", target.getvalue())

    response = client.post(address(visit), {**form, "upload": photo})

    assert response.status_code == 409
    assert "เพิ่ม.png" in response.content.decode()
    again = page_form(response, having="general-summary")
    assert client.post(address(visit), again).status_code == 302
    assert Attachment.objects.about(visit).count() == 1


def test_a_number_of_rows_alone_draws_no_rows(client, visit, form):
    sets = [name for name in form if name.endswith("-TOTAL_FORMS")]
    form |= {name: ["1000000000"] for name in sets}

    response = client.post(address(visit), form)

    assert len(response.content) < 400_000


def test_a_line_is_no_place_for_a_chapter(client, visit, form):
    row_of(form, "topics", kind="other", title="ก" * 501, reported="ข")

    response = client.post(address(visit), form)

    assert response.status_code == 422
    assert b'id="id_topics-2-title_error"' in response.content
