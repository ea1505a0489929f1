"""Pages for what went wrong: in the reader's language, and with the right status."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import path
from pytest_django.asserts import assertContains

from config.urls import urlpatterns as product_urls
from tests.factories import make_user
from ui import views


def forbidden(request):
    raise PermissionDenied


def broken(request):
    raise RuntimeError


urlpatterns = [
    path("forbidden/", forbidden),
    path("broken/", broken),
    *product_urls,
]
handler400 = "ui.views.bad_request"
handler403 = "ui.views.permission_denied"
handler404 = "ui.views.page_not_found"
handler500 = "ui.views.server_error"


@pytest.fixture
def visitor(settings, db):
    """Signed in, reads English, and errors are answered as in production."""
    settings.ROOT_URLCONF = __name__
    client = Client(raise_request_exception=False)
    client.force_login(make_user(username="reader"))
    client.cookies["django_language"] = "en"
    return client


@pytest.mark.parametrize(
    ("address", "status", "title"),
    [
        ("/nowhere/", 404, "Page not found"),
        ("/forbidden/", 403, "Not permitted"),
        ("/broken/", 500, "The system failed"),
    ],
)
def test_an_error_is_explained(visitor, address, status, title):
    response = visitor.get(address)

    assertContains(response, f"<h1>{title}</h1>", status_code=status)
    assertContains(response, 'href="/"', status_code=status)


def test_the_language_cookie_decides(visitor):
    del visitor.cookies["django_language"]

    for address, status in (("/nowhere/", 404), ("/broken/", 500)):
        assertContains(visitor.get(address), '<html lang="th">', status_code=status)


def test_who_is_not_signed_in_may_know_that_a_page_is_absent(client, db):
    client.cookies["django_language"] = "en"

    response = client.get("/nowhere/")

    assertContains(response, "Page not found", status_code=404)
    assertContains(response, "/accounts/login/", status_code=404)


def test_a_form_without_its_token_is_told_to_go_back(visitor):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies["django_language"] = "en"

    response = strict.post("/accounts/login/", {"login": "x", "password": "y"})

    assertContains(response, "The form has expired", status_code=403)


def test_a_malformed_request_is_told_so(visitor, settings):
    settings.ALLOWED_HOSTS = ["inspection.example"]

    response = visitor.get("/", headers={"host": "elsewhere.example"})

    assertContains(response, "Bad request", status_code=400)


def test_the_failure_page_asks_nothing_of_the_database(rf):
    request = rf.get("/")
    request.COOKIES["django_language"] = "en"

    response = views.server_error(request)

    assertContains(response, "The system failed", status_code=500)


def test_even_a_broken_failure_page_answers(rf, monkeypatch):
    def fail(*args, **kwargs):
        raise OSError

    monkeypatch.setattr(views.loader, "render_to_string", fail)

    response = views.server_error(rf.get("/"))

    assertContains(response, "ยังไม่ได้บันทึก", status_code=500)
