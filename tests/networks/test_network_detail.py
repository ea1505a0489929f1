"""The page of one network."""

import pytest
from django.urls import reverse

from networks.models import NetworkKind, Reach
from tests.factories import (
    make_follow_up,
    make_meeting,
    make_network,
    make_party,
    make_visit,
)
from tests.reading import client_of, count_of, page_of

ROLES = ["inspector", "assistant", "officer", "head", "manager"]
OTHERS = ["stranger", "neighbour", "nobody"]


def url_of(network):
    return reverse("networks:network_detail", args=[network.pk])


@pytest.fixture
def chamber(khon_kaen):
    national = make_network(
        name="หอการค้าไทย", kind=NetworkKind.CHAMBER, reach=Reach.NATIONAL
    )
    network = make_network(
        name="หอการค้าจังหวัดขอนแก่น",
        kind=NetworkKind.CHAMBER,
        province=khon_kaen,
        parent=national,
    )
    network.aliases.create(name="หอฯ ขอนแก่น")
    network.contacts.create(title="นาย", first_name="ชาญ", last_name="ดี", phone="043-1")
    return network


@pytest.mark.parametrize("who", [*ROLES, *OTHERS])
def test_tells_everyone_what_it_is(who, chamber, request):
    page = page_of(request.getfixturevalue(who), url_of(chamber))

    assert "Chamber of commerce" in page
    assert "หอฯ ขอนแก่น" in page
    assert chamber.parent.get_absolute_url() in page
    assert chamber.province.get_absolute_url() in page


def test_a_parent_lists_its_chapters(nobody, chamber):
    assert chamber.get_absolute_url() in page_of(nobody, url_of(chamber.parent))


@pytest.mark.parametrize("who", ROLES)
def test_shows_contacts_meetings_and_follow_ups_to_its_place(who, chamber, request):
    meeting = make_meeting(province=chamber.province)
    party = make_party(meeting, network=chamber)
    meeting.points.create(party=party, text="ขอลดค่าไฟ")
    make_follow_up(network=chamber, text="ส่งข้อมูลสมาชิก")
    user = request.getfixturevalue(who)

    page = page_of(user, url_of(chamber))

    assert "นายชาญ ดี" in page
    assert meeting.get_absolute_url() in page
    assert "ขอลดค่าไฟ" in page
    # The office answers for the network, once the province has one.
    assert ("ส่งข้อมูลสมาชิก" in page) is (who not in ("officer", "head"))


@pytest.mark.parametrize("who", OTHERS)
def test_hides_contacts_meetings_and_follow_ups_from_others(who, chamber, request):
    meeting = make_meeting(province=chamber.province)
    make_party(meeting, network=chamber)
    make_follow_up(network=chamber, text="ส่งข้อมูลสมาชิก")
    user = request.getfixturevalue(who)

    page = page_of(user, url_of(chamber))

    assert "นายชาญ" not in page
    assert "ส่งข้อมูลสมาชิก" not in page
    assert count_of(user, url_of(chamber)) == 0


def test_an_unreleased_meeting_stays_with_who_recorded_it(
    officer, inspector, chamber, khon_kaen_office
):
    visit = make_visit(offices=[khon_kaen_office])
    make_party(make_meeting(visit=visit, province=chamber.province), network=chamber)

    assert count_of(inspector, url_of(chamber)) == 1
    assert count_of(officer, url_of(chamber)) == 0


def test_one_that_is_not_there_is_not_found(nobody):
    assert client_of(nobody).get("/networks/999/").status_code == 404


def test_is_only_read(manager, chamber):
    assert client_of(manager).post(url_of(chamber)).status_code == 405


@pytest.mark.parametrize("count", [1, 12])
def test_costs_the_same_whatever_hangs_on_it(
    count, inspector, chamber, khon_kaen, django_assert_num_queries
):
    for number in range(count):
        meeting = make_meeting(province=khon_kaen)
        party = make_party(meeting, network=chamber)
        meeting.points.create(party=party, text="ขอ")
        make_follow_up(network=chamber)
        make_follow_up(network=chamber, kind="commitment")
        chamber.contacts.create(first_name="ก")
        chamber.aliases.create(name=f"ชื่อ {number}")
        make_network(parent=chamber, province=khon_kaen, kind=NetworkKind.OTHER)
    client = client_of(inspector)
    client.get(url_of(chamber))

    # session, user, network, aliases, chapters, scope, contacts, right to edit, rate;
    # promises and follow-ups: the network, keys, rows, count; meetings: count, keys,
    # rows, points
    with django_assert_num_queries(21):
        client.get(url_of(chamber))
