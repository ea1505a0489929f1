"""The page of one network as one thing: the body, its other names, its contacts."""

from collections.abc import Iterator
from functools import cached_property

from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from inspections.forms.network import (
    AliasRows,
    ContactRows,
    NetworkForm,
    has_no_twins,
)
from inspections.forms.partner_context import PartnerContext
from networks.models import Network
from ui.pages import EditedPage
from ui.rows import RowForm, RowSet


class NetworkPage(EditedPage):
    """The forms of one network; of a new one when `network` is not stored yet.

    `known` are networks of that kind and place that bear one of its names
    already, once a page was checked; `another` says that it is none of them.
    """

    def __init__(self, network: Network, user: User, data: QueryDict | None) -> None:
        super().__init__(data, record=network)
        self.network = network
        self.user = user
        self.another = bool(data and data.get("another"))
        self.known: list[Network] = []
        kept = frozenset({network.parent_id} if network.parent_id else ())
        self.context = PartnerContext(user, network.province_id, kept)

    @cached_property
    def general(self) -> NetworkForm:
        """What it is and where."""
        return NetworkForm(
            self.data, instance=self.network, prefix="network", context=self.context
        )

    @cached_property
    def sets(self) -> dict[str, RowSet]:
        """Its other names and its people, by prefix."""
        new, network = self.is_new, self.network
        return {
            "aliases": AliasRows(
                self.data,
                rows=[] if new else network.aliases.order_by("name"),
                prefix="aliases",
                context=self.context,
                row_name=_("Other name"),
            ),
            "contacts": ContactRows(
                self.data,
                rows=[] if new else network.contacts.all(),
                prefix="contacts",
                context=self.context,
                row_name=_("Contact"),
            ),
        }

    def single_forms(self) -> Iterator[RowForm]:
        yield self.general

    def row_sets(self) -> dict[str, RowSet]:
        return self.sets

    def again(self, data: QueryDict) -> "NetworkPage":
        return NetworkPage(self.network, self.user, data)

    def agrees(self) -> bool:
        """No name stands there twice, and none is that of a network known already."""
        return all([has_no_twins(self.sets["aliases"]), self._is_decided()])

    def _is_decided(self) -> bool:
        """Whether nothing is left to ask about networks that are perhaps the same."""
        told = self.general.cleaned_data
        # Refused or not, it is the name that was typed.
        names = [str(self.general["name"].value() or ""), *self._other_names()]
        called = Q()
        # A null character, which no database keeps, is refused beside its field.
        for name in filter(None, (name.replace("\0", "") for name in names)):
            called |= Q(pk__in=Network.objects.called(name).values("pk"))
        if not called or not told.get("kind"):
            return True
        same = Network.objects.filter(
            called, kind=told["kind"], province=told.get("province")
        )
        found = same.exclude(pk=self.network.pk).select_related("province")
        self.known = list(found.order_by("sort_key", "pk")[:5])
        # What bears just this name is refused beside the name.
        is_refused = "name" in self.general.errors
        return not self.known or is_refused or self.another

    def _other_names(self) -> list[str]:
        rows = self.sets["aliases"].kept_forms
        return [form.cleaned_data.get("name") or form.instance.name for form in rows]
