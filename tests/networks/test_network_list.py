"""The directory of networks."""

import pytest
from django.urls import reverse

from networks.models import NetworkKind, Reach
from tests.factories import make_network, make_province
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
        make_network(province=make_province(code=f"{number:02d}"))
    client = client_of(nobody)
    client.get(URL)

    with django_assert_num_queries(6):
        client.get(URL)
