"""What the demonstration's visits made of what was left from before."""

from collections.abc import Iterable, Mapping
from itertools import cycle
from typing import Any

from django.utils import timezone

from accounts.models import User
from audit.records import record
from inspections.actions import Given, carried_to, take_follow_up_step
from inspections.lifecycle import FOLLOW_UP_WAITING, FollowUpState, VisitState
from inspections.management.commands.load_reference import shipped
from inspections.models import Carry, Look, Round, Visit

Stated = Mapping[str, Any]

SENT = (VisitState.SUBMITTED, VisitState.RETURNED, VisitState.SIGNED_OFF)
"""States of visits that cannot have been submitted before they had looked."""


def look_at_left(visit: Visit) -> None:
    """Leave open, with a note, all at which nobody has looked yet."""
    notes = cycle(shipped("demo_ledger")["looks"])
    left = carried_to(visit).to_look_at().select_related("follow_up")
    for carry, note in zip(left, notes, strict=False):
        _note(carry, note, visit)


def look_at_some(visit: Visit, looks: Iterable[Stated]) -> None:
    """Look at as many as are stated: verify what is answered, or note the oldest."""
    for stated in looks:
        left = carried_to(visit).to_look_at().select_related("follow_up")
        if "verify" in stated and visit.lead:
            answered = left.filter(follow_up__state=FollowUpState.ANSWERED).first()
            if answered:
                _verify(answered, stated["verify"], visit, visit.lead)
        elif waiting := left.filter(follow_up__state__in=FOLLOW_UP_WAITING).first():
            _note(waiting, stated["note"], visit)


def look_at_left_of(held_round: Round) -> None:
    """Let the round's visits that are there and sent have looked at what was left."""
    for visit in Visit.objects.filter(round=held_round, state__in=SENT):
        look_at_left(visit)


def _note(carry: Carry, note: str, visit: Visit) -> None:
    carry.look, carry.note, carry.looked_at = Look.STILL_OPEN, note, timezone.now()
    carry.by, carry.visit = visit.lead, visit
    carry.save()
    record(carry.follow_up, "still-open", by=visit.lead, reason=note)


def _verify(carry: Carry, note: str, visit: Visit, by: User) -> None:
    given = Given(reason=note)
    take_follow_up_step(carry.follow_up, "verify", by=by, given=given)
    Carry.objects.filter(pk=carry.pk).update(visit=visit)
