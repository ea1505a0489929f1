"""Filters of the reported issues."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from inspections import choices
from inspections.brief import conditions
from inspections.filters.brief import BriefFilters
from inspections.filters.reader import reader_of, withhold
from inspections.lifecycle import ISSUE_OPEN, IssueState
from inspections.models import IssueSighting, Severity, TopicKind, Visit
from inspections.rights import may_report_issues
from regions import choices as places
from regions.filters import ZoneFilter
from regions.models import Site
from ui.directories import DirectoryFilter, RecordFilter
from ui.filters import (
    DateFilter,
    FlagFilter,
    OptionFilter,
    TextFilter,
)

OPEN, CLOSED = "open", "closed"
STATUSES = [
    (OPEN, _("Still to be dealt with")),
    (CLOSED, pgettext_lazy("issues", "Closed")),
]
REPEATED = [("yes", _("Has occurred before")), ("no", _("For the first time"))]
VISIT, OFFICE, INSPECTOR = "visit", "office", "inspector"
REPORTERS = [
    (VISIT, _("A visit")),
    (OFFICE, _("An office")),
    (INSPECTOR, _("An inspector outside any visit")),
]
_REPORTED: dict[str, dict[str, Any]] = {
    VISIT: {"visit__isnull": False},
    OFFICE: {"office__isnull": False},
    INSPECTOR: {"visit": None, "office": None},
}


class StatusFilter(OptionFilter):
    """Issues that still need somebody to act, or those that don't."""

    def filter(self, rows: QuerySet, value: str) -> QuerySet:
        if value == OPEN:
            return rows.filter(state__in=ISSUE_OPEN)
        return rows.exclude(state__in=ISSUE_OPEN) if value else rows


class RepeatedFilter(OptionFilter):
    """Issues of which people said that they have occurred before, or the others."""

    def filter(self, rows: QuerySet, value: str) -> QuerySet:
        return rows.filter(is_repeated=value == "yes") if value else rows


class ReporterFilter(OptionFilter):
    """Issues that a visit reported, an office, a person alone; some several."""

    def filter(self, rows: QuerySet, value: str) -> QuerySet:
        return rows.filter(_seen(**_REPORTED[value])) if value else rows


class SeenAtFilter(RecordFilter):
    """Issues that one visit reported; a visit that the reader may know of."""

    def filter(self, rows: QuerySet, value: Visit | None) -> QuerySet:
        return rows.filter(_seen(visit=value)) if value else rows


class IssueFilter(BriefFilters):
    """The days are those on which an issue was first seen."""

    there = conditions.issues_there
    parts = conditions.ISSUES

    q = TextFilter(field_name="search_text", label=_("Search"))
    round = DirectoryFilter(
        field_name="round", label=_("Round"), directory=choices.rounds
    )
    zone = ZoneFilter("province")
    province = DirectoryFilter(
        field_name="province", label=_("Province"), directory=places.provinces
    )
    kind = OptionFilter(field_name="kind", label=_("Kind"), options=TopicKind.choices)
    severity = OptionFilter(
        field_name="severity", label=_("Severity"), options=Severity.choices
    )
    status = StatusFilter(label=_("Progress"), options=STATUSES)
    state = OptionFilter(
        field_name="state", label=_("State"), options=IssueState.choices
    )
    office = DirectoryFilter(
        field_name="office", label=_("Office responsible"), directory=places.offices
    )
    repeated = RepeatedFilter(label=_("Repeated"), options=REPEATED)
    reported_by = ReporterFilter(label=_("Reported by"), options=REPORTERS)
    since = DateFilter(field_name="seen_on", lookup_expr="gte", label=_("Seen from"))
    until = DateFilter(
        field_name="seen_on",
        lookup_expr="lte",
        label=_("Seen until"),
        not_before="since",
    )
    ours = FlagFilter(label=_("Only those of my office"), method="only_ours")
    mine = FlagFilter(label=_("Only those I reported"), method="only_mine")
    to_verify = FlagFilter(label=_("For me to verify"), method="only_to_verify")
    site = RecordFilter(field_name="site", label=_("Site"), records=Site.objects.all())
    visit = SeenAtFilter(
        label=_("Visit"), records=Visit.objects.none(), to_field_name="ref"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reader = reader_of(self)
        visible = Visit.objects.visible_to(reader)
        self.filters["visit"].extra["queryset"] = visible
        withhold(self, "ours", unless=bool(reader.scope.offices))
        withhold(self, "mine", unless=may_report_issues(reader))
        judges = reader.scope.everything or reader.scope.is_inspector
        withhold(self, "to_verify", unless=judges)

    def only_ours(self, rows: QuerySet, name: str, wanted: Any) -> QuerySet:
        """Those that the reader's own office deals with."""
        if not wanted:
            return rows
        return rows.filter(office__in=reader_of(self).scope.offices)

    def only_mine(self, rows: QuerySet, name: str, wanted: Any) -> QuerySet:
        """Those that the reader reported; see `reported_by_one`."""
        return rows.filter(reported_by_one(reader_of(self))) if wanted else rows

    def only_to_verify(self, rows: QuerySet, name: str, wanted: Any) -> QuerySet:
        """Those that wait for somebody's judgement, and may have the reader's."""
        if not wanted:
            return rows
        waiting = rows.filter(state=IssueState.RESOLVED)
        return waiting.filter(judged_by(reader_of(self)))


def judged_by(user: User) -> Q:
    """The issues whose result somebody may judge; never one they resolved."""
    scope = user.scope
    others = ~Q(resolved_by=user) | Q(resolved_by=None)
    if scope.everything or scope.everywhere_inspected:
        return others
    own = Q(province__in=scope.inspected)
    if scope.is_inspector:
        own |= _seen(visit__lead=user) | _seen(visit__members__user=user)
    return others & own


def reported_by_one(user: User) -> Q:
    """The issues that somebody reported, alone or as one of a visit's team."""
    return (
        Q(created_by=user)
        | _seen(by=user)
        | _seen(visit__lead=user)
        | _seen(visit__members__user=user)
    )


def _seen(**sighting: Any) -> Q:
    """The condition that somebody reported it so."""
    found = IssueSighting.objects.filter(issue=OuterRef("pk"), **sighting)
    return Q(Exists(found))
