"""The published figures and water limits that every installation has."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from audit.records import Change, difference, record, snapshot
from inspections.models import Series, SeriesPoint, WaterLimit
from regions.models import Province
from regions.reference import settle

Stated = Mapping[str, Any]
Place = tuple[Any, ...]

SERIES_FIELDS = (
    *("kind", "name_th", "name_en", "unit_th", "unit_en", "period", "order"),
)
TIED = ("target", "part", "whole")
POINT_FIELDS = (
    *("printed", "scale", "value", "qualifier", "as_of", "source", "grade"),
    *("note_th", "note_en"),
)
LIMIT_FIELDS = ("low", "high", "ends_on", "source", "condition_en")
MILLIONTH = Decimal("0.000001")
"""As exactly as numbers are stored."""


def load_series(series: Iterable[Stated]) -> None:
    """Make or correct the series of data/series.json, their points and their ties.

    The file is all there is of a series in it: a point that it doesn't name goes.
    """
    stated = {values["key"]: values for values in series}
    known = {row.key: row for row in Series.objects.prefetch_related("points")}
    provinces = {province.code: province for province in Province.objects.all()}
    loaded = {}
    for order, (key, values) in enumerate(stated.items()):
        names = {name: values[name] for name in SERIES_FIELDS if name != "order"}
        wanted = Series(key=key, order=order, **names)
        loaded[key] = settle(known.get(key), wanted, SERIES_FIELDS)
        _load_points(loaded[key], _points(loaded[key], values["points"], provinces))
    for key, values in stated.items():
        _tie(loaded[key], {name: loaded.get(values.get(name, "")) for name in TIED})


def _tie(series: Series, wanted: Mapping[str, Series | None]) -> None:
    """Name the series that this one is held against or computed from."""
    columns = [f"{name}_id" for name in TIED]
    before = snapshot(series, columns)
    for name, other in wanted.items():
        setattr(series, name, other)
    if changes := [*difference(before, snapshot(series, columns))]:
        series.save()
        record(series, "correct", by=None, changes=changes)


def _points(
    series: Series, points: Iterable[Stated], provinces: Mapping[str, Province]
) -> Iterator[SeriesPoint]:
    for values in points:
        given = dict(values)
        day, place = given.pop("as_of", None), given.pop("province", None)
        point = SeriesPoint(
            series=series,
            province=provinces[place] if place else None,
            as_of=date.fromisoformat(day) if day else None,
            **given,
        )
        point.value = (point.exact * point.scale).quantize(MILLIONTH)
        yield point


def _load_points(series: Series, wanted: Iterable[SeriesPoint]) -> None:
    """Make, correct or remove points of a series; its history says which."""
    known = {_place(point): point for point in series.points.all()}
    was_there = bool(known)
    changes: list[Change] = []
    for point in wanted:
        existing = known.pop(_place(point), None)
        before = snapshot(existing, POINT_FIELDS) if existing else {}
        found = [*difference(before, snapshot(point, POINT_FIELDS))]
        if not found:
            continue
        point.pk = existing.pk if existing else None
        point.save()
        was = existing.printed if existing else None
        changes.append((_told(point), was, point.printed))
    for point in known.values():
        changes.append((_told(point), point.printed, None))
        point.delete()
    if changes:
        record(series, "correct" if was_there else "load", by=None, changes=changes)


def _place(point: SeriesPoint) -> Place:
    return point.period, point.area, point.province_id, point.label


def _told(point: SeriesPoint) -> list[str]:
    where = point.area or (point.province.code if point.province else "")
    return ["points", *filter(None, (point.period, where, point.label))]


def load_limits(stated: Stated) -> None:
    """Make or correct the limits of data/water_limits.json.

    One that somebody has checked in the Gazette is left as it is.
    """
    known = {
        (row.parameter, row.water_class, row.condition, row.starts_on): row
        for row in WaterLimit.objects.all()
    }
    starts_on = date.fromisoformat(stated["starts_on"])
    for values in stated["limits"]:
        limit = WaterLimit(
            parameter=values["parameter"],
            water_class=values["water_class"],
            condition=values.get("condition", ""),
            condition_en=values.get("condition_en", ""),
            low=_number(values.get("low")),
            high=_number(values.get("high")),
            starts_on=starts_on,
            source=stated["source"],
        )
        key = (limit.parameter, limit.water_class, limit.condition, starts_on)
        existing = known.get(key)
        if existing is None or not existing.is_checked:
            settle(existing, limit, LIMIT_FIELDS)


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text).quantize(MILLIONTH)
