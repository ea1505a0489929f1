"""The account page."""

from datetime import date

import pytest

from accounts.models import AssignmentCapacity, Role
from tests.factories import make_assignment
from tests.reading import client_of, page_of

URL = "/account/"


def test_tells_names_roles_places_and_days(inspector, zone_5):
    make_assignment(
        inspector,
        Role.INSPECTOR,
        zone=zone_5,
        starts_on=date(2022, 10, 1),
        ends_on=date(2023, 9, 30),
        capacity=AssignmentCapacity.ACTING,
    )

    response = client_of(inspector).get(URL)

    page = response.content.decode()
    assert str(inspector) in page
    assert "Zone 12" in page
    assert "since 10 Sep 2018" in page
    assert [a.zone for a in response.context["earlier"]] == [zone_5]
    assert "from 1 Oct 2022 to 30 Sep 2023" in page
    assert "Inspector (Acting)" in page


@pytest.mark.parametrize(
    ("who", "words"),
    [
        ("officer", "Officer"),
        ("head", "Head of office"),
        ("manager", "The whole ministry"),
        ("assistant", "Assistant inspector"),
        ("nobody", "Ask the Inspection Division"),
    ],
)
def test_tells_each_role_in_words(who, words, request):
    assert words in page_of(request.getfixturevalue(who), URL)


def test_offers_language_password_and_signing_out(inspector):
    page = page_of(inspector, URL)

    assert 'action="/i18n/setlang/"' in page
    assert 'href="/accounts/password/change/"' in page
    assert 'action="/accounts/logout/"' in page


def test_says_which_language_is_in_use_and_offers_the_other(inspector):
    page = page_of(inspector, URL)

    assert "<dt>Language in use</dt><dd>English</dd>" in page
    assert '<button class="button button--plain" name="language" value="th"' in page


@pytest.mark.parametrize(("is_staff", "offered"), [(True, True), (False, False)])
def test_leads_administrators_to_the_administration(manager, is_staff, offered):
    manager.is_staff = is_staff
    manager.save()

    assert ('href="/admin/"' in page_of(manager, URL)) is offered


def test_the_language_chosen_is_kept_with_the_account(inspector):
    client = client_of(inspector)

    client.post("/i18n/setlang/", {"language": "en", "next": URL})

    inspector.refresh_from_db()
    assert inspector.language == "en"


def test_is_nobody_elses(client, db):
    assert client.get(URL).status_code == 302


def test_is_only_read(inspector):
    assert client_of(inspector).post(URL).status_code == 405
