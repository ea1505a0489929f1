"""Sign-in and password pages: our look, and no way to make oneself an account."""

import pytest
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from tests.factories import make_user

PUBLIC = ["login", "password/reset", "password/reset/done", "inactive", "signup"]
OWN = ["password/change", "email", "logout", "reauthenticate"]


@pytest.fixture
def user(db):
    user = make_user(username="reader")
    user.set_password("correct horse battery")
    user.save()
    return user


@pytest.fixture
def english(client, db):
    client.cookies["django_language"] = "en"
    return client


@pytest.mark.parametrize("address", PUBLIC)
def test_public_pages_have_our_frame_and_no_sign_up(english, address):
    response = english.get(f"/accounts/{address}/")

    assertContains(response, '<header class="top">')
    assertContains(response, "<h1>", count=1)
    assertNotContains(response, 'href="/accounts/signup')
    assertNotContains(response, "placeholder")


@pytest.mark.parametrize("address", OWN)
def test_own_pages_have_our_frame(english, user, address):
    english.force_login(user)

    response = english.get(f"/accounts/{address}/")

    assertContains(response, '<nav class="nav"')
    assertContains(response, "<h1>", count=1)
    assertNotContains(response, "placeholder")


def test_a_wrong_password_is_told_above_the_form_and_keeps_the_name(english, user):
    response = english.post(
        "/accounts/login/", {"login": "reader", "password": "wrong"}
    )

    assertContains(response, '<a href="#id_login">')
    assertContains(response, 'value="reader"')
    assertContains(response, "<title>Error: Sign in")


def test_an_empty_sign_in_marks_both_fields(english):
    response = english.post("/accounts/login/", {})

    assertContains(response, 'aria-invalid="true"', count=2)
    assertContains(response, 'id="id_login_error"')


def test_signing_in_leads_to_where_one_wanted(english, user):
    response = english.post(
        "/accounts/login/?next=/account/",
        {"login": "reader", "password": "correct horse battery"},
    )

    assertRedirects(response, "/account/", fetch_redirect_response=False)


def test_who_forgot_the_password_is_told_whom_to_ask(english):
    response = english.get("/accounts/login/")

    assertContains(response, "Ask the administrator")
    assertNotContains(response, "/accounts/password/reset/")


def test_a_used_link_is_explained(english):
    response = english.get("/accounts/password/reset/key/1-x/")

    assertContains(response, "This link has been used or has expired.")
