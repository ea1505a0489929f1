"""Filters of the follow-ups."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from inspections.due import is_due_soon, is_open, is_overdue
from inspections.filters.reader import reader_of, withhold
from inspections.lifecycle import FollowUpState
from inspections.models import Dimension, FollowUpKind, Level, Priority, TopicKind
from networks.models import Network
from regions import choices as places
from regions.filters import ZoneFilter
from ui.directories import DirectoryFilter, RecordFilter
from ui.filters import (
    DateFilter,
    FlagFilter,
    ListFilterSet,
    OptionFilter,
    TextFilter,
)

#: A draft is part of its visit's record, not of the ledger.
LISTED_STATES = [
    (value, label)
    for value, label in FollowUpState.choices
    if value != FollowUpState.DRAFT
]
OPEN, SOON, OVERDUE = "open", "soon", "overdue"
DEADLINES = [
    (OPEN, _("Still to be done")),
    (SOON, _("Due within 14 days")),
    (OVERDUE, _("Overdue")),
]
IMPORTED = [("no", _("Given in this system")), ("yes", _("Imported"))]


class ImportedFilter(OptionFilter):
    """Follow-ups that were imported, or those that were not."""

    def filter(self, rows: QuerySet, value: str) -> QuerySet:
        return rows.filter(is_imported=value == "yes") if value else rows


class DeadlineFilter(OptionFilter):
    """Follow-ups by how pressing their due day is today."""

    def filter(self, rows: QuerySet, value: str) -> QuerySet:
        today = timezone.localdate()
        if value == OPEN:
            return rows.filter(is_open())
        if value == SOON:
            return rows.filter(is_due_soon(today))
        return rows.filter(is_overdue(today)) if value == OVERDUE else rows


class FollowUpFilter(ListFilterSet):
    """The office is the one that answers."""

    q = TextFilter(field_name="search_text", label=_("Search"))
    zone = ZoneFilter("province")
    province = DirectoryFilter(
        field_name="province", label=_("Province"), directory=places.provinces
    )
    office = DirectoryFilter(
        field_name="answering_office",
        label=_("Answered by"),
        directory=places.offices,
    )
    deadline = DeadlineFilter(label=_("Deadline"), options=DEADLINES)
    kind = OptionFilter(
        field_name="kind", label=_("Kind"), options=FollowUpKind.choices
    )
    state = OptionFilter(field_name="state", label=_("State"), options=LISTED_STATES)
    priority = OptionFilter(
        field_name="priority", label=_("Priority"), options=Priority.choices
    )
    level = OptionFilter(field_name="level", label=_("Level"), options=Level.choices)
    dimension = OptionFilter(
        field_name="dimension", label=_("Dimension"), options=Dimension.choices
    )
    topic = OptionFilter(
        field_name="topic_kind", label=_("Topic"), options=TopicKind.choices
    )
    imported = ImportedFilter(label=_("Source"), options=IMPORTED)
    due_since = DateFilter(field_name="due_on", lookup_expr="gte", label=_("Due from"))
    due_until = DateFilter(
        field_name="due_on",
        lookup_expr="lte",
        label=_("Due until"),
        not_before="due_since",
    )
    network = RecordFilter(
        field_name="network", label=_("Network"), records=Network.objects.all()
    )
    ours = FlagFilter(label=_("Answered by my office"), method="only_ours")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        withhold(self, "ours", unless=bool(reader_of(self).scope.offices))

    def only_ours(self, rows: QuerySet, name: str, wanted: Any) -> QuerySet:
        """Those that the reader's own office answers."""
        if not wanted:
            return rows
        return rows.filter(answering_office__in=reader_of(self).scope.offices)
