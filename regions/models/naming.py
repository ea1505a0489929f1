"""Names in two languages and the key that sorts them in dictionary order."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from thai.text import search_fold, sort_key


def localized(thai: str, english: str) -> str:
    """The text in the reader's language; Thai where there is no English."""
    return english if english and get_language() == "en" else thai


class SortKeyed(models.Model):
    """A record with a Thai name: sorted by a stored key, found by folded text.

    The key is plain ASCII, so that every database sorts it alike; the folded
    text holds everything a search by substring should find.
    """

    sort_key = models.CharField(
        _("sort key"), max_length=512, editable=False, db_index=True
    )
    search_text = models.TextField(_("search text"), editable=False, blank=True)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save with the derived columns renewed."""
        self.sort_key = sort_key(self.sorted_by())
        self.search_text = search_fold(" ".join(filter(None, self.searched_by())))
        if (named := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*named, "sort_key", "search_text"}
        super().save(*args, **kwargs)

    def sorted_by(self) -> str:
        """The Thai name that gives the dictionary order."""
        raise NotImplementedError

    def searched_by(self) -> Iterable[str]:
        """The texts in which a search looks."""
        return [self.sorted_by()]


class Named(SortKeyed):
    """A record with one Thai and one English name."""

    name_th = models.CharField(_("Thai name"), max_length=255)
    name_en = models.CharField(_("English name"), max_length=255, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return localized(self.name_th, self.name_en)

    def sorted_by(self) -> str:
        return self.name_th

    def searched_by(self) -> Iterable[str]:
        return [self.name_th, self.name_en]
