"""Thai text: one spelling for each word, folding for search, dictionary order."""

import re
import unicodedata

THAI_DIGITS = "๐๑๒๓๔๕๖๗๘๙"
TO_WESTERN = str.maketrans(THAI_DIGITS, "0123456789")

SORT_KEY_MAX = 512
"""Longest stored sort key, in characters: the size of a `sort_key` column."""

# What a page, Word, LINE or a PDF leaves in pasted text and nobody can see.
INVISIBLE = re.compile(
    "[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]"
    "|[\x01-\x08\x0e-\x1f\x7f]"
    # Joiners hold emoji together; beside a Thai letter they are rubbish.
    "|(?<=[\u0e00-\u0e7f])[\u200c\u200d]+|[\u200c\u200d]+(?=[\u0e00-\u0e7f])"
)
LINE_BREAK = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
SPACES = re.compile("[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
LINE_EDGE = re.compile(" ?\n ?")

SARA_AM_IN_TWO = re.compile("\u0e4d([\u0e48-\u0e4b]*)\u0e32")
TONE_AFTER_SARA_AM = re.compile("\u0e33([\u0e48-\u0e4b]+)")
MARK_BEFORE_VOWEL = re.compile("([\u0e48-\u0e4c]+)([\u0e31\u0e34-\u0e3a\u0e47])")
DOUBLED_MARK = re.compile("([\u0e31\u0e33-\u0e3a\u0e47-\u0e4e])\\1+")

LEADING_VOWEL = re.compile("([\u0e40-\u0e44])([\u0e01-\u0e2e])")
NOT_SORTED = re.compile(
    r"[\s\x00-\x1f\x7f\u200b-\u200f\u2060\ufeff\-–—.,/()\[\]\"'“”‘’:;!?ฯๆ_]+"
)
MARK_WEIGHTS = {
    "\u0e47": "1",  # maitaikhu
    "\u0e48": "2",  # the four tone marks
    "\u0e49": "3",
    "\u0e4a": "4",
    "\u0e4b": "5",
    "\u0e4c": "6",  # thanthakhat
    "\u0e4d": "7",  # nikhahit
    "\u0e4e": "8",  # yamakkan
}
NO_MARK = "0"
END_OF_LETTERS = "00"
LAST_ASCII, FIRST_LATIN = 0x7F, ord("a")
FIRST_THAI, LAST_THAI = 0x0E01, 0x0E5B


def clean_thai(text: str) -> str:
    """Give typed or pasted text its one proper spelling.

    Invisible characters go, spaces become one plain space, line breaks stay (as
    a single line feed), lines and the whole are stripped, and a mark typed
    twice or in the wrong order is put right. NUL is left for the form to refuse.
    """
    while (cleaned := _clean_once(text)) != text:
        text = cleaned
    return cleaned


def _clean_once(text: str) -> str:
    text = LINE_BREAK.sub("\n", INVISIBLE.sub("", text))
    text = LINE_EDGE.sub("\n", SPACES.sub(" ", text)).strip(" \n")
    text = unicodedata.normalize("NFC", text).replace("\u0e40\u0e40", "\u0e41")
    text = SARA_AM_IN_TWO.sub("\\1\u0e33", text)
    text = TONE_AFTER_SARA_AM.sub("\\1\u0e33", text)
    text = MARK_BEFORE_VOWEL.sub(r"\2\1", text)
    return DOUBLED_MARK.sub(r"\1", text)


def western_digits(text: str) -> str:
    """Write Thai digits as 0-9."""
    return text.translate(TO_WESTERN)


def search_fold(text: str) -> str:
    """Fold text for substring search: stored beside a text, and done to a query.

    Two texts that a reader takes for the same fold to the same: one spelling,
    small letters, western digits, one space between words and no line breaks.
    """
    folded = clean_thai(clean_thai(text).casefold())
    return " ".join(western_digits(folded).split())


def sort_key(text: str) -> str:
    """Make the key by which plain comparison gives Thai dictionary order.

    Letters decide first, a leading vowel counting after its consonant; marks
    decide between equal letters; spaces and punctuation never do. The key is
    lower-case hexadecimal, so every database collation orders it the same, and
    it is at most SORT_KEY_MAX long: cutting can make two keys equal but never
    changes their order.
    """
    letters, marks = sort_parts(text)
    encoded = "".join(_encode(letter) for letter in letters)
    return (encoded + END_OF_LETTERS + marks)[:SORT_KEY_MAX]


def sort_parts(text: str) -> tuple[str, str]:
    """Split text into its letters in dictionary order and the marks on them."""
    text = western_digits(clean_thai(NOT_SORTED.sub("", text))).casefold()
    # Cleaning may bring two spaces' neighbours together, folding may add some.
    text = LEADING_VOWEL.sub(r"\2\1", NOT_SORTED.sub("", text))
    letters: list[str] = []
    marks: list[str] = []
    for character in text:
        if weight := MARK_WEIGHTS.get(character):
            if marks:
                marks[-1] += weight
        else:
            letters.append(character)
            marks.append(NO_MARK)
    return "".join(letters), "".join(marks).rstrip(NO_MARK)


def _encode(letter: str) -> str:
    """Write a letter as bytes whose order is the dictionary's.

    One byte for figures and signs, then Thai, then a-z, as the Thai collation of
    Unicode has it; anything else follows by code point, four bytes each.
    """
    code = ord(letter)
    if "a" <= letter <= "z":
        return f"{code - FIRST_LATIN + 0xDC:02x}"
    if code <= LAST_ASCII:
        return f"{code:02x}"
    if FIRST_THAI <= code <= LAST_THAI:
        return f"{code - FIRST_THAI + 0x81:02x}"
    return f"ff{code:06x}"
