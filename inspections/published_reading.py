"""How published figures are told: in words, as a chart, and held against each other."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from inspections.models import Qualifier, Series, SeriesPoint
from inspections.models.registers.cane import burnt_share
from thai.crop_years import next_crop_year
from thai.dates import MONTHS_EN, MONTHS_TH
from thai.numbers import with_unit
from ui.charts import Bar, Chart, Row
from ui.widgets import reader_language

MILLION = 1_000_000
SIGNS: Mapping[str, str] = {
    Qualifier.ABOUT: "≈ ",
    Qualifier.MORE_THAN: "> ",
    Qualifier.LESS_THAN: "< ",
    Qualifier.AT_LEAST: "≥ ",
    Qualifier.AT_MOST: "≤ ",
}
Key = tuple[Any, ...]


class Check(NamedTuple):
    """A published share beside the same computed from its part and whole.

    `computed` has the published one's places; `low` and `high` are what part and
    whole allow, rounded as they were printed.
    """

    published: Decimal
    computed: Decimal
    low: Decimal
    high: Decimal
    step: Decimal

    @property
    def agrees(self) -> bool:
        """Whether both are the same number, to the precision that was printed."""
        return self.published == self.computed

    @property
    def is_rounding(self) -> bool:
        """Whether rounding of what was printed can be all of the difference."""
        half = self.step / 2
        return self.low - half <= self.published <= self.high + half


def points_with(series: Series) -> list[SeriesPoint]:
    """The points of a series and of those it is held against, in one query."""
    keys = {series.pk, series.target_id, series.part_id, series.whole_id}
    rows = SeriesPoint.objects.filter(series__in=keys - {None})
    return list(rows.select_related("province", "series").order_by("period", "pk"))


def checks(series: Series, points: Iterable[SeriesPoint]) -> dict[Any, Check]:
    """For each share that can be computed, by its primary key, what comes out."""
    if not (series.part_id and series.whole_id):
        return {}
    by_series: dict[Any, dict[Key, SeriesPoint]] = {}
    for point in points:
        by_series.setdefault(point.series_id, {})[_where(point)] = point
    parts = by_series.get(series.part_id, {})
    wholes = by_series.get(series.whole_id, {})
    return {
        share.pk: check
        for where, share in by_series.get(series.pk, {}).items()
        if where in parts and where in wholes
        if (check := _check(share, parts[where], wholes[where]))
    }


def _where(point: SeriesPoint) -> Key:
    return point.period, point.area, point.province_id, point.label


def _check(share: SeriesPoint, part: SeriesPoint, whole: SeriesPoint) -> Check | None:
    computed = burnt_share(part.value, whole.value, to=share.step)
    low = burnt_share(part.value - part.slack, whole.value + whole.slack)
    high = burnt_share(part.value + part.slack, whole.value - whole.slack)
    if computed is None or low is None or high is None:
        return None
    return Check(share.exact, computed, low, high, share.step)


def told(series: Series, check: Check, period: str) -> str:
    """In a sentence, that the two differ and how far rounding explains it."""
    values = {
        "period": period_words(period),
        "published": with_unit(str(check.published), series.unit, reader_language()),
        "computed": with_unit(str(check.computed), series.unit, reader_language()),
        "low": check.low,
        "high": check.high,
    }
    differs = _(
        "%(period)s: published is %(published)s, computed from the published amounts"
        " it is %(computed)s."
    )
    if check.is_rounding:
        why = _(
            "The rounding of those amounts explains it: they allow %(low)s to %(high)s."
        )
    else:
        why = _("Rounding does not explain it: they allow %(low)s to %(high)s.")
    return f"{differs % values} {why % values}"


def period_words(period: str) -> str:
    """A period as readers write it: `2565/66`, `มกราคม 2563`, `2568`."""
    year, dash, month = period.partition("-")
    if not dash:
        return period
    names = MONTHS_EN if reader_language() == "en" else MONTHS_TH
    return f"{names[int(month) - 1]} {year}"


def place_words(point: SeriesPoint) -> str:
    """Of which place it is."""
    if point.province:
        return point.province.name
    return point.get_area_display() if point.area else _("The whole country")


def number_words(printed: str, scale: int, qualifier: str, unit: str) -> str:
    """The number as published, with its unit: `at least 150 million m³`."""
    if scale == MILLION:
        unit = _("million %(unit)s") % {"unit": unit}
    number = with_unit(printed, unit, reader_language())
    said = Qualifier(qualifier).label if qualifier else ""
    return f"{said} {number}".strip()


def series_chart(series: Series, points: Iterable[SeriesPoint]) -> Chart:
    """One bar a point: first the country by period, then each other place.

    A crop year without a figure between two with one is a gap.
    """
    every = list(points)
    own = [point for point in every if point.series_id == series.pk]
    targets = {
        _where(point): _bar(point)
        for point in every
        if point.series_id == series.target_id
    }
    whole = [point for point in own if not (point.area or point.province_id)]
    rows = _gapless(series, whole, targets)
    others = [point for point in own if point.area or point.province_id]
    rows += [
        Row(f"{period_words(point.period)} · {place_words(point)}", [_bar(point)])
        for point in sorted(others, key=lambda one: (place_words(one), one.period))
    ]
    target = series.target.name if series.target else ""
    title = f"{series.name} ({series.unit})"
    return Chart(series.key, title, [series.name], rows, target)


def _gapless(
    series: Series, points: Sequence[SeriesPoint], targets: Mapping[Key, Bar]
) -> list[Row]:
    rows: list[Row] = []
    expected = ""
    for point in points:
        while expected and expected < point.period:
            rows.append(Row(expected, [Bar(None)]))
            expected = next_crop_year(expected)
        rows.append(Row(_label(point), [_bar(point)], targets.get(_where(point))))
        if series.period == Series.Period.CROP_YEAR:
            expected = next_crop_year(point.period)
    return rows


def _label(point: SeriesPoint) -> str:
    period = period_words(point.period)
    return f"{period} · {point.get_label_display()}" if point.label else period


def _bar(point: SeriesPoint) -> Bar:
    number = point.printed
    if point.scale == MILLION:
        number = _("%(number)s million") % {"number": number}
    return Bar(point.value, f"{SIGNS.get(point.qualifier, '')}{number}", point.note)
