"""Filters of a user's inbox."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from inspections.ladder import KIND_OF
from inspections.models import ReminderKind
from thai.text import search_fold
from ui.filters import FlagFilter, ListFilterSet, OptionFilter, TextFilter


class KindFilter(OptionFilter):
    """Reminders of one kind, whichever rung of it."""

    def filter(self, rows: QuerySet, value: str) -> QuerySet:
        rungs = [rung for rung, kind in KIND_OF.items() if kind == value]
        return rows.filter(rung__in=rungs) if value else rows


class AboutFilter(TextFilter):
    """Words of the follow-up, or of the issue, that a reminder is about."""

    def filter(self, rows: QuerySet, value: str) -> QuerySet:
        for word in search_fold(value).split():
            about = Q(follow_up__search_text__contains=word)
            rows = rows.filter(about | Q(issue__search_text__contains=word))
        return rows


class ReminderFilter(ListFilterSet):
    """By what it is about, its kind, and whether it was read."""

    q = AboutFilter(label=_("Search"))
    kind = KindFilter(label=_("Kind"), options=ReminderKind.choices)
    unread = FlagFilter(label=_("Only unread"), method="only_unread")

    def only_unread(self, rows: QuerySet, name: str, wanted: Any) -> QuerySet:
        """Those not marked as read."""
        return rows.filter(read_at=None) if wanted else rows
