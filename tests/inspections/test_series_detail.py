"""The published series: register, chart, sources, what does not agree."""

from decimal import Decimal

import pytest
from django.db import transaction

from inspections.management.commands.load_reference import shipped
from inspections.models import Series, SeriesPoint
from inspections.published import load_series
from inspections.published_reading import checks, points_with, series_chart
from tests.factories import make_point, make_province, make_series
from tests.reading import client_of, file_of, page_of

LIST = "/series/"
SHARE = "/series/cane-burnt-share/"


@pytest.fixture
def published(db):
    """What the product ships."""
    make_province(code="40", name_th="ขอนแก่น", name_en="Khon Kaen")
    with transaction.atomic():
        load_series(shipped("series")["series"])


@pytest.mark.parametrize(
    ("period", "area", "published_share", "computed"),
    [
        ("2563/64", "", "26.42", "26.42"),
        ("2564/65", "", "27.28", "27.28"),
        ("2565/66", "", "32.78", "32.78"),
        ("2565/66", "northeast", "35.81", "35.81"),
        ("2566/67", "", "29.64", "29.64"),
        # 13.68 of 92 million tons are 14.87 per cent.
        ("2567/68", "", "14.8", "14.9"),
    ],
)
def test_the_share_computed_from_tons_against_the_published_one(
    period, area, published_share, computed, published
):
    series = Series.objects.get(key="cane-burnt-share")
    found = checks(series, points_with(series))
    point = series.points.get(period=period, area=area)

    check = found[point.pk]

    assert (check.published, check.computed) == (
        Decimal(published_share),
        Decimal(computed),
    )
    assert check.agrees is (published_share == computed)
    assert check.is_rounding


def test_every_share_of_which_both_tons_are_published_is_checked(published):
    series = Series.objects.get(key="cane-burnt-share")
    points = points_with(series)
    both = {
        (point.period, point.area)
        for point in SeriesPoint.objects.filter(series=series.whole)
    }

    found = checks(series, points)

    checked = [point for point in points if point.pk in found]
    assert {(point.period, point.area) for point in checked} == both
    differing = [point.period for point in checked if not found[point.pk].agrees]
    assert differing == ["2567/68"]


def test_a_bar_of_part_of_a_season_says_so_in_the_chart(published, nobody):
    page = page_of(nobody, SHARE)
    picture, _end, below = page[page.index('class="chart"') :].partition("</svg>")
    remark = "The first two months of crushing or so"

    assert f"2568/69: 2.37 ({remark})" in picture.partition("<desc")[2]
    assert ">2.37 *</text>" in picture
    assert f"<li>* 2568/69, 2.37: {remark}</li>" in below.partition("</section>")[0]


def test_the_page_says_with_both_numbers_where_they_differ(published, nobody):
    page = page_of(nobody, SHARE)

    assert "2567/68: published is 14.8 per cent, computed" in page
    assert "it is 14.9 per cent." in page
    assert "The rounding of those amounts explains it" in page
    assert "they allow 14.78 to 14.96." in page
    assert page.count("14.9 – differs within the rounding") == 1
    assert page.count("– differs") == 1
    assert "notice--warning" not in page
    assert page.count("– the same") == 5


def test_what_rounding_does_not_explain_is_said_to_be_so(nobody):
    part, whole = make_series("part"), make_series("whole")
    share = make_series("share", part=part, whole=whole, unit_th="ร้อยละ")
    make_point(part, "2565/66", "10")
    make_point(whole, "2565/66", "40")
    make_point(share, "2565/66", "30")

    page = page_of(nobody, "/series/share/")

    assert "Rounding does not explain it" in page
    assert "it is 25" in page
    assert "25 – differs<" in page
    assert "notice--warning" in page


def test_shows_each_figure_as_printed_with_source_and_grade(published, nobody):
    crushed = page_of(nobody, "/series/cane-crushed/")

    assert "44,514,786.630 tons" in crushed
    assert "92 million tons" in crushed
    assert 'href="https://www.thaigov.go.th/news/contents/details/71971"' in crushed
    assert "read in a primary text" in crushed
    water = page_of(nobody, "/series/pit-water-available/")
    assert "at least 150 million m³" in water
    assert "166,019,100 m³" in water
    assert "January 2563" in water
    assert "December 2564" in water
    complaints = page_of(nobody, "/series/complaint-shares/")
    assert "Smell and chemical fumes" in complaints
    assert "0.3 per cent" in complaints


def test_says_what_the_short_name_of_a_source_means(published, nobody):
    register, share = page_of(nobody, LIST), page_of(nobody, SHARE)

    press = 'Government press (thaigov.go.th): <a class="nowrap" href="https://www.'
    for page in (register, share):
        assert press in page
        assert "MGR Online, article 9690000009068" in page
    assert "AC News, article B255915892" in register
    assert "mgronline" not in register


def test_the_chart_has_a_gap_for_the_year_without_a_figure_and_the_target(published):
    series = Series.objects.select_related("target").get(key="cane-burnt-share")

    rows = {row.label: row for row in series_chart(series, points_with(series)).rows}

    assert rows["2562/63"].bars[0].value is None
    assert rows["2561/62"].bars[0].value == Decimal("61.1")
    assert rows["2565/66"].mark.value == 5
    assert rows["2566/67"].mark is None
    (northeast,) = [row for label, row in rows.items() if "2565/66 ·" in label]
    assert northeast.mark is None


def test_is_drawn_for_who_does_not_see_it_and_without_script_or_style(
    published, nobody
):
    page = page_of(nobody, SHARE)
    picture = page[page.index('<svg role="img"') :].partition("</svg>")[0]

    assert "<title id=" in picture
    assert "2562/63: no figure" in picture
    assert "2567/68: 14.8" in picture
    assert "style" not in picture


def test_the_register_is_filtered_by_topic_and_comes_as_a_file(published, nobody):
    rows = file_of(nobody, LIST, topic="mine_pit_water")

    assert len(rows) == 6
    assert rows[0]["Series"] == "Pit water available"
    assert "TG-25863" in rows[0]["Sources"]
    points = file_of(nobody, SHARE)
    assert points[0]["As published"] == "61.1 per cent"
    assert points[-1]["Source"] == "mgronline 9690000009068"


@pytest.mark.parametrize("count", [1, 12])
@pytest.mark.parametrize(
    ("url", "queries"),
    [
        # session, user; count, keys, rows, sources; reports, targets, orders, pits,
        # people trained
        (LIST, 11),
        # session, user, series, its points; count, keys, rows, its points again
        ("/series/series-0/", 8),
    ],
)
def test_costs_the_same_whatever_is_in_it(
    url, queries, count, nobody, django_assert_num_queries
):
    for number in range(count):
        series = make_series(f"series-{number}", order=number)
        for year in range(count):
            make_point(series, f"25{60 + year}/{61 + year}", "12.5")
    client = client_of(nobody)
    client.get(url)

    with django_assert_num_queries(queries):
        client.get(url)
