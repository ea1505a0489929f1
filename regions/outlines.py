"""Whether a point lies in a province, by the outlines of the map that we ship.

They are a schematic (data/thailand-provinces.LICENCE.md), good to a few kilometres:
enough to ask about a point, never to refuse one.
"""

import json
import re
from functools import lru_cache
from itertools import pairwise
from math import hypot, log, pi, radians, tan

from django.conf import settings

MARGIN = 3.0
"""How far outside an outline is still inside: some 5 km, as the map is a schematic."""
NUMBER = re.compile(r"-?\d*\.?\d+")

Point = tuple[float, float]
"""x and y on the map."""
Ring = list[Point]


@lru_cache(maxsize=1)
def _map() -> tuple[dict, dict[str, str]]:
    path = settings.BASE_DIR / "data" / "thailand-provinces.svg.json"
    drawn = json.loads(path.read_text("utf-8"))
    outlines = {province["code"]: province["d"] for province in drawn["provinces"]}
    return drawn["projection"], outlines


@lru_cache(maxsize=128)
def _rings(code: str) -> list[Ring]:
    """The outline of a province as closed rings; none for an unknown code.

    Each begins where its first two numbers say (M) and goes on by steps (l) to its
    end (z).
    """
    rings: list[Ring] = []
    for drawn in _map()[1].get(code, "").split("M")[1:]:
        numbers = [float(number) for number in NUMBER.findall(drawn)]
        x, y = numbers[:2]
        ring = [(x, y)]
        for across, down in zip(numbers[2::2], numbers[3::2], strict=True):
            x, y = x + across, y + down
            ring.append((x, y))
        rings.append([*ring, ring[0]])
    return rings


def on_map(latitude: float, longitude: float) -> Point:
    """Where a point of WGS84 degrees lies on the map."""
    shown = _map()[0]
    left, top, right, bottom = shown["bbox"]
    east = (longitude - shown["west"]) / (shown["east"] - shown["west"])
    north, south = _mercator(shown["north"]), _mercator(shown["south"])
    down = (north - _mercator(latitude)) / (north - south)
    return left + east * (right - left), top + down * (bottom - top)


def _mercator(latitude: float) -> float:
    return log(tan(pi / 4 + radians(latitude) / 2))


def lies_in(latitude: float, longitude: float, codes: list[str]) -> bool:
    """Whether a point lies in one of the provinces, or some 5 km from it at most."""
    point = on_map(latitude, longitude)
    return any(
        is_inside(point, ring) or distance(point, ring) <= MARGIN
        for code in codes
        for ring in _rings(code)
    )


def is_inside(point: Point, ring: Ring) -> bool:
    """Whether a closed ring goes around the point."""
    x, y = point
    crossings = 0
    for (x1, y1), (x2, y2) in pairwise(ring):
        if (y1 > y) != (y2 > y):
            crossings += x < x1 + (y - y1) * (x2 - x1) / (y2 - y1)
    return crossings % 2 == 1


def distance(point: Point, ring: Ring) -> float:
    """How far the point is from the nearest line of a ring, in units of the map."""
    return min(_from_line(point, *line) for line in pairwise(ring))


def _from_line(point: Point, start: Point, end: Point) -> float:
    (x, y), (x1, y1), (x2, y2) = point, start, end
    length = (x2 - x1) ** 2 + (y2 - y1) ** 2
    along = ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / length if length else 0.0
    along = min(1.0, max(0.0, along))
    return hypot(x - x1 - along * (x2 - x1), y - y1 - along * (y2 - y1))
