"""A list's count under filters is that of the page its address opens."""

import pytest
from django.test import RequestFactory

from inspections.lifecycle import VisitState
from inspections.lists import FOLLOW_UPS, MEETINGS, NETWORKS, SITES, VISITS
from networks.models import Network
from tests.factories import (
    make_follow_up,
    make_meeting,
    make_network,
    make_party,
    make_province,
    make_round,
    make_site,
    make_visit,
)
from tests.reading import client_of
from ui.paging import COUNT_CAP

ASKED = [
    (VISITS, {"round": "2566-1", "progress": "done"}),
    (VISITS, {"round": "2566-1", "progress": "not-cancelled", "zone": 12}),
    (FOLLOW_UPS, {"round": "2566-1", "level": "none"}),
    (FOLLOW_UPS, {"round": "2566-1", "dimension": "none", "province": "40"}),
    (MEETINGS, {"round": "2566-1"}),
    (NETWORKS, {"met_in": "2566-1", "met_province": "40"}),
    (SITES, {"province": "40"}),
]
WHO = {"manager": 2, "inspector": 2, "officer": 1, "neighbour": 0, "stranger": 0}


@pytest.fixture
def held(zone_12, khon_kaen, khon_kaen_office):
    """Two of everything in Khon Kaen, of which its office may see one."""
    held_round = make_round(fiscal_year=2566, number=1)
    for state in (VisitState.SIGNED_OFF, VisitState.RETURNED):
        visit = make_visit(
            offices=[khon_kaen_office],
            zone=zone_12,
            round=held_round,
            round_number=1,
            state=state,
        )
        make_follow_up(office=khon_kaen_office, round=held_round, visit=visit)
        meeting = make_meeting(visit=visit, province=khon_kaen)
        make_party(meeting, network=make_network(province=khon_kaen))
        make_site(provinces=[khon_kaen])


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize(("whole", "query"), ASKED)
def test_counts_what_the_page_shows(whole, query, who, held, request):
    user = request.getfixturevalue(who)
    asking = RequestFactory().get("/")
    asking.user = user

    count = whole.count(asking, **query)

    opened = client_of(user).get(whole.address(**query)).context["listing"]
    assert opened.filters.is_valid()
    assert opened.page.count == count
    if whole in (MEETINGS, NETWORKS):
        assert count == WHO[who]


def test_counts_on_where_the_page_stops(manager):
    asking = RequestFactory().get("/")
    asking.user = manager
    make_networks(COUNT_CAP + 1)

    assert NETWORKS.count(asking) == COUNT_CAP + 1


def make_networks(number):
    """So many networks at once."""
    province = make_province()
    Network.objects.bulk_create(
        Network(kind="other", name=f"N {n}", reach="provincial", province=province)
        for n in range(number)
    )
