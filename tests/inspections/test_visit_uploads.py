"""Files chosen on the record page: staged, listed, removed, attached; and how many."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from audit.models import Attachment
from audit.operations import new_key
from audit.uploads import MAX_BYTES
from inspections.models import Visit
from tests.audit.pictures import PDF, jpeg, png, upload
from tests.factories import make_visit
from tests.page_forms import page_form, row_of
from tests.reading import client_of


def address(visit: Visit) -> str:
    return reverse("inspections:visit_record", args=[visit.ref])


def stored_files() -> set[Path]:
    return {path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()}


@pytest.fixture
def visit(inspector, khon_kaen_office, zone_12) -> Visit:
    return make_visit(offices=[khon_kaen_office], lead=inspector, zone=zone_12)


@pytest.fixture
def client(inspector):
    """The inspector's browser, in English."""
    return client_of(inspector)


@pytest.fixture
def form(client, visit) -> dict[str, list[str]]:
    return page_form(client.get(address(visit)), having="general-summary")


@pytest.fixture
def faulty(form) -> dict[str, list[str]]:
    """The form with a mistake in it, so that uploads stay staged."""
    row_of(form, "topics", kind="other", title="", reported="ยังไม่มีชื่อ")
    return form


def mended(response) -> dict[str, list[str]]:
    data = page_form(response, having="general-summary")
    number = int(data["topics-TOTAL_FORMS"][0]) - 1
    return data | {f"topics-{number}-title": ["มีชื่อแล้ว"]}


@pytest.mark.django_db(transaction=True)
def test_one_picture_chosen_twice_is_kept_once_on_the_disk_too(client, visit, faulty):
    before = stored_files()

    response = client.post(
        address(visit), {**faulty, "upload": [upload(png(), "ก.png"), upload(png())]}
    )

    assert response.status_code == 422
    kept = Attachment.objects.get()
    assert kept.original_name == "ก.png"
    assert {path.name for path in stored_files() - before} == {
        Path(kept.file.name).name,
        Path(kept.preview.name).name,
    }


@pytest.mark.django_db(transaction=True)
def test_a_picture_that_the_visit_has_is_not_attached_again(client, visit, form):
    client.post(address(visit), {**form, "upload": upload(png())})
    before = stored_files()
    again = page_form(client.get(address(visit)), having="general-summary")

    response = client.post(address(visit), {**again, "upload": upload(png())})

    assert response.status_code == 302
    assert Attachment.objects.count() == 1
    assert stored_files() == before


@pytest.mark.django_db(transaction=True)
def test_a_removed_file_goes_from_the_disk(client, visit, form):
    before = stored_files()
    client.post(address(visit), {**form, "upload": upload(jpeg())})
    assert len(stored_files() - before) == 2
    again = page_form(client.get(address(visit)), having="general-summary")

    client.post(address(visit), {**again, "files-0-DELETE": ["on"]})

    assert not Attachment.objects.exists()
    assert stored_files() == before


def test_files_stay_staged_however_often_the_form_comes_back(client, visit, faulty):
    response = client.post(
        address(visit), {**faulty, "upload": upload(jpeg(), "ก.jpg")}
    )
    again = page_form(response, having="general-summary")
    assert again["operation"] == faulty["operation"]

    response = client.post(address(visit), {**again, "upload": upload(PDF, "ข.pdf")})

    names = {file.original_name for file in Attachment.objects.all()}
    assert names == {"ก.jpg", "ข.pdf"}
    assert client.post(address(visit), mended(response)).status_code == 302
    assert {file.original_name for file in Attachment.objects.about(visit)} == names


def test_nobody_takes_anothers_staged_file_by_its_key(client, assistant, visit, faulty):
    client.post(address(visit), {**faulty, "upload": upload(jpeg(), "ลับ.jpg")})
    other = client_of(assistant)
    theirs = page_form(other.get(address(visit)), having="general-summary")
    theirs["operation"] = faulty["operation"]

    response = other.post(address(visit), theirs)

    assert response.status_code == 302
    assert not Attachment.objects.about(visit).exists()
    assert Attachment.objects.get().staged_key is not None


def test_a_file_of_another_form_is_not_attached(client, visit, faulty):
    client.post(address(visit), {**faulty, "upload": upload(jpeg())})
    own = Attachment.objects.get()
    form = page_form(client.get(address(visit)), having="general-summary")
    form |= {
        "operation": [new_key()],
        "files-TOTAL_FORMS": ["1"],
        "files-0-id": [str(own.pk)],
        "files-0-caption": ["คำบรรยาย"],
    }

    client.post(address(visit), form)

    own.refresh_from_db()
    assert (own.staged_key is not None, own.caption) == (True, "")


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../../etc/น้ำ.jpg", "น้ำ.jpg"),
        ("C:\\งาน\\ภาพ.jpg", "ภาพ.jpg"),
        ("gpj.\u202ephoto.jpg", "gpj.photo.jpg"),
        ("a\0b.jpg", "ab.jpg"),
    ],
)
def test_a_name_is_shown_and_kept_as_a_name(client, visit, form, sent, kept):
    file = SimpleUploadedFile("x.jpg", jpeg())
    file.name = sent

    client.post(address(visit), {**form, "upload": file})

    assert Attachment.objects.about(visit).get().original_name == kept


def test_a_name_that_is_code_is_shown_as_text(client, visit, form):
    name = "<img src=x onerror=alert(1)>.jpg"

    client.post(address(visit), {**form, "upload": upload(jpeg(), name)})

    page = client.get(visit.get_absolute_url()).content.decode()
    assert "<img src=x" not in page
    assert "&lt;img src=x" in page


def test_a_file_that_is_too_big_is_told_once_and_the_words_are_kept(
    client, visit, form
):
    form["general-summary"] = ["เก็บไว้"]
    big = upload(b"%PDF-" + bytes(MAX_BYTES), "ใหญ่.pdf")

    response = client.post(address(visit), {**form, "upload": big})

    assert response.status_code == 422
    page = response.content.decode()
    assert page.count("ใหญ่.pdf is larger than 15 MB") == 2  # above and beside it
    assert page.count("is larger than") == 2
    assert "เก็บไว้" in page
    assert not Attachment.objects.exists()


def test_forty_files_at_once_are_taken_and_more_are_not(client, visit, form):
    def files(number):
        return [
            upload(PDF + bytes([65 + count]), f"{count}.pdf") for count in range(number)
        ]

    assert client.post(address(visit), {**form, "upload": files(41)}).status_code == 400
    assert not Attachment.objects.exists()

    assert client.post(address(visit), {**form, "upload": files(40)}).status_code == 302
    assert Attachment.objects.about(visit).count() == 40


TOPIC = ("topic", "unit", "found", "obstacle", "not_inspected_reason", "id", "base")
FIGURE = ("indicator", "qualifier", "up_to", "as_of", "unit_inspected", "id", "base")


def test_a_page_of_three_thousand_fields_is_saved(client, visit, form):
    topic = {"kind": "other", "title": "เรื่อง", "reported": "ก"}
    figure = {"topic_kind": "other", "name": "ก", "number": "7", "unit": "โรง"}
    for _ in range(150):
        row_of(form, "topics", **topic | dict.fromkeys(TOPIC, ""))
        row_of(form, "figures", **figure | dict.fromkeys(FIGURE, ""))
    assert len(form) > 3000

    assert client.post(address(visit), form).status_code == 302

    assert (visit.notes.count(), visit.figures.count()) == (150, 150)
