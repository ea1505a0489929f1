"""Filters of the visits."""

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit.models import Entry
from inspections import choices
from inspections.filters.reader import reader_of, withhold
from inspections.lifecycle import VisitState
from inspections.models import VisitKind, VisitMember, VisitMode, VisitUnit
from inspections.own_part import readable_units, says
from regions import choices as places
from thai.text import search_fold
from ui.directories import DirectoryFilter
from ui.filters import (
    DateFilter,
    FlagFilter,
    ListFilterSet,
    OptionFilter,
    TextFilter,
)

#: States in which the record of a visit that is over should not be any more.
UNRECORDED = frozenset({VisitState.PLANNED, VisitState.IN_PROGRESS})


#: Visits that will not take place as they were planned.
PUT_OFF = frozenset({VisitState.POSTPONED, VisitState.CANCELLED})
DONE, OPEN, OFF, NOT_CANCELLED = "done", "open", "off", "not-cancelled"
PROGRESS = [
    (DONE, _("Done: signed off")),
    (OPEN, _("Still to be done or signed off")),
    (OFF, _("Postponed or cancelled")),
    (NOT_CANCELLED, _("All but the cancelled")),
]


class VisitTextFilter(TextFilter):
    """Visits that hold every word typed in what the reader may read of them."""

    def filter(self, rows: QuerySet, value: str) -> QuerySet:
        words = search_fold(value).split()
        return rows.filter(says(words, reader_of(self.parent))) if words else rows


class UnitFilter(DirectoryFilter):
    """Visits with an inspected unit, known to the reader, of a place."""

    def filter(self, rows: QuerySet, value: str) -> QuerySet:
        if not value:
            return rows
        named = {self.field_name: self.directory.pk(value)}
        units = readable_units(reader_of(self.parent)).filter(**named)
        return rows.filter(Exists(units.filter(visit=OuterRef("pk"))))


class SignedOffFilter(DateFilter):
    """Visits signed off on a day or later."""

    def filter(self, rows: QuerySet, value: date | None) -> QuerySet:
        if value is None:
            return rows
        signed = Entry.objects.filter(
            content_type__app_label="inspections",
            content_type__model="visit",
            object_id=OuterRef("pk"),
            step="sign-off",
            at__date__gte=value,
        )
        return rows.filter(Exists(signed), state=VisitState.SIGNED_OFF)


class ProgressFilter(OptionFilter):
    """Visits by how far they are, of all that were planned.

    `done`, `open` and `off` leave none out and count none twice.
    """

    def filter(self, rows: QuerySet, value: str) -> QuerySet:
        if value == DONE:
            return rows.filter(state=VisitState.SIGNED_OFF)
        if value == OPEN:
            return rows.exclude(state__in=PUT_OFF | {VisitState.SIGNED_OFF})
        if value == OFF:
            return rows.filter(state__in=PUT_OFF)
        return rows.exclude(state=VisitState.CANCELLED) if value else rows


class VisitFilter(ListFilterSet):
    """The days are those of the visit; one of several days counts on each."""

    q = VisitTextFilter(label=_("Search"))
    round = DirectoryFilter(
        field_name="round", label=_("Round"), directory=choices.rounds
    )
    zone = DirectoryFilter(field_name="zone", label=_("Zone"), directory=places.zones)
    province = UnitFilter(
        field_name="provinces", label=_("Province"), directory=places.provinces
    )
    office = UnitFilter(
        field_name="office", label=_("Office"), directory=places.offices
    )
    kind = OptionFilter(field_name="kind", label=_("Kind"), options=VisitKind.choices)
    mode = OptionFilter(field_name="mode", label=_("Mode"), options=VisitMode.choices)
    state = OptionFilter(
        field_name="state", label=_("State"), options=VisitState.choices
    )
    progress = ProgressFilter(label=_("Progress"), options=PROGRESS)
    lead = DirectoryFilter(field_name="lead", label=_("Lead"), directory=choices.leads)
    since = DateFilter(field_name="ends_on", lookup_expr="gte", label=_("From day"))
    until = DateFilter(
        field_name="starts_on",
        lookup_expr="lte",
        label=_("To day"),
        not_before="since",
    )
    signed_off_since = SignedOffFilter(label=_("Signed off since"))
    mine = FlagFilter(label=_("Only my own visits"), method="only_mine")
    ours = FlagFilter(label=_("Only visits to my office"), method="only_ours")
    late = FlagFilter(label=_("Over, but not submitted"), method="only_late")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        scope = reader_of(self).scope
        withhold(self, "mine", unless=scope.is_field)
        withhold(self, "ours", unless=bool(scope.offices))

    def only_mine(self, rows: QuerySet, name: str, wanted: Any) -> QuerySet:
        """Those the reader has to do with; see `concerning`."""
        return rows.filter(concerning(reader_of(self))) if wanted else rows

    def only_ours(self, rows: QuerySet, name: str, wanted: Any) -> QuerySet:
        """Those that inspect the reader's own office."""
        if not wanted:
            return rows
        units = VisitUnit.objects.filter(
            visit=OuterRef("pk"), office__in=reader_of(self).scope.offices
        )
        return rows.filter(Exists(units))

    def only_late(self, rows: QuerySet, name: str, wanted: Any) -> QuerySet:
        """Those whose last day is past and whose record wasn't submitted."""
        if not wanted:
            return rows
        return rows.filter(state__in=UNRECORDED, ends_on__lt=timezone.localdate())


def concerning(user: User) -> Q:
    """The visits a user goes on, or must see to because nobody else does.

    Led or joined; without a lead in a province the user inspects; or in one in
    which the user assists.
    """
    scope = user.scope
    joined = VisitMember.objects.filter(visit=OuterRef("pk"), user=user)
    found = Q(lead=user) | Q(Exists(joined))
    inspected = VisitUnit.objects.filter(visit=OuterRef("pk"))
    if scope.inspected:
        found |= Q(Exists(inspected.filter(provinces__in=scope.inspected)), lead=None)
    if scope.assisted:
        found |= Q(Exists(inspected.filter(provinces__in=scope.assisted)))
    return found
