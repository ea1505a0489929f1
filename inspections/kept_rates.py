"""How many of their promises networks kept, with the ways to just these promises."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from accounts.models import User
from inspections.lists import FOLLOW_UPS
from inspections.promises import (
    KEPT,
    MISSED,
    PENDING,
    SETTLED,
    Rate,
    Tally,
    by_kind,
    by_network,
    tally,
)
from networks.models import Network, NetworkKind


@dataclass(frozen=True)
class ShownRate:
    """A rate, of what, and the address of the ledger under each of its numbers."""

    rate: Rate
    name: str = ""

    @property
    def kept_url(self) -> str:
        """Where those kept are listed."""
        return FOLLOW_UPS.address(**self.rate.filters(KEPT))

    @property
    def missed_url(self) -> str:
        """Where those not kept are listed."""
        return FOLLOW_UPS.address(**self.rate.filters(MISSED))

    @property
    def settled_url(self) -> str:
        """Where both are listed."""
        return FOLLOW_UPS.address(**self.rate.filters(SETTLED))

    @property
    def pending_url(self) -> str:
        """Where those that still go on are listed."""
        return FOLLOW_UPS.address(**self.rate.filters(PENDING))


def rate_of(network: Network, user: User, today: date) -> ShownRate | None:
    """How one network keeps its promises, of those the user may see; null for none."""
    rows = FOLLOW_UPS.rows(user).filter(network=network)
    found = by_network(tally(rows, today)).get(network.pk)
    return ShownRate(found) if found else None


def shown_by_kind(tallied: Iterable[Tally]) -> list[ShownRate]:
    """How each kind of network keeps its promises."""
    found = by_kind(tallied)
    return [
        ShownRate(found[kind], str(label))
        for kind, label in NetworkKind.choices
        if kind in found
    ]
