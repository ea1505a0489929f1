"""Zones, provinces and offices as the choices of filters."""

from collections.abc import Iterator

from regions.models import Office, Province, Zone
from ui.directories import Directory


def _zones() -> Iterator[tuple[int, str, str]]:
    for zone in Zone.objects.all():
        yield zone.pk, str(zone.number), f"{zone} {zone.name}"


def _provinces() -> Iterator[tuple[int, str, str]]:
    for province in Province.objects.all():
        yield province.pk, province.code, province.name


def _offices() -> Iterator[tuple[int, str, str]]:
    for office in Office.objects.all():
        yield office.pk, office.code, office.name


zones = Directory(_zones)
provinces = Directory(_provinces)
offices = Directory(_offices)
