"""A chart together with its table and where the numbers come from."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from inspections.models import Series, SeriesPoint
from inspections.published_reading import number_words, period_words, series_chart
from inspections.published_sources import source_words
from regions.models import Province
from thai.dates import format_date
from ui.charts import Chart
from ui.widgets import reader_language


class Cell(NamedTuple):
    """What stands in a table; `url` is where it comes from."""

    text: str
    url: str = ""


@dataclass(frozen=True)
class Plot:
    """A chart, the same as a table, and where its numbers come from.

    `series` is the published one that it shows a part of.
    """

    chart: Chart
    heads: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    source: str
    series: Series | None = None

    @property
    def title(self) -> str:
        """What is shown, with its unit."""
        return self.chart.title

    @property
    def cells(self) -> Iterator[list[tuple[str, Cell]]]:
        """Each row with the head of each of its cells."""
        for row in self.rows:
            yield list(zip(self.heads, row, strict=True))


def day_words(day: date | None) -> str:
    """A day as readers see it; nothing for none."""
    return format_date(day, "short", reader_language()) if day else ""


def published_plots(province: Province) -> list[Plot]:
    """What was published of a province, a chart for each series; one query."""
    points = SeriesPoint.objects.filter(province=province)
    found: dict[int, list[SeriesPoint]] = {}
    for point in points.select_related("series", "province").order_by(
        "series__order", "period", "pk"
    ):
        found.setdefault(point.series_id, []).append(point)
    return [_published(points) for points in found.values()]


def _published(points: Sequence[SeriesPoint]) -> Plot:
    series = points[0].series
    series.target = None  # what the country aims at is no aim of one province
    heads = [
        *(_("Period"), _("As published"), _("As of"), _("Source"), _("How sure")),
        pgettext("of a figure", "Note"),
    ]
    rows = [
        [
            Cell(period_words(point.period)),
            Cell(
                number_words(point.printed, point.scale, point.qualifier, series.unit)
            ),
            Cell(day_words(point.as_of)),
            Cell(source_words(point.source), point.source_url),
            Cell(point.get_grade_display()),
            Cell(point.note),
        ]
        for point in points
    ]
    return Plot(
        series_chart(series, points), heads, rows, _("Published figures."), series
    )
