"""The page of one meeting as one thing: the facts, who came, what was promised."""

from collections.abc import Iterator
from functools import cached_property

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from inspections.forms.given import PartyRows
from inspections.forms.meeting import MeetingFactsForm, PromiseRows
from inspections.forms.partner_context import PartnerContext, named_at
from inspections.promises import drafts_of
from networks.models import Meeting, Network
from ui.pages import EditedPage
from ui.rows import RowForm, RowSet


class MeetingPage(EditedPage):
    """The forms of one meeting; of a new one when `meeting` is not stored yet.

    `network` is the one that a new page was opened for: it came, one supposes.
    """

    def __init__(
        self,
        meeting: Meeting,
        user: User,
        data: QueryDict | None,
        *,
        network: Network | None = None,
    ) -> None:
        super().__init__(data, record=meeting)
        self.meeting = meeting
        self.user = user
        self.network = network
        kept = frozenset({network.pk}) if network else named_at(meeting)
        self.context = PartnerContext(user, meeting.province_id, kept)

    @cached_property
    def general(self) -> MeetingFactsForm:
        """When, where and about what."""
        place = self.network.province_id if self.network else None
        offered = place if place in self._writable() else None
        return MeetingFactsForm(
            self.data,
            instance=self.meeting,
            prefix="meeting",
            context=self.context,
            initial={"province": offered} if offered else None,
        )

    def _writable(self) -> set[int | None]:
        return {province.pk for province in self.context.provinces.by_key.values()}

    @cached_property
    def parties(self) -> RowSet:
        """Who came, and what they raised."""
        came = [] if self.is_new else self.meeting.parties.prefetch_related("points")
        expected = self.network
        row = {"network": expected.pk, "kind": expected.kind} if expected else {}
        return PartyRows(
            self.data,
            rows=came,
            prefix="parties",
            context=self.context,
            suggested=[row] if self.is_new else [],
            row_name=_("Who came"),
        )

    @cached_property
    def expected(self) -> set[int]:
        """The networks of the directory that come, as far as that is stored."""
        if self.network:
            return {self.network.pk}
        if self.is_new:
            return set()
        came = self.meeting.parties.filter(network__isnull=False)
        return {*came.values_list("network", flat=True)}

    @cached_property
    def promises(self) -> RowSet:
        """What was promised and is not issued yet."""
        return PromiseRows(
            self.data,
            rows=drafts_of(self.meeting),
            prefix="promises",
            context=self.context,
            suggested=[{"network": self.network.pk}] if self.network else [],
            row_name=_("Promise"),
        )

    def single_forms(self) -> Iterator[RowForm]:
        yield self.general

    def row_sets(self) -> dict[str, RowSet]:
        return {"parties": self.parties, "promises": self.promises}

    def again(self, data: QueryDict) -> "MeetingPage":
        return MeetingPage(self.meeting, self.user, data, network=self.network)

    def agrees(self) -> bool:
        """No promise of a meeting still to come, none due before it was given."""
        held_on = self.general.cleaned_data.get("held_on")
        sound = [form.says_when(held_on) for form in self.promises.kept_forms]
        return all(sound)
