"""Filters of the networks and of the meetings with them.

Both know of rounds, which `networks` doesn't; so they live here.
"""

from typing import Any
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from inspections import choices
from inspections.brief import conditions
from inspections.filters.brief import BriefFilters
from inspections.filters.reader import reader_of
from networks.models import (
    Meeting,
    MeetingMode,
    MeetingParty,
    Network,
    NetworkKind,
    Reach,
)
from regions import choices as places
from regions.filters import ZoneFilter
from ui.directories import DirectoryFilter
from ui.filters import DateFilter, OptionFilter, TextFilter
from ui.widgets import HiddenInput


class MeetingTextFilter(TextFilter):
    """Meetings whose subject, place or parties hold every word typed."""

    def filter(self, rows: QuerySet, value: str) -> QuerySet:
        for word in value.split():
            parties = MeetingParty.objects.filter(
                meeting=OuterRef("pk"), printed_name__icontains=word
            )
            rows = rows.filter(
                Q(title__icontains=word) | Q(place__icontains=word) | Exists(parties)
            )
        return rows


class PartyKindFilter(OptionFilter):
    """Meetings to which a party of one kind came."""

    def filter(self, rows: QuerySet, value: str) -> QuerySet:
        if not value:
            return rows
        parties = MeetingParty.objects.filter(meeting=OuterRef("pk"), kind=value)
        return rows.filter(Exists(parties))


class MeetingFilter(BriefFilters):
    """A meeting is of the round of the visit at which it was held."""

    there = conditions.meetings_there
    parts = conditions.MEETINGS

    q = MeetingTextFilter(label=_("Search"))
    round = DirectoryFilter(
        field_name="at_visit__visit__round",
        label=_("Round"),
        directory=choices.rounds,
    )
    zone = ZoneFilter("province")
    province = DirectoryFilter(
        field_name="province", label=_("Province"), directory=places.provinces
    )
    kind = PartyKindFilter(label=_("Who came"), options=NetworkKind.choices)
    mode = OptionFilter(field_name="mode", label=_("Mode"), options=MeetingMode.choices)
    since = DateFilter(field_name="held_on", lookup_expr="gte", label=_("From day"))
    until = DateFilter(
        field_name="held_on",
        lookup_expr="lte",
        label=_("To day"),
        not_before="since",
    )


class MetFilter(DirectoryFilter):
    """Says of networks at which meetings they were; `NetworkFilter` asks for them."""

    def filter(self, rows: QuerySet, value: str) -> QuerySet:
        return rows


#: Filters of the networks that speak of a meeting, and what the meetings call them.
MET = {"met_in": "round", "met_zone": "zone", "met_province": "province"}


class NetworkTextFilter(TextFilter):
    """Networks whose name, or one of whose other names, holds every word typed."""

    def filter(self, rows: QuerySet, value: str) -> QuerySet:
        return rows.filter(pk__in=Network.objects.naming(value)) if value else rows


class NetworkFilter(BriefFilters):
    """`zone` and `province` say where a network is, `met_…` where it was met.

    The latter hold of one meeting, which the reader may see, and mean what the
    same filters of the meetings mean: those met in a round and a province came
    to the meetings listed under that round and province. For the places no
    select is offered: they are for links, beside the usual ones they would puzzle.
    """

    there = conditions.networks_there
    parts = conditions.NETWORKS

    q = NetworkTextFilter(label=_("Search"))
    kind = OptionFilter(field_name="kind", label=_("Kind"), options=NetworkKind.choices)
    reach = OptionFilter(field_name="reach", label=_("Reach"), options=Reach.choices)
    zone = ZoneFilter("province")
    province = DirectoryFilter(
        field_name="province", label=_("Province"), directory=places.provinces
    )
    met_in = MetFilter(label=_("Met in round"), directory=choices.rounds)
    met_zone = MetFilter(
        label=_("Met in zone"), directory=places.zones, widget=HiddenInput
    )
    met_province = MetFilter(
        label=_("Met in province"), directory=places.provinces, widget=HiddenInput
    )

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        """The networks that pass all filters, those on a meeting taken together."""
        rows: QuerySet = super().filter_queryset(queryset)
        given = self.form.cleaned_data
        asked = {MET[name]: given[name] for name in MET if given[name]}
        if not asked:
            return rows
        parties = MeetingParty.objects.filter(
            network=OuterRef("pk"), meeting__in=self._meetings(asked).values("pk")
        )
        return rows.filter(Exists(parties))

    def _meetings(self, asked: dict[str, Any]) -> QuerySet:
        visible = Meeting.objects.visible_to(reader_of(self))
        query = QueryDict(urlencode(asked))
        return MeetingFilter(query, visible, request=self.request).qs
