"""Which zone a province lies in on a day, for pages that list many provinces."""

from datetime import date
from functools import lru_cache

from django.utils.translation import get_language

from regions.models import Zone, ZoneMembership


def zones_by_province(today: date) -> dict[int, int]:
    """The number of each province's zone on `today`, by the province's key."""
    members = ZoneMembership.objects.current(today)
    return dict(members.values_list("province_id", "zone__number"))


def zone_words(number: int | None) -> str:
    """A zone in words; empty for none."""
    return "" if number is None else _words(number, get_language())


@lru_cache(maxsize=256)
def _words(number: int, _language: str | None) -> str:
    """A list has the same few zones in all its rows."""
    return str(Zone(number=number))
