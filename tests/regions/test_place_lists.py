"""The lists of zones, provinces, offices and sites."""

from datetime import date

import pytest
from django.urls import reverse

from regions.models import Province, ZoneMembership
from regions.models.office import OfficeKind
from regions.models.site import SiteKind
from tests.factories import make_office, make_province, make_site, make_zone
from tests.reading import client_of, count_of, file_of, page_of

LISTS = ["zone_list", "province_list", "office_list", "site_list"]


@pytest.mark.parametrize("name", LISTS)
def test_is_reference_for_everyone_signed_in(name, nobody, khon_kaen_office):
    make_site(provinces=[khon_kaen_office.province])

    page = page_of(nobody, reverse(f"regions:{name}"))

    assert "Khon Kaen" in page


@pytest.mark.parametrize("name", LISTS)
def test_asks_strangers_to_sign_in(name, client, db):
    response = client.get(reverse(f"regions:{name}"))

    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))


@pytest.mark.parametrize("name", LISTS)
def test_is_only_read(name, nobody):
    assert client_of(nobody).post(reverse(f"regions:{name}")).status_code == 405


def make_rows(name, count):
    """`count` rows, whatever else the cast brings."""
    for number in range(count):
        zone = make_zone(number=20 + number)
        province = make_province(zone=zone, code=f"{number:02d}")
        make_office(province=province)
        make_site(provinces=[province, Province.objects.first()])


@pytest.mark.parametrize("count", [1, 12, 50])
@pytest.mark.parametrize(
    ("name", "queries"),
    [
        # session, user, count, keys, rows, and what hangs on them; who may enter sites
        ("zone_list", 6),
        ("province_list", 7),
        ("office_list", 6),
        ("site_list", 7),
    ],
)
def test_costs_the_same_whatever_it_lists(
    name, queries, count, nobody, django_assert_num_queries
):
    make_rows(name, count)
    client = client_of(nobody)
    client.get(reverse(f"regions:{name}"))  # reads the filters' choices

    with django_assert_num_queries(queries):
        client.get(reverse(f"regions:{name}"))


def test_provinces_stand_in_dictionary_order(nobody, khon_kaen, kalasin, songkhla):
    rows = file_of(nobody, reverse("regions:province_list"))

    names = [row["Province"] for row in rows]
    assert names == ["Kalasin", "Khon Kaen", "Songkhla"]


def test_a_province_shows_its_zone_of_today(nobody, zone_5, khon_kaen):
    ZoneMembership.objects.update(ends_on=date(2020, 9, 30))
    ZoneMembership.objects.create(
        zone=zone_5, province=khon_kaen, starts_on=date(2020, 10, 1)
    )

    [row] = file_of(nobody, reverse("regions:province_list"), zone=5)

    assert (row["Province"], row["Zone today"]) == ("Khon Kaen", "Zone 5")


def test_finds_provinces_by_zone_and_text(nobody, khon_kaen, kalasin, songkhla):
    url = reverse("regions:province_list")

    assert count_of(nobody, url, zone=12) == 2
    assert count_of(nobody, url, q="สินธุ์") == 1
    assert count_of(nobody, url, q="KKN", zone=5) == 0


def test_finds_offices_by_kind_zone_and_province(
    nobody, khon_kaen_office, kalasin_office, songkhla_office
):
    make_office(kind=OfficeKind.DEPARTMENT, code="diw")
    url = reverse("regions:office_list")

    assert count_of(nobody, url) == 4
    assert count_of(nobody, url, kind="provincial") == 3
    assert count_of(nobody, url, zone=12) == 2
    assert count_of(nobody, url, province="46") == 1


def test_finds_sites_by_kind_province_and_number(nobody, khon_kaen, kalasin):
    mill = make_site(
        kind=SiteKind.SUGAR_MILL,
        provinces=[khon_kaen, kalasin],
        number_old="3-64(6)-45/17",
    )
    make_site(provinces=[kalasin])
    url = reverse("regions:site_list")

    [row] = file_of(nobody, url, province="40")
    assert row["Site"] == mill.name
    assert row["Provinces"] == "Kalasin, Khon Kaen"
    assert count_of(nobody, url, q="3-64(6)") == 1
    assert count_of(nobody, url, kind="sugar_mill") == 1
    assert count_of(nobody, url, province="46") == 2


def test_a_choice_that_does_not_exist_shows_no_rows_and_says_so(nobody, khon_kaen):
    page = page_of(nobody, reverse("regions:province_list"), zone="99")

    assert "Choose one from the list" in page
    assert "Khon Kaen" not in page.partition('id="results"')[2]


def test_a_provinces_office_is_named(nobody, khon_kaen_office):
    url = reverse("regions:province_list")

    [row] = file_of(nobody, url)

    assert row["Provincial industry office"] == khon_kaen_office.name_en
    assert f'href="{khon_kaen_office.get_absolute_url()}"' in page_of(nobody, url)


@pytest.mark.parametrize(
    "typed",
    [
        "3-64(6)-45/17",
        "๓-๖๔(๖)-๔๕/๑๗",
        "3 - 64 (6) - 45 / 17",
        "3-64-6-45-17",
        "36464517",
        "10400000125231",
        "1-0400-00012523-1",
        "1 0400 00012523 1",
        "28608/15360",
        "๒๘๖๐๘ ๑๕๓๖๐",
        "28608-15360",
        "น้ำตาลขอนแก่น",
        "นํ้าตาล ขอนแก่น",
        "KKN sugar",
    ],
)
def test_finds_a_site_by_its_numbers_and_name_in_any_spelling(typed, nobody):
    make_site(
        name="น้ำตาล ขอนแก่น (KKN Sugar)",
        number_new="10400000125231",
        number_old="3-64(6)-45/17",
        concession_no="28608/15360",
    )
    make_site(name="อื่น", number_old="3-64(6)-45/18", concession_no="28608/15361")
    url = reverse("regions:site_list")

    assert count_of(nobody, url, q=typed) == 1


@pytest.mark.parametrize("typed", ["3-64(6)-45/19", "15360/28608", "10400000125232"])
def test_another_number_finds_nothing(typed, nobody):
    make_site(number_old="3-64(6)-45/17", concession_no="28608/15360")

    assert count_of(nobody, reverse("regions:site_list"), q=typed) == 0


@pytest.mark.parametrize("stored", ["3-106-26/36กส", "จ3-106-26/36กส"])
@pytest.mark.parametrize(
    "typed",
    [
        "3-106-26/36กส",
        "จ3-106-26/36กส",
        "จ.3-106-26/36 กส",
        "จ ๓-๑๐๖-๒๖/๓๖กส",
        "จ-3-106",
        "แป้ง จ3-106-26/36",
    ],
)
def test_finds_a_site_with_and_without_the_letter_of_the_issuer(stored, typed, nobody):
    make_site(name="แป้งมัน", number_old=stored)
    make_site(name="อื่น", number_old="จ3-105-26/36กส")

    assert count_of(nobody, reverse("regions:site_list"), q=typed) == 1


def test_those_of_the_place_are_led_to_entering_a_site(officer, nobody):
    url, new = reverse("regions:site_list"), reverse("regions:site_new")

    assert new in page_of(officer, url)
    assert new not in page_of(nobody, url)
