"""The pages of one zone, province, office and site."""

from datetime import date

import pytest

from accounts.models import AssignmentCapacity, Role
from inspections.lifecycle import VisitState
from regions.models import GroupZone, InspectorGroup, ZoneMembership
from tests.factories import (
    make_assignment,
    make_follow_up,
    make_issue,
    make_meeting,
    make_network,
    make_office,
    make_party,
    make_report,
    make_round,
    make_section,
    make_site,
    make_unit,
    make_user,
    make_visit,
)
from tests.reading import client_of, page_of

PAGES = ["/zones/12/", "/provinces/40/", "/offices/moi-kkn/"]
OWN = ["inspector", "assistant", "officer", "head", "manager"]
OTHERS = ["stranger", "neighbour", "nobody"]


@pytest.fixture
def signed(khon_kaen_office, zone_12):
    """A signed-off visit to Khon Kaen and what came of it."""
    visit = make_visit(
        offices=[khon_kaen_office], zone=zone_12, state=VisitState.SIGNED_OFF
    )
    make_follow_up(visit=visit, office=khon_kaen_office)
    make_issue(visit=visit, office=khon_kaen_office)
    return visit


@pytest.mark.parametrize("url", PAGES)
@pytest.mark.parametrize("who", OWN)
def test_shows_visits_follow_ups_and_issues_to_their_place(who, url, signed, request):
    page = page_of(request.getfixturevalue(who), url)

    assert signed.get_absolute_url() in page
    assert signed.follow_ups.get().get_absolute_url() in page
    assert signed.sightings.get().issue.get_absolute_url() in page


@pytest.mark.parametrize("url", PAGES)
@pytest.mark.parametrize("who", OTHERS)
def test_is_reference_for_others_without_what_hangs_on_it(who, url, signed, request):
    page = page_of(request.getfixturevalue(who), url)

    assert "Khon Kaen" in page
    assert signed.ref not in page
    assert signed.follow_ups.get().ref not in page
    assert signed.sightings.get().issue.ref not in page


@pytest.mark.parametrize("url", ["/zones/98/", "/provinces/99/", "/offices/none/"])
def test_a_place_that_does_not_exist_is_not_found(url, manager, khon_kaen_office):
    assert client_of(manager).get(url).status_code == 404


@pytest.mark.parametrize("url", PAGES)
def test_is_only_read(url, manager, khon_kaen_office):
    assert client_of(manager).post(url).status_code == 405


@pytest.mark.parametrize("url", PAGES)
@pytest.mark.parametrize("who", OWN)
def test_each_part_counts_what_its_link_opens(
    who, url, request, khon_kaen, khon_kaen_office, kalasin_office, zone_12
):
    for number in range(7):
        visit = make_visit(
            offices=[khon_kaen_office], zone=zone_12, state=VisitState.SIGNED_OFF
        )
        if number % 2:
            make_unit(visit, office=kalasin_office)
        make_follow_up(visit=visit, office=khon_kaen_office)
        make_issue(visit=visit, office=khon_kaen_office)
        make_section(make_report(office=khon_kaen_office, round=make_round()))
        make_network(province=khon_kaen)
        make_site(provinces=[khon_kaen])
        make_meeting(visit=visit, province=khon_kaen)
    user = request.getfixturevalue(who)

    sections = client_of(user).get(url).context["sections"]

    for part in sections:
        listed = client_of(user).get(part.more).context["listing"].page
        assert (part.key, int(part.count)) == (part.key, listed.count)
        assert listed.count >= 6


def test_a_zone_shows_provinces_of_today_and_of_other_times(
    nobody, zone_12, zone_5, khon_kaen, kalasin
):
    ZoneMembership.objects.filter(province=kalasin).update(ends_on=date(2020, 9, 30))
    ZoneMembership.objects.create(
        zone=zone_5, province=kalasin, starts_on=date(2020, 10, 1)
    )

    response = client_of(nobody).get("/zones/12/")

    assert [m.province for m in response.context["members"]] == [khon_kaen]
    assert [m.province for m in response.context["others"]] == [kalasin]
    assert "from 10 Sep 2018 to 30 Sep 2020" in response.content.decode()


def test_a_zone_names_who_inspects_there_and_its_group(nobody, zone_12, inspector):
    acting = make_user(first_name="สมศรี")
    make_assignment(
        acting,
        Role.INSPECTOR,
        zone=zone_12,
        capacity=AssignmentCapacity.ACTING,
        wording="รักษาราชการแทนผู้ตรวจราชการกระทรวง",
    )
    former = make_user(first_name="สมหมาย")
    make_assignment(former, Role.INSPECTOR, zone=zone_12, ends_on=date(2020, 9, 30))
    GroupZone.objects.create(
        group=InspectorGroup.objects.create(number=6),
        zone=zone_12,
        starts_on=date(2023, 1, 1),
    )

    page = page_of(nobody, "/zones/12/")

    assert str(inspector) in page
    assert "รักษาราชการแทนผู้ตรวจราชการกระทรวง" in page
    assert "สมหมาย" not in page
    assert "Inspector group 6" in page


def test_a_province_tells_its_office_and_its_zones_by_date(
    nobody, khon_kaen_office, zone_12
):
    page = page_of(nobody, "/provinces/40/")

    assert khon_kaen_office.get_absolute_url() in page
    assert zone_12.get_absolute_url() in page
    assert "since 10 Sep 2018" in page


@pytest.mark.parametrize("who", OWN)
def test_an_office_names_its_people_to_its_place(who, officer, head, request):
    page = page_of(request.getfixturevalue(who), "/offices/moi-kkn/")

    assert officer.first_name in page
    assert head.first_name in page


@pytest.mark.parametrize("who", OTHERS)
def test_an_office_does_not_name_its_people_to_others(who, officer, request):
    page = page_of(request.getfixturevalue(who), "/offices/moi-kkn/")

    assert officer.first_name not in page


@pytest.mark.parametrize("count", [1, 12])
@pytest.mark.parametrize(
    ("url", "queries"),
    [("/zones/12/", 24), ("/provinces/40/", 46), ("/offices/moi-kkn/", 24)],
)
def test_costs_the_same_whatever_hangs_on_it(
    url, queries, count, inspector, khon_kaen, khon_kaen_office, zone_12,
    django_assert_max_num_queries,
):  # fmt: skip
    for _number in range(count):
        visit = make_visit(offices=[khon_kaen_office], zone=zone_12, lead=make_user())
        make_follow_up(visit=visit, office=khon_kaen_office)
        make_issue(visit=visit, office=khon_kaen_office)
        make_section(make_report(office=khon_kaen_office, round=make_round()))
        make_network(province=khon_kaen)
        make_site(provinces=[khon_kaen])
        make_party(make_meeting(visit=visit, province=khon_kaen))
        make_assignment(make_user(), Role.OFFICER, office=khon_kaen_office)
        make_assignment(make_user(), Role.ASSISTANT, zone=zone_12)
    client = client_of(inspector)
    client.get(url)

    # One fewer where no meeting without a known day has to be looked for.
    with django_assert_max_num_queries(queries):
        client.get(url)


@pytest.mark.parametrize("url", ["/provinces/40/", "/offices/moi-kkn/"])
def test_reports_are_listed_to_those_who_may_see_them(
    url, khon_kaen_office, kalasin_office, inspector, stranger
):
    held_round = make_round()
    own, other = (
        make_section(make_report(office=office, round=held_round)).report
        for office in (khon_kaen_office, kalasin_office)
    )

    page = page_of(inspector, url)

    assert own.get_absolute_url() in page
    assert other.get_absolute_url() not in page
    assert own.get_absolute_url() not in page_of(stranger, url)


def test_an_office_that_makes_no_reports_lists_none(manager):
    agency = make_office(kind="department")

    page = page_of(manager, agency.get_absolute_url())

    assert 'id="visits"' in page
    assert 'id="reports"' not in page


def test_what_is_out_of_sight_is_not_said_to_be_missing(nobody, khon_kaen_office):
    make_visit(offices=[khon_kaen_office])

    page = page_of(nobody, khon_kaen_office.get_absolute_url())

    assert "Nothing here that you can see." in page
    assert "yet" not in page
