"""Filters of the follow-ups."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from inspections import choices
from inspections.acting import is_sent_back, judged_by, waits_for
from inspections.brief import conditions
from inspections.filters.brief import BriefFilters
from inspections.filters.carried import (
    LOOKS,
    OUTCOMES,
    STATUSES,
    CarriedFilter,
    LookedFilter,
    OutcomeFilter,
    StatusFilter,
)
from inspections.filters.ledger import (
    AGES,
    DEADLINES,
    IMPORTED,
    AgeFilter,
    DeadlineFilter,
    ImportedFilter,
    PartnerFilter,
    StatedFilter,
    TogetherFilter,
)
from inspections.filters.reader import reader_of, withhold
from inspections.lifecycle import FollowUpState
from inspections.models import (
    Dimension,
    FollowUpKind,
    Issue,
    Level,
    Priority,
    TopicKind,
)
from inspections.promises import (
    IS_PROMISE,
    KEPT,
    MISSED,
    PENDING,
    SETTLED,
    counts_as,
)
from inspections.raising import is_raised_from
from networks.models import Network, NetworkKind
from regions import choices as places
from regions.filters import ZoneFilter
from ui.directories import DirectoryFilter, RecordFilter
from ui.filters import (
    DateFilter,
    FlagFilter,
    OptionFilter,
    TextFilter,
)

#: A draft is part of its visit's record, not of the ledger.
LISTED_STATES = [
    (value, label)
    for value, label in FollowUpState.choices
    if value != FollowUpState.DRAFT
]
NO_PROMISE = "none"
PROMISES = [
    (KEPT, _("Kept")),
    (MISSED, _("Not kept")),
    (SETTLED, _("Kept or not kept")),
    (PENDING, pgettext_lazy("of promises", "Pending")),
    (NO_PROMISE, _("All but promises")),
]


class PromiseFilter(OptionFilter):
    """Promises of networks by what came of them, as `promises` counts them."""

    def filter(self, rows: QuerySet, value: str) -> QuerySet:
        if not value:
            return rows
        if value == NO_PROMISE:
            return rows.exclude(IS_PROMISE)
        return rows.filter(counts_as(value, timezone.localdate()))


class RaisedFilter(RecordFilter):
    """Follow-ups that point to one issue; an issue that the reader may see."""

    def filter(self, rows: QuerySet, value: Issue | None) -> QuerySet:
        return rows.filter(is_raised_from(value)) if value else rows


class FollowUpFilter(BriefFilters):
    """The office is the one that answers."""

    there = conditions.follow_ups_there
    parts = conditions.FOLLOW_UPS

    q = TextFilter(field_name="search_text", label=_("Search"))
    province = DirectoryFilter(
        field_name="province", label=_("Province"), directory=places.provinces
    )
    deadline = DeadlineFilter(label=_("Deadline"), options=DEADLINES)
    mine = FlagFilter(label=_("Waiting for me to act"), method="only_mine")
    zone = ZoneFilter("province")
    office = DirectoryFilter(
        field_name="answering_office",
        label=_("Answered by"),
        directory=places.offices,
    )
    round = DirectoryFilter(
        field_name="round", label=_("Given in round"), directory=choices.rounds
    )
    carried = CarriedFilter(label=_("Carried into round"), directory=choices.rounds)
    looked = LookedFilter(label=_("Looked at in a round"), options=LOOKS)
    outcome = OutcomeFilter(label=_("What came of it there"), options=OUTCOMES)
    age = AgeFilter(label=_("Age in rounds"), options=AGES)
    kind = OptionFilter(
        field_name="kind", label=_("Kind"), options=FollowUpKind.choices
    )
    state = OptionFilter(field_name="state", label=_("State"), options=LISTED_STATES)
    status = StatusFilter(label=_("Open or closed"), options=STATUSES)
    priority = OptionFilter(
        field_name="priority", label=_("Priority"), options=Priority.choices
    )
    level = StatedFilter(field_name="level", label=_("Level"), options=Level.choices)
    dimension = StatedFilter(
        field_name="dimension", label=_("Dimension"), options=Dimension.choices
    )
    topic = OptionFilter(
        field_name="topic_kind", label=_("Topic"), options=TopicKind.choices
    )
    partner = PartnerFilter(label=_("Network or company"))
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
    network_kind = OptionFilter(
        field_name="network__kind",
        label=_("Kind of network"),
        options=NetworkKind.choices,
    )
    promise = PromiseFilter(label=_("Promises"), options=PROMISES)
    ours = FlagFilter(label=_("Answered by my office"), method="only_ours")
    to_verify = FlagFilter(label=_("Answers for me to verify"), method="only_to_verify")
    sent_back = FlagFilter(label=_("Sent back to the office"), method="only_sent_back")
    together = TogetherFilter()
    issue = RaisedFilter(
        label=_("Issue"), records=Issue.objects.none(), to_field_name="ref"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        visible = Issue.objects.visible_to(reader_of(self))
        self.filters["issue"].extra["queryset"] = visible
        scope = reader_of(self).scope
        judges = scope.everything or scope.is_inspector
        withhold(self, "ours", unless=bool(scope.offices))
        withhold(self, "to_verify", unless=judges)
        withhold(self, "mine", unless=judges or bool(scope.offices))

    def only_ours(self, rows: QuerySet, name: str, wanted: Any) -> QuerySet:
        """Those that the reader's own office answers."""
        if not wanted:
            return rows
        return rows.filter(answering_office__in=reader_of(self).scope.offices)

    def only_mine(self, rows: QuerySet, name: str, wanted: Any) -> QuerySet:
        """Those with which the reader has to do something now; see `waits_for`."""
        return rows.filter(waits_for(reader_of(self))) if wanted else rows

    def only_to_verify(self, rows: QuerySet, name: str, wanted: Any) -> QuerySet:
        """Answers that the reader may verify."""
        return rows.filter(judged_by(reader_of(self))) if wanted else rows

    def only_sent_back(self, rows: QuerySet, name: str, wanted: Any) -> QuerySet:
        """Those on which the office has to go on: its answer was sent back."""
        return rows.filter(is_sent_back()) if wanted else rows
