"""load_reference: published figures and water limits, exactly and again."""

from decimal import Decimal

import pytest
from django.db import transaction

from audit.models import Entry
from inspections.management.commands.load_reference import shipped
from inspections.models import Series, SeriesPoint, WaterLimit
from inspections.published import load_limits, load_series
from tests.factories import make_province, make_user
from tests.reading import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def stated():
    """The series of the file, which the database has, too."""
    make_province(code="40")
    series = shipped("series")["series"]
    load(series)
    return series


def load(series):
    with transaction.atomic():
        load_series(series)


def rows():
    models = (Series, SeriesPoint, WaterLimit, Entry)
    return [list(model.objects.order_by("pk").values()) for model in models]


def test_every_published_figure_keeps_its_print_source_and_grade(stated):
    for values in stated:
        series = Series.objects.get(key=values["key"])
        points = [
            {
                "period": point.period,
                "printed": point.printed,
                "source": point.source,
                "grade": point.grade,
            }
            for point in series.points.all()
        ]
        keys = ("period", "printed", "source", "grade")
        wanted = [{key: one[key] for key in keys} for one in values["points"]]
        assert sorted(map(str, points)) == sorted(map(str, wanted))
    exact = SeriesPoint.objects.get(series__key="cane-crushed", area="northeast")
    assert exact.value == Decimal("44514786.630")
    rounded = SeriesPoint.objects.get(series__key="cane-crushed", period="2563/64")
    assert (rounded.value, rounded.slack) == (66_660_000, 5_000)


def test_a_second_run_changes_nothing(stated):
    with transaction.atomic():
        load_limits(shipped("water_limits"))
    before = rows()

    load(stated)
    with transaction.atomic():
        load_limits(shipped("water_limits"))

    assert rows() == before


def test_changed_data_is_renewed_and_the_history_says_so(stated):
    share = next(one for one in stated if one["key"] == "cane-burnt-share")
    share["points"][1]["printed"] = "26.43"
    share["points"].pop()
    share["name_en"] = "Share of burnt cane"
    share["target"] = ""

    load(stated)

    series = Series.objects.get(key="cane-burnt-share")
    assert series.name_en == "Share of burnt cane"
    assert series.target is None
    assert series.points.get(period="2563/64").value == Decimal("26.43")
    assert not series.points.filter(period="2568/69").exists()
    told = [one for entry in Entry.objects.about(series) for one in entry.changes]
    assert [["points", "2563/64"], "26.42", "26.43"] in told
    assert [["points", "2568/69"], "2.37", None] in told


def test_a_limit_is_held_unchecked_until_somebody_read_it_in_the_gazette():
    limits = shipped("water_limits")
    with transaction.atomic():
        load_limits(limits)
    assert not WaterLimit.objects.filter(is_checked=True).exists()
    cadmium = WaterLimit.objects.filter(parameter="cadmium", water_class=3)
    assert sorted(cadmium.values_list("high", flat=True)) == [
        Decimal("0.005"),
        Decimal("0.05"),
    ]
    assert all(cadmium.values_list("condition", flat=True))
    read = {"high": Decimal("1.6"), "is_checked": True}
    WaterLimit.objects.filter(parameter="bod", water_class=2).update(**read)
    WaterLimit.objects.filter(parameter="bod", water_class=3).update(high=9)

    with transaction.atomic():
        load_limits(limits)

    bod = WaterLimit.objects.filter(parameter="bod").order_by("water_class")
    assert [limit.high for limit in bod] == [Decimal("1.6"), 2, 4]


def test_a_limit_is_checked_in_the_admin_with_history():
    with transaction.atomic():
        load_limits(shipped("water_limits"))
    limit = WaterLimit.objects.get(parameter="bod", water_class=2)
    admin = client_of(make_user(username="a", is_staff=True, is_superuser=True))
    sent = {
        "high": "1.500000",
        "condition_en": "",
        "source": limit.source,
        "is_checked": "on",
    }

    admin.post(f"/admin/inspections/waterlimit/{limit.pk}/change/", sent)

    limit.refresh_from_db()
    assert limit.is_checked
    changes = Entry.objects.about(limit).last().changes
    assert changes == [["is_checked", False, True]]
