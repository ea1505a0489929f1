"""The page of one meeting."""

import pytest
from django.urls import reverse

from inspections.lifecycle import VisitState
from tests.factories import (
    make_follow_up,
    make_meeting,
    make_network,
    make_party,
    make_visit,
)
from tests.reading import client_of, page_of


def url_of(meeting):
    return reverse("networks:meeting_detail", args=[meeting.pk])


@pytest.fixture
def meeting(khon_kaen, khon_kaen_office):
    visit = make_visit(offices=[khon_kaen_office], state=VisitState.SIGNED_OFF)
    meeting = make_meeting(visit=visit, province=khon_kaen, place="ห้องประชุมหอการค้า")
    network = make_network(province=khon_kaen)
    party = make_party(meeting, network=network, represented_by="ประธาน")
    meeting.points.create(party=party, text="ขอลดค่าไฟ")
    meeting.points.create(text="ขอเพิ่มแรงงาน")
    make_follow_up(visit=visit, meeting=meeting, office=khon_kaen_office, text="แจ้งผล")
    return meeting


@pytest.mark.parametrize(
    "who", ["inspector", "assistant", "officer", "head", "manager"]
)
def test_shows_who_came_what_they_raised_and_what_was_given(who, meeting, request):
    page = page_of(request.getfixturevalue(who), url_of(meeting))

    assert "Wednesday 1 March 2023" in page
    assert "ห้องประชุมหอการค้า" in page
    assert meeting.parties.get().network.get_absolute_url() in page
    assert "ประธาน" in page
    assert "ขอลดค่าไฟ" in page
    assert "ขอเพิ่มแรงงาน" in page
    assert "แจ้งผล" in page
    assert meeting.at_visit.visit.get_absolute_url() in page


def test_its_title_and_heading_say_when_and_where(manager, meeting):
    page = page_of(manager, url_of(meeting))

    title = page.partition("<title>")[2].partition("</title>")[0]
    heading = page.partition("<h1>")[2].partition("</h1>")[0]
    assert "1 Mar 2023 Khon Kaen" in title
    assert '<span class="nowrap">1 March 2023</span> · Khon Kaen' in heading


@pytest.mark.parametrize("who", ["stranger", "neighbour", "nobody"])
def test_is_not_there_for_other_places(who, meeting, request):
    client = client_of(request.getfixturevalue(who))

    assert client.get(url_of(meeting)).status_code == 404


def test_does_not_name_the_visit_to_an_office_it_did_not_inspect(
    officer, khon_kaen, kalasin_office
):
    visit = make_visit(offices=[kalasin_office], state=VisitState.SIGNED_OFF)
    meeting = make_meeting(visit=visit, province=khon_kaen)

    assert visit.ref not in page_of(officer, url_of(meeting))


def test_says_when_the_day_or_the_parties_are_not_known(manager):
    page = page_of(manager, url_of(make_meeting(held_on=None)))

    assert "The day is not known." in page
    assert "It is not known who came." in page


def test_is_only_read(manager, meeting):
    assert client_of(manager).post(url_of(meeting)).status_code == 405


@pytest.mark.parametrize("count", [1, 12])
def test_costs_the_same_whoever_came(
    count, inspector, meeting, khon_kaen, django_assert_num_queries
):
    for _number in range(count):
        network = make_network(province=khon_kaen)
        party = make_party(meeting, network=network)
        meeting.points.create(party=party, text="ขอ")
        make_follow_up(meeting=meeting, network=network)
    client = client_of(inspector)

    # session, user, scope, meeting, parties, their points, visit, promises not issued
    # yet, when each was met last, what they promised, other points, follow-ups
    with django_assert_num_queries(12):
        client.get(url_of(meeting))
