"""Numbers with their unit; in Thai ร้อยละ (per cent) stands before the number."""

import re

PERCENT = "ร้อยละ"
PERCENT_IN_ENGLISH = "per cent"
LOOSE_PERCENT = re.compile(rf"(?<=[\u0e01-\u0e4e]) +(?={PERCENT} )")


def with_unit(number: str, unit: str, language: str = "th") -> str:
    """Write a number with its unit: `95.26 โรง`, `ร้อยละ 95.26`, `95.26 per cent`."""
    if unit.strip() != PERCENT:
        return f"{number} {unit}".strip()
    if language == "en":
        return f"{number} {PERCENT_IN_ENGLISH}"
    return f"{PERCENT} {number}"


def lone_unit(unit: str, language: str = "th") -> str:
    """Write a unit that stands alone, as in a column of units."""
    return with_unit("", unit, language).strip()


def ends_with_unit(
    low: str, high: str, unit: str, language: str = "th"
) -> tuple[str, str]:
    """Write both ends of a range, the unit at one of them: `ร้อยละ 0` and `100`."""
    if unit.strip() == PERCENT and language != "en":
        return with_unit(low, unit, language), high
    return low, with_unit(high, unit, language)


def close_percent(text: str) -> str:
    """Join ร้อยละ to the Thai word before it: `ไม่เกินร้อยละ 5`."""
    return LOOSE_PERCENT.sub("", text)
