"""Places in Django's admin."""

from datetime import date

import pytest

from audit.models import Entry
from regions.models import GroupZone, InspectorGroup, Zone, ZoneMembership
from tests.factories import make_site, make_user
from tests.reading import client_of


@pytest.fixture
def client(db):
    return client_of(make_user(username="admin", is_staff=True, is_superuser=True))


def changes(record):
    """What the last history row of a record says."""
    return Entry.objects.about(record).last().changes


def test_a_zone_s_name_changes_with_history_and_its_number_never(client, zone_12):
    sent = {"number": 99, "name_th": "อีสานกลาง", "name_en": zone_12.name_en}

    client.post(f"/admin/regions/zone/{zone_12.pk}/change/", sent)

    zone = Zone.objects.get(pk=zone_12.pk)
    assert (zone.number, zone.name_th) == (12, "อีสานกลาง")
    assert changes(zone) == [["name_th", zone_12.name_th, "อีสานกลาง"]]


def test_provinces_are_neither_added_nor_deleted(client, khon_kaen):
    assert client.get("/admin/regions/province/add/").status_code == 403
    url = f"/admin/regions/province/{khon_kaen.pk}/delete/"
    assert client.post(url, {"post": "yes"}).status_code == 403


def test_a_province_moves_by_ending_one_membership_and_adding_another(
    client, khon_kaen, zone_12, zone_5
):
    old = ZoneMembership.objects.get(province=khon_kaen)
    place = {"province": khon_kaen.pk}
    new = {**place, "zone": zone_5.pk, "starts_on": "1/10/2569"}
    url = "/admin/regions/zonemembership/"

    refused = client.post(f"{url}add/", new)
    assert b"already belongs to a zone" in refused.content

    ended = {**place, "zone": zone_12.pk, "starts_on": "10/9/2561"}
    client.post(f"{url}{old.pk}/change/", {**ended, "ends_on": "30 ก.ย. 69"})
    client.post(f"{url}add/", new)

    assert changes(old) == [["ends_on", None, "2026-09-30"]]
    added = ZoneMembership.objects.get(zone=zone_5, province=khon_kaen)
    assert added.starts_on == date(2026, 10, 1)
    assert Entry.objects.about(added).get().step == "add"


def test_a_group_s_zones_leave_history_with_the_group(client, zone_12, zone_5):
    group = InspectorGroup.objects.create(number=6)
    row = GroupZone.objects.create(
        group=group, zone=zone_12, starts_on=date(2023, 1, 1)
    )
    sent = {
        "number": 6,
        "group_zones-TOTAL_FORMS": 2,
        "group_zones-INITIAL_FORMS": 1,
        "group_zones-0-id": row.pk,
        "group_zones-0-group": group.pk,
        "group_zones-0-zone": zone_12.pk,
        "group_zones-0-starts_on": "1/1/2566",
        "group_zones-0-DELETE": "on",
        "group_zones-1-group": group.pk,
        "group_zones-1-zone": zone_5.pk,
        "group_zones-1-starts_on": "1/10/2566",
    }

    client.post(f"/admin/regions/inspectorgroup/{group.pk}/change/", sent)

    assert [one.zone for one in group.group_zones.all()] == [zone_5]
    told = {path: (before, after) for path, before, after in changes(group)}
    assert told[f"groupzone {row.pk}.zone"] == ("Zone 12", None)
    assert ("Zone 5") in [after for _before, after in told.values()]


@pytest.fixture
def site(khon_kaen):
    return make_site(provinces=[khon_kaen], name="โรงงานเดิม")


def site_form(site, **changed):
    """What the site's page sends."""
    return {
        "seen_version": site.version,
        "kind": site.kind,
        "name": site.name,
        "provinces": [province.pk for province in site.provinces.all()],
        **changed,
    }


def test_a_site_s_name_and_provinces_change_with_history(client, site, kalasin):
    both = [*(province.pk for province in site.provinces.all()), kalasin.pk]
    sent = site_form(site, name="โรงงานใหม่", provinces=both)

    client.post(f"/admin/regions/site/{site.pk}/change/", sent)

    site.refresh_from_db()
    assert (site.name, site.version) == ("โรงงานใหม่", 2)
    assert changes(site) == [
        ["name", "โรงงานเดิม", "โรงงานใหม่"],
        ["provinces", "Khon Kaen", "Kalasin, Khon Kaen"],
    ]


def test_a_site_changed_meanwhile_is_not_overwritten(client, site):
    sent = site_form(site, name="ของฉัน")
    site.claim(site.version)

    response = client.post(f"/admin/regions/site/{site.pk}/change/", sent)

    assert b"Somebody else changed this meanwhile" in response.content
    site.refresh_from_db()
    assert site.name == "โรงงานเดิม"
