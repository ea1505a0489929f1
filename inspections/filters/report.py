"""Filters of the province reports and of their sections, topic by topic."""

from collections.abc import Callable
from typing import Any

from django.db.models import Case, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from inspections import choices
from inspections.brief import conditions
from inspections.filters.brief import BriefFilters
from inspections.filters.reader import reader_of, withhold
from inspections.lifecycle import ROUND_REPORTING, SectionState
from inspections.models import Topic, TopicKind
from inspections.sending import Sending, report_sending, section_sending
from regions import choices as places
from regions.filters import ZoneFilter
from ui.directories import DirectoryFilter, RecordFilter
from ui.filters import FlagFilter, ListFilterSet, OptionFilter, TextFilter

LATE, IN_TIME = "late", "in_time"
TIMELINESS = [
    (LATE, _("Late")),
    (IN_TIME, _("In time, or not due yet")),
]


class LateFilter(OptionFilter):
    """Reports or sections that are late today, or all others."""

    def __init__(self) -> None:
        super().__init__(label=_("Timeliness"), options=TIMELINESS)

    def filter(self, rows: Any, value: str) -> QuerySet:
        if not value:
            return rows  # type: ignore[no-any-return]
        asked = rows.late if value == LATE else rows.not_late
        found: QuerySet = asked(timezone.localdate())
        return found


class SendingFilter(OptionFilter):
    """Rows whose first submissions kept to the due day, or didn't, or are to come."""

    def __init__(self, sending: Callable[[], Case]) -> None:
        super().__init__(label=_("First submission"), options=Sending.choices)
        self.sending = sending

    def filter(self, rows: QuerySet, value: str) -> QuerySet:
        if not value:
            return rows
        found: QuerySet = rows.alias(sent_so=self.sending()).filter(sent_so=value)
        return found


class _ReadersFilter(ListFilterSet):
    """What both lists offer to some readers; `report` leads to the report."""

    report = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        scope = reader_of(self).scope
        withhold(self, "mine", unless=scope.is_field)
        withhold(self, "ours", unless=bool(scope.offices))

    def only_ours(self, rows: QuerySet, name: str, wanted: Any) -> QuerySet:
        """Those of the reader's own office."""
        if not wanted:
            return rows
        offices = reader_of(self).scope.offices
        return rows.filter(**{f"{self.report}office__in": offices})

    def only_mine(self, rows: QuerySet, name: str, wanted: Any) -> QuerySet:
        """Those of the provinces to which the reader goes out."""
        scope = reader_of(self).scope
        if not wanted or scope.everywhere_inspected or scope.everywhere_assisted:
            return rows
        provinces = scope.field_provinces
        return rows.filter(**{f"{self.report}office__province__in": provinces})

    def only_current(self, rows: QuerySet, name: str, wanted: Any) -> QuerySet:
        """Those of rounds whose reports are still written and judged."""
        if not wanted:
            return rows
        return rows.filter(**{f"{self.report}round__state__in": ROUND_REPORTING})


class ReportFilter(_ReadersFilter):
    """Filters of the reports."""

    q = TextFilter(field_name="office__search_text", label=_("Search"))
    round = DirectoryFilter(
        field_name="round", label=_("Round"), directory=choices.rounds
    )
    zone = ZoneFilter("office__province")
    province = DirectoryFilter(
        field_name="office__province", label=_("Province"), directory=places.provinces
    )
    office = DirectoryFilter(
        field_name="office", label=_("Office"), directory=places.offices
    )
    state = OptionFilter(
        field_name="state", label=_("State"), options=SectionState.choices
    )
    late = LateFilter()
    sending = SendingFilter(report_sending)
    current = FlagFilter(
        label=_("Only of rounds not closed yet"), method="only_current"
    )
    mine = FlagFilter(label=_("Only of my provinces"), method="only_mine")
    ours = FlagFilter(label=_("Only of my office"), method="only_ours")


class SectionFilter(BriefFilters, _ReadersFilter):
    """Filters of the sections."""

    there = conditions.sections_there
    parts = conditions.SECTIONS
    report = "report__"

    q = TextFilter(field_name="report__office__search_text", label=_("Search"))
    round = DirectoryFilter(
        field_name="report__round", label=_("Round"), directory=choices.rounds
    )
    zone = ZoneFilter("report__office__province")
    province = DirectoryFilter(
        field_name="report__office__province",
        label=_("Province"),
        directory=places.provinces,
    )
    office = DirectoryFilter(
        field_name="report__office", label=_("Office"), directory=places.offices
    )
    topic = OptionFilter(
        field_name="topic__kind", label=_("Topic"), options=TopicKind.choices
    )
    state = OptionFilter(
        field_name="state", label=_("State"), options=SectionState.choices
    )
    late = LateFilter()
    sending = SendingFilter(section_sending)
    topic_id = RecordFilter(
        field_name="topic", label=_("Topic of the round"), records=Topic.objects.all()
    )
    current = FlagFilter(
        label=_("Only of rounds not closed yet"), method="only_current"
    )
    mine = FlagFilter(label=_("Only of my provinces"), method="only_mine")
    ours = FlagFilter(label=_("Only of my office"), method="only_ours")
