"""Thai areas: read as they are written, converted without loss."""

import re
from decimal import Decimal

import pytest

from thai.areas import (
    format_area,
    parse_area,
    split_area,
    square_metres,
    square_wa,
)

READ = [
    ("3 ไร่ 2 งาน 50 ตร.ว.", "1450"),
    ("3ไร่2งาน50ตารางวา", "1450"),
    ("๓ ไร่ ๒ งาน ๕๐ วา", "1450"),
    ("3 rai 2 ngan 50 sq wa", "1450"),
    ("3-2-50", "1450"),
    ("๓-๒-๕๐", "1450"),
    ("3 – 2 – 50.25", "1450.25"),
    ("3.5 ไร่", "1400"),
    ("3.5", "1400"),
    ("1,200", "480000"),
    ("7 งาน", "700"),
    ("250 ตร.ว.", "250"),
    ("0", "0"),
    ("0-0-1", "1"),
]


@pytest.mark.parametrize(("text", "wa"), READ)
def test_reads_what_offices_write(text, wa):
    assert parse_area(text) == Decimal(wa)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "ไร่",
        "มาก",
        "-1",
        "3-4-50",
        "3-2-100",
        "3 ไร่ 4 งาน",
        "3 ไร่ 100 ตร.ว.",
        "2 งาน 100 ตร.ว.",
        "3 ไร่ 2 ไร่",
        "3 acres",
        "1e3",
        "3-2",
    ],
)
def test_refuses_what_is_no_area(text):
    with pytest.raises(ValueError, match=re.escape(text) or "^$"):
        parse_area(text)


@pytest.mark.parametrize("wa", ["0", "1", "99", "100", "399", "400", "461", "0.25"])
def test_splits_and_joins_exactly(wa):
    area = split_area(Decimal(wa))

    assert 0 <= area.ngan < 4
    assert 0 <= area.wa < 100
    assert square_wa(*area) == Decimal(wa)
    assert square_metres(Decimal(wa)) == 4 * Decimal(wa)
    for language in ("th", "en"):
        assert parse_area(format_area(Decimal(wa), language)) == Decimal(wa)


def test_writes_in_either_language_and_leaves_out_nought():
    assert format_area(Decimal(480461)) == "1,201 ไร่ 61 ตารางวา"
    assert format_area(Decimal("300.50"), "en") == "3 ngan 0.5 square wa"
    assert format_area(Decimal(0)) == "0 ไร่"
