"""How far places lie apart."""

from math import asin, cos, radians, sin, sqrt

from regions.models import Site

EARTH_KM = 6371.0


def kilometres(one: Site, other: Site) -> float | None:
    """The distance of two sites as the crow flies; null where a point is unknown."""
    points = [one.latitude, one.longitude, other.latitude, other.longitude]
    if None in points:
        return None
    north, east, north2, east2 = (radians(float(value or 0)) for value in points)
    half = sin((north2 - north) / 2) ** 2
    half += cos(north) * cos(north2) * sin((east2 - east) / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(half))
