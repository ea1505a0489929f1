"""Crop years of sugar cane: `2565/66` began with the crushing of December 2022.

A crop year (ฤดูการผลิต) runs from 1 October to 30 September like the fiscal year
but is named by both years it touches, so it is never equal to one number of a year.
Crushing itself lasts from about December to April (DOMAIN 5.b).
"""

import datetime as dt
import re

from thai.dates import fiscal_year, fiscal_year_bounds
from thai.text import clean_thai, western_digits

CROP_YEAR = re.compile(r"(?P<first>(?:25)?\d\d)/(?P<second>(?:25)?\d\d)")
PATTERN = r"^25[0-9]{2}/[0-9]{2}$"
"""How one is stored."""
CENTURY = 100


def parse_crop_year(text: str) -> str:
    """Read `2565/66`, `๒๕๖๕/๒๕๖๖` or `65/66`; give it as `2565/66`.

    Raises ValueError for anything else, two years that don't follow each other
    (`2565/67`) among it.
    """
    plain = western_digits(clean_thai(text)).replace(" ", "")
    found = CROP_YEAR.fullmatch(plain)
    if not found:
        raise ValueError(text)
    first, second = (int(year) % CENTURY for year in found.groups())
    if (first + 1) % CENTURY != second:
        raise ValueError(text)
    return f"25{first:02}/{second:02}"


def crop_year_of(day: dt.date) -> str:
    """The crop year in which a day lies."""
    ends = fiscal_year(day)
    return f"{ends - 1}/{ends % CENTURY:02}"


def starts_on(year: str) -> dt.date:
    """The first day of a crop year."""
    return fiscal_year_bounds(int(year[:4]) + 1)[0]


def next_crop_year(year: str, *, steps: int = 1) -> str:
    """The crop year so many after this one; before it, if `steps` is negative."""
    first = int(year[:4]) + steps
    return f"{first}/{(first + 1) % CENTURY:02}"
