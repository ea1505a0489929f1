"""What differs between two texts, exactly, in pieces that a Thai reader can read.

Thai has no spaces between words, and a letter carries its vowels and tone marks as
characters of their own. So texts are compared by what is written as one: a letter
with its marks, a Latin word, a number. No piece begins with a mark that belongs
to the letter before it.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

SAME, GONE, NEW = "same", "gone", "new"

LEADING_VOWELS = frozenset("เแโใไ")
SARA_AM = "\u0e33"
JOINER = "\u200d"
FIRST_LETTER, LAST_LETTER = "\u0e01", "\u0e2e"
SKIN_TONES = range(0x1F3FB, 0x1F400)
#: Tokens of a changed passage that are compared one by one: more would be slow.
MOST_PAIRS = 4_000_000
#: A shorter unchanged stretch between two changes is read as part of them.
SHORTEST_SAME = 3


@dataclass(frozen=True)
class Piece:
    """A stretch of text: in both, only in the one before, or only in the new one."""

    kind: str
    text: str

    @property
    def shown(self) -> str:
        """The text; where only spaces or lines changed, so that they can be seen."""
        if self.kind == SAME or self.text.strip():
            return self.text
        return self.text.replace(" ", "␣").replace("\n", "↵\n")


def compare_texts(before: str, after: str) -> list[Piece]:
    """The pieces that give `before` without the new ones and `after` without the gone.

    Line by line first, then within lines that changed.
    """
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    pieces: list[Piece] = []
    for tag, i, j, k, m in SequenceMatcher(None, old, new, False).get_opcodes():
        gone, come = "".join(old[i:j]), "".join(new[k:m])
        if tag == "replace":
            pieces += _within(tokens(gone), tokens(come))
        else:
            pieces += _changed(gone, come) if tag != "equal" else [Piece(SAME, gone)]
    return list(_joined(pieces))


def _within(old: Sequence[str], new: Sequence[str]) -> Iterator[Piece]:
    if len(old) * len(new) > MOST_PAIRS:
        yield from _changed("".join(old), "".join(new))
        return
    runs = SequenceMatcher(None, old, new, False).get_opcodes()
    for position, (tag, i, j, k, m) in enumerate(runs):
        gone, come = "".join(old[i:j]), "".join(new[k:m])
        is_inside = 0 < position < len(runs) - 1
        if tag == "equal" and not (is_inside and _is_chance(old[i:j])):
            yield Piece(SAME, gone)
        else:
            yield from _changed(gone, come)


def _is_chance(run: Sequence[str]) -> bool:
    """Whether a few letters agree by chance between two changes."""
    return len(run) < SHORTEST_SAME and all(_is_thai(token) for token in run)


def _changed(gone: str, come: str) -> list[Piece]:
    return [Piece(kind, text) for kind, text in ((GONE, gone), (NEW, come)) if text]


def _joined(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Neighbouring pieces of one kind as one; of a change the gone text first."""
    for is_same, run in groupby(pieces, key=lambda piece: piece.kind == SAME):
        held = list(run)
        for kind in (SAME,) if is_same else (GONE, NEW):
            if text := "".join(piece.text for piece in held if piece.kind == kind):
                yield Piece(kind, text)


def tokens(text: str) -> list[str]:
    """The text in what is read as one: words, numbers, Thai letters with marks."""
    found: list[str] = []
    last = ""
    for cluster in clusters(text):
        kind = _kind(cluster)
        is_point = cluster in ".," and last == "number"
        if found and (kind == last != "" or is_point):
            found[-1] += cluster
        else:
            found.append(cluster)
        last = "number" if is_point else kind
    return found


def _kind(cluster: str) -> str:
    """What clusters of one kind make up one token; empty for a token of its own."""
    if cluster[0].isdigit():
        return "number"
    if cluster[0].isspace():
        return "" if cluster == "\n" else "space"
    return "word" if cluster[0].isalpha() and not _is_thai(cluster) else ""


def _is_thai(token: str) -> bool:
    return "\u0e00" <= token[0] <= "\u0e7f" and not token[0].isdigit()


def clusters(text: str) -> list[str]:
    """The text in what is written as one: a letter with its marks and vowels."""
    found: list[str] = []
    for sign in text:
        if found and _belongs(sign, found[-1]):
            found[-1] += sign
        else:
            found.append(sign)
    return found


def _belongs(sign: str, before: str) -> bool:
    """Whether the sign is written onto or right behind what stands before it."""
    if before.isspace():
        return False
    if unicodedata.category(sign)[0] == "M" or sign in (SARA_AM, JOINER):
        return True
    if before[-1] == JOINER or ord(sign) in SKIN_TONES:
        return True
    return before in LEADING_VOWELS and FIRST_LETTER <= sign <= LAST_LETTER
