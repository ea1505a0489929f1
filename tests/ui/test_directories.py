"""Short tables kept as choices, and the filters that offer or follow them."""

import pytest
from django.http import QueryDict
from django.utils import translation

from tests.ui.notes import Note
from ui import directories
from ui.directories import Directory, DirectoryFilter, RecordFilter
from ui.filters import ListFilterSet


@pytest.fixture
def asked():
    """How often a table was read."""
    return []


@pytest.fixture
def zones(asked):
    def load():
        asked.append(translation.get_language())
        return [(7, "12", f"zone in {translation.get_language()}")]

    return Directory(load)


def test_reads_once_for_each_language(zones, asked):
    for language in ("th", "en", "th", "en"):
        with translation.override(language):
            assert zones.options() == [("12", f"zone in {language}")]

    assert asked == ["th", "en"]


def test_reads_anew_after_a_minute(zones, asked, monkeypatch):
    now = 1000.0
    monkeypatch.setattr(directories.time, "monotonic", lambda: now)
    zones.options()
    now += directories.KEPT_SECONDS
    zones.options()
    assert len(asked) == 1

    now += 1
    zones.options()

    assert len(asked) == 2


def test_knows_the_key_of_a_row_and_of_no_other(zones):
    assert zones.pk("12") == 7
    assert zones.pk("13") is None


@pytest.fixture
def growing(asked):
    """A table that gets a row, and the directory of it."""
    rows = [(7, "12", "zone 12")]

    def load():
        asked.append(len(rows))
        return list(rows)

    return rows, Directory(load)


def test_a_row_made_just_now_is_found_and_offered_from_then_on(growing, asked):
    rows, directory = growing
    directory.options()
    rows.append((8, "13", "zone 13"))

    assert directory.options() == [("12", "zone 12")]
    assert directory.pk("13") == 8
    assert directory.options() == [("12", "zone 12"), ("13", "zone 13")]
    assert directory.pk("12") == 7
    assert asked == [1, 2]


def test_a_filter_follows_a_link_to_a_row_made_just_now(growing, asked):
    rows, directory = growing

    class Filter(ListFilterSet):
        zone = DirectoryFilter(field_name="pk", label="Zone", directory=directory)

    assert Filter(QueryDict("zone=12"), Note.objects.all()).is_valid()
    rows.append((8, "13", "zone 13"))
    found = Filter(QueryDict("zone=13"), Note.objects.all())

    assert found.is_valid()
    assert [chip.value for chip in found.chips()] == ["zone 13"]
    assert asked == [1, 2]


def test_a_value_that_is_nowhere_is_looked_for_once_and_refused(growing, asked):
    _rows, directory = growing

    class Filter(ListFilterSet):
        zone = DirectoryFilter(field_name="pk", label="Zone", directory=directory)

    directory.options()
    unknown = Filter(QueryDict("zone=99"), Note.objects.all())

    assert not unknown.is_valid()
    assert asked == [1, 1]


def test_a_filter_s_copies_share_what_was_read(zones, asked):
    class Filter(ListFilterSet):
        zone = DirectoryFilter(field_name="pk", label="Zone", directory=zones)

    for _request in range(3):
        rows = Filter(QueryDict("zone=12"), Note.objects.all())
        assert rows.is_valid()
        assert [chip.value for chip in rows.chips()] == ["zone in th"]

    assert len(asked) == 1


def test_a_record_filter_follows_a_link_and_names_the_record(notes):
    class Filter(ListFilterSet):
        parent = RecordFilter(
            field_name="parent", label="Part of", records=Note.objects.all()
        )

    parent = Note.objects.create(ref="N-1", title="ก", search_text="ก")
    child = Note.objects.create(ref="N-2", title="ข", search_text="ข", parent=parent)

    found = Filter(QueryDict(f"parent={parent.pk}"), Note.objects.all())
    unknown = Filter(QueryDict("parent=99"), Note.objects.all())

    assert list(found.qs) == [child]
    assert [chip.value for chip in found.chips()] == ["N-1"]
    assert not unknown.is_valid()
    assert not unknown.qs.exists()
