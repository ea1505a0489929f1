"""What the pages of networks and meetings choose from; each list is loaded once."""

from functools import cached_property

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from inspections.forms.context import ABOUT_PLACES
from networks.models import Meeting, Network
from regions.models import Office, Province
from ui.choices import SharedRecords
from ui.forms import NO_CHOICE


class PartnerContext:
    """The lists of one page for one user.

    `place` is the key of the province that the record has now; it stays a choice
    whosever it is. `kept` are keys of networks that are named already.
    """

    def __init__(
        self, user: User, place: int | None, kept: frozenset[int] = frozenset()
    ) -> None:
        self.user = user
        self.place = place
        self.kept = kept

    @property
    def needs_a_province(self) -> bool:
        """Whether the user may write of own places only."""
        return not self.user.scope.everything

    @cached_property
    def places(self) -> frozenset[int] | None:
        """The keys of the provinces of which the user may write; null for all."""
        scope = self.user.scope
        if scope.sees_all_places:
            return None
        own = scope.field_provinces | scope.office_provinces
        return own | {self.place} if self.place else own

    @cached_property
    def sole_place(self) -> int | None:
        """The province of a user who has just one."""
        return (
            next(iter(self.places)) if self.places and len(self.places) == 1 else None
        )

    @cached_property
    def provinces(self) -> SharedRecords:
        """Provinces of which the user may write, in dictionary order."""
        found = Province.objects.order_by("sort_key")
        if self.places is not None:
            found = found.filter(pk__in=self.places)
        return SharedRecords(lambda: found, blank=NO_CHOICE)

    @cached_property
    def offices(self) -> SharedRecords:
        """All offices: which of them a network is, has nothing to do with places."""
        return SharedRecords(
            lambda: Office.objects.order_by("sort_key", "pk"), blank=NO_CHOICE
        )

    @cached_property
    def networks(self) -> SharedRecords:
        """Networks of the meeting's province, else of the user's, and wider ones."""
        places = frozenset({self.place}) if self.place else self.places
        return self._networks(places, _("Find or add by its name"))

    @cached_property
    def parents(self) -> SharedRecords:
        """Networks of which another one may be a chapter or branch."""
        return self._networks(self.places, NO_CHOICE)

    def _networks(self, places: frozenset[int] | None, blank: object) -> SharedRecords:
        found = Network.objects.select_related("province").order_by("sort_key", "pk")
        if places is not None:
            found = found.filter(Q(province__in=places) | Q(province=None))
        near = found[:ABOUT_PLACES]
        named = Network.objects.filter(pk__in=self.kept).select_related("province")

        def load() -> list[Network]:
            return [*{network.pk: network for network in (*near, *named)}.values()]

        return SharedRecords(load, group=place_of, blank=blank)


def place_of(network: Network) -> str:
    """Where a network is, as the heading of a group."""
    return str(network.province or _("Not of one province"))


def named_at(meeting: Meeting) -> frozenset[int]:
    """The keys of networks that a stored meeting names."""
    if meeting.pk is None:
        return frozenset()
    came = meeting.parties.exclude(network=None).values_list("network", flat=True)
    promised = meeting.follow_ups.exclude(network=None)
    return frozenset(came) | frozenset(promised.values_list("network", flat=True))
