"""How the lists of networks and meetings are filtered."""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from networks.models import (
    MeetingMode,
    MeetingParty,
    NetworkKind,
    Reach,
)
from regions import choices
from regions.filters import ZoneFilter
from ui.directories import DirectoryFilter
from ui.filters import DateFilter, ListFilterSet, OptionFilter, TextFilter


class NetworkFilter(ListFilterSet):
    """Filters of the directory of networks."""

    q = TextFilter(field_name="search_text", label=_("Search"))
    kind = OptionFilter(field_name="kind", label=_("Kind"), options=NetworkKind.choices)
    reach = OptionFilter(field_name="reach", label=_("Reach"), options=Reach.choices)
    zone = ZoneFilter("province")
    province = DirectoryFilter(
        field_name="province", label=_("Province"), directory=choices.provinces
    )


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


class MeetingFilter(ListFilterSet):
    """Filters of the meetings."""

    q = MeetingTextFilter(label=_("Search"))
    zone = ZoneFilter("province")
    province = DirectoryFilter(
        field_name="province", label=_("Province"), directory=choices.provinces
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
