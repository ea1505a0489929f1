"""Thai areas: 1 rai (ไร่) = 4 ngan (งาน) = 400 square wa (ตารางวา) = 1,600 m².

One is kept in square wa, exactly; all conversions are exact, too.
"""

import re
from decimal import Decimal
from typing import NamedTuple

from thai.text import clean_thai, western_digits

WA_A_NGAN, NGAN_A_RAI = 100, 4
WA_A_RAI = WA_A_NGAN * NGAN_A_RAI
SQUARE_METRES_A_WA = 4
NUMBER = r"\d+(?:,\d{3})*(?:\.\d+)?"
IN_WORDS = re.compile(
    rf"(?:(?P<rai>{NUMBER}) ?(?:ไร่|rai))?"
    rf" ?(?:(?P<ngan>{NUMBER}) ?(?:งาน|ngan))?"
    rf" ?(?:(?P<wa>{NUMBER}) ?(?:ตารางวา|ตร\.? ?ว\.?|วา|square wa|sq\.? ?wa))?"
)
IN_DASHES = re.compile(
    rf"(?P<rai>{NUMBER}) ?[-–] ?(?P<ngan>[0-3]) ?[-–] ?(?P<wa>\d{{1,2}}(?:\.\d+)?)"
)


class Area(NamedTuple):
    """An area as it is said: whole rai, 0 to 3 ngan, below 100 square wa."""

    rai: int
    ngan: int
    wa: Decimal


def split_area(square_wa: Decimal) -> Area:
    """Split square wa into rai, ngan and the rest: 461 is 1 rai 0 ngan 61 wa."""
    rai, rest = divmod(square_wa, WA_A_RAI)
    ngan, wa = divmod(rest, WA_A_NGAN)
    return Area(int(rai), int(ngan), wa)


def square_wa(
    rai: Decimal | int = 0, ngan: Decimal | int = 0, wa: Decimal | int = 0
) -> Decimal:
    """Join rai, ngan and square wa to square wa."""
    return Decimal(rai) * WA_A_RAI + Decimal(ngan) * WA_A_NGAN + Decimal(wa)


def square_metres(wa: Decimal) -> Decimal:
    """Turn square wa into square metres."""
    return wa * SQUARE_METRES_A_WA


def parse_area(text: str) -> Decimal:
    """Read `3 ไร่ 2 งาน 50 ตร.ว.`, `3-2-50` or `3.5 ไร่`; give square wa.

    A number without a unit counts rai. Raises ValueError for anything else, and
    for 4 ngan or 100 square wa beside a larger unit, which are slips.
    """
    plain = western_digits(clean_thai(text)).lower()
    found = IN_DASHES.fullmatch(plain) or IN_WORDS.fullmatch(plain)
    if re.fullmatch(NUMBER, plain):
        return square_wa(_number(plain))
    if not plain or not found:
        raise ValueError(text)
    rai, ngan, wa = (_number(found[name] or "0") for name in ("rai", "ngan", "wa"))
    beside_rai = found["rai"] is not None and ngan >= NGAN_A_RAI
    beside_ngan = {found["rai"], found["ngan"]} != {None} and wa >= WA_A_NGAN
    if beside_rai or beside_ngan:
        raise ValueError(text)
    return square_wa(rai, ngan, wa)


def format_area(wa: Decimal, language: str = "th") -> str:
    """Write an area: `3 ไร่ 2 งาน 50 ตารางวา`; what is nought is left out."""
    rai, ngan, rest = split_area(wa)
    units = ("rai", "ngan", "square wa")
    if language != "en":
        units = ("ไร่", "งาน", "ตารางวา")
    parts = [
        f"{number:,f} {unit}" if isinstance(number, Decimal) else f"{number:,} {unit}"
        for number, unit in zip((rai, ngan, rest.normalize()), units, strict=True)
        if number
    ]
    return " ".join(parts) or f"0 {units[0]}"


def _number(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))
