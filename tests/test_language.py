"""Thai unless the reader picked English; the choice follows the account."""

import pytest
from django.test import Client

from tests.factories import make_user

SIGN_IN = "/accounts/login/"
PAGES = [SIGN_IN, "/nowhere/", "/accounts/password/reset/"]


def language_of(response) -> str:
    """The language that a page says it is in; its header agrees."""
    page = response.content.decode()
    told = page.partition('<html lang="')[2][:2]
    assert response.headers["Content-Language"] == told
    return told


def choose(client, language: str, **data):
    return client.post("/i18n/setlang/", {"language": language, **data})


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("wish", ["", "en", "en-GB,en;q=0.9", "de", "*"])
def test_the_browsers_own_language_has_no_say(client, db, page, wish):
    assert language_of(client.get(page, headers={"accept-language": wish})) == "th"


@pytest.mark.parametrize("page", PAGES)
def test_english_is_one_press_away_and_so_is_the_way_back(client, db, page):
    assert choose(client, "en", next=page).headers["Location"] == page
    assert language_of(client.get(page)) == "en"

    choose(client, "th")

    assert language_of(client.get(page)) == "th"


@pytest.mark.parametrize("chosen", ["", "de", "EN", "en-us", "../x", "x" * 500])
def test_a_language_that_is_not_offered_changes_nothing(client, manager, chosen):
    client.force_login(manager)

    response = choose(client, chosen, next="/")

    assert response.status_code == 302
    assert language_of(client.get("/")) == "th"
    manager.refresh_from_db()
    assert manager.language == ""


@pytest.mark.parametrize("cookie", ["de", "", "en;", "x" * 500])
def test_a_strange_cookie_means_thai(client, db, cookie):
    client.cookies["django_language"] = cookie

    assert language_of(client.get(SIGN_IN)) == "th"


def test_the_choice_is_kept_with_the_account_and_met_on_another_device(client, db):
    user = make_user(username="reader")
    client.force_login(user)
    choose(client, "en")
    user.refresh_from_db()
    assert user.language == "en"

    elsewhere = Client()
    assert language_of(elsewhere.get(SIGN_IN)) == "th"
    elsewhere.post(SIGN_IN, {"login": "reader", "password": "demo-2566"})

    assert language_of(elsewhere.get("/")) == "en"


def test_who_never_chose_keeps_the_devices_language(client, db):
    make_user(username="reader")
    choose(client, "en")

    client.post(SIGN_IN, {"login": "reader", "password": "demo-2566"})

    assert language_of(client.get("/")) == "en"


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "javascript:alert(1)"]
)
def test_the_toggle_leads_to_no_other_site(client, db, target):
    response = choose(client, "en", next=target)

    assert response.headers["Location"] == "/"


@pytest.mark.parametrize("method", ["get", "put", "delete"])
def test_a_choice_is_a_post_only(client, db, method):
    assert getattr(client, method)("/i18n/setlang/").status_code == 405
