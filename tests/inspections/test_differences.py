"""What changed between two texts: exact, and in pieces that Thai readers can read."""

import itertools
import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspections.differences import (
    GONE,
    NEW,
    SAME,
    Piece,
    clusters,
    compare_texts,
    tokens,
)

#: Thai letters, vowels in front, above, below and behind, tone marks; and what else.
SIGNS = "กขนมงเแโใไะาำิีึุู็่้๊๋์ํฯๆ๑๒ abZ é\u0301 12,.\n()👍🏽\u200d"
texts = st.text(alphabet=SIGNS, max_size=60) | st.text(max_size=30)


def pieces(before: str, after: str) -> list[tuple[str, str]]:
    return [(piece.kind, piece.text) for piece in compare_texts(before, after)]


def before_of(found: list[Piece]) -> str:
    return "".join(piece.text for piece in found if piece.kind != NEW)


def after_of(found: list[Piece]) -> str:
    return "".join(piece.text for piece in found if piece.kind != GONE)


@given(texts, texts)
def test_gives_both_texts_back_exactly(before, after):
    found = compare_texts(before, after)

    assert before_of(found) == before
    assert after_of(found) == after
    assert all(piece.text for piece in found)


@given(texts, st.integers(0, 60), st.integers(0, 60), texts)
def test_gives_an_edited_text_back_exactly(before, start, length, inserted):
    after = before[:start] + inserted + before[start + length :]
    found = compare_texts(before, after)

    assert (before_of(found), after_of(found)) == (before, after)
    kinds = [piece.kind for piece in found]
    assert all(a != b for a, b in itertools.pairwise(kinds))
    assert (NEW, GONE) not in itertools.pairwise(kinds)


def is_mark(sign: str) -> bool:
    return unicodedata.category(sign)[0] == "M" or sign in "\u0e33\u200d"


@given(texts, texts)
def test_no_piece_begins_with_the_mark_of_the_letter_before(before, after):
    for kinds in ((SAME, GONE), (SAME, NEW)):
        told = [one for one in compare_texts(before, after) if one.kind in kinds]
        for left, right in itertools.pairwise(told):
            assert not is_mark(right.text[0]) or left.text[-1].isspace()


@given(texts)
def test_tokens_and_clusters_lose_nothing(text):
    assert "".join(clusters(text)) == "".join(tokens(text)) == text


@given(texts)
def test_what_is_the_same_is_one_piece(text):
    assert pieces(text, text) == ([(SAME, text)] if text else [])


def test_empty_texts():
    assert pieces("", "") == []
    assert pieces("", "ก้าว") == [(NEW, "ก้าว")]
    assert pieces("ก้าว", "") == [(GONE, "ก้าว")]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("น้ำขุ่น", ["น้ำ", "ขุ่", "น"]),
        ("เปิดไฟ", ["เปิ", "ด", "ไฟ"]),
        ("Khon Kaen 12,345.5 ไร่", ["Khon", " ", "Kaen", " ", "12,345.5", " ", "ไร่"]),
        ("๑๒ โรง", ["๑๒", " ", "โร", "ง"]),
    ],
)
def test_reads_words_numbers_and_letters_with_their_marks(text, parts):
    assert tokens(text) == parts


def test_a_changed_number_is_changed_whole():
    assert pieces("เผา 1,234 ไร่", "เผา 1,284 ไร่") == [
        (SAME, "เผา "),
        (GONE, "1,234"),
        (NEW, "1,284"),
        (SAME, " ไร่"),
    ]


def test_a_changed_tone_takes_its_letter_along():
    assert pieces("ไม่มีข้าว", "ไม่มีข่าว") == [
        (SAME, "ไม่มี"),
        (GONE, "ข้"),
        (NEW, "ข่"),
        (SAME, "าว"),
    ]


def test_an_added_line_leaves_the_others_alone():
    assert pieces("ก\nข", "ก\nค\nข") == [(SAME, "ก\n"), (NEW, "ค\n"), (SAME, "ข")]


def test_a_few_letters_that_agree_by_chance_are_no_common_text():
    found = pieces("ตรวจเหมืองแล้ว", "พบว่าไม่ตรง")

    assert [kind for kind, _text in found if kind == SAME] == []


def test_spaces_and_lines_alone_are_made_visible():
    assert Piece(NEW, " ").shown == "␣"
    assert Piece(GONE, "\n\n").shown == "↵\n↵\n"
    assert Piece(SAME, "\n").shown == "\n"
    assert Piece(NEW, " ก\n").shown == " ก\n"


def test_long_texts_take_no_long_time():
    line = "ตรวจโรงงานและเหมืองในพื้นที่ "
    before = "\n".join(f"{line * 20}{number}" for number in range(60))
    begun = time.monotonic()

    found = compare_texts(before, before.replace("เหมือง", "บ่อน้ำ"))

    assert before_of(found) == before
    assert time.monotonic() - begun < 5
