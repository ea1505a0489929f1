"""Numbers with their unit: ร้อยละ before the number, other units after it."""

import pytest

from thai.numbers import close_percent, ends_with_unit, lone_unit, with_unit


@pytest.mark.parametrize(
    ("unit", "language", "written"),
    [
        ("โรง", "th", "95.26 โรง"),
        ("โรง", "en", "95.26 โรง"),
        ("ร้อยละ", "th", "ร้อยละ 95.26"),
        ("ร้อยละ", "en", "95.26 per cent"),
        ("per cent", "en", "95.26 per cent"),
        ("ร้อยละของพื้นที่", "th", "95.26 ร้อยละของพื้นที่"),
        ("", "th", "95.26"),
    ],
)
def test_a_unit_stands_where_its_language_puts_it(unit, language, written):
    assert with_unit("95.26", unit, language) == written


def test_a_unit_can_stand_alone():
    assert lone_unit("โรง") == "โรง"
    assert (lone_unit("ร้อยละ"), lone_unit("ร้อยละ", "en")) == ("ร้อยละ", "per cent")


def test_a_range_has_its_unit_once():
    assert ends_with_unit("0", "100", "โรง") == ("0", "100 โรง")
    assert ends_with_unit("0", "100", "ร้อยละ") == ("ร้อยละ 0", "100")
    assert ends_with_unit("0", "100", "ร้อยละ", "en") == ("0", "100 per cent")


def test_the_percent_word_is_joined_to_a_word_before_it_only():
    assert close_percent("ตั้งแต่ ร้อยละ 0 ถึง 100") == "ตั้งแต่ร้อยละ 0 ถึง 100"
    assert close_percent("ไม่ทั่วถึง ร้อยละ 5") == "ไม่ทั่วถึงร้อยละ 5"
    assert close_percent("รอบก่อน: ร้อยละ 5") == "รอบก่อน: ร้อยละ 5"
    assert close_percent("(หน่วย ร้อยละ)") == "(หน่วย ร้อยละ)"
