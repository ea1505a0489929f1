"""Filters: what passes, what is kept in links, what a wrong value says."""

import datetime as dt

import pytest
from django.http import QueryDict
from django.utils.translation import get_language, override
from pytest_django.asserts import assertContains, assertNotContains

from tests.ui.notes import STATES, Note, NoteFilter, NoteListing, make_notes
from tests.ui.test_listing import URL, first_cells
from thai.text import search_fold
from ui.filters import ListFilterSet, OptionFilter, TextFilter
from ui.list_page import ListPage
from ui.offers import Offer
from ui.widgets import HiddenInput


class OpenFirst(NoteFilter):
    """Shows open notes until the reader says otherwise."""

    state = OptionFilter(label="State", options=lambda: STATES, initial="open")


def passing(filterset: type[ListFilterSet], query: str) -> list[str]:
    rows = filterset(QueryDict(query), Note.objects.order_by("ref")).qs
    return list(rows.values_list("ref", flat=True))


@pytest.fixture
def three_notes(notes):
    """One of each sort."""
    for ref, title, day, state in [
        ("A", "เหมืองแร่ Alpha ๑๒", dt.date(2023, 3, 1), "open"),
        ("B", "น้ำในขุมเหมือง", dt.date(2023, 3, 2), "shut"),
        ("C", "100%_ผ่าน", None, "shut"),
    ]:
        Note.objects.create(
            ref=ref, title=title, search_text=search_fold(title), day=day, state=state
        )


@pytest.mark.parametrize(
    ("query", "refs"),
    [
        ("", "ABC"), ("q=", "ABC"), ("q=+", "ABC"),
        ("q=เหมือง", "AB"), ("q=ALPHA", "A"), ("q=12", "A"), ("q=๑", "AC"),
        ("q=แร่+เหมือง", "A"), ("q=%25_", "C"), ("q=_", "C"), ("q=ไม่มี", ""),
        ("q=นํ้า", "B"),  # nikhahit and sara aa instead of sara am
        ("state=shut", "BC"), ("state=shut&q=100", "C"),
        ("since=2/3/2566", "B"), ("until=1 มี.ค. 66", "A"),
        ("since=2023-03-01&until=1/3/2566", "A"),
        ("undated=on", "C"), ("undated=False", "ABC"),
    ],
)  # fmt: skip
def test_rows_that_pass(three_notes, query, refs):
    assert "".join(passing(NoteFilter, query)) == refs


@pytest.mark.parametrize(
    ("query", "refs"),
    [
        ("", "A"), ("page=2", "A"), ("sort=day&format=csv&after=x", "A"),
        ("state=", "ABC"), ("q=", "ABC"), ("state=shut", "BC"), ("q=เหมือง", "AB"),
    ],
)  # fmt: skip
def test_a_default_holds_until_a_filter_is_given(three_notes, query, refs):
    assert "".join(passing(OpenFirst, query)) == refs


def test_removing_a_default_keeps_it_away(three_notes):
    filters = OpenFirst(QueryDict("page=2"), Note.objects.all())

    assert filters.kept() == [("state", "open")]
    assert filters.kept(without="state") == [("state", "")]
    assert filters.is_valid()
    assert [chip.name for chip in filters.chips()] == ["state"]


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("since=31/2/2566", "There is no such day"),
        ("until=เมื่อวาน", "date such as 1 Mar "),
        ("since=2/3/2566&until=1/3/2566", "first one"),
        ("state=lost", "from the list"), ("q=\u200b", "Type a letter"),
    ],
)  # fmt: skip
def test_a_wrong_value_says_so_and_shows_no_row(
    reader, three_notes, settings, query, message
):
    reader.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"

    page = reader.get(f"{URL}?{query}")

    assert page.status_code == 200
    assert first_cells(page) == []
    assertContains(page, message, 2)  # in the summary and beside the field
    assertContains(page, 'aria-invalid="true"')
    assertContains(page, "<title>Error: ")
    assertContains(page, 'class="error-summary"')
    assertContains(page, "No entries")
    assertNotContains(page, "No entry matches the filters.")
    assertNotContains(page, "No notes were written yet.")


def test_chips_tell_and_remove_each_filter(reader, three_notes):
    page = reader.get(
        URL, {"q": "เหมือง", "state": "open", "since": "1/3/66", "sort": "ref"}
    )

    chips = {
        chip.name: (chip.value, url) for chip, url in page.context["listing"].chips()
    }
    assert chips["q"] == ("เหมือง", f"{URL}?state=open&since=1%2F3%2F66&sort=ref")
    assert chips["state"][0] == "Open"
    assert chips["since"][0] == "1 มี.ค. 2566"
    assert page.context["listing"].clear_url == f"{URL}?sort=ref"


def test_every_link_of_a_list_keeps_its_filters(reader):
    make_notes(60)

    listing = reader.get(f"{URL}?state=open&q=&page=2&x=1").context["listing"]

    assert listing.export_url == f"{URL}?state=open&format=csv"
    assert listing.previous_url == f"{URL}?state=open"
    assert all("state=open" in head.url for head in listing.heads() if head.url)
    assert not any("page=" in head.url or "x=" in head.url for head in listing.heads())


def test_filters_are_folded_unless_one_is_wrong(reader, three_notes):
    for query in ({}, {"page": 1}, {"state": "open"}):
        assertContains(reader.get(URL, query), '<details class="filters fold">')
    assertContains(
        reader.get(URL, {"state": "lost"}), '<details class="filters fold" open>'
    )


def test_the_form_keeps_the_order(reader, three_notes):
    assertContains(
        reader.get(URL, {"sort": "ref"}),
        '<input type="hidden" name="sort" value="ref">',
    )
    assertNotContains(reader.get(URL, {"sort": "-day"}), 'name="sort"')


def test_a_list_without_filters_has_no_form(notes):
    assert list(ListFilterSet(QueryDict("q=x"), Note.objects.all()).form) == []


def test_offers_groups_and_the_choice_of_none():
    offer = Offer("All", [("North", [(1, "<a>"), (2, "b")]), (3, "c")])

    assert offer.labels() == {"": "All", "1": "<a>", "2": "b", "3": "c"}
    assert str(offer.options) == (
        '<option value="">All</option><optgroup label="North">'
        '<option value="1">&lt;a&gt;</option><option value="2">b</option></optgroup>'
        '<option value="3">c</option>'
    )


def test_an_offer_is_asked_anew_in_each_language():
    offer = Offer("All", lambda: [("1", get_language())])

    with override("th"):
        assert "th" in offer.options
    with override("en"):
        assert "en" in offer.options
        assert offer.labels()["1"] == "en"


def test_a_hidden_filter_is_carried_on_and_told_by_its_chip(rf, three_notes):
    class Hidden(ListFilterSet):
        q = TextFilter(field_name="search_text", label="About", widget=HiddenInput)

    request = rf.get(URL, {"q": "alpha"})
    filters = Hidden(request.GET, Note.objects.all())
    listing = NoteListing("th")

    page = ListPage(request, listing, filters, listing.order(Note))

    assert page.controls().always == []
    assert 'type="hidden" name="q"' in page.controls().hidden[0]
    assert [chip.value for chip, _url in page.chips()] == ["alpha"]


@pytest.mark.parametrize(
    ("query", "opened"), [("", False), ("f0=1", False), ("f8=1", True)]
)
def test_many_filters_are_folded_but_for_the_first(rf, notes, query, opened):
    many = type(
        "Many",
        (ListFilterSet,),
        {f"f{n}": TextFilter(field_name="title", label=f"F{n}") for n in range(9)},
    )
    request = rf.get(URL, QueryDict(query).dict())
    filters = many(request.GET, Note.objects.all())
    listing = NoteListing("th")

    controls = ListPage(request, listing, filters, listing.order(Note)).controls()

    assert [control.id for control in controls.always] == [f"id_f{n}" for n in range(4)]
    assert [control.id for control in controls.folded] == [
        f"id_f{n}" for n in range(4, 9)
    ]
    assert controls.is_open is opened
