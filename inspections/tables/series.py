"""The register of published series, and the figures of one of them."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import Count, Max, Min, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from inspections.filters.series import SeriesFilter
from inspections.models import Series, SeriesPoint, TopicKind
from inspections.models.series import Grade
from inspections.published_reading import (
    Check,
    checks,
    number_words,
    period_words,
    place_words,
    points_with,
)
from inspections.published_sources import drawn_sources
from regions.models.naming import localized
from regions.tables import NameColumn
from ui.listing import Listing
from ui.tables import (
    ChoiceColumn,
    DateColumn,
    Draw,
    ListTable,
    NowrapColumn,
    NumberColumn,
    TextColumn,
)


class SourcesColumn(TextColumn):
    """Where figures were published, in words; a file has the short names."""

    css = "long"

    def drawer(self, language: str) -> Draw:
        return drawn_sources

    def exporter(self, language: str) -> Callable[[Sequence[str]], Sequence[object]]:
        return lambda sources: (", ".join(sources),)


class TopicColumn(ChoiceColumn):
    """What the figures are about, in a few words a line."""

    css = "words"


class SeriesTable(ListTable):
    """The series in the order of the data file."""

    name = NameColumn(
        gettext_lazy("Series"),
        url="inspections:series_detail",
        sample="a-series",
        order_by="order",
    )
    kind = TopicColumn(gettext_lazy("Topic"), labels=TopicKind.choices)
    unit = NowrapColumn(pgettext_lazy("of measure", "Unit"))
    span = NowrapColumn(gettext_lazy("From – to"))
    count = NumberColumn(gettext_lazy("Published figures"))
    sources = SourcesColumn(gettext_lazy("Sources"))

    class Meta:
        order_by = "name"
        empty_text = gettext_lazy("No figures have been loaded yet.")


class SeriesListing(Listing):
    """The published series."""

    table = SeriesTable
    filterset = SeriesFilter
    caption = gettext_lazy("Figures over the years")
    fields = [
        *("key", "kind", "name_th", "name_en", "unit_th", "unit_en"),
        *("first", "last", "count"),
    ]
    file_name = "series"

    def annotated(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """With first and last period, and the number of figures."""
        spans = {"first": Min("points__period"), "last": Max("points__period")}
        counted: QuerySet[Any] = rows.annotate(**spans, count=Count("points"))
        return counted

    def related(self, keys: Sequence[int]) -> dict[int, list[str]]:
        """The sources of each series, each once."""
        rows = SeriesPoint.objects.filter(series__in=keys).order_by("source")
        found: dict[int, list[str]] = {}
        for series, source in rows.values_list("series", "source").distinct():
            found.setdefault(series, []).append(source)
        return found

    def cells(self, row: tuple[Any, ...], related: Any) -> Sequence[Any]:
        pk, key, kind, name_th, name_en, unit_th, unit_en, first, last, count = row
        ends = [period_words(period) for period in (first, last) if period]
        return (
            (localized(name_th, name_en), key),
            kind,
            localized(unit_th, unit_en),
            " – ".join(dict.fromkeys(ends)),
            count,
            related.get(pk, []),
        )


class PointTable(ListTable):
    """The figures of one series by period."""

    period = NowrapColumn(gettext_lazy("Period"), order_by="period")
    place = NowrapColumn(gettext_lazy("Place"))
    label = TextColumn(gettext_lazy("Category"))
    published = TextColumn(gettext_lazy("As published"))
    computed = TextColumn(gettext_lazy("Computed"))
    as_of = DateColumn(gettext_lazy("As of"))
    source = SourcesColumn(gettext_lazy("Source"))
    grade = ChoiceColumn(gettext_lazy("How sure"), labels=Grade.choices)
    note = TextColumn(pgettext_lazy("of a figure", "Note"))

    class Meta:
        order_by = "period"


class PointListing(Listing):
    """The figures of one series, each with its source and how sure it is."""

    table = PointTable
    caption = gettext_lazy("Published figures")
    fields: Sequence[str] = ()
    file_name = "published-figures"
    series: Series

    def related(self, keys: Sequence[int]) -> Any:
        """The points themselves, and what can be computed: one query for a page."""
        points = points_with(self.series)
        return {point.pk: point for point in points}, checks(self.series, points)

    def cells(self, row: tuple[Any, ...], related: Any) -> Sequence[Any]:
        points, found = related
        point: SeriesPoint = points[row[0]]
        unit, check = self.series.unit, found.get(point.pk)
        return (
            period_words(point.period),
            place_words(point),
            point.get_label_display() if point.label else "",
            number_words(point.printed, point.scale, point.qualifier, unit),
            _computed(check) if check else "",
            point.as_of,
            [point.source],
            point.grade,
            point.note,
        )


def _computed(check: Check) -> str:
    """What comes out, and whether it is what was published or may have been."""
    if check.agrees:
        words = _("%(number)s – the same")
    elif check.is_rounding:
        words = _("%(number)s – differs within the rounding")
    else:
        words = _("%(number)s – differs")
    return words % {"number": check.computed}


def point_listing(series: Series) -> type[PointListing]:
    """The figures of this series."""
    return type("SeriesPoints", (PointListing,), {"series": series})
