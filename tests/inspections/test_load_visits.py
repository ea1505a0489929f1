"""load_visits: all the real visits, once and again, and its manners as a command."""

import json
import sys
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command

from audit.models import Entry
from inspections.models import Visit
from tests.visits_file import dump, load, load_text, make_record, unordered

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]

REAL = settings.BASE_DIR / "data" / "real_visits.json"


def everything():
    """Every row of ours, history included."""
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values())
        for app in ("audit", "regions", "networks", "inspections")
        for model in apps.get_app_config(app).get_models(include_auto_created=True)
    }


def test_the_real_visits_come_back_field_for_field():
    real = REAL.read_bytes()

    loaded = load_text(real)

    assert (loaded.code, loaded.lines) == (0, ["visits: 63 loaded, 0 refused"])
    assert unordered(dump("TG-")) == unordered(json.loads(real))


def test_loading_again_changes_nothing():
    load_text(REAL.read_bytes())
    before = everything()

    again = load_text(REAL.read_bytes())

    assert (again.code, again.counts) == (0, "visits: 63 loaded, 0 refused")
    assert everything() == before


def test_what_was_dumped_counts_as_loaded():
    load_text(REAL.read_bytes())

    again = load(*dump("TG-"))

    assert (again.code, again.counts) == (0, "visits: 63 loaded, 0 refused")


def test_another_order_of_lists_or_spelling_of_a_number_is_no_other_content():
    figure = {"topic_kind": "other", "name_th": "ก", "unit_th": "ราย", "as_of": None}
    load(make_record(flags=["b", "a"], figures=[{**figure, "value": 16}]))

    again = load(make_record(flags=["a", "b"], figures=[{**figure, "value": 16.0}]))

    assert (again.code, again.counts) == (0, "visits: 1 loaded, 0 refused")


def test_a_known_source_with_other_content_is_refused_and_what_is_stored_stays():
    load(make_record())
    before = everything()

    changed = load(make_record(place_th="ศาลากลาง", flags=["complaint"]))

    assert (changed.code, changed.counts) == (1, "visits: 0 loaded, 1 refused")
    assert "(TEST-1), place_th: differs" in changed.faults
    assert "(TEST-1), flags: differs" in changed.faults
    assert len(changed.lines) == 3
    assert everything() == before


def test_null_and_empty_text_are_different_content():
    load(make_record(place_th=None, note_th=""))

    assert load(make_record(place_th="", note_th="")).code == 1
    assert load(make_record(place_th=None, note_th=None)).code == 1
    assert load(make_record(place_th=None, note_th="")).code == 0


def test_the_sound_records_of_a_file_are_loaded():
    loaded = load(
        make_record(source="A"),
        make_record(source="B", kind="unheard", zone=99),
        make_record(source="C"),
    )

    assert (loaded.code, loaded.counts) == (1, "visits: 2 loaded, 1 refused")
    assert "record 2 (B), kind:" in loaded.faults
    assert "record 2 (B), zone:" in loaded.faults
    refs = Visit.objects.order_by("ref").values_list("source", "ref")
    assert list(refs) == [("A", "V-2566-00001"), ("C", "V-2566-00002")]


def test_a_source_is_taken_once_a_file():
    loaded = load(make_record(), make_record(place_th="อื่น"))

    assert (loaded.code, loaded.counts) == (1, "visits: 1 loaded, 1 refused")
    assert "record 2 (TEST-1), source:" in loaded.faults
    assert Visit.objects.get().place is None


def test_an_empty_list_is_fine():
    loaded = load()

    assert (loaded.code, loaded.lines) == (0, ["visits: 0 loaded, 0 refused"])


def test_a_file_that_is_not_there_is_named():
    with pytest.raises(CommandError, match=r"nowhere\.json"):
        call_command("load_visits", Path("nowhere.json"))


def test_a_terminal_without_thai_gets_escapes(monkeypatch, tmp_path):
    file = tmp_path / "visits.json"
    file.write_text(json.dumps([make_record(source="ก", kind="odd")]))
    output = TextIOWrapper(BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stdout", output)

    with pytest.raises(SystemExit):
        call_command("load_visits", file)

    output.seek(0)
    assert "(\\u0e01), kind: enum: " in output.read()


def test_what_the_database_refuses_is_a_fault_and_leaves_nothing(monkeypatch):
    from django.db import DataError

    def refuse(visit):
        raise DataError("too much")

    monkeypatch.setattr("inspections.loading.store.refresh_visit", refuse)
    before = everything()

    loaded = load(make_record())

    assert (loaded.code, loaded.counts) == (1, "visits: 0 loaded, 1 refused")
    assert "too much" in loaded.faults
    assert everything() == before


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"zone": 5}, ["province_codes[0]"]),
        (
            {"starts_on": "2023-03-04", "ends_on": "2023-03-05"},
            ["starts_on", "ends_on"],
        ),
        (
            {"sites": [{"name_th": "ก", "type": "mine", "province_code": "90"}]},
            ["sites"],
        ),
    ],
)
def test_the_unusual_is_warned_about_but_loaded(changes, told):
    loaded = load(make_record(**changes))

    assert (loaded.code, loaded.lines) == (0, ["visits: 1 loaded, 0 refused"])
    assert len(loaded.warnings) == len(told)
    for field, warning in zip(told, loaded.warnings, strict=True):
        assert f"record 1 (TEST-1), {field}" in warning


def test_a_loaded_visit_tells_where_it_came_from():
    load(make_record())

    entry = Entry.objects.about(Visit.objects.get()).get()
    assert (entry.step, entry.by) == ("load", None)
    assert entry.changes == [["source", None, "TEST-1"]]
