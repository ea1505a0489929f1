"""CSV: the same rows as the list, all of them, and nothing that calculates."""

import csv
import datetime as dt
import io
from urllib.parse import unquote

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from tests.ui.notes import Note, make_notes
from tests.ui.test_listing import URL, first_cells
from ui import exports
from ui.exports import harmless


def table(response) -> list[list[str]]:
    """The file as a spreadsheet reads it."""
    text = response.getvalue().decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def test_has_all_columns_meant_for_a_file(reader, settings):
    reader.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    make_notes(1, title='ตรวจ, "โรงงาน"\nสอง', day=dt.date(2023, 3, 1), amount=1234)

    response = reader.get(URL, {"format": "csv"})

    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response.getvalue().startswith("\ufeffNumber,".encode())
    heads, row = table(reader.get(URL, {"format": "csv"}))
    assert heads == [
        "Number",
        "Title",
        "Day",
        "Day (B.E.)",
        "State",
        "Amount",
        "Remark",
    ]
    assert row == [
        *("N-0001", 'ตรวจ, "โรงงาน"\nสอง', "2023-03-01", "1 มี.ค. 2566"),
        *("Open", "1234", "written as N-0001"),
    ]


def test_nothing_stated_is_an_empty_cell(reader):
    make_notes(1, day=None, amount=None)

    _heads, row = table(reader.get(URL, {"format": "csv"}))

    assert (row[2], row[3], row[5]) == ("", "", "")


@pytest.mark.parametrize("query", ["", "state=open&sort=ref", "q=note+1&sort=amount"])
def test_gives_the_lists_rows_in_the_lists_order(reader, query):
    make_notes(40)

    on_page = first_cells(reader.get(f"{URL}?{query}&page=1"))
    in_file = [row[0] for row in table(reader.get(f"{URL}?{query}&format=csv&page=7"))]

    assert in_file[1:] == on_page
    assert len(on_page) > 1


def test_gives_every_row_whatever_the_number(reader, monkeypatch):
    monkeypatch.setattr(exports, "CHUNK", 7)
    make_notes(61)

    rows = table(reader.get(URL, {"format": "csv", "sort": "ref"}))[1:]

    assert [row[0] for row in rows] == [f"N-{n:04}" for n in range(1, 62)]


def test_sends_the_first_rows_before_it_reads_the_last(
    reader, monkeypatch, django_assert_num_queries
):
    monkeypatch.setattr(exports, "CHUNK", 10)
    make_notes(40)
    parts = iter(reader.get(URL, {"format": "csv"}).streaming_content)

    next(parts)
    with django_assert_num_queries(3):  # keys, rows, related
        first = next(parts)

    assert first.count(b"\r\n") == 10


@time_machine.travel("2023-03-01T18:30:00Z", tick=False)
def test_is_named_after_the_list_and_the_day_in_bangkok(reader):
    name = reader.get(URL, {"format": "csv"})["Content-Disposition"]

    assert name.startswith('attachment; filename="notes-2023-03-02.csv"; ')
    assert unquote(name.partition("filename*=UTF-8''")[2]) == "บันทึก 2023-03-02.csv"


def test_a_wrong_filter_gives_the_page_that_says_so(reader):
    make_notes(1)

    response = reader.get(URL, {"format": "csv", "since": "x"})

    assert response.status_code == 422
    assert response["Content-Type"].startswith("text/html")
    assert "aria-invalid" in response.text


@pytest.mark.parametrize("start", list("=+-@＝＋－＠"))
@pytest.mark.parametrize(
    "before", ["", " ", "\u00a0\u3000", "\u200b", "\ufeff \x00", "\r\n "]
)
def test_a_formula_stays_text(start, before):
    assert str(harmless(f"{before}{start}cmd")).startswith("'")
    assert harmless(f"ก\n{before}{start}1") != f"ก\n{before}{start}1"


@pytest.mark.parametrize("text", ["\tx", "\rx", "\nx", "\r\nx"])
def test_no_cell_begins_with_a_break(text):
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize(
    "value", ["ตรวจ = ดี", "a-b", "1/3/2566", "", "x\n\ny", "N-0001", -5, -0.5, None]
)
def test_other_values_are_left_alone(value):
    assert harmless(value) == value


@given(st.text(alphabet=" \t\r\n=+-@＝ก1'\u00a0\u200b"))
def test_no_line_of_any_cell_calculates(text):
    cell = str(harmless(text))

    assert cell[:1] not in ("\t", "\r", "\n")
    for line in cell.splitlines():
        assert line.strip(" \t\u00a0\u200b")[:1] not in tuple("=+-@＝")
    assert cell.replace("'", "") == text.replace("'", "")


def test_a_hostile_title_comes_back_harmless(reader):
    Note.objects.create(ref="A", title='=HYPERLINK("http://x")', search_text="")

    assert table(reader.get(URL, {"format": "csv"}))[1][1].startswith("'=")
