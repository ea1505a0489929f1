"""What the lists of networks and meetings show."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from inspections.filters import MeetingFilter, NetworkFilter
from inspections.models import FollowUp
from inspections.promises import KEPT, MISSED, PENDING, Rate, Tally, by_network, tally
from inspections.tables.counts import Counted, CountsColumn
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


class PromisesColumn(CountsColumn):
    """Promises kept, not kept and pending; in a file each has a head of its own."""

    def export_heads(self) -> Sequence[str]:
        return [str(_("Promises kept")), *(str(head) for head in self.more)]


class NetworkTable(ListTable):
    """The networks in dictionary order."""

    name = NameColumn(_("Network"), url="networks:network_detail", order_by="sort_key")
    kind = ChoiceColumn(_("Kind"), labels=NetworkKind.choices)
    reach = ChoiceColumn(_("Reach"), labels=Reach.choices)
    province = LinkColumn(_("Province"), url=PROVINCE_URL, sample="00")
    aliases = TextColumn(_("Other names"), visible=False)
    promises = PromisesColumn(
        _("Promises kept / not kept / pending"),
        url="inspections:follow_up_list",
        parts=[
            pgettext_lazy("of promises", "kept"),
            pgettext_lazy("of promises", "not kept"),
            pgettext_lazy("of promises", "pending"),
        ],
        more=[_("Promises not kept"), _("Promises pending")],
    )

    class Meta:
        order_by = "name"
        empty_text = _("No network is in the directory yet.")


class NetworkListing(Listing):
    """The directory of networks, each with the promises that `reader` may see."""

    reader: User
    #: Where the page has counted all promises already.
    tallied: Sequence[Tally] | None = None

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

    def related(self, keys: Sequence[int]) -> tuple[dict[int, str], dict[int, Rate]]:
        """The other names of each network in one line; how it keeps its word."""
        rows = NetworkAlias.objects.filter(network__in=keys).order_by("name")
        tallied = self.tallied
        if tallied is None:
            given = FollowUp.objects.visible_to(self.reader).filter(network__in=keys)
            tallied = tally(given, timezone.localdate())
        return joined(rows.values_list("network", "name")), by_network(tallied)

    def cells(self, row: tuple[Any, ...], related: Any) -> Sequence[Any]:
        key, name, kind, reach, code, *names = row
        aliases, rated = related
        return (
            (name, key),
            kind,
            reach,
            (localized(*names), code) if code else None,
            aliases.get(key, ""),
            _counted(rated.get(key)),
        )


def _counted(rate: Rate | None) -> list[Counted] | None:
    if rate is None:
        return None
    numbers = {KEPT: rate.kept, MISSED: rate.missed, PENDING: rate.pending}
    return [(number, rate.filters(outcome)) for outcome, number in numbers.items()]


def network_listing(
    user: User, tallied: Sequence[Tally] | None = None
) -> type[NetworkListing]:
    """The directory as this reader may see it."""
    known = {"reader": user, "tallied": tallied}
    return type("ReadersNetworks", (NetworkListing,), known)


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
