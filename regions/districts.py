"""Thailand's districts (อำเภอ, เขต) and sub-districts (ตำบล, แขวง), by their names.

The names come from a maintained package; see tools/districts.py and decision 0027.
"""

import difflib
import json
import re
from collections.abc import Iterable
from functools import lru_cache

from django.conf import settings

from regions.site_numbers import squeezed

#: Words and abbreviations that people write before a name.
LEVEL_WORDS = re.compile(r"^(?:กิ่งอำเภอ|อำเภอ|เขต|ตำบล|แขวง|[อต]\.)\s*")
#: The district of a province's town is often called just this.
TOWN = "เมือง"
ALIKE = 0.6


@lru_cache(maxsize=1)
def _all() -> dict[str, dict[str, list[str]]]:
    path = settings.BASE_DIR / "data" / "districts.json"
    found: dict[str, dict[str, list[str]]] = json.loads(path.read_text("utf-8"))
    return found


def districts_of(codes: Iterable[str]) -> list[str]:
    """The districts of the provinces with these two-digit codes."""
    return [name for code in codes for name in _all().get(code, {})]


def subdistricts_of(codes: Iterable[str], district: str) -> list[str]:
    """The sub-districts of a district of these provinces; none if it is unknown."""
    held = (_all().get(code, {}).get(district, []) for code in codes)
    return [name for names in held for name in names]


def known_name(typed: str, names: Iterable[str], town: str = "") -> str:
    """The name of the list that was meant; empty if it is none of them.

    With or without the word for the level; `town` is what stands for `เมือง`.
    """
    by_letters = {squeezed(name): name for name in names}
    plain = LEVEL_WORDS.sub("", typed)
    if plain == TOWN and town:
        plain = town
    return by_letters.get(squeezed(typed)) or by_letters.get(squeezed(plain), "")


def nearest_name(typed: str, names: Iterable[str]) -> str:
    """The name of the list that is most like it; empty if none is."""
    plain = LEVEL_WORDS.sub("", typed)
    return next(iter(difflib.get_close_matches(plain, [*names], 1, ALIKE)), "")
