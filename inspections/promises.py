"""What networks promised: which promises were kept, which were not, and how many.

A promise is kept once somebody has verified it. It is not kept when the network
cannot do it, or when its day is past and nobody has answered for it. All others
that still go on are pending; what was superseded or withdrawn counts for nothing,
nor does what was only imported.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from inspections.due import is_open, is_overdue
from inspections.lifecycle import FollowUpState
from inspections.models import FollowUp, FollowUpKind
from networks.models import Meeting

KEPT, MISSED, SETTLED, PENDING = "kept", "missed", "settled", "pending"

IS_PROMISE = Q(kind=FollowUpKind.COMMITMENT)
_JUDGED = Q(is_imported=False) & IS_PROMISE


def counts_as(outcome: str, today: date) -> Q:
    """The condition that a follow-up is a promise with this outcome."""
    kept = _JUDGED & Q(state=FollowUpState.VERIFIED)
    late = IS_PROMISE & is_overdue(today)
    missed = late | (_JUDGED & Q(state=FollowUpState.CANNOT_COMPLY))
    if outcome == KEPT:
        return kept
    if outcome == MISSED:
        return missed
    if outcome == SETTLED:
        return kept | missed
    return IS_PROMISE & is_open() & ~is_overdue(today)


@dataclass(frozen=True)
class Rate:
    """How many promises were kept and not kept, and how many are pending.

    `query` are the filters under which the ledger lists them.
    """

    kept: int
    missed: int
    pending: int
    query: Mapping[str, Any]

    @property
    def settled(self) -> int:
        """Those of which it is known whether they were kept."""
        return self.kept + self.missed

    @property
    def percent(self) -> int | None:
        """Kept of those settled, in whole per cent; null while none is settled."""
        return round(100 * self.kept / self.settled) if self.settled else None

    def filters(self, outcome: str) -> dict[str, Any]:
        """The filters of the ledger that list those with this outcome."""
        return {**self.query, "promise": outcome}


@dataclass(frozen=True)
class Tally:
    """The promises of one network, counted."""

    network: int
    kind: str
    kept: int
    missed: int
    pending: int


def tally(rows: QuerySet[FollowUp], today: date) -> list[Tally]:
    """The promises among `rows`, which the reader may see, by network; in one query.

    A network without any is left out.
    """
    counted = (
        rows.filter(
            counts_as(SETTLED, today) | counts_as(PENDING, today),
            network__isnull=False,
        )
        .order_by()
        .values_list("network", "network__kind")
        .annotate(
            kept=Count("pk", filter=counts_as(KEPT, today)),
            missed=Count("pk", filter=counts_as(MISSED, today)),
            pending=Count("pk", filter=counts_as(PENDING, today)),
        )
    )
    return [Tally(*row) for row in counted]


def by_network(tallied: Iterable[Tally]) -> dict[int, Rate]:
    """The rate of each network."""
    return {
        one.network: Rate(one.kept, one.missed, one.pending, {"network": one.network})
        for one in tallied
    }


def by_kind(tallied: Iterable[Tally]) -> dict[str, Rate]:
    """The rate of each kind of network, of all its networks together."""
    found: dict[str, Rate] = {}
    for one in tallied:
        sofar = found.get(one.kind, Rate(0, 0, 0, {"network_kind": one.kind}))
        found[one.kind] = replace(
            sofar,
            kept=sofar.kept + one.kept,
            missed=sofar.missed + one.missed,
            pending=sofar.pending + one.pending,
        )
    return found


def drafts_of(meeting: Meeting) -> Iterable[FollowUp]:
    """What was promised at a meeting outside any visit and is not issued yet."""
    if meeting.pk is None:
        return []
    return FollowUp.objects.filter(
        meeting=meeting, visit=None, state=FollowUpState.DRAFT
    ).select_related("network", "province")
