"""Rows that keep where they stand in their list, so that one index serves it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db import models

from thai.text import SORT_KEY_MAX

if TYPE_CHECKING:
    from inspections.models.round import Round
    from regions.models import Office

LAST_YEAR, LAST_NUMBER = 9_999, 99_999
ROUND_WIDTH = 9
"""Digits that a place begins with: four of the year, five of the number."""


def place_of(held_round: Round, office: Office) -> str:
    """The newest round first, then the offices in dictionary order.

    Digits, then a sort key in hexadecimal: every database sorts that alike.
    """
    year = LAST_YEAR - held_round.fiscal_year
    number = LAST_NUMBER - held_round.number
    return f"{year:04}{number:05}{office.sort_key}"


class PlacedRows:
    """Part of a QuerySet: rows find their place when many are made at once, too."""

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        """Make these rows, each in its place."""
        rows = list(objs)
        for row in rows:
            row.take_place()
        return super().bulk_create(rows, *args, **kwargs)  # type: ignore[misc, no-any-return]


class Placed(models.Model):
    """A row that keeps its `place` from when it was made.

    By then year and number of its round are fixed. An office that is renamed
    later keeps its place in the rounds it already has reports of.
    """

    place = models.CharField(
        max_length=ROUND_WIDTH + SORT_KEY_MAX, default="", editable=False
    )

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; a new row finds its place."""
        if self._state.adding:
            self.take_place()
        super().save(*args, **kwargs)

    def take_place(self) -> None:
        """Work out where the row stands in its list."""
        raise NotImplementedError
