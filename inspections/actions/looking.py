"""Looking at what was carried into a round: still open, or moved on by a step."""

from dataclasses import replace

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit.models import Entry
from audit.records import record
from inspections.actions.carry import LOOKS, carried_to
from inspections.actions.follow_up import FOLLOW_UP, take_follow_up_step
from inspections.actions.given import (
    NOTHING,
    Given,
    StepRefused,
    Why,
    refuse_unfit_texts,
)
from inspections.actions.stepping import NOT_YOURS, last_entry
from inspections.lifecycle import VISIT_RECORDING, Actor
from inspections.models import Carry, FollowUp, Look, Visit
from inspections.rights import actors_of

STILL_OPEN = Look.STILL_OPEN.value
#: What history calls it when somebody has looked at a follow-up and left it open.
NOTED = "still-open"
_JUDGES = frozenset({Actor.INSPECTOR, Actor.MANAGER})


@transaction.atomic
def take_look(
    visit: Visit, carry: Carry, slug: str, *, by: User, given: Given = NOTHING
) -> None:
    """Say at a visit what became of something left from before.

    `slug` is STILL_OPEN or one of the steps of LOOKS. Raises StepRefused as these
    do, and when the visit's record may not be written, when another visit comes
    first, or when somebody has looked at it already.
    """
    _refuse_unfit(visit, carry, slug, by)
    given = replace(given, visit=visit)
    if slug == STILL_OPEN:
        look_at(carry, by=by, given=given)
        return
    _hold_unseen(carry)
    take_follow_up_step(carry.follow_up, slug, by=by, given=given)


@transaction.atomic
def look_at(carry: Carry, *, by: User, given: Given) -> None:
    """Note that a carried follow-up was looked at and is still open.

    Raises StepRefused for others than inspectors of the place and managers,
    without a note as reason, or when it was looked at or changed meanwhile.
    """
    follow_up = carry.follow_up
    if not actors_of(follow_up, by) & _JUDGES:
        raise StepRefused(NOT_YOURS, Why.NOT_YOURS)
    _hold_unseen(carry)
    if given.version not in (None, carry.follow_up.version):
        last = last_entry(follow_up)
        raise StepRefused(FOLLOW_UP.changed, Why.MOVED_ON, last=last)
    refuse_unfit_texts(given)
    note = given.reason.strip()
    if not note:
        raise StepRefused(
            _("Write a note: how it stands, or what is to be done next."),
            Why.INCOMPLETE,
            field="note",
        )
    carry.look, carry.note = Look.STILL_OPEN, note
    carry.visit, carry.by, carry.looked_at = given.visit, by, timezone.now()
    carry.save()
    record(follow_up, NOTED, by=by, reason=note)


def _refuse_unfit(visit: Visit, carry: Carry, slug: str, by: User) -> None:
    if not actors_of(visit, by) & _JUDGES:
        raise StepRefused(NOT_YOURS, Why.NOT_YOURS)
    if visit.state not in VISIT_RECORDING:
        raise StepRefused(
            _("The record of this visit cannot be changed now."),
            Why.MOVED_ON,
            last=last_entry(visit),
        )
    if not carried_to(visit).filter(pk=carry.pk).exists():
        raise StepRefused(
            _("Another visit of the round comes first to this office; it looks at it."),
            Why.MOVED_ON,
        )
    if slug != STILL_OPEN and slug not in LOOKS:
        raise StepRefused(_("Choose what came of it."), Why.INCOMPLETE)


def _hold_unseen(carry: Carry) -> None:
    """Let nobody else look at it or move it until commit; both are read anew."""
    rows = FollowUp.objects.select_for_update(no_key=True, of=("self",))
    carry.follow_up = rows.select_related("visit").get(pk=carry.follow_up_id)
    carry.refresh_from_db(fields=["look"])
    if carry.look:
        raise StepRefused(
            _("Somebody has looked at it meanwhile."),
            Why.MOVED_ON,
            last=_last_look(carry.follow_up),
        )
    if not carry.follow_up.is_open:
        last = last_entry(carry.follow_up)
        raise StepRefused(FOLLOW_UP.moved_on, Why.MOVED_ON, last=last)


def _last_look(follow_up: FollowUp) -> Entry | None:
    looks = Entry.objects.about(follow_up).filter(step__in=[NOTED, *LOOKS])
    return looks.last()
