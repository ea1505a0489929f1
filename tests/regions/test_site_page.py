"""The page of one site."""

import pytest

from inspections.lifecycle import VisitState
from inspections.models import VisitSite
from tests.factories import make_issue, make_site, make_unit, make_visit
from tests.reading import client_of, count_of, page_of

OWN = ["inspector", "assistant", "officer", "head", "manager"]
OTHERS = ["stranger", "neighbour", "nobody"]


@pytest.fixture
def signed(khon_kaen_office):
    """A signed-off visit to Khon Kaen."""
    return make_visit(offices=[khon_kaen_office], state=VisitState.SIGNED_OFF)


@pytest.fixture
def mill(khon_kaen, kalasin):
    """A sugar mill in two provinces."""
    return make_site(
        name="โรงงานน้ำตาลขอนแก่น",
        kind="sugar_mill",
        provinces=[khon_kaen, kalasin],
        number_new="10400000125231",
        factory_class=3,
        latitude="16.432000",
        longitude="102.823000",
    )


@pytest.mark.parametrize("who", [*OWN, *OTHERS])
def test_a_site_tells_everyone_its_numbers_and_place(who, mill, request):
    page = page_of(request.getfixturevalue(who), mill.get_absolute_url())

    assert "10400000125231" in page
    assert "Class 3: needs a licence" in page
    assert "/provinces/46/" in page
    assert "16.432000, 102.823000" in page


def seen(visit, site, province):
    return VisitSite.objects.create(
        visit=visit, site=site, province=province, printed_name=site.name, note="สะอาด"
    )


@pytest.mark.parametrize("who", OWN)
def test_a_site_shows_the_visits_that_saw_it(who, mill, signed, khon_kaen, request):
    seen(signed, mill, khon_kaen)

    page = page_of(request.getfixturevalue(who), mill.get_absolute_url())

    assert signed.get_absolute_url() in page
    assert "สะอาด" in page


@pytest.mark.parametrize("who", OTHERS)
def test_a_site_hides_other_places_visits(who, mill, signed, khon_kaen, request):
    seen(signed, mill, khon_kaen)
    user = request.getfixturevalue(who)

    assert count_of(user, mill.get_absolute_url()) == 0
    assert "สะอาด" not in page_of(user, mill.get_absolute_url())


def test_an_office_sees_sites_of_its_province_from_sign_off_on(
    officer, inspector, mill, khon_kaen_office, khon_kaen, kalasin
):
    visit = make_visit(offices=[khon_kaen_office])
    seen(visit, mill, khon_kaen)
    seen(visit, mill, kalasin)
    url = mill.get_absolute_url()

    assert count_of(inspector, url) == 2
    assert count_of(officer, url) == 0

    visit.state = VisitState.SIGNED_OFF
    visit.save()

    assert count_of(officer, url) == 1


def test_a_site_that_was_inspected_itself_links_the_visit(
    inspector, stranger, mill, khon_kaen
):
    visit = make_visit()
    make_unit(visit, site=mill, provinces=[khon_kaen])

    assert visit.ref in page_of(inspector, mill.get_absolute_url())
    assert visit.ref not in page_of(stranger, mill.get_absolute_url())


@pytest.mark.parametrize("count", [1, 12, 50])
def test_a_site_s_list_costs_the_same_whatever_it_holds(
    count, inspector, mill, khon_kaen, khon_kaen_office, django_assert_num_queries
):
    for _number in range(count):
        visit = make_visit(offices=[khon_kaen_office])
        make_unit(visit, site=mill, order=1)
        seen(visit, mill, khon_kaen)
        make_issue(visit=visit, office=khon_kaen_office, site=mill)
    client = client_of(inspector)

    # session, user, scope, site, provinces, merged ones, may edit; count, keys, rows;
    # of its issues: the site, keys, rows, sightings, count; its story: nine
    with django_assert_num_queries(24):
        client.get(mill.get_absolute_url())
