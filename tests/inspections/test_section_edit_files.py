"""Evidence of a report's section: staged with the form, attached when it is saved."""

import pytest

from audit.models import Attachment, Entry
from tests.audit.pictures import PDF, jpeg, png, upload
from tests.factories import make_report, make_section
from tests.inspections.writing import address, form_of, in_form, make_draft
from tests.page_forms import row_of
from tests.reading import client_of


@pytest.fixture
def section(khon_kaen_office):
    return make_draft(khon_kaen_office, kind="other")[0]


@pytest.fixture
def client(officer):
    """The officer's browser, in English."""
    return client_of(officer)


@pytest.fixture
def form(client, section):
    return form_of(client, section)


def test_files_become_the_sections_own(client, section, form):
    files = [upload(jpeg(), "ก.jpg"), upload(PDF, "ข.pdf")]

    response = client.post(address(section), {**form, "upload": files})

    assert response.status_code == 302
    names = [file.original_name for file in Attachment.objects.about(section)]
    assert names == ["ก.jpg", "ข.pdf"]
    changes = Entry.objects.about(section).get().changes
    assert [path for path, _old, _new in changes] == [
        ["files", "ก.jpg", "file"],
        ["files", "ข.pdf", "file"],
    ]


def test_captions_and_removal_are_kept_in_the_history(client, section, form):
    client.post(address(section), {**form, "upload": [upload(jpeg(), "ก.jpg")]})
    form = form_of(client, section) | {"files-0-caption": ["ไร่อ้อย"]}
    client.post(address(section), form)
    file = Attachment.objects.about(section).get()
    assert (file.caption, file.version) == ("ไร่อ้อย", 2)

    form = form_of(client, section) | {"files-0-DELETE": ["on"]}
    client.post(address(section), form)

    assert not Attachment.objects.exists()
    paths = [e.changes[0][0] for e in Entry.objects.about(section)]
    assert paths == [
        ["files", "ก.jpg", "file"],
        ["files", "ไร่อ้อย", "caption"],
        ["files", "ไร่อ้อย", "caption"],
    ]


def test_a_fault_elsewhere_keeps_the_file_staged(client, section, form):
    row_of(form, "figures", name="", number="5", unit="คน")

    response = client.post(address(section), {**form, "upload": upload(png(), "ก.png")})

    assert response.status_code == 422
    assert "uploaded, not saved yet" in response.content.decode()
    again = in_form(response) | {"figures-0-name": ["คนงาน"]}
    assert client.post(address(section), again).status_code == 302
    assert Attachment.objects.about(section).get().original_name == "ก.png"


@pytest.mark.parametrize("content", [b"", b"MZ not a picture", b"<svg/>"])
def test_a_file_of_another_kind_is_refused_by_its_name(client, section, form, content):
    form |= {"section-narrative": ["เก็บไว้"]}

    response = client.post(
        address(section), {**form, "upload": upload(content, "เลว.exe")}
    )

    assert response.status_code == 422
    assert "เลว.exe" in response.content.decode()
    assert in_form(response)["section-narrative"] == ["เก็บไว้"]
    assert not Attachment.objects.exists()


def test_a_file_of_another_section_is_not_taken(
    client, section, form, kalasin_office, neighbour
):
    report = make_report(round=section.report.round, office=kalasin_office)
    other = make_section(report, topic=section.topic)
    theirs = client_of(neighbour)
    theirs.post(
        address(other), {**form_of(theirs, other), "upload": upload(jpeg(), "ก.jpg")}
    )
    held = Attachment.objects.about(other).get()
    form |= {"files-TOTAL_FORMS": ["1"], "files-0-id": [str(held.pk)]}
    form |= {"files-0-caption": ["แอบอ้าง"], "files-0-DELETE": [""]}

    response = client.post(address(section), form)

    assert response.status_code == 422
    held.refresh_from_db()
    assert (held.caption, held.record) == ("", other)


def test_files_alone_are_not_enough_to_submit(client, section, form):
    response = client.post(
        address(section), {**form, "submit": "1", "upload": upload(jpeg(), "ก.jpg")}
    )

    assert response.status_code == 422
    assert "ก.jpg" in response.content.decode()
    section.refresh_from_db()
    assert section.state == "draft"
