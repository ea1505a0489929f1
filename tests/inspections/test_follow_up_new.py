"""Giving without a visit: to one or several, issued at once, by who may."""

from datetime import timedelta
from html import unescape

import pytest
from django.utils import timezone

from audit.models import Entry
from inspections.actions import StepRefused
from inspections.giving import give
from inspections.lifecycle import FollowUpState, RoundState
from inspections.models import FollowUp, FollowUpKind, ResponseTimes
from tests.factories import (
    make_follow_up,
    make_meeting,
    make_network,
    make_office,
    make_party,
    make_round,
)
from tests.page_forms import page_form
from tests.reading import client_of, page_of

URL = "/follow-ups/new/"


@pytest.fixture(autouse=True)
def places(khon_kaen_office, kalasin_office, songkhla_office):
    """The offices of three provinces."""


def send(user, url=URL, **typed):
    """Fill in the page's form and send it; gives the answer."""
    client = client_of(user)
    form = page_form(client.get(url), having="given-text")
    form |= {"given-text": ["เร่งตรวจโรงงาน"]}
    form |= {f"given-{name}": value for name, value in typed.items()}
    return client.post(url, form)


def given():
    """What was given, in the order of its issue."""
    return list(FollowUp.objects.order_by("ref"))


def test_one_is_issued_at_once_to_its_office(inspector, khon_kaen_office):
    held_round = make_round(state=RoundState.OPEN)
    today = timezone.localdate()

    response = send(
        inspector,
        offices=[khon_kaen_office.pk],
        kind=["order"],
        priority=["high"],
        level=["area"],
        rhythm=["weekly"],
        due_on=[f"{today + timedelta(days=9):%Y-%m-%d}"],
    )

    [row] = given()
    assert response.headers["Location"] == row.get_absolute_url()
    assert row.ref
    assert row.state == FollowUpState.ISSUED
    assert (row.office, row.answering_office) == (khon_kaen_office,) * 2
    assert (row.kind, row.priority, row.level) == ("order", "high", "area")
    assert row.given_on == today
    assert row.due_on == today + timedelta(days=9)
    assert row.report_due_on == today + timedelta(days=7)
    assert row.round == held_round
    assert row.given_together is None
    assert not row.is_imported


def test_without_a_day_it_is_due_by_the_response_times(manager, khon_kaen_office):
    ResponseTimes.objects.create(pk=1, response_days=12)

    page = page_of(manager, URL)
    send(manager, offices=[khon_kaen_office.pk])

    assert "Left empty, it is due 12 days after it is given." in page
    assert given()[0].due_on == timezone.localdate() + timedelta(days=12)


def test_several_are_tied_and_named(
    inspector, khon_kaen, khon_kaen_office, kalasin_office
):
    network = make_network(province=khon_kaen)

    response = send(
        inspector,
        offices=[khon_kaen_office.pk, kalasin_office.pk],
        network=[network.pk],
        company=["บริษัททดสอบ"],
        province=[khon_kaen.pk],
    )

    rows = given()
    assert len(rows) == 4
    assert [(row.office, row.network, row.company) for row in rows] == [
        (kalasin_office, None, ""),
        (khon_kaen_office, None, ""),
        (None, network, ""),
        (None, None, "บริษัททดสอบ"),
    ]
    [together] = {row.given_together for row in rows}
    assert together
    assert response.headers["Location"] == f"/follow-ups/?together={together}"
    page = page_of(inspector, response.headers["Location"])
    assert all(row.get_absolute_url() in page for row in rows)


def test_the_news_names_the_numbers(inspector, khon_kaen_office, kalasin_office):
    client = client_of(inspector)
    form = page_form(client.get(URL), having="given-text")
    form |= {
        "given-text": ["เร่งตรวจ"],
        "given-offices": [khon_kaen_office.pk, kalasin_office.pk],
    }

    page = client.post(URL, form, follow=True).content.decode()

    links = ", ".join(
        f'<a href="{row.get_absolute_url()}">{row.ref}</a>' for row in given()
    )
    assert f"2 given and issued: {links}" in page


def test_history_tells_what_was_given_and_that_it_was_issued(
    inspector, khon_kaen_office
):
    send(inspector, offices=[khon_kaen_office.pk])

    told, issued = Entry.objects.about(given()[0])
    assert (told.step, issued.step) == ("give", "issue")
    assert told.by == inspector
    assert ["text", None, "เร่งตรวจโรงงาน"] in told.changes
    assert ["to", None, khon_kaen_office.name_th] in told.changes


def test_pressed_twice_it_is_given_once(inspector, khon_kaen_office):
    client = client_of(inspector)
    form = page_form(client.get(URL), having="given-text")
    form |= {"given-text": ["เร่งตรวจ"], "given-offices": [khon_kaen_office.pk]}

    answers = [client.post(URL, form) for _press in range(2)]

    assert len(given()) == 1
    assert {answer.headers["Location"] for answer in answers} == {
        given()[0].get_absolute_url()
    }


# --- What can't be ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "field", "message"),
    [
        ({"text": [""]}, "text", "Write what is asked."),
        ({"offices": []}, "offices", "Choose at least one who must act."),
        ({"due_on": ["2001-01-01"]}, "due_on", "It cannot be due before it is given."),
        ({"given_on": ["2040-01-01"]}, "given_on", "This day is still to come."),
        ({"due_on": ["soon"]}, "due_on", ""),
        ({"company": ["บริษัท"]}, "province", "Choose the company's province."),
        ({"kind": ["commitment"]}, "kind", ""),
        ({"kind": ["observation"], "rhythm": ["daily"]}, "rhythm", "Nothing is asked"),
        ({"rhythm": ["daily"]}, "rhythm", "Only an order asks for regular reports."),
        ({"given_on": ["1/1/2540"]}, "given_on", "This day is more than a year ago."),
        ({"due_on": ["31/12/2600"]}, "due_on", "more than five years away"),
        ({"offices": ["987654"]}, "offices", ""),
        ({"offices": ["9" * 30]}, "offices", ""),
        ({"offices": ["x"]}, "offices", ""),
    ],
)
def test_what_is_wrong_is_told_and_what_was_typed_kept(
    typed, field, message, inspector, khon_kaen_office
):
    told = {"offices": [khon_kaen_office.pk], "text": ["คงไว้"], **typed}

    response = send(inspector, **told)

    assert response.status_code == 422
    assert given() == []
    errors = response.context["page"].form.errors
    assert field in errors
    assert message in unescape(response.content.decode())
    kept = page_form(response, having="given-text")
    assert kept["given-text"] == told["text"]
    if told["offices"] == [khon_kaen_office.pk]:
        assert kept["given-offices"] == [str(khon_kaen_office.pk)]


def test_what_a_closed_round_counted_stays_as_it_was(inspector, khon_kaen_office):
    closed = make_round(state=RoundState.CLOSED)

    response = send(inspector, offices=[khon_kaen_office.pk], round=[closed.pk])

    assert "round" in response.context["page"].form.errors
    assert given() == []


def test_a_companys_province_alone_asks_for_its_name(
    inspector, khon_kaen, khon_kaen_office
):
    response = send(inspector, offices=[khon_kaen_office.pk], province=[khon_kaen.pk])

    assert "company" in response.context["page"].form.errors


# --- Who may ------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["assistant", "officer", "head", "neighbour", "nobody"])
def test_who_issues_nothing_finds_no_page_and_no_button(who, request):
    client = client_of(request.getfixturevalue(who))

    assert client.get(URL).status_code == 404
    assert client.post(URL, {"given-text": "x"}).status_code == 404
    assert URL not in client.get("/follow-ups/").content.decode()


def test_an_inspector_gives_only_in_the_own_places(
    inspector, songkhla_office, songkhla
):
    network = make_network(province=songkhla)
    agency = make_office(kind="department")

    for typed in (
        {"offices": [songkhla_office.pk]},
        {"offices": [agency.pk]},
        {"network": [network.pk]},
        {"company": ["บริษัท"], "province": [songkhla.pk]},
    ):
        assert send(inspector, **typed).status_code == 422
    assert given() == []


def test_a_manager_gives_everywhere(manager, songkhla_office):
    agency = make_office(kind="department")

    send(manager, offices=[songkhla_office.pk, agency.pk])

    assert len(given()) == 2


@pytest.mark.parametrize("who", ["assistant", "officer", "stranger", "nobody"])
def test_the_act_itself_refuses_who_may_not(who, request, khon_kaen_office):
    terms = {"text": "x", "given_on": timezone.localdate()}

    with pytest.raises(StepRefused):
        give(terms, [{"office": khon_kaen_office}], by=request.getfixturevalue(who))

    assert given() == []


def test_of_several_none_is_given_where_one_is_refused(
    inspector, khon_kaen_office, songkhla_office
):
    terms = {"text": "x", "given_on": timezone.localdate()}
    to = [{"office": khon_kaen_office}, {"office": songkhla_office}]

    with pytest.raises(StepRefused):
        give(terms, to, by=inspector)

    assert given() == []
    assert not Entry.objects.exists()


# --- Promised at a meeting -----------------------------------------------------------


@pytest.fixture
def meeting(khon_kaen):
    """A meeting in Khon Kaen to which two networks came and a body by name alone."""
    held = make_meeting(province=khon_kaen)
    for _number in range(2):
        make_party(held, network=make_network(province=khon_kaen))
    make_party(held, network=None)
    return held


def test_a_promise_is_of_a_network_that_came(inspector, meeting):
    url = f"{URL}?meeting={meeting.pk}"
    network = meeting.parties.exclude(network=None).first().network

    response = send(inspector, url, networks=[network.pk])

    [row] = given()
    assert response.headers["Location"] == meeting.get_absolute_url()
    assert (row.kind, row.network) == (FollowUpKind.COMMITMENT, network)
    assert row.meeting == meeting
    assert row.state == FollowUpState.ISSUED


def test_only_networks_that_came_can_promise(inspector, meeting, khon_kaen):
    url = f"{URL}?meeting={meeting.pk}"
    other = make_network(province=khon_kaen)

    assert send(inspector, url).status_code == 422
    assert send(inspector, url, networks=[other.pk]).status_code == 422
    assert given() == []


def test_a_meeting_without_known_networks_says_what_to_do(inspector, khon_kaen):
    held = make_meeting(province=khon_kaen)
    make_party(held, network=None)

    page = page_of(inspector, URL, meeting=held.pk)

    assert "Enter the network at the meeting first." in page


@pytest.mark.parametrize("key", ["987654", "x", "", "1" * 40])
def test_a_meeting_that_is_not_there_is_not_found(key, inspector):
    assert client_of(inspector).get(URL, {"meeting": key}).status_code == 404


def test_a_meeting_of_another_place_is_not_found(stranger, meeting):
    assert client_of(stranger).get(URL, {"meeting": meeting.pk}).status_code == 404


@pytest.mark.parametrize("count", [1, 12])
@pytest.mark.parametrize("who", ["inspector", "manager"])
def test_costs_the_same_whatever_it_offers(
    who, count, request, khon_kaen, django_assert_num_queries
):
    user = request.getfixturevalue(who)
    for _number in range(count):
        make_office(kind="department", province=khon_kaen)
        make_network(province=khon_kaen)
        make_follow_up()
        make_round()
    client = client_of(user)
    client.get(URL)

    # session, user, scope; open round, rounds, response times; zones and offices,
    # networks, provinces
    with django_assert_num_queries(10):
        client.get(URL)
