"""Crop years: two years that follow each other, by the day and by name."""

import re
from datetime import date

import pytest

from thai.crop_years import (
    crop_year_of,
    next_crop_year,
    parse_crop_year,
    starts_on,
)


@pytest.mark.parametrize(
    "text", ["2565/66", "๒๕๖๕/๖๖", "2565/2566", "๒๕๖๕/๒๕๖๖", "65/66", " 2565 / 66 "]
)
def test_reads_every_spelling(text):
    assert parse_crop_year(text) == "2565/66"


@pytest.mark.parametrize(
    "text",
    ["2565/67", "2566/65", "2565/65", "2565", "2565-66", "2022/23", "565/66", "", "ก"],
)
def test_refuses_what_is_none(text):
    with pytest.raises(ValueError, match=re.escape(text) or "^$"):
        parse_crop_year(text)


def test_a_century_turns():
    assert parse_crop_year("2599/00") == "2599/00"
    assert parse_crop_year("99/00") == "2599/00"
    assert next_crop_year("2598/99") == "2599/00"


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (date(2022, 9, 30), "2564/65"),
        (date(2022, 10, 1), "2565/66"),
        (date(2023, 3, 14), "2565/66"),
        (date(2023, 9, 30), "2565/66"),
    ],
)
def test_runs_from_october(day, year):
    assert crop_year_of(day) == year
    assert starts_on(year) <= day
    assert day < starts_on(next_crop_year(year))


def test_counts_on_and_back():
    assert next_crop_year("2565/66") == "2566/67"
    assert next_crop_year("2565/66", steps=-2) == "2563/64"
