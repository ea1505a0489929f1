"""Taking out of a reason what it tells of the person whom it is about."""

import re
import unicodedata
from collections.abc import Iterator

from inspections.models.complainant import Identity

GONE = "[…]"
"""Stands where a name or a number was."""
SHORTEST_WORD, SHORTEST_NUMBER = 3, 6
TITLES = re.compile(
    r"^(นางสาว|นาย|นาง|น\.ส\.|คุณ|mrs?\.?|ms\.?|miss)$|^(นางสาว|นาย|นาง)", re.IGNORECASE
)
WORDS = re.compile(r"[\s,/()]+")
#: What people write between the figures of a telephone number.
BETWEEN = r"[\s.()\-‐-―−]*"
NUMBER = re.compile(rf"\+?\d(?:{BETWEEN}\d)+")
#: Before the figures that tell one from another: from abroad, or a 0 from within.
PREFIX = re.compile(r"^(?:\+|00)?660?|^\+|^00|^0")
CALLED = (
    rf"\(?(?:(?:\+|0{BETWEEN}0){BETWEEN})?(?:6{BETWEEN}6{BETWEEN})?\(?(?:0{BETWEEN})?"
)
#: No figure before it, nor the first five of a factory's new number.
ALONE = r"(?<!\d)(?<!\d[ -]\d{4}[ -])"
#: Anybody's, kept or not: to Thailand, from abroad to anywhere, and within Thailand.
TELEPHONES = (
    rf"(?<!\d)(?:(?:\+|0{BETWEEN}0){BETWEEN})?6{BETWEEN}6(?:{BETWEEN}\d){{8,10}}(?!\d)",
    rf"(?:\+|{ALONE}0{BETWEEN}0)(?:{BETWEEN}\d){{8,14}}(?!\d)",
    rf"{ALONE}\(?0(?:{BETWEEN}\d){{8,9}}(?!\d)",
)


def redacted(text: str, *persons: Identity) -> str:
    """The text without words of the persons' names, and without ways to reach them.

    The reason of an act is read by others than who may know the person. It isn't
    refused for that: a refusal would tell whoever tries names which one is right.
    Telephone numbers go whosever they are, as a neighbour's leads to the person, too.
    """
    patterns = {found for person in persons for found in _patterns(person)}
    for pattern in (*sorted(patterns, key=len, reverse=True), *TELEPHONES):
        found = re.finditer(pattern, _in_figures(text), re.IGNORECASE)
        for start, end in reversed([match.span() for match in found]):
            text = text[:start] + GONE + text[end:]
    return text


def _patterns(person: Identity) -> Iterator[str]:
    for word in WORDS.split(person.name):
        bare = TITLES.sub("", word)
        if len(bare) >= SHORTEST_WORD:
            yield re.escape(_in_figures(bare))
    for word in WORDS.split(person.contact):
        if "@" in word:
            yield re.escape(_in_figures(word))
    for number in NUMBER.findall(_in_figures(person.contact)):
        figures = PREFIX.sub("", re.sub(BETWEEN, "", number))
        if len(figures) >= SHORTEST_NUMBER:
            yield CALLED + BETWEEN.join(figures)


def _in_figures(text: str) -> str:
    """The text with the figures of every script as 0-9, letter for letter."""
    return "".join(
        str(unicodedata.decimal(letter)) if letter.isdecimal() else letter
        for letter in text
    )
