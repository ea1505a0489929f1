"""A list as its readers see it: rows, heads, counts, empty states, hard input."""

import datetime as dt
import re

import pytest
from pytest_django.asserts import assertContains, assertNotContains

from tests.ui.notes import Note, NoteListing, make_notes
from ui.listing import render_rows

URL = "/notes/"
HOSTILE = "<script>alert('x')</script>&\"%s%%"


def first_cells(response) -> list[str]:
    """The text of each row's first cell."""
    return re.findall(r'<th scope="row"[^>]*><a[^>]*>([^<]*)</a>', response.text)


def test_draws_each_kind_of_cell(reader):
    make_notes(
        1, title="ตรวจโรงงาน", day=dt.date(2023, 3, 1), amount=12345, state="shut"
    )

    page = reader.get(URL).text

    assert (
        '<th scope="row" class="nowrap"><a href="/notes/N-0001/">N-0001</a></th>'
        in page
    )
    assert '<td data-label="Title">ตรวจโรงงาน</td>' in page
    assert '<td class="nowrap" data-label="Day">1 มี.ค. 2566</td>' in page
    assert '<span class="status status--done">Shut</span>' in page
    assert '<td class="number" data-label="Amount">12,345</td>' in page
    assert "written as" not in page


def test_shows_english_dates_to_english_readers(reader, settings):
    make_notes(1, day=dt.date(2023, 3, 1))
    reader.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"

    assertContains(reader.get(URL), "1 Mar 2023")


def test_a_missing_value_is_an_empty_cell_and_zero_is_zero(reader):
    make_notes(1, title="", day=None, amount=0)

    page = reader.get(URL).text

    assert '<td data-label="Title"></td>' in page
    assert '<td class="nowrap" data-label="Day"></td>' in page
    assert '<td class="number" data-label="Amount">0</td>' in page


@pytest.mark.parametrize("field", ["title", "ref", "state"])
def test_typed_text_never_becomes_markup(reader, field):
    Note.objects.create(**{"ref": "A", "title": "", field: HOSTILE[:10]})
    Note.objects.create(ref="B", title=HOSTILE)

    page = reader.get(URL).text

    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    assert "%s%%" in page


def test_an_odd_reference_leads_to_its_own_page(reader):
    Note.objects.create(ref="ก 1?x=%2F", title="")

    address = re.search(r'<a href="(/notes/[^"]+)">ก', reader.get(URL).text)

    assert address is not None
    assert reader.get(address[1]).text == "ก 1?x=%2F"


def test_heads_sort_and_say_how_it_is_sorted(reader):
    make_notes(3)

    page = reader.get(URL, {"sort": "ref", "state": "open"})

    assert first_cells(page) == ["N-0001", "N-0002", "N-0003"]
    assertContains(page, 'aria-sort="ascending"', 1)
    assertContains(page, 'href="/notes/?state=open&amp;sort=-ref"')
    # Days open with the newest first.
    assertContains(page, 'href="/notes/?state=open&amp;sort=-day"')
    assertContains(page, '<th scope="col">Title</th>')


@pytest.mark.parametrize(
    "sort", ["nonsense", "-", "title", "--ref", "-title", "weight", "pk"]
)
def test_an_order_not_offered_is_the_usual_one(reader, sort):
    make_notes(4)

    page = reader.get(URL, {"sort": sort})

    assert first_cells(page) == first_cells(reader.get(URL))
    assertContains(page, 'aria-sort="descending"')


def test_says_when_there_is_nothing_yet(reader):
    page = reader.get(URL)

    assertContains(page, "No notes were written yet.")
    assertNotContains(page, "<table")
    assertNotContains(page, "format=csv")


def test_says_when_nothing_passes_the_filters(reader):
    make_notes(1)

    page = reader.get(URL, {"q": "absent"})

    assertNotContains(page, "No notes were written yet.")
    assert page.context["listing"].empty_text
    assertContains(page, f'<a href="{URL}">')


@pytest.mark.parametrize("sort", ["-day", "ref"])
@pytest.mark.parametrize("count", [1, 12, 50, 51, 500])
def test_a_page_asks_the_same_few_questions_whatever_it_lists(
    reader, django_assert_num_queries, count, sort
):
    make_notes(count)

    with django_assert_num_queries(6):  # session, user, count, keys, rows, related
        reader.get(URL, {"state": "open", "q": "note", "sort": sort})


@pytest.mark.parametrize("query", ["", "page=2", "page=3", "page=4", "page=20"])
def test_blank_days_cost_two_questions_more_at_worst(
    reader, django_assert_max_num_queries, query
):
    make_notes(70)
    Note.objects.bulk_create(Note(ref=f"B-{number}") for number in range(120))

    with django_assert_max_num_queries(8):
        reader.get(f"{URL}?{query}")


def test_another_format_does_not_exist(reader):
    for wanted in ["xlsx", "CSV", "", "json"]:
        assert reader.get(URL, {"format": wanted}).status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        "page=0", "page=-1", "page=x", "page=1e9", "page=" + "9" * 5000, "page=٣",
        "after=x", "after=%00", "after=a:b", "page=&after=&sort=", "sort=%00",
        "sort=day&sort=ref&page=2&page=3", "%ff=%ff", "q=%00", "q=%ed%a0%80",
        "state=%00", "state[]=1", "since=%00", "since=31/2/2566", "until=9999999999",
        "undated=%00", "undated=maybe", "q=" + "ก" * 101, "q=%25_\\",
    ],
)  # fmt: skip
def test_no_address_breaks_it(reader, query):
    make_notes(2)

    assert reader.get(f"{URL}?{query}").status_code == 200


@pytest.mark.parametrize(("rows", "linked"), [(0, False), (3, False), (4, True)])
def test_a_short_table_links_to_the_rest(reader, rows, linked):
    make_notes(rows)

    part = render_rows(
        Note.objects.all(), NoteListing, limit=3, more="/notes/?state=open"
    )

    assert part.count("<tr>") == (min(rows, 3) + 1 if rows else 0)
    assert ('<a href="/notes/?state=open">' in part) is linked
    assert "aria-sort" not in part


def test_a_short_table_counts_only_what_it_does_not_show(
    notes, django_assert_num_queries
):
    make_notes(3)

    with django_assert_num_queries(4):  # keys, blanks, rows, related
        render_rows(Note.objects.all(), NoteListing, limit=3, more="/notes/")
    with django_assert_num_queries(4):  # keys, count, rows, related
        render_rows(Note.objects.all(), NoteListing, limit=2, more="/notes/")


def test_a_row_deleted_meanwhile_is_left_out(notes):
    kept, gone = make_notes(2)
    Note.objects.filter(pk=gone.pk).delete()

    rows = NoteListing("th").rows(Note, [gone.pk, kept.pk])

    assert [cells[0] for cells in rows] == [kept.ref]
