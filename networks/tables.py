"""What the lists of networks and meetings show."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from networks.filters import MeetingFilter, NetworkFilter
from networks.models import (
    Meeting,
    MeetingMode,
    MeetingParty,
    NetworkAlias,
    NetworkKind,
    Point,
    Reach,
)
from regions.models.naming import localized
from regions.tables import PROVINCE_URL, NameColumn, joined
from thai.dates import format_date
from ui.listing import Listing
from ui.tables import ChoiceColumn, DateColumn, LinkColumn, ListTable, TextColumn


class NetworkTable(ListTable):
    """The networks in dictionary order."""

    name = NameColumn(_("Network"), url="networks:network_detail", order_by="sort_key")
    kind = ChoiceColumn(_("Kind"), labels=NetworkKind.choices)
    reach = ChoiceColumn(_("Reach"), labels=Reach.choices)
    province = LinkColumn(_("Province"), url=PROVINCE_URL, sample="00")
    aliases = TextColumn(_("Other names"), visible=False)

    class Meta:
        order_by = "name"
        empty_text = _("No network is in the directory yet.")


class NetworkListing(Listing):
    """The directory of networks."""

    table = NetworkTable
    filterset = NetworkFilter
    caption = _("Networks")
    fields = [
        "name",
        "kind",
        "reach",
        "province__code",
        "province__name_th",
        "province__name_en",
    ]
    file_name = "networks"

    def related(self, keys: Sequence[int]) -> dict[int, str]:
        """The other names of each network in one line."""
        rows = NetworkAlias.objects.filter(network__in=keys).order_by("name")
        return joined(rows.values_list("network", "name"))

    def cells(self, row: tuple[Any, ...], related: dict[int, str]) -> Sequence[Any]:
        key, name, kind, reach, code, *names = row
        return (
            (name, key),
            kind,
            reach,
            (localized(*names), code) if code else None,
            related.get(key, ""),
        )


class MeetingTable(ListTable):
    """The meetings, newest first; those without a known day last."""

    held_on = NameColumn(
        _("Meeting"),
        url="networks:meeting_detail",
        order_by="held_on",
        initial_sort_descending=True,
        exclude_from_export=True,
    )
    title = TextColumn(_("Subject"), visible=False)
    day = DateColumn(_("Held on"), visible=False)
    province = TextColumn(_("Province"), visible=False)
    place = TextColumn(_("Place"))
    mode = ChoiceColumn(_("Mode"), labels=MeetingMode.choices)
    parties = TextColumn(_("Who came"))

    class Meta:
        order_by = "-held_on"
        empty_text = _("No meeting that you can see is recorded yet.")


class MeetingListing(Listing):
    """The meetings with the parties that came."""

    table = MeetingTable
    filterset = MeetingFilter
    caption = _("Network meetings")
    fields = [
        "title",
        "held_on",
        "province__name_th",
        "province__name_en",
        "place",
        "mode",
    ]
    file_name = "meetings"

    def related(self, keys: Sequence[int]) -> dict[int, str]:
        """The parties of each meeting in one line."""
        rows = MeetingParty.objects.filter(meeting__in=keys)
        return joined(rows.values_list("meeting", "printed_name"))

    def cells(self, row: tuple[Any, ...], related: dict[int, str]) -> Sequence[Any]:
        key, title, held_on, thai, english, place, mode = row
        province = localized(thai or "", english or "")
        day = format_date(held_on, "short", self.language) if held_on else ""
        words = " · ".join(filter(None, [day, province, title]))
        return (
            (words or str(Meeting()), key),
            title,
            held_on,
            province,
            place,
            mode,
            related.get(key, ""),
        )


class AttendanceTable(ListTable):
    """The meetings one network came to, newest first."""

    title = NameColumn(_("Meeting"), url="networks:meeting_detail")
    held_on = DateColumn(
        _("Held on"), order_by="meeting__held_on", initial_sort_descending=True
    )
    represented_by = TextColumn(_("Who came"))
    points = TextColumn(_("What it raised"))

    class Meta:
        order_by = "-held_on"
        empty_text = _("No meeting with it that you can see is recorded.")


class AttendanceListing(Listing):
    """One row for each meeting a network came to, with what it raised."""

    table = AttendanceTable
    caption = _("Meetings")
    fields = ["meeting", "meeting__title", "meeting__held_on", "represented_by"]
    file_name = "network-meetings"

    def related(self, keys: Sequence[int]) -> dict[int, str]:
        """What the party raised at each meeting, one after the other."""
        rows = Point.objects.filter(party__in=keys)
        return joined(rows.values_list("party", "text"), between=" · ")

    def cells(self, row: tuple[Any, ...], related: dict[int, str]) -> Sequence[Any]:
        key, meeting, title, held_on, represented_by = row
        link = (title or str(Meeting()), meeting)
        return link, held_on, represented_by, related.get(key, "")
