"""Which zone a province lies in on a day, for pages that list many provinces."""

from datetime import date

from regions.models import Zone, ZoneMembership


def zones_by_province(today: date) -> dict[int, int]:
    """The number of each province's zone on `today`, by the province's key."""
    members = ZoneMembership.objects.current(today)
    return dict(members.values_list("province_id", "zone__number"))


def zone_words(number: int | None) -> str:
    """A zone in words; empty for none."""
    return "" if number is None else str(Zone(number=number))
