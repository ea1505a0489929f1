"""The names of districts and the outlines of provinces that the product ships."""

import json
from pathlib import Path

import pytest

from regions.districts import (
    districts_of,
    known_name,
    nearest_name,
    subdistricts_of,
)
from regions.outlines import lies_in
from regions.site_numbers import (
    bare_name,
    bare_number,
    is_usual_concession,
    is_usual_old,
    province_code,
    squeezed,
    tidy_new,
    tidy_number,
)
from tools import districts

#: Where the town of a province, or a place of it, lies.
PLACES = {
    "10": (13.7563, 100.5018),
    "20": (13.3611, 100.9847),
    "40": (16.4320, 102.8230),
    "46": (16.4322, 103.5061),
    "58": (19.3020, 97.9654),
    "83": (7.8804, 98.3923),
    "84": (9.5357, 100.0357),
    "90": (7.1898, 100.5954),
    "95": (6.5414, 101.2804),
}


def test_every_province_has_its_districts():
    zones = json.loads(Path("data/zones.json").read_text())
    codes = [province["code"] for zone in zones for province in zone["provinces"]]

    named = {code: districts_of([code]) for code in codes}

    assert all(named.values())
    assert sum(map(len, named.values())) == 928
    subdistricts = [
        name
        for code, names in named.items()
        for district in names
        for name in subdistricts_of([code], district)
    ]
    assert len(subdistricts) == 7_436
    assert "ชุมแพ" in named["40"]
    assert "พระนคร" in named["10"]
    assert districts_of(["00"]) == []


def test_the_file_is_as_its_tool_writes_it():
    text = districts.TARGET.read_text()

    assert text == districts.written(json.loads(text))


def test_the_tool_joins_names_by_their_codes():
    read = districts.tree(
        [("1001", "เขตพระนคร", "Phra Nakhon"), ("4001", "เขตนา", "Ket Na")],
        [("100101", "พระบรม", "Phra Borom"), ("400101", "ในเมือง", "Nai Mueang")],
    )

    assert read == {"10": {"พระนคร": ["พระบรม"]}, "40": {"เขตนา": ["ในเมือง"]}}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ชุมแพ", "ชุมแพ"),
        ("อำเภอชุมแพ", "ชุมแพ"),
        ("อ. ชุมแพ", "ชุมแพ"),
        ("เมือง", "เมืองขอนแก่น"),
        ("อ.เมือง", "เมืองขอนแก่น"),
        ("ชุมแภ", ""),
    ],
)
def test_a_district_is_known_however_it_is_typed(typed, meant):
    assert known_name(typed, districts_of(["40"]), "เมืองขอนแก่น") == meant


def test_what_is_misspelt_has_a_nearest_name():
    assert nearest_name("อ.ชุมแภ", districts_of(["40"])) == "ชุมแพ"
    assert nearest_name("xyz", districts_of(["40"])) == ""


@pytest.mark.parametrize("code", PLACES)
def test_a_point_lies_in_its_province_and_in_no_distant_one(code):
    assert {other for other in PLACES if lies_in(*PLACES[code], [other])} == {code}


@pytest.mark.parametrize(("east", "is_near"), [(0.0, True), (0.03, True), (0.2, False)])
def test_a_point_a_little_outside_counts_as_inside(east, is_near):
    """The map is a schematic: from Nong Khai's bank of the river towards Laos."""
    assert lies_in(17.885 + east, 102.745, ["43"]) == is_near


def test_numbers_have_one_spelling():
    assert tidy_new(" ๑-๐๔๐๐.00012523–1 ") == "10400000125231"
    assert tidy_number("๓ – 64(6) -45 / 17") == "3-64(6)-45/17"
    assert squeezed("๓-๖๔(๖)-๔๕/๑๗") == squeezed("3 64(6) 45/17") == "36464517"
    assert province_code("10400000125231") == "40"
    assert province_code("1040") == ""
    assert bare_name("บริษัท แป้งมัน ชุมแพ จำกัด (มหาชน)") == "แป้งมันชุมแพ"
    assert bare_name("โรงงาน") == "โรงงาน"


@pytest.mark.parametrize(
    ("written", "bare"),
    [
        ("จ3-106-26/36กส", "31062636กส"),
        ("น.-๓-๑๐๖-๒๖/๓๖ กส", "31062636กส"),
        ("3-106-26/36กส", "31062636กส"),
        ("28608/15360", "2860815360"),
        ("กม.5", "กม5"),
        ("หจก 3-106", "หจก3106"),
        ("บ้าน 3106", "บ้าน3106"),
    ],
)
def test_the_letter_of_the_issuer_is_no_part_of_a_bare_number(written, bare):
    assert bare_number(written) == bare


@pytest.mark.parametrize(
    ("number", "is_usual"),
    [
        ("3-64(6)-45/17", True),
        ("3-106-33/50รย", True),
        ("จ3-64(6)-45/17", True),
        ("น.3-9(1)-1/36ขก", True),
        ("4-64-45/17", False),
        ("เลขที่ 5", False),
    ],
)
def test_an_old_number_looks_as_usual_or_not(number, is_usual):
    assert is_usual_old(number) == is_usual


@pytest.mark.parametrize(
    ("number", "is_usual"),
    [("28608/15360", True), ("2/2558", True), ("28608", False), ("1/2", False)],
)
def test_a_concession_looks_as_usual_or_not(number, is_usual):
    assert is_usual_concession(number) == is_usual
