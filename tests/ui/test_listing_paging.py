"""Pages: by number in front, by position behind, each row on exactly one."""

import re
from html import unescape

import pytest
from pytest_django.asserts import assertContains, assertNotContains

from tests.ui.notes import Note, make_notes
from tests.ui.test_listing import URL, first_cells
from ui import list_page, paging


@pytest.fixture
def small_pages(monkeypatch):
    """Three rows a page, two pages with a number, six rows counted."""
    monkeypatch.setattr(paging, "PER_PAGE", 3)
    monkeypatch.setattr(paging, "NUMBERED_PAGES", 2)
    monkeypatch.setattr(list_page, "NUMBERED_PAGES", 2)
    monkeypatch.setattr(paging, "COUNT_CAP", 6)


def link(page, rel: str) -> str:
    found = re.search(rf'<a href="([^"]+)" rel="{rel}"', page.text)
    return unescape(found[1]) if found else ""


@pytest.mark.parametrize(
    ("rows", "shown"),
    [(1, "1–1 of 1"), (50, "1–50 of 50"), (999, "1–50 of 999"),
     (1000, "1–50 of 1,000"), (1001, "1–50 of more than 1,000")],
)  # fmt: skip
def test_counts_exactly_up_to_a_thousand(reader, settings, rows, shown):
    make_notes(rows)
    reader.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"

    assertContains(reader.get(URL), f"Showing {shown}<")


def test_a_million_rows_would_be_counted_no_further(notes, django_assert_num_queries):
    with django_assert_num_queries(1) as queries:
        paging.capped_count(Note.objects.order_by("title"))

    sql = queries.captured_queries[0]["sql"]
    assert "LIMIT 1001" in sql
    assert "ORDER BY" not in sql


@pytest.mark.parametrize("sort", ["-day", "day", "ref", "state", "amount"])
@pytest.mark.parametrize("rows", [0, 1, 3, 4, 6, 7, 9, 20])
def test_walking_on_shows_every_row_once_and_in_order(reader, small_pages, sort, rows):
    some = [note.pk for note in make_notes(rows)[::3]]
    Note.objects.filter(pk__in=some).update(day=None, amount=None)
    seen, address = [], f"{URL}?sort={sort}"

    while address:
        page = reader.get(address)
        seen += first_cells(page)
        address = link(page, "next")

    whole = reader.get(URL, {"sort": sort, "format": "csv"}).getvalue().decode()
    assert seen == [line.split(",")[0] for line in whole.splitlines()[1:]]
    assert len(seen) == rows


def test_leads_on_by_position_and_back_by_number(reader, small_pages, settings):
    make_notes(11)
    reader.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"

    second = reader.get(URL, {"page": 2, "sort": "ref", "state": "open"})
    third = reader.get(link(second, "next"))
    fourth = reader.get(link(third, "next"))

    assert "after=" in link(second, "next")
    assert "state=open" in link(second, "next")
    assertContains(third, "Showing 7–9 of more than 9")
    assertContains(fourth, "Showing 10–11 of 11")
    assert link(fourth, "next") == ""
    assert link(fourth, "prev") == f"{URL}?state=open&sort=ref&page=2"
    assert link(second, "prev") == f"{URL}?state=open&sort=ref"


def test_far_pages_cost_no_more_questions(
    reader, small_pages, django_assert_num_queries
):
    make_notes(30)
    address = link(reader.get(URL, {"page": 2}), "next")

    with django_assert_num_queries(5):  # nothing is counted there
        page = reader.get(address)

    assert len(first_cells(page)) == 3


def test_a_position_with_nothing_behind_it_gives_the_first_page(reader, small_pages):
    make_notes(7)
    address = link(reader.get(URL, {"page": 2, "sort": "ref"}), "next")
    Note.objects.filter(ref="N-0007").delete()

    assert first_cells(reader.get(address))[0] == "N-0001"


def test_a_number_too_high_gives_the_last_page(reader):
    make_notes(120)

    page = reader.get(URL, {"page": 99})

    assert len(first_cells(page)) == 20
    assertContains(page, 'aria-current="page"')
    assertNotContains(page, 'rel="next"')


def test_pages_far_off_are_left_out_of_the_row_of_pages(reader):
    make_notes(600)

    links = reader.get(URL, {"page": 6}).context["listing"].page_links()

    assert [entry.number for entry in links] == [1, 0, 4, 5, 6, 7, 8, 0, 12]


def test_one_page_needs_no_pager(reader):
    make_notes(50)

    assertNotContains(reader.get(URL), 'class="pager"')
