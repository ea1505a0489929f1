"""The published figures over the years, and those of one's own places beside them."""

from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from accounts.requests import UserRequest
from inspections.models import Series
from inspections.own_plots import own_plots
from inspections.published_reading import checks, points_with, series_chart, told
from inspections.tables.series import SeriesListing, point_listing
from ui.listing import render_list


@require_safe
def series_list(request: UserRequest) -> HttpResponseBase:
    """The register of published series, and what the reader's own places say."""
    context = {"plots": own_plots(request.user)} if "format" not in request.GET else {}
    return render_list(
        request,
        Series.objects.all(),
        SeriesListing,
        template="inspections/series_list.html",
        context=context,
    )


@require_safe
def series_detail(request: UserRequest, key: str) -> HttpResponseBase:
    """One series: its chart, its figures with their sources, what doesn't agree."""
    tied = ("target", "part", "whole")
    series = get_object_or_404(Series.objects.select_related(*tied), key=key)
    points = points_with(series)
    found = checks(series, points)
    checked = [(point, found[point.pk]) for point in points if point.pk in found]
    context = {
        "series": series,
        "chart": series_chart(series, points),
        "checked": len(checked),
        "differing": [
            told(series, check, point.period)
            for point, check in checked
            if not check.agrees
        ],
        "is_odd": any(not (c.agrees or c.is_rounding) for _point, c in checked),
    }
    return render_list(
        request,
        series.points.all(),
        point_listing(series),
        template="inspections/series_detail.html",
        context=context,
    )
