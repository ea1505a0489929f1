"""The page that hands over: first it shows, then it does."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Assignment
from audit.operations import new_key
from inspections.models import Visit
from tests.factories import make_user, make_visit
from tests.page_forms import page_form
from tests.racing import race
from tests.reading import client_of, page_of
from thai.dates import format_date

pytestmark = pytest.mark.django_db
URL = reverse("inspections:handover_new")


@pytest.fixture
def visit(inspector, khon_kaen_office):
    return make_visit(offices=[khon_kaen_office], lead=inspector)


@pytest.fixture
def successor(db):
    return make_user(username="successor")


def form_for(leaver, successor, **fields) -> dict:
    return {
        "operation": new_key(),
        "leaver": leaver.pk,
        "successor": successor.pk,
        "starts_on": format_date(timezone.localdate(), "num"),
        "capacity": "substantive",
        "wording": "",
        "reason": "คำสั่ง 1/2569",
        **fields,
    }


def agreed_to(client, form) -> dict:
    """The form as it is sent from the page that shows what moves."""
    shown = client.post(URL, form).context["moves"]
    return form | {"agreed": shown.fingerprint}


@pytest.mark.parametrize("who", ["inspector", "head", "officer", "nobody"])
def test_is_for_managers_only(who, request, inspector, successor):
    client = client_of(request.getfixturevalue(who))

    assert client.get(URL).status_code == 404
    assert client.post(URL, form_for(inspector, successor)).status_code == 404


def test_offers_whom_it_can_concern(manager, inspector, successor):
    page = page_of(manager, URL)

    leavers, takers = page.split('name="successor"')
    assert "(inspector12)" in leavers
    assert "(successor)" not in leavers
    assert "(successor)" in takers


def test_is_found_from_the_account_by_managers(manager, inspector):
    assert f'href="{URL}"' in page_of(manager, "/account/")
    assert f'href="{URL}"' not in page_of(inspector, "/account/")


def test_shows_what_moves_before_anything_does(manager, inspector, successor, visit):
    client = client_of(manager)

    answer = client.post(URL, form_for(inspector, successor))

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Nothing has moved yet." in page
    assert visit.get_absolute_url() in page
    assert "Hand over now" in page
    assert Visit.objects.get().lead == inspector
    kept = page_form(answer, having="operation")
    assert kept["reason"] == ["คำสั่ง 1/2569"]


def test_agreed_to_it_is_done_and_said(manager, inspector, successor, visit):
    client = client_of(manager)

    answer = client.post(
        URL, agreed_to(client, form_for(inspector, successor)), follow=True
    )

    assert "Roles: 1, visits: 1." in answer.content.decode()
    assert Visit.objects.get().lead == successor
    assert Assignment.objects.filter(user=successor).count() == 1


def test_a_double_click_hands_over_once(manager, inspector, successor, visit):
    client = client_of(manager)
    form = agreed_to(client, form_for(inspector, successor))

    answers = [client.post(URL, form) for _press in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert Assignment.objects.filter(user=successor).count() == 1


def test_changed_after_it_was_shown_it_is_shown_again(
    manager, inspector, successor, visit, khon_kaen_office
):
    client = client_of(manager)
    form = agreed_to(client, form_for(inspector, successor))
    other = client.post(URL, form | {"reason": "คำสั่ง 2/2569"})
    make_visit(offices=[khon_kaen_office], lead=inspector)
    more = client.post(URL, form)

    for answer in (other, more):
        assert answer.status_code == 200
        assert "This is not what you saw before" in answer.content.decode()
    assert not Visit.objects.filter(lead=successor).exists()


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"leaver": ""}, "leaver"),
        ({"leaver": "x"}, "leaver"),
        ({"leaver": "9" * 30}, "leaver"),
        ({"successor": "\0"}, "successor"),
        ({"reason": "a\0b"}, "reason"),
        ({"successor": "987654"}, "successor"),
        ({"starts_on": "32/1/2569"}, "starts_on"),
        ({"starts_on": "1/1/2560"}, "starts_on"),
        ({"starts_on": "1/1/2599"}, "starts_on"),
        ({"capacity": "king"}, "capacity"),
        ({"wording": "x" * 256}, "wording"),
        ({"reason": " "}, "reason"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field_and_kept(
    fields, name, manager, inspector, successor
):
    form = form_for(inspector, successor) | fields

    answer = client_of(manager).post(URL, form)

    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {name}
    assert f'id="id_{name}_error"' in answer.content.decode()
    kept = page_form(answer, having="operation")
    assert kept["operation"] == [form["operation"]]
    assert not Assignment.objects.filter(user=successor).exists()


def test_the_same_person_and_nothing_to_move_are_refused(manager, inspector, successor):
    client = client_of(manager)
    Assignment.objects.filter(user=inspector).update(
        ends_on=timezone.localdate() + timedelta(days=5)
    )
    later = format_date(timezone.localdate() + timedelta(days=9), "num")

    same = client.post(URL, form_for(inspector, inspector))
    nothing = client.post(URL, form_for(inspector, successor, starts_on=later))

    assert (same.status_code, nothing.status_code) == (422, 422)
    assert "Nobody takes over from themselves" in same.content.decode()
    assert "There is nothing to hand over" in nothing.content.decode()


@pytest.mark.parametrize("count", [1, 12])
def test_showing_costs_the_same_whatever_moves(
    count, manager, inspector, successor, khon_kaen_office, django_assert_num_queries
):
    for _number in range(count):
        visit = make_visit(offices=[khon_kaen_office], lead=inspector)
        visit.members.create(user=manager)
        other = make_visit(offices=[khon_kaen_office], lead=manager)
        other.members.create(user=inspector)
    client = client_of(manager)
    form = form_for(inspector, successor)
    client.post(URL, form)

    with django_assert_num_queries(16):
        client.post(URL, form)


@pytest.mark.django_db(transaction=True)
def test_two_managers_at_once_hand_over_once(manager, inspector, visit):
    others = [make_user(), make_user()]
    clients = [client_of(manager), client_of(manager)]
    forms = [
        agreed_to(client, form_for(inspector, other))
        for client, other in zip(clients, others, strict=True)
    ]

    answers = race(
        [
            lambda client=client, form=form: client.post(URL, form)
            for client, form in zip(clients, forms, strict=True)
        ]
    )

    assert sorted(answer.status_code for answer in answers) == [302, 422]
    assert Assignment.objects.filter(user__in=others).count() == 1
