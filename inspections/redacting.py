"""Taking out of a reason what it tells of the person whom it is about."""

import re
from collections.abc import Iterator

from inspections.models.complainant import Identity
from thai.text import THAI_DIGITS, western_digits

GONE = "[…]"
"""Stands where a name or a number was."""
SHORTEST_WORD, SHORTEST_NUMBER = 3, 6
TITLES = re.compile(
    r"^(นางสาว|นาย|นาง|น\.ส\.|คุณ|mrs?\.?|ms\.?|miss)$|^(นางสาว|นาย|นาง)", re.IGNORECASE
)
WORDS = re.compile(r"[\s,/()]+")


def redacted(text: str, *persons: Identity) -> str:
    """The text without words of the persons' names, and without ways to reach them.

    The reason of an act is read by others than who may know the person. It isn't
    refused for that: a refusal would tell whoever tries names which one is right.
    """
    patterns = {found for person in persons for found in _patterns(person)}
    for pattern in sorted(patterns, key=len, reverse=True):
        text = re.sub(pattern, GONE, text, flags=re.IGNORECASE)
    return text


def _patterns(person: Identity) -> Iterator[str]:
    for word in WORDS.split(person.name):
        bare = TITLES.sub("", word)
        if len(bare) >= SHORTEST_WORD:
            yield re.escape(bare)
    for word in WORDS.split(person.contact):
        if "@" in word:
            yield re.escape(word)
    for number in re.findall(r"\d[\d\s-]*\d", western_digits(person.contact)):
        digits = [digit for digit in number if digit.isdecimal()]
        if len(digits) >= SHORTEST_NUMBER:
            yield r"[\s-]*".join(f"[{d}{THAI_DIGITS[int(d)]}]" for d in digits)
