"""The frame of every page: menu, language, sign-out, and nothing that costs."""

import gzip

import pytest
from django.template import engines
from django.test import RequestFactory
from pytest_django.asserts import assertContains, assertNotContains

from tests.factories import make_user
from ui import context

PAGE = "/accounts/password/change/"


@pytest.fixture
def signed_in(client, db):
    client.force_login(make_user(username="reader", first_name="สมชาย"))
    return client


@pytest.fixture
def menu(settings):
    """A menu of two entries, drawn afresh."""
    settings.NAVIGATION = [
        ("home", "Home", "home"),
        ("account", "Account", "user"),
    ]
    context._addresses.cache_clear()
    context._menu.cache_clear()
    yield
    context._addresses.cache_clear()
    context._menu.cache_clear()


def drawn_menu(path):
    return context.navigation(RequestFactory().get(path))["navigation"]


def test_the_current_page_is_marked(menu):
    drawn = drawn_menu("/account/")

    assert drawn.count("aria-current") == 1
    assert '<a href="/account/" aria-current="page">' in drawn


def test_a_page_below_an_entry_marks_the_entry(menu):
    assert '<a href="/account/" aria-current="true">' in drawn_menu("/account/x/")


def test_home_is_only_current_at_home(menu):
    assert '<a href="/" aria-current="page">' in drawn_menu("/")
    assert "aria-current" not in drawn_menu("/elsewhere/")


def test_the_first_thing_on_a_page_leads_to_its_content(signed_in):
    page = signed_in.get(PAGE).content.decode()

    body = page[page.index("<body>") :]
    assert body.index('<a class="skip" href="#main">') < body.index("<header")
    assert '<main id="main"' in body


def test_search_engines_are_kept_out(signed_in):
    assertContains(signed_in.get(PAGE), '<meta name="robots" content="noindex">')


def test_who_is_signed_in_can_leave_by_post(signed_in):
    response = signed_in.get(PAGE)

    assertContains(response, '<form method="post" action="/accounts/logout/">')
    assertContains(response, "สมชาย")


def test_who_is_not_signed_in_has_no_menu(client, db):
    response = client.get("/accounts/login/")

    assertNotContains(response, "<nav")
    assertNotContains(response, "/accounts/logout/")


@pytest.mark.parametrize(
    ("language", "offered"), [("th", 'value="en" lang="en"'), ("en", 'value="th"')]
)
@pytest.mark.parametrize("path", ["/accounts/login/?next=/visits/", "/nowhere/"])
def test_the_other_language_is_one_press_away(client, db, language, offered, path):
    client.cookies["django_language"] = language

    response = client.get(path)

    page = response.content.decode()
    assert f'<html lang="{language}">' in page
    assert f'name="language" {offered}' in page
    assert f'name="next" value="{path}"' in page


def test_the_frame_asks_no_query(rf, django_assert_num_queries, db):
    request = rf.get("/visits/")
    request.user = make_user(username="reader")
    template = engines["django"].from_string('{% extends "base.html" %}')

    with django_assert_num_queries(0):
        template.render({}, request)


def test_the_style_sheets_stay_small(settings):
    sheets = (settings.BASE_DIR / "static/css").glob("*.css")

    assert sum(len(gzip.compress(sheet.read_bytes())) for sheet in sheets) <= 8192


def test_no_page_has_code_or_style_in_it(signed_in):
    page = signed_in.get(PAGE).content.decode()

    assert " style=" not in page
    assert "<style" not in page
    assert " onclick=" not in page
