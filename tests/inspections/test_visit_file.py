"""Files of a visit: their bytes go only to who may see them."""

import uuid

import pytest
from django.urls import reverse

from audit.models import Attachment
from inspections.lifecycle import VisitState
from inspections.models import Visit
from tests.factories import make_visit
from tests.inspections.cast import ACTORS, OUTSIDERS, SEE_ALL, SEE_OWN_PART, join
from tests.inspections.full_visit import attach
from tests.reading import client_of


def address(visit: Visit, file: Attachment) -> str:
    return reverse("inspections:visit_file", args=[visit.ref, file.pk])


def staged_address(file: Attachment) -> str:
    return reverse("inspections:staged_file", args=[file.pk])


def body(response) -> bytes:
    """The bytes; reading them to the end closes the file, as a server does."""
    return b"".join(response.streaming_content)


@pytest.fixture
def visit(khon_kaen_office) -> Visit:
    return make_visit(offices=[khon_kaen_office], state="signed_off")


@pytest.fixture
def photo(visit, manager) -> Attachment:
    """A photo of the visit."""
    return attach(visit, manager, name="ขุมเหมือง.jpg", media_type="image/jpeg")


@pytest.fixture
def staged(visit, inspector) -> Attachment:
    """A photo that the inspector uploaded and has not saved."""
    return attach(visit, inspector, media_type="image/jpeg", staged_key=uuid.uuid4())


@pytest.mark.parametrize("who", [*SEE_ALL, *SEE_OWN_PART])
def test_who_sees_it_in_the_visit_gets_its_bytes(request, visit, photo, who):
    client = client_of(join(request, who, visit))

    assert body(client.get(address(visit, photo))) == b"file"
    assert body(client.get(address(visit, photo), {"preview": ""})) == b"small"


@pytest.mark.parametrize("who", OUTSIDERS)
def test_nobody_else_does(request, visit, photo, who):
    client = client_of(join(request, who, visit))

    for query in ({}, {"preview": ""}):
        assert client.get(address(visit, photo), query).status_code == 404


@pytest.mark.parametrize("state", sorted(set(VisitState) - {"signed_off"}))
@pytest.mark.parametrize("who", SEE_OWN_PART)
def test_an_office_waits_for_sign_off(request, visit, photo, who, state):
    Visit.objects.filter(pk=visit.pk).update(state=state)

    response = client_of(request.getfixturevalue(who)).get(address(visit, photo))

    assert response.status_code == 404


@pytest.mark.parametrize("who", [*SEE_OWN_PART, "neighbour"])
def test_of_two_offices_neither_gets_the_visits_files(
    request, manager, khon_kaen_office, kalasin_office, who
):
    visit = make_visit(offices=[khon_kaen_office, kalasin_office], state="signed_off")
    photo = attach(visit, manager, media_type="image/jpeg")

    response = client_of(request.getfixturevalue(who)).get(address(visit, photo))

    assert response.status_code == 404


def test_a_file_is_not_found_under_another_visit(manager, visit, photo):
    other, client = make_visit(), client_of(manager)

    assert client.get(address(other, photo)).status_code == 404


def test_nobody_signed_in_gets_nothing(client, visit, photo, staged):
    for url in (address(visit, photo), staged_address(staged)):
        assert client.get(url).headers["Location"].startswith("/accounts/login/")


def test_a_picture_is_shown_under_its_own_name(manager, visit, photo):
    response = client_of(manager).get(address(visit, photo))

    assert body(response) == b"file"
    assert response.headers["Content-Type"] == "image/jpeg"
    assert response.headers["Content-Disposition"].startswith("inline; filename*=utf-8")
    assert "%E0%B8%82" in response.headers["Content-Disposition"]


@pytest.mark.parametrize("name", ["คำสั่ง.pdf", 'a"b; x=.pdf', "../x.pdf"])
def test_a_pdf_is_handed_over_not_shown(manager, visit, name):
    file = attach(visit, manager, name=name)

    response = client_of(manager).get(address(visit, file), {"preview": ""})

    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"].startswith("attachment;")
    assert "\n" not in response.headers["Content-Disposition"]
    assert body(response) == b"file"


def test_a_file_is_shut_off_from_the_pages(manager, visit, photo, staged, inspector):
    for user, url in (
        (manager, address(visit, photo)),
        (inspector, staged_address(staged)),
    ):
        response = client_of(user).get(url)

        assert body(response) == b"file"
        told = response.headers
        assert told["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert told["X-Content-Type-Options"] == "nosniff"
        assert told["Cross-Origin-Resource-Policy"] == "same-origin"
        assert told["Cache-Control"] == "no-store"


@pytest.mark.parametrize("who", ACTORS)
def test_a_staged_file_is_its_uploaders_alone(request, visit, staged, who):
    client = client_of(join(request, who, visit))

    response = client.get(staged_address(staged))

    if who == "inspector":
        assert body(response) == b"file"
    else:
        assert response.status_code == 404
    assert client.get(address(visit, staged)).status_code == 404


def test_once_saved_a_file_is_no_longer_staged(manager, photo):
    assert client_of(manager).get(staged_address(photo)).status_code == 404


def test_a_file_that_is_gone_from_the_disk_is_not_found(manager, visit, photo):
    photo.file.storage.delete(photo.file.name)

    assert client_of(manager).get(address(visit, photo)).status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_other_methods_are_refused(manager, inspector, visit, photo, staged, method):
    for user, url in (
        (manager, address(visit, photo)),
        (inspector, staged_address(staged)),
    ):
        assert getattr(client_of(user), method)(url).status_code == 405
