"""load_reference: the places every installation has, exactly and again."""

import json
from datetime import date

import pytest
from django.conf import settings
from django.core.management import call_command

from audit.models import Entry
from inspections.models import Indicator, Round, Topic
from regions.models import (
    GroupZone,
    InspectorGroup,
    Office,
    Province,
    Zone,
    ZoneMembership,
)
from regions.models.office import OfficeKind

pytestmark = pytest.mark.django_db


def load():
    call_command("load_reference", verbosity=0)


def shipped(name):
    return json.loads((settings.BASE_DIR / "data" / f"{name}.json").read_text())


def test_zones_and_their_provinces_are_those_of_the_file():
    load()

    stored = [
        {
            "number": zone.number,
            "name_th": zone.name_th,
            "name_en": zone.name_en,
            "provinces": sorted(
                zone.memberships.filter(ends_on=None).values(
                    "province__code",
                    "province__name_th",
                    "province__name_en",
                    "province__abbr_th",
                    "province__abbr_en",
                ),
                key=lambda province: province["province__code"],
            ),
        }
        for zone in Zone.objects.all()
    ]
    wanted = [
        {
            **zone,
            "provinces": sorted(
                (
                    {f"province__{name}": value for name, value in province.items()}
                    for province in zone["provinces"]
                ),
                key=lambda province: province["province__code"],
            ),
        }
        for zone in shipped("zones")
    ]
    assert stored == wanted
    assert (Zone.objects.count(), Province.objects.count()) == (19, 77)
    days = ZoneMembership.objects.values_list("starts_on", flat=True)
    assert set(days) == {date(2018, 9, 10)}


def test_every_province_but_bangkok_has_its_office():
    load()

    offices = Office.objects.filter(kind=OfficeKind.PROVINCIAL)
    assert offices.count() == 76
    assert not offices.filter(province__code="10").exists()
    khon_kaen = offices.get(code="moi-kkn")
    assert khon_kaen.name_th == "สำนักงานอุตสาหกรรมจังหวัดขอนแก่น"
    assert khon_kaen.name_en == "Khon Kaen Provincial Industry Office"
    assert khon_kaen.head_title_th == "อุตสาหกรรมจังหวัดขอนแก่น"
    assert khon_kaen.head_title_en == "Provincial Industry Officer of Khon Kaen"


def test_the_ministrys_agencies_are_there_without_a_province():
    load()

    agencies = Office.objects.exclude(kind=OfficeKind.PROVINCIAL)
    codes = set(agencies.values_list("code", flat=True))
    wanted = {"ops", "diw", "dpim", "ocsb", "dip", "tisi", "oie", "ieat", "smed"}
    assert codes == wanted
    assert not agencies.exclude(province=None).exists()
    assert agencies.get(code="smed").kind == OfficeKind.BANK


def test_only_the_group_whose_number_is_known_has_one():
    load()

    groups = {
        tuple(sorted(group.zones.values_list("number", flat=True))): group.number
        for group in InspectorGroup.objects.all()
    }
    assert groups == {
        (1, 5, 12): 6,
        (2, 7, 17): None,
        (3, 6, 11): None,
        (4, 10, 15): None,
        (8, 14, 16): None,
        (9, 13, 18): None,
    }


def test_rounds_have_their_topics_and_indicators():
    load()

    for stated in shipped("rounds")["rounds"]:
        held_round = Round.objects.get(
            fiscal_year=stated["fiscal_year"], number=stated["number"]
        )
        assert held_round.opens_on.isoformat() == stated["opens_on"]
        assert held_round.reports_due_on.isoformat() == stated["reports_due_on"]
        for topic, values in zip(
            held_round.topics.all(), stated["topics"], strict=True
        ):
            codes = {province.code for province in topic.provinces.all()}
            everywhere = values["applies_to"] == "all"
            assert topic.title_th == values["title_th"]
            assert topic.applies_everywhere is everywhere
            assert codes == (set() if everywhere else set(values["applies_to"]))
            asked = [indicator["code"] for indicator in values["indicators"]]
            assert [indicator.code for indicator in topic.indicators.all()] == asked


@pytest.mark.parametrize(
    ("today", "states"),
    [
        (date(2023, 3, 31), {"planned"}),
        (date(2023, 4, 1), {"closed", "planned"}),
        (date(2030, 1, 1), {"closed"}),
    ],
)
def test_rounds_whose_window_is_past_are_closed(monkeypatch, today, states):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: today)

    load()

    assert set(Round.objects.values_list("state", flat=True)) == states


def test_a_second_run_changes_nothing():
    load()
    kept = [Zone, Province, ZoneMembership, InspectorGroup, GroupZone, Office]
    kept += [Round, Topic, Indicator, Entry]
    before = [list(model.objects.order_by("pk").values()) for model in kept]

    load()

    assert [list(model.objects.order_by("pk").values()) for model in kept] == before


def test_its_own_rows_are_corrected_and_the_correction_is_told():
    load()
    Office.objects.filter(code="moi-kkn").update(name_th="ผิด")
    Province.objects.filter(code="40").update(name_en="Kon Ken")

    load()

    office = Office.objects.get(code="moi-kkn")
    assert office.name_th == "สำนักงานอุตสาหกรรมจังหวัดขอนแก่น"
    assert Province.objects.get(code="40").name_en == "Khon Kaen"
    entry = Entry.objects.about(office).last()
    assert entry.step == "correct"
    assert entry.changes == [["name_th", "ผิด", office.name_th]]


def test_what_people_edited_stays():
    load()
    own = Office.objects.create(code="tokyo", kind=OfficeKind.ABROAD, name_th="โตเกียว")
    Round.objects.filter(fiscal_year=2568, number=1).update(policy_note="แก้แล้ว")
    group = InspectorGroup.objects.get(zones__number=2)
    InspectorGroup.objects.filter(pk=group.pk).update(number=1)
    moved = ZoneMembership.objects.get(province__code="40")
    ZoneMembership.objects.filter(pk=moved.pk).update(ends_on=date(2027, 9, 30))
    later = ZoneMembership.objects.create(
        zone=Zone.objects.get(number=13),
        province=moved.province,
        starts_on=date(2027, 10, 1),
    )

    load()

    assert Office.objects.filter(pk=own.pk).exists()
    assert Round.objects.get(fiscal_year=2568, number=1).policy_note == "แก้แล้ว"
    assert InspectorGroup.objects.count() == 6
    group.refresh_from_db()
    assert group.number == 1
    moved.refresh_from_db()
    later.refresh_from_db()
    assert moved.ends_on == date(2027, 9, 30)
    assert later.zone.number == 13
