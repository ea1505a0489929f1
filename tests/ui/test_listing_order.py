"""Total orders: every row once, nulls last, from any position on."""

import datetime as dt
import re
from itertools import chain
from operator import attrgetter

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.ui.notes import Note, NoteListing, make_notes
from ui.ordering import Order

SORTS = ["ref", "-ref", "day", "-day", "state", "-state", "amount", "-amount"]
WALKS = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)

rows = st.lists(
    st.fixed_dictionaries(
        {
            "day": st.none() | st.dates(dt.date(2023, 1, 1), dt.date(2023, 1, 4)),
            "state": st.sampled_from(["open", "shut"]),
            "amount": st.none() | st.integers(-1, 1),
            "weight": st.sampled_from([0, "0.50", "12.25"]),
        }
    ),
    max_size=14,
)


def order(sort: str) -> Order:
    return NoteListing("th").order(Note, sort)


def expected(notes: list[Note], terms: list[str]) -> list[int]:
    """Sort as people would: the last term first, nulls behind in either way."""
    for term in reversed(terms):
        name = term.removeprefix("-")
        known = [note for note in notes if getattr(note, name) is not None]
        known.sort(key=attrgetter(name), reverse=term != name)
        notes = known + [note for note in notes if getattr(note, name) is None]
    return [note.pk for note in notes]


TERMS = {
    "ref": ["ref"],
    "-ref": ["-ref"],
    "day": ["day", "pk"],
    "-day": ["-day", "-pk"],
    "state": ["state", "day", "pk"],
    "-state": ["-state", "-day", "-pk"],
    "amount": ["amount", "-weight", "-pk"],
    "-amount": ["-amount", "weight", "pk"],
}


@pytest.mark.parametrize("sort", SORTS)
@given(fields=rows, size=st.integers(1, 5))
@WALKS
def test_a_walk_gives_every_row_once_and_in_order(notes, sort, fields, size):
    Note.objects.all().delete()
    for number, values in enumerate(fields):
        Note.objects.create(ref=f"{number:02}", **values)

    walked = list(chain(*order(sort).chunks(Note.objects.all(), size)))

    assert walked == expected(list(Note.objects.order_by("pk")), TERMS[sort])


@pytest.mark.parametrize("sort", SORTS)
def test_a_token_leads_behind_its_row_on_any_database(notes, sort):
    make_notes(7)
    Note.objects.filter(ref="N-0003").update(day=None, amount=None)
    whole = order(sort).first(Note.objects.all(), 0, 10)

    for place, row in enumerate(whole, start=1):
        position = order(sort).position(order(sort).token(4, row))

        assert position is not None
        assert position.page == 4
        rest = order(sort).after(Note.objects.all(), position.values, 10)
        assert rest == whole[place:]


@pytest.mark.parametrize("sort", SORTS)
@given(fields=rows, start=st.integers(0, 14), size=st.integers(1, 5))
@WALKS
def test_a_page_by_number_is_a_piece_of_the_whole(notes, sort, fields, start, size):
    Note.objects.all().delete()
    for number, values in enumerate(fields):
        Note.objects.create(ref=f"{number:02}", **values)

    found = order(sort).first(Note.objects.all(), start, size)

    whole = expected(list(Note.objects.order_by("pk")), TERMS[sort])
    assert [row[0] for row in found] == whole[start : start + size]


def plans(queries) -> str:
    """How the database answers these queries when it does as little as it can."""
    told = []
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_sort = off")
            cursor.execute("SET LOCAL enable_bitmapscan = off")
        sqlite = connection.vendor == "sqlite"
        words = "EXPLAIN QUERY PLAN" if sqlite else "EXPLAIN"
        for query in queries:
            cursor.execute(f"{words} {query['sql']}")  # the test's own query
            told += [str(row) for row in cursor.fetchall()]
    return "\n".join(told)


@pytest.mark.parametrize("sort", ["day", "-day"])
def test_one_plain_index_serves_both_ways_nulls_and_all(
    notes, sort, django_assert_num_queries
):
    make_notes(9)
    Note.objects.filter(ref__gt="N-0006").update(day=None)
    whole = order(sort).first(Note.objects.all(), 0, 9)

    with django_assert_num_queries(6) as queries:
        order(sort).first(Note.objects.all(), 0, 6)  # days only
        order(sort).first(Note.objects.all(), 3, 6)  # days, then blanks
        order(sort).after(Note.objects.all(), whole[1][1:], 2)
        order(sort).after(Note.objects.all(), whole[5][1:], 2)

    plan = plans(queries.captured_queries)
    assert plan.count("note_by_day") == 6
    assert not re.search("sort|temp b-tree", plan, re.IGNORECASE)


def test_a_token_of_another_order_is_no_position(notes):
    make_notes(1)
    row = order("day").first(Note.objects.all(), 0, 1)[0]

    assert order("-day").position(order("day").token(1, row)) is None


@given(text=st.text())
def test_no_other_text_is_a_position(text):
    assert order("day").position(text) is None


def test_a_changed_token_is_no_position(notes):
    make_notes(1)
    token = order("day").token(1, order("day").first(Note.objects.all(), 0, 1)[0])

    for place in range(len(token)):
        changed = (
            token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :]
        )
        assert order("day").position(changed) is None


def test_going_on_reads_one_stretch_of_the_index(notes, django_assert_num_queries):
    make_notes(9)
    last = order("-day").first(Note.objects.all(), 0, 3)[-1]

    with django_assert_num_queries(1) as queries:
        found = order("-day").after(Note.objects.all(), last[1:], 3)

    assert len(found) == 3
    sql = queries.captured_queries[0]["sql"]
    assert '("ui_tests_note"."day", "ui_tests_note"."id") < (' in sql
    assert "OFFSET" not in sql


def test_what_identifies_a_row_needs_no_tie_break(notes):
    assert [key.path for key in order("ref").keys] == ["ref"]
    assert [key.path for key in order("day").keys] == ["day", "pk"]


def test_follows_foreign_keys():
    keys = Order(Note, "x", ["-parent__day"]).keys

    assert [(key.path, key.nullable, key.descending) for key in keys] == [
        ("parent__day", True, True),
        ("pk", False, True),
    ]
