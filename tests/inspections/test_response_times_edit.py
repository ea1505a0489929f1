"""How long offices have to respond: changed by managers, with its history."""

import pytest

from audit.models import Entry
from inspections.models import ResponseTimes
from tests.page_forms import page_form
from tests.reading import client_of, page_of

URL = "/follow-ups/times/"


def send(client, form=None, **typed):
    form = dict(form or page_form(client.get(URL), having="times-response_days"))
    return client.post(
        URL, form | {f"times-{name}": value for name, value in typed.items()}
    )


def stored():
    times = ResponseTimes.objects.get()
    return times.response_days, times.unable_to_comply_days


def test_begins_with_the_days_of_the_regulation(manager):
    form = page_form(client_of(manager).get(URL), having="times-response_days")

    assert form["times-response_days"] == ["30"]
    assert form["times-unable_to_comply_days"] == ["15"]


def test_a_change_is_stored_and_told(manager):
    client = client_of(manager)

    assert send(client, response_days="45").status_code == 302
    assert send(client, unable_to_comply_days="๑๐").status_code == 302

    assert stored() == (45, 10)
    first, second = Entry.objects.about(ResponseTimes.objects.get())
    assert first.changes == [["response_days", 30, 45]]
    assert second.changes == [["unable_to_comply_days", 15, 10]]
    page = page_of(manager, URL)
    assert "Changed the response times" in page
    assert "<del>30</del> <ins>45</ins>" in page


@pytest.mark.parametrize("days", ["0", "366", "-1", "", "x", "1.5"])
def test_only_1_to_365_days_are_taken(days, manager):
    response = send(client_of(manager), response_days=days)

    assert response.status_code == 422
    assert "response_days" in response.context["page"].form.errors
    kept = page_form(response, having="times-response_days")
    assert kept["times-response_days"] == [days]
    assert not ResponseTimes.objects.exists()


def test_whoever_cannot_comply_says_so_no_later_than_others_answer(manager):
    response = send(client_of(manager), response_days="10", unable_to_comply_days="11")

    assert response.status_code == 422
    assert "unable_to_comply_days" in response.context["page"].form.errors
    assert not ResponseTimes.objects.exists()


def test_two_who_change_the_same_are_asked(manager):
    client = client_of(manager)
    old = page_form(client.get(URL), having="times-response_days")
    send(client, response_days="45")

    merged = send(client, {**old, "operation": [""]}, unable_to_comply_days="10")
    refused = send(client, {**old, "operation": [""]}, response_days="50")

    assert merged.status_code == 302
    assert refused.status_code == 409
    assert stored() == (45, 10)


@pytest.mark.parametrize("who", ["inspector", "assistant", "officer", "nobody"])
def test_only_managers_find_the_page(who, request):
    client = client_of(request.getfixturevalue(who))

    assert client.get(URL).status_code == 404
    assert client.post(URL, {"times-response_days": "5"}).status_code == 404
    assert URL not in client.get("/follow-ups/").content.decode()
    assert not ResponseTimes.objects.exists()
