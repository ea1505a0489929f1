"""Zones, provinces, inspector groups and offices that every installation has."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, TypeVar

from django.db.models import Model

from audit.records import difference, record, snapshot
from regions.models import (
    GroupZone,
    InspectorGroup,
    Office,
    Province,
    Zone,
    ZoneMembership,
)
from regions.models.office import OfficeKind

MEMBERS_SINCE = date(2018, 9, 10)
"""Prime Minister's Office Order 221/2561, which drew the present zones."""

BANGKOK = "10"
"""The one province without an industry office of its own."""

Stated = Mapping[str, Any]
M = TypeVar("M", bound=Model)


def settle(existing: M | None, wanted: M, fields: Iterable[str]) -> M:
    """Save `wanted` if it is new, else correct what differs in `existing`."""
    fields = list(fields)
    after = snapshot(wanted, fields)
    if existing is None:
        wanted.save()
        record(wanted, "load", by=None, changes=difference({}, after))
        return wanted
    before = snapshot(existing, fields)
    if before != after:
        for name in fields:
            setattr(existing, name, getattr(wanted, name))
        existing.save()
        record(existing, "correct", by=None, changes=difference(before, after))
    return existing


def load_zones(zones: Iterable[Stated]) -> None:
    """Make or correct the zones of data/zones.json and the provinces in them."""
    known_zones = {zone.number: zone for zone in Zone.objects.all()}
    known_provinces = {province.code: province for province in Province.objects.all()}
    for stated in zones:
        names = {name: stated[name] for name in ("name_th", "name_en")}
        zone = settle(
            known_zones.get(stated["number"]),
            Zone(number=stated["number"], **names),
            names,
        )
        for values in stated["provinces"]:
            province = settle(
                known_provinces.get(values["code"]), Province(**values), values
            )
            _load_membership(zone, province)


def _load_membership(zone: Zone, province: Province) -> None:
    """Tie the province to its zone, unless people dated that otherwise."""
    rows = {row.starts_on: row for row in province.memberships.all()}
    own = rows.get(MEMBERS_SINCE)
    if own is None and rows:
        return
    wanted = ZoneMembership(zone=zone, province=province, starts_on=MEMBERS_SINCE)
    settle(own, wanted, ["zone_id"])


def load_groups(groups: Iterable[Stated]) -> None:
    """Make the groups of data/groups.json; a number people gave one stays."""
    zones = {zone.number: zone for zone in Zone.objects.all()}
    for stated in groups:
        dates = {
            "starts_on": date.fromisoformat(stated["starts_on"]),
            "ends_on": date.fromisoformat(stated["ends_on"]),
        }
        wanted = [zones[number] for number in stated["zones"]]
        group = _known_group(stated["number"], wanted, dates["starts_on"])
        if group is None:
            group = InspectorGroup.objects.create(number=stated["number"])
            record(group, "load", by=None, changes=[("number", None, group.number)])
        present = set(
            group.group_zones.filter(starts_on=dates["starts_on"]).values_list(
                "zone_id", flat=True
            )
        )
        GroupZone.objects.bulk_create(
            GroupZone(group=group, zone=zone, **dates)
            for zone in wanted
            if zone.pk not in present
        )


def _known_group(
    number: int | None, zones: list[Zone], starts_on: date
) -> InspectorGroup | None:
    by_number = InspectorGroup.objects.exclude(number=None).filter(number=number)
    by_zones = InspectorGroup.objects.filter(
        group_zones__zone__in=zones, group_zones__starts_on=starts_on
    )
    return by_number.first() or by_zones.first()


def load_offices(agencies: Iterable[Stated]) -> None:
    """Make or correct each province's industry office and the given agencies."""
    known = {office.code: office for office in Office.objects.all()}
    provinces = Province.objects.exclude(code=BANGKOK)
    for values in [*map(provincial_office, provinces), *agencies]:
        office = Office(**values)
        fields = ["kind", "abbr_th", "province_id", "name_th", "name_en"]
        fields += ["head_title_th", "head_title_en"]
        settle(known.get(office.code), office, fields)


def provincial_office(province: Province) -> Stated:
    """The fields of a province's industry office (สอจ.), all from its name."""
    return {
        "code": f"moi-{province.abbr_en.lower()}",
        "kind": OfficeKind.PROVINCIAL,
        "province": province,
        "abbr_th": f"สอจ.{province.name_th}",
        "name_th": f"สำนักงานอุตสาหกรรมจังหวัด{province.name_th}",
        "name_en": f"{province.name_en} Provincial Industry Office",
        "head_title_th": f"อุตสาหกรรมจังหวัด{province.name_th}",
        "head_title_en": f"Provincial Industry Officer of {province.name_en}",
    }
