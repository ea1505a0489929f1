"""load_visits: every way a file or record can be wrong is told; nothing crashes."""

import json

import pytest

from inspections.models import Visit
from tests.visits_file import load, load_text, make_figure, make_record

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]

TOPIC = {"kind": "other", "title_th": "ก", "summary_th": "ข", "obstacle_th": None}
SITE = {"name_th": "ก", "type": "factory", "province_code": "40"}
NETWORK = {"type": "fti", "name_th": "ก", "points_th": []}
ADVICE = {"kind": "advice", "text_th": "ก", "topic_kind": "other"}
STOP = {"on": None, "at": None, "kind": "other", "activity_th": "ก"}


def refused(loaded, fault):
    """Whether the only record was refused for that fault and nothing was stored."""
    assert (loaded.code, loaded.counts) == (1, "visits: 0 loaded, 1 refused")
    assert f", {fault}: " in loaded.faults
    assert not Visit.objects.exists()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[",
        b"{}",
        b"null",
        b'"text"',
        b"[{}",
        b"[1,]",
        b"\xef\xbb\xbf[]",
        "[]".encode("utf-16"),
        "[]".encode("utf-32"),
        b'["\xff"]',
        b'["a\nb"]',
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b"[01]",
        b"[] []",
        b"\x00",
    ],
)
def test_a_file_that_is_no_json_list_is_refused(content):
    loaded = load_text(content)

    assert loaded.code == 1
    assert loaded.counts == "visits: 0 loaded, 0 refused"
    assert loaded.faults


@pytest.mark.parametrize("record", [None, 1, 1.5, "TG-1", True, [], ["TG-1"]])
def test_a_record_that_is_no_object_is_refused(record):
    loaded = load(record)

    assert (loaded.code, loaded.counts) == (1, "visits: 0 loaded, 1 refused")
    assert loaded.faults.startswith("record 1: type: ")


def test_every_fault_of_every_record_is_listed():
    first = make_record(source="A", kind="x", mode=3, zone=True, extra=1)
    del first["topics"]
    second = make_record(
        source="B", starts_at="9:00", province_codes=["00", "40", "40"]
    )

    loaded = load(first, second)

    assert loaded.counts == "visits: 0 loaded, 2 refused"
    places = {line.split(": ")[0] for line in loaded.lines[:-1]}
    assert places == {
        "record 1 (A), extra",
        "record 1 (A), kind",
        "record 1 (A), mode",
        "record 1 (A), zone",
        "record 1 (A), topics",
        "record 2 (B), starts_at",
        "record 2 (B), province_codes[0]",
        "record 2 (B), province_codes[2]",
    }


@pytest.mark.parametrize(
    ("field", "value", "fault"),
    [
        ("source", "", "source: blank"),
        ("source", " \n", "source: blank"),
        ("source", None, "source: type"),
        ("source", 65701, "source: type"),
        ("source", "x" * 256, "source: long"),
        ("fiscal_year", 2023, "fiscal_year: range"),
        ("fiscal_year", "2566", "fiscal_year: type"),
        ("fiscal_year", 2566.0, "fiscal_year: type"),
        ("fiscal_year", True, "fiscal_year: type"),
        ("round", 0, "round: range"),
        ("round", -1, "round: range"),
        ("round", 1.5, "round: type"),
        ("round", True, "round: type"),
        ("round", 2**31, "round: range"),
        ("kind", "Normal", "kind: enum"),
        ("kind", None, "kind: type"),
        ("kind", ["normal"], "kind: type"),
        ("mode", "zoom", "mode: enum"),
        ("inspector_capacity", "", "inspector_capacity: enum"),
        ("starts_on", "1/3/2566", "starts_on: date"),
        ("starts_on", "20230301", "starts_on: date"),
        ("starts_on", "2023-W09-3", "starts_on: date"),
        ("starts_on", "2023-02-29", "starts_on: date"),
        ("starts_on", "2023-03-01T00:00", "starts_on: date"),
        ("starts_on", "๒๐๒๓-๐๓-๐๑", "starts_on: date"),
        ("starts_on", None, "starts_on: type"),
        ("ends_on", "2023-02-28", "ends_on: before_start"),
        ("ends_on", "2023-10-01", "ends_on: fiscal_year"),
        ("starts_on", "2022-09-30", "starts_on: fiscal_year"),
        ("starts_at", "24:00", "starts_at: time"),
        ("starts_at", "14:60", "starts_at: time"),
        ("starts_at", "14.00", "starts_at: time"),
        ("starts_at", "9:00", "starts_at: time"),
        ("starts_at", "14:00:00", "starts_at: time"),
        ("starts_at", 14, "starts_at: type"),
        ("zone", 19, "zone: range"),
        ("zone", -1, "zone: range"),
        ("zone", "12", "zone: type"),
        ("zone", False, "zone: type"),
        ("province_codes", "40", "province_codes: type"),
        ("province_codes", None, "province_codes: type"),
        ("meeting_province_code", "4", "meeting_province_code: province"),
        ("meeting_province_code", 40, "meeting_province_code: type"),
        ("place_th", 1, "place_th: type"),
        ("place_th", "a\x00b", "place_th: character"),
        ("note_th", "\ud800", "note_th: character"),
        ("inspected_unit_th", "", "inspected_unit_th: blank"),
        ("inspected_unit_th", " \u00a0", "inspected_unit_th: blank"),
        ("inspected_unit_th", None, "inspected_unit_th: type"),
        ("topics", {}, "topics: type"),
        ("topics", ["x"] * 5001, "topics: long"),
        ("flags", [1], "flags[0]: type"),
        ("mind_dimensions", ["business", "business"], "mind_dimensions[1]: repeated"),
        ("mind_dimensions", ["profit"], "mind_dimensions[0]: enum"),
    ],
)
def test_a_wrong_value_is_refused_by_its_field(field, value, fault):
    loaded = load(make_record(**{field: value}))

    refused(loaded, fault)


@pytest.mark.parametrize(
    ("name", "row", "change", "fault"),
    [
        ("topics", TOPIC, {"kind": "cane"}, "kind: enum"),
        ("topics", TOPIC, {"title_th": None}, "title_th: type"),
        ("topics", TOPIC, {"obstacle_th": []}, "obstacle_th: type"),
        ("topics", TOPIC, {"found_th": ""}, "found_th: unknown"),
        ("figures", make_figure(1), {"topic_kind": None}, "topic_kind: type"),
        ("figures", make_figure(1), {"as_of": "2023-13-01"}, "as_of: date"),
        ("figures", make_figure(1), {"unit_th": None}, "unit_th: type"),
        ("sites", SITE, {"type": "shop"}, "type: enum"),
        ("sites", SITE, {"province_code": "98"}, "province_code: province"),
        ("networks", NETWORK, {"type": "bank"}, "type: enum"),
        ("networks", NETWORK, {"points_th": [None]}, "points_th[0]: type"),
        ("networks", NETWORK, {"points_th": ""}, "points_th: type"),
        ("recommendations", ADVICE, {"kind": "commitment"}, "kind: enum"),
        ("recommendations", ADVICE, {"text_th": 5}, "text_th: type"),
        ("itinerary", STOP, {"on": "2023-02-30"}, "on: date"),
        ("itinerary", STOP, {"at": "25:00"}, "at: time"),
        ("itinerary", STOP, {"kind": "lunch"}, "kind: enum"),
    ],
)
def test_a_wrong_value_in_a_row_is_refused_by_row_and_key(name, row, change, fault):
    loaded = load(make_record(**{name: [row, {**row, **change}]}))

    refused(loaded, f"{name}[1].{fault}")


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("true", "type"),
        ("null", "type"),
        ('"5"', "type"),
        ("[]", "type"),
        ("NaN", "number"),
        ("Infinity", "number"),
        ("-Infinity", "number"),
        ("1000000000000000", "range"),
        ("-1e15", "range"),
        ("1e400", "range"),
        ("1e99999999999999999999", "range"),
        ("9" * 5000, "range"),
        ("0." + "1" * 60, "long"),
    ],
)
def test_a_figure_without_a_sane_number_is_refused(number, code):
    record = json.dumps([make_record(figures=[make_figure("HERE")])])

    loaded = load_text(record.replace('"HERE"', number))

    refused(loaded, f"figures[0].value: {code}")


@pytest.mark.parametrize("key", ["source", "zone", "topics", "note_th", "itinerary"])
def test_a_missing_key_is_refused(key):
    record = make_record()
    del record[key]

    refused(load(record), f"{key}: missing")


def test_a_key_given_twice_is_refused():
    text = json.dumps(make_record())
    doubled = text.replace('"zone": 12', '"zone": 12, "zone": 5')

    refused(load_text(f"[{doubled}]"), "zone: repeated")


def test_a_key_given_twice_in_a_row_is_refused():
    text = json.dumps(make_record(topics=[TOPIC]))
    doubled = text.replace('"summary_th"', '"title_th": "ค", "summary_th"')

    refused(load_text(f"[{doubled}]"), "topics[0].title_th: repeated")


def test_what_is_told_can_be_printed_anywhere():
    key = "\x1b[31m\ud800"

    loaded = load(
        make_record(**{key: 1}), make_record(source="\x1b]0;\ud800", kind="x")
    )

    assert loaded.counts == "visits: 0 loaded, 2 refused"
    "\n".join(loaded.lines).encode()
    assert all(line.isprintable() for line in loaded.lines)


def test_deeply_nested_rubbish_is_refused():
    nested = "[" * 300 + "]" * 300
    record = json.dumps(make_record(place_th="HERE")).replace('"HERE"', nested)

    refused(load_text(f"[{record}]"), "place_th: type")
