"""Carrying what is still open from round to round, and to whom it comes there."""

from collections.abc import Mapping

from django.utils import timezone

from inspections.actions.stepping import Taking
from inspections.due import is_open
from inspections.lifecycle import ROUND_REPORTING, VisitState
from inspections.models import Carry, FollowUp, Look, Round, Visit, VisitKind
from inspections.models.ledger import CarryQuerySet
from regions.models.office import OfficeKind

#: What a step makes of a follow-up that was carried into a round.
LOOKS: Mapping[str, Look] = {
    "verify": Look.VERIFIED,
    "send-back": Look.SENT_BACK,
    "supersede": Look.SUPERSEDED,
    "withdraw": Look.WITHDRAWN,
}
#: Visits that don't take place in their round.
_NOT_HELD = (VisitState.POSTPONED, VisitState.CANCELLED)


def carry_over(held_round: Round) -> int:
    """Carry into a round what is open as it opens and a provincial office answers.

    What asks for nothing, or is imported and not adopted, stays where it is.
    Tells how many were carried; a second call carries none twice.
    """
    carried = FollowUp.objects.filter(
        is_open(), answering_office__kind=OfficeKind.PROVINCIAL
    ).exclude(carries__round=held_round)
    rows = Carry.objects.bulk_create(
        Carry(round=held_round, follow_up_id=key)
        for key in carried.order_by("given_on", "pk").values_list("pk", flat=True)
    )
    return len(rows)


def look_by_step(taking: Taking) -> None:
    """Who judges or ends a follow-up has looked at it in the rounds going on."""
    going_on = Round.objects.filter(state__in=ROUND_REPORTING)
    # The rounds are asked for within: over a join, the condition on the row itself
    # would not be checked anew after waiting for somebody who was quicker.
    unseen = Carry.objects.filter(
        follow_up=taking.document, look="", round__in=going_on.values("pk")
    )
    unseen.update(
        look=LOOKS[taking.slug],
        note=taking.reason,
        visit=taking.given.visit,
        by=taking.by,
        looked_at=timezone.now(),
    )


def carried_to(visit: Visit) -> CarryQuerySet:
    """What was left from before for this visit to look at, the oldest first.

    That is what was carried into its round for each office of which it is the
    round's first normal visit; of others there is nothing.
    """
    rows = Carry.objects.filter(
        round=visit.round_id, follow_up__answering_office__in=_first_visited(visit)
    )
    return rows.order_by("follow_up__given_on", "follow_up__pk")


def _first_visited(visit: Visit) -> list[int]:
    """The offices of which this is the first normal visit of its round."""
    if visit.round_id is None or visit.kind != VisitKind.NORMAL:
        return []
    held = Visit.objects.filter(round=visit.round_id, kind=VisitKind.NORMAL)
    held = held.exclude(state__in=_NOT_HELD)
    rows = held.filter(units__office__in=visit.units.values("office"))
    first: dict[int, int] = {}
    for office, key in rows.order_by("starts_on", "pk").values_list(
        "units__office", "pk"
    ):
        first.setdefault(office, key)
    own = set(visit.units.values_list("office", flat=True))
    return [
        office for office, key in first.items() if key == visit.pk and office in own
    ]
