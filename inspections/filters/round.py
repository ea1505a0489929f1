"""Filters of the rounds, and of the reports on a round's own page."""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from inspections import choices
from inspections.filters.report import LateFilter
from inspections.lifecycle import RoundState, SectionState
from inspections.models import Topic
from regions.filters import ZoneFilter
from thai.text import search_fold
from ui.directories import DirectoryFilter
from ui.filters import ListFilterSet, OptionFilter, TextFilter

LONGEST = 4
"""Digits of a year; a round's number has fewer."""

#: What a round is called before its number: it tells none from another.
ROUND_WORDS = frozenset({"round", "รอบ", "รอบที่"})


class RoundTextFilter(TextFilter):
    """Rounds called so (`1/2569`, `2569`), or whose note or topic holds the word."""

    def filter(self, rows: QuerySet, value: str) -> QuerySet:
        for word in search_fold(value).split():
            if word not in ROUND_WORDS:
                rows = rows.filter(_says(word))
        return rows


def _says(word: str) -> Q:
    """The condition that a round holds the word, which is folded."""
    titled = Topic.objects.filter(round=OuterRef("pk")).filter(
        Q(title_th__icontains=word) | Q(title_en__icontains=word)
    )
    number, _slash, year = word.partition("/")
    found = Q(policy_note__icontains=word) | Q(Exists(titled))
    if _is_small(number) and _is_small(year):
        found |= Q(number=int(number), fiscal_year=int(year))
    elif _is_small(word):
        found |= Q(fiscal_year=int(word)) | Q(number=int(word))
    return found


def _is_small(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= LONGEST


class RoundFilter(ListFilterSet):
    """Filters of the rounds."""

    q = RoundTextFilter(label=_("Search"))
    year = DirectoryFilter(
        field_name="fiscal_year", label=_("Fiscal year"), directory=choices.years
    )
    state = OptionFilter(
        field_name="state", label=_("State"), options=RoundState.choices
    )


class ProgressFilter(ListFilterSet):
    """Filters of the reports of one round, on its page."""

    zone = ZoneFilter("office__province")
    state = OptionFilter(
        field_name="state", label=_("State"), options=SectionState.choices
    )
    late = LateFilter()
