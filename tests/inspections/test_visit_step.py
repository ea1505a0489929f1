"""One step of a visit as a page: what is refused, and that nothing written is lost."""

import re

import pytest
from django.urls import reverse

from audit.models import Entry, Operation
from inspections.models import Visit
from tests.factories import make_visit
from tests.inspections.steps import put
from tests.page_forms import page_form
from tests.reading import client_of
from tests.rows import all_rows


@pytest.fixture
def visit(khon_kaen_office) -> Visit:
    """To the Khon Kaen office; something is recorded."""
    return make_visit(offices=[khon_kaen_office], summary="ตรวจตามแผน")


def address(visit: Visit, step: str) -> str:
    return reverse("inspections:visit_step", args=[visit.ref, step])


@pytest.mark.parametrize("method", ["get", "head", "put", "patch", "delete", "options"])
@pytest.mark.parametrize("who", ["manager", "nobody"])
def test_a_step_is_a_post_only(client, request, visit, method, who):
    client.force_login(request.getfixturevalue(who))

    response = getattr(client, method)(address(visit, "start"))

    assert response.status_code == 405
    assert response.headers["Allow"] == "POST"


def test_an_unknown_step_or_visit_is_not_found(client, manager, visit):
    client.force_login(manager)

    assert client.post(address(visit, "approve")).status_code == 404
    unknown = reverse("inspections:visit_step", args=["V-2566-99999", "start"])
    assert client.post(unknown).status_code == 404


def test_nobody_signed_in_is_sent_to_sign_in(client, visit):
    response = client.post(address(visit, "start"))

    assert response.status_code == 302
    assert response.headers["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("text", ["", "   ", "\u200b \r\n"])
@pytest.mark.parametrize(
    ("step", "state"),
    [("postpone", "planned"), ("cancel", "planned"), ("amend", "signed_off")],
)
def test_a_missing_reason_is_asked_beside_its_field(manager, visit, step, state, text):
    put(visit, state)
    client, before = client_of(manager), all_rows()

    response = client.post(address(visit, step), {"reason": text})

    assert response.status_code == 422
    page = response.content.decode()
    assert f'name="next" value="{visit.get_absolute_url()}"' in page
    assert "<title>Error: " in page
    assert 'role="alert"' in page
    assert f'href="#step-{step}"' in page
    assert f'aria-describedby="{step}-error"' in page
    assert re.search(rf'<details class="step" id="step-{step}" open', page)
    assert all_rows() == before


def test_a_return_needs_a_comment_and_keeps_none_that_is_blank(manager, visit):
    put(visit, "submitted")
    client, before = client_of(manager), all_rows()

    response = client.post(
        address(visit, "return"), {"comment-figures": " ", "comment-nowhere": "ก"}
    )

    assert response.status_code == 422
    assert "Comment on at least one section." in response.content.decode()
    assert all_rows() == before


def test_nothing_recorded_is_not_submitted(inspector, khon_kaen_office):
    visit = make_visit(offices=[khon_kaen_office], summary=" ")
    client, before = client_of(inspector), all_rows()

    response = client.post(address(visit, "submit"))

    assert response.status_code == 422
    assert "Nothing is recorded yet." in response.content.decode()
    assert all_rows() == before


def test_a_step_that_is_gone_keeps_what_was_written_for_it(inspector, manager, visit):
    put(visit, "planned")
    client = client_of(manager)
    client_of(inspector).post(address(visit, "start"))

    response = client.post(address(visit, "cancel"), {"reason": "ยังไม่พร้อม"})

    assert response.status_code == 409
    page = response.content.decode()
    assert "ยังไม่พร้อม" in page
    assert f"Last changed by {inspector}" in page


def test_a_step_refused_as_stale_keeps_what_was_written_in_its_form(manager, visit):
    put(visit, "planned")

    response = client_of(manager).post(
        address(visit, "cancel"), {"reason": "ยังไม่พร้อม", "version": visit.version - 1}
    )

    assert response.status_code == 409
    page = response.content.decode()
    assert page.count("ยังไม่พร้อม") == 1
    assert '<details class="step" id="step-cancel" open>' in page


@pytest.mark.parametrize("version", ["", "x", "²", "9" * 5000])
def test_a_version_that_cannot_be_read_is_of_no_page_that_was_read(
    inspector, visit, version
):
    response = client_of(inspector).post(address(visit, "submit"), {"version": version})

    assert response.status_code == 409
    assert not Entry.objects.about(visit).exists()


def test_a_step_that_names_no_version_goes_by_the_state(inspector, visit):
    response = client_of(inspector).post(address(visit, "submit"), {"reason": "ก ข"})

    assert response.status_code == 302
    assert Entry.objects.about(visit).get().reason == "ก ข"


@pytest.mark.parametrize("reason", ["ก\0ข", "ก" * 20_001])
def test_a_reason_that_cannot_be_stored_is_refused_beside_it(manager, visit, reason):
    put(visit, "planned")

    response = client_of(manager).post(address(visit, "cancel"), {"reason": reason})

    assert response.status_code == 422
    assert "aria-invalid" in response.content.decode()
    assert not Entry.objects.about(visit).exists()


def test_pressed_twice_a_button_moves_once(manager, visit):
    put(visit, "submitted")
    client = client_of(manager)
    form = page_form(client.get(visit.get_absolute_url()), having="operation")

    answers = [client.post(address(visit, "sign-off"), form) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert Entry.objects.about(visit).count() == 1
    assert Operation.objects.count() == 1


def test_a_used_page_with_another_reason_gives_it_back(manager, visit):
    put(visit, "planned")
    client = client_of(manager)
    page = client.get(visit.get_absolute_url())
    form = page_form(page, having="reason") | {"reason": ["ฝนตก"]}
    client.post(address(visit, "cancel"), form)

    response = client.post(address(visit, "cancel"), form | {"reason": ["น้ำท่วม"]})

    assert response.status_code == 409
    told = response.content.decode()
    assert "That page was sent before" in told
    assert "What you wrote is kept here" in told
    assert "น้ำท่วม" in told
    assert Entry.objects.about(visit).get().reason == "ฝนตก"


def test_what_changed_since_the_page_was_read_is_not_signed_off_unseen(
    inspector, manager, visit
):
    put(visit, "submitted")
    reading = client_of(manager)
    form = page_form(reading.get(visit.get_absolute_url()), having="version")
    client_of(manager).post(address(visit, "return"), {"comment-general": "สั้นไป"})
    client_of(inspector).post(address(visit, "submit"))

    response = reading.post(address(visit, "sign-off"), form)

    assert response.status_code == 409
    again = page_form(response, having="version")
    assert reading.post(address(visit, "sign-off"), again).status_code == 302
