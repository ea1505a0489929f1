"""What the details of all kinds of issue have in common."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.db.models import F, Q
from django.utils import translation
from django.utils.functional import Promise

from inspections.models.issue import Issue


class IssueDetail(models.Model):
    """What is known of one issue of a kind; every field may be unknown.

    It is changed with its issue and under the issue's version.
    """

    issue = models.OneToOneField(Issue, models.CASCADE, primary_key=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.issue)

    def searched_by(self) -> Iterable[str]:
        """What a search for the issue finds of it; for subclasses."""
        return []


def in_both_languages(label: str | Promise) -> list[str]:
    """A label in Thai and in English: one searches in either."""
    told = []
    for language in ("th", "en"):
        with translation.override(language):
            told.append(str(label))
    return told


def known_order(first: str, last: str) -> Q:
    """That one column isn't below another, where both are known."""
    is_unknown = Q(**{first: None}) | Q(**{last: None})
    return is_unknown | Q(**{f"{first}__lte": F(last)})
