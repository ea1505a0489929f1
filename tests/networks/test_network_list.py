"""The directory of networks."""

import re
from html import unescape
from urllib.parse import parse_qsl, urlencode

import pytest
from django.urls import reverse

from inspections.lifecycle import VisitState
from inspections.models import Round
from networks.models import MeetingParty, Network, NetworkKind, Reach
from tests.factories import (
    make_follow_up,
    make_meeting,
    make_network,
    make_party,
    make_province,
    make_round,
    make_visit,
)
from tests.reading import client_of, count_of, file_of, page_of

URL = "/networks/"


def test_is_reference_for_everyone_signed_in(nobody, khon_kaen):
    network = make_network(name="หอการค้าจังหวัดขอนแก่น", province=khon_kaen)

    page = page_of(nobody, reverse("networks:network_list"))

    assert network.name in page
    assert network.get_absolute_url() in page


def test_finds_by_kind_reach_place_and_name(nobody, khon_kaen, songkhla):
    make_network(kind=NetworkKind.CHAMBER, name="หอการค้า", province=khon_kaen)
    make_network(kind=NetworkKind.FTI, name="สภาอุตสาหกรรม", province=songkhla)
    make_network(kind=NetworkKind.SME_BANK, name="SME D Bank", reach=Reach.NATIONAL)

    assert count_of(nobody, URL) == 3
    assert count_of(nobody, URL, kind="chamber") == 1
    assert count_of(nobody, URL, reach="national") == 1
    assert count_of(nobody, URL, zone=12) == 1
    assert count_of(nobody, URL, province="90") == 1
    assert count_of(nobody, URL, q="sme d") == 1


def test_the_file_holds_other_names_too(nobody, khon_kaen):
    network = make_network(province=khon_kaen)
    network.aliases.create(name="ชื่อเดิม")

    [row] = file_of(nobody, URL)

    assert row["Other names"] == "ชื่อเดิม"


@pytest.mark.parametrize("count", [1, 12, 50])
def test_costs_the_same_whatever_it_lists(count, nobody, django_assert_num_queries):
    for number in range(count):
        made = make_network(province=make_province(code=f"{number:02d}"))
        make_follow_up(network=made, kind="commitment")
    client = client_of(nobody)
    client.get(URL)

    # session, user, scope, promises, count, keys, rows, other names
    with django_assert_num_queries(8):
        client.get(URL)


# --- Where networks were met ----------------------------------------------------------


class Met:
    """Networks met in two rounds and two places, as a list's reader asks for them."""

    def __init__(self, **offices):
        self.offices = offices
        self.rounds = {
            number: make_round(fiscal_year=2566, number=number) for number in (1, 2)
        }

    def at(self, place, number, *names, state=VisitState.SIGNED_OFF):
        """Let the networks of these names come to a meeting at a visit."""
        office = self.offices[place]
        visit = make_visit(
            offices=[office],
            round=self.rounds[number],
            round_number=number,
            state=state,
        )
        meeting = make_meeting(visit=visit, province=office.province)
        for name in names:
            network = Network.objects.filter(name=name).first()
            network = network or make_network(name=name, province=office.province)
            make_party(meeting, network=network)
        return meeting


@pytest.fixture
def met(khon_kaen_office, kalasin_office, songkhla_office):
    found = Met(
        khon_kaen=khon_kaen_office, kalasin=kalasin_office, songkhla=songkhla_office
    )
    found.at("khon_kaen", 1, "both rounds", "twice in one")
    found.at("khon_kaen", 1, "twice in one")
    found.at("khon_kaen", 2, "both rounds", "second round")
    found.at("kalasin", 1, "both rounds", "kalasin's")
    found.at("khon_kaen", 1, "not signed off", state=VisitState.SUBMITTED)
    found.at("songkhla", 1, "far away")
    alone = make_meeting(province=khon_kaen_office.province)
    make_party(alone, network=make_network(name="in no round"))
    make_party(found.at("khon_kaen", 1), printed_name="not in the directory")
    make_network(name="never met", province=khon_kaen_office.province)
    return found


def names(user, **query):
    return {row["Network"] for row in file_of(user, URL, **query)}


def test_finds_networks_by_the_round_and_the_place_of_one_meeting(manager, met):
    assert names(manager, met_in="2566-2") == {"both rounds", "second round"}
    assert names(manager, met_in="2566-1") == {
        "both rounds",
        "twice in one",
        "kalasin's",
        "not signed off",
        "far away",
    }
    assert names(manager, met_in="2566-1", met_zone=5) == {"far away"}
    assert names(manager, met_in="2566-2", met_zone=12) == {
        "both rounds",
        "second round",
    }
    # Met in Kalasin and met in round 2, but not at one meeting.
    assert names(manager, met_in="2566-2", met_province="46") == set()
    assert names(manager, met_province="46") == {"both rounds", "kalasin's"}


def test_where_a_network_is_may_be_asked_as_well(manager, met, songkhla):
    guest = make_network(name="guest", province=songkhla)
    make_party(met.at("khon_kaen", 2), network=guest)

    here = {"met_in": "2566-2", "met_province": "40"}

    assert names(manager, **here, province="90") == {"guest"}
    assert names(manager, **here, zone=5) == {"guest"}
    assert names(manager, **here, zone=12) == {"both rounds", "second round"}
    assert "never met" in names(manager, province="40")


@pytest.mark.parametrize(
    ("who", "found"),
    [
        ("inspector", {"both rounds", "twice in one", "kalasin's", "not signed off"}),
        ("officer", {"both rounds", "twice in one"}),
        ("neighbour", {"both rounds", "kalasin's"}),
        ("stranger", {"far away"}),
        ("nobody", set()),
    ],
)
def test_nobody_learns_of_a_meeting_that_they_may_not_see(who, found, met, request):
    user = request.getfixturevalue(who)

    assert names(user, met_in="2566-1") == found
    assert count_of(user, URL, met_in="2566-1") == len(found)
    assert names(user, met_in="2566-1", province="40") <= found
    page = page_of(user, URL, met_in="2566-1").partition('id="results"')[2]
    assert ("not signed off" in page) is ("not signed off" in found)
    for place in ({"met_zone": 12}, {"met_province": "40"}, {"met_province": "90"}):
        assert names(user, **place) <= found | {"second round", "in no round"}


WHO = ["inspector", "assistant", "officer", "neighbour", "stranger", "manager"]


@pytest.mark.parametrize("who", [*WHO, "nobody"])
def test_agrees_with_the_meetings_listed_for_the_same_reader(who, met, request):
    user = request.getfixturevalue(who)
    places = ["", "zone=12", "zone=5", "province=40", "province=46"]

    for held_round in Round.objects.all():
        key = f"{held_round.fiscal_year}-{held_round.number}"
        for place in places:
            query = {"round": key, **dict(parse_qsl(place))}
            page = client_of(user).get("/meetings/", query).context["listing"].page
            came = MeetingParty.objects.filter(meeting__in=page.keys)
            counted = came.exclude(network=None).values("network").distinct().count()
            asked = {f"met_{name}": value for name, value in parse_qsl(place)}
            assert count_of(user, URL, met_in=key, **asked) == counted, query


def test_tells_in_words_what_a_link_asked_and_keeps_it_when_asked_again(manager, met):
    query = {"met_in": "2566-1", "met_zone": 12, "met_province": "40"}

    page = page_of(manager, URL, **query)

    for chip in (
        "Met in round: Round 1/2566",
        "Met in zone: Zone 12 ",
        "Met in province: Khon Kaen",
    ):
        assert chip in page
    assert f"{URL}?{urlencode(query)}&format=csv" in unescape(page)
    for name, value in (("met_zone", "12"), ("met_province", "40")):
        [kept] = re.findall(rf'<input type="hidden" name="{name}"[^>]*>', page)
        assert f'value="{value}"' in kept


def test_a_round_made_just_now_may_be_asked_for_and_an_unknown_not(manager, met):
    client = client_of(manager)
    client.get(URL)
    make_round(fiscal_year=2570, number=1)

    assert count_of(manager, URL, met_in="2570-1") == 0
    assert client.get(URL, {"met_in": "2570-1"}).context["listing"].filters.is_valid()
    wrong = client.get(URL, {"met_in": "2599-9"})
    assert "met_in" in wrong.context["listing"].filters.form.errors
    assert wrong.context["listing"].page.count == 0
    assert client.get(URL, {"met_zone": "99", "format": "csv"}).status_code == 422


@pytest.mark.parametrize("count", [1, 12, 50])
@pytest.mark.parametrize("who", ["inspector", "officer", "manager"])
def test_costs_the_same_wherever_networks_were_met(
    who, count, met, request, django_assert_num_queries
):
    for _number in range(count):
        make_party(met.at("khon_kaen", 1), network=make_network())
        make_party(met.at("kalasin", 1), network=make_network())
    client = client_of(request.getfixturevalue(who))
    query = {"met_in": "2566-1", "met_zone": 12, "met_province": "40"}
    client.get(URL, query)

    # Who the reader is decides over the meetings and promises.
    with django_assert_num_queries(8):
        listing = client.get(URL, query).context["listing"]
    assert listing.page.count == count + 2 + (who != "officer")
