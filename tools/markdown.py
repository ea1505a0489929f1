"""Tables and words of the documents, in Markdown."""

from collections.abc import Iterable, Sequence
from typing import Any


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "".join(f"| {' | '.join(str(cell) for cell in line)} |\n" for line in lines)


def code(*slugs: str) -> str:
    """Slugs in their own letters, in the order given."""
    return ", ".join(f"`{slug}`" for slug in slugs)


def ordered(some: Iterable[Any], every: Iterable[Any]) -> list[Any]:
    """Those of `every` that are among `some`, in its order."""
    wanted = set(some)
    return [one for one in every if one in wanted]
