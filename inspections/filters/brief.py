"""Filters for links from a brief: a list shows just the rows of one of its parts.

They are for links; no select offers them.
"""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from inspections.brief.conditions import Condition
from inspections.brief.setting import readable_briefs, setting_of
from inspections.brief.titles import TITLES
from inspections.filters.reader import reader_of
from inspections.models import Visit
from ui.directories import RecordFilter
from ui.filters import DateFilter, ListFilterSet, OptionFilter
from ui.widgets import HiddenInput

NAMES = ("brief", "brief_part", "brief_since")


class _Visit(RecordFilter):
    """Says whose places; `BriefFilters` asks for them."""

    def filter(self, rows: QuerySet, value: Visit | None) -> QuerySet:
        return rows


class _Part(OptionFilter):
    """Says which part of the brief; `BriefFilters` asks for its rows."""

    def filter(self, rows: QuerySet, value: str) -> QuerySet:
        return rows


class _Since(DateFilter):
    """Says since when; `BriefFilters` asks for what changed."""

    def filter(self, rows: QuerySet, value: Any) -> QuerySet:
        return rows


class BriefFilters(ListFilterSet):
    """The rows of a visit's places and, with a part, those of this part alone.

    `there` says which rows are of the places, `parts` which are of each part.
    """

    there: ClassVar[Condition] = lambda setting: Q()
    parts: ClassVar[Mapping[str, Condition]] = {}

    data: Any

    brief = _Visit(
        label=_("Brief of visit"), records=Visit.objects.none(), to_field_name="ref"
    )
    brief_part = _Part(
        label=_("Part of the brief"), options=[*TITLES.items()], widget=HiddenInput
    )
    brief_since = _Since(label=_("Changed since"), widget=HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "brief" in self.data:
            briefs = readable_briefs(reader_of(self))
            self.filters["brief"].extra["queryset"] = briefs
            return
        # The others mean nothing without it.
        for name in NAMES:
            del self.filters[name]
        self.data = {n: v for n, v in self.data.items() if n not in NAMES}

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        """The rows that pass all filters, those of the brief taken together."""
        rows: QuerySet = super().filter_queryset(queryset)
        given = self.form.cleaned_data
        visit = given.get("brief")
        if visit is None:
            return rows
        setting = setting_of(
            visit,
            reader_of(self),
            timezone.localdate(),
            since=given.get("brief_since"),
        )
        rows = rows.filter(type(self).there(setting))
        part = self.parts.get(given.get("brief_part") or "")
        return rows.filter(part(setting)) if part else rows
