"""Handing over: who is replaced gives roles, open visits and reminders in one act."""

from datetime import date

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from accounts.models import Assignment, AssignmentCapacity, User
from audit.models import StaleVersion
from audit.records import Change, difference, record, snapshot
from inspections.actions.given import StepRefused, Why
from inspections.actions.stepping import NOT_YOURS
from inspections.handing_over import (
    A_DAY,
    LONGEST_AHEAD,
    LONGEST_BACK,
    Handover,
    Moves,
    gaps,
    is_of_inspector,
    moves_of,
    unread_of,
)
from inspections.models import LeadCapacity, Visit, VisitMember
from inspections.rights import may_hand_over
from inspections.search import refresh_visit

HAND_OVER = "hand-over"


@transaction.atomic
def hand_over(handover: Handover, *, by: User, agreed: str, today: date) -> Moves:
    """Move everything; `agreed` is the fingerprint of the moves that were shown.

    Raises StepRefused for others than managers, for what cannot be, and when
    something has changed since; nothing is moved then.
    """
    if not may_hand_over(by):
        raise StepRefused(NOT_YOURS, Why.NOT_YOURS)
    refuse_unfit(handover, today)
    # Of two handovers of one person the second waits, and finds nothing left.
    people = User.objects.filter(pk__in=[handover.leaver.pk, handover.successor.pk])
    list(people.select_for_update().order_by("pk"))
    moves = moves_of(handover, today)
    refuse_nothing(moves)
    if moves.fingerprint != agreed:
        raise StepRefused(CHANGED, Why.MOVED_ON)
    # History is kept in Thai, whatever language the manager reads.
    with translation.override("th"):
        _move_roles(handover, moves, by, today)
        _move_visits(handover, moves, by)
    unread_of(handover, today).update(user=handover.successor, mailed_at=None)
    return moves


CHANGED = _(
    "Something has changed since you looked. Look again at what would move, then "
    "decide."
)


def refuse_unfit(handover: Handover, today: date) -> None:
    """Refuse what no order can mean; the field says where to mend it."""
    if handover.leaver.pk == handover.successor.pk:
        refused = _("Nobody takes over from themselves. Choose another."), "successor"
    elif not handover.successor.is_active:
        refused = _("This account is not active, so it can do no work."), "successor"
    elif handover.starts_on < today - LONGEST_BACK:
        refused = _("The day may lie 30 days back at most."), "starts_on"
    elif handover.starts_on > today + LONGEST_AHEAD:
        refused = _("The day may lie a year ahead at most."), "starts_on"
    elif not handover.reason.strip():
        refused = _("Give the reason."), "reason"
    else:
        return
    raise StepRefused(refused[0], Why.INCOMPLETE, field=refused[1])


def refuse_nothing(moves: Moves) -> None:
    """Refuse a handover that would move nothing."""
    if not moves:
        raise StepRefused(
            _(
                "There is nothing to hand over from that day: no role, no open visit. "
                "Check the person and the day."
            ),
            Why.INCOMPLETE,
            field="leaver",
        )


# --- Roles --------------------------------------------------------------------------


def _move_roles(handover: Handover, moves: Moves, by: User, today: date) -> None:
    left: list[Change] = [("handed_to", None, str(handover.successor))]
    taken: list[Change] = [("handed_from", None, str(handover.leaver))]
    for held in moves.assignments:
        starts_on, ends_on = _span(held, handover, today), held.ends_on
        left.append(_end(held, starts_on, handover, by))
        others = Assignment.objects.filter(
            user=handover.successor,
            role=held.role,
            zone=held.zone_id,
            office=held.office_id,
        )
        for first, last in gaps(starts_on, ends_on, others):
            taken.append(_begin(held, first, last, handover, by))
    reason = handover.reason
    record(handover.leaver, HAND_OVER, by=by, reason=reason, changes=left)
    record(handover.successor, HAND_OVER, by=by, reason=reason, changes=taken)


def _span(held: Assignment, handover: Handover, today: date) -> date:
    """From when the successor holds it; who began before today had that first day."""
    if held.starts_on < today:
        return max(handover.starts_on, held.starts_on + A_DAY)
    return max(handover.starts_on, held.starts_on)


def _end(held: Assignment, starts_on: date, handover: Handover, by: User) -> Change:
    """End it the day before; one that was never in force is taken back."""
    last, words = starts_on - A_DAY, str(held)
    before = held.ends_on
    if last < held.starts_on:
        change: Change = (f"assignment {held.pk}", words, None)
        held.delete()
        return change
    held.ends_on = last
    held.save(update_fields=["ends_on"])
    ended: Change = ("ends_on", before, last)
    changes = [_plain(ended)]
    record(held, HAND_OVER, by=by, reason=handover.reason, changes=changes)
    return _plain((f"assignment {held.pk}.ends_on", before, last))


def _plain(change: Change) -> Change:
    path, before, after = change
    return path, before and before.isoformat(), after.isoformat()


def _begin(
    held: Assignment, first: date, last: date | None, handover: Handover, by: User
) -> Change:
    taken = Assignment.objects.create(
        user=handover.successor,
        role=held.role,
        zone=held.zone,
        office=held.office,
        starts_on=first,
        ends_on=last,
        capacity=handover.capacity,
        wording=handover.wording,
    )
    record(taken, HAND_OVER, by=by, reason=handover.reason)
    return f"assignment {taken.pk}", None, str(taken)


# --- Visits -------------------------------------------------------------------------


def _move_visits(handover: Handover, moves: Moves, by: User) -> None:
    in_name = is_of_inspector(moves.assignments)
    for visit in [*moves.led, *moves.joined]:
        _claim(visit)
        changes = _move_team(visit, handover)
        if visit.lead_id == handover.leaver.pk:
            changes = _move_lead(visit, handover, in_name=in_name) + changes
        refresh_visit(visit)
        record(visit, HAND_OVER, by=by, reason=handover.reason, changes=changes)


def _claim(visit: Visit) -> None:
    try:
        visit.claim(visit.version)
    except StaleVersion:
        raise StepRefused(CHANGED, Why.MOVED_ON) from None


def _move_lead(visit: Visit, handover: Handover, *, in_name: bool) -> list[Change]:
    """The successor leads; how the old lead was called doesn't fit the new one."""
    names = ["lead", "lead_capacity", "lead_wording"]
    before = snapshot(visit, names)
    visit.lead, visit.lead_wording = handover.successor, handover.wording
    if handover.capacity == AssignmentCapacity.ACTING:
        visit.lead_capacity = LeadCapacity.ACTING if in_name else ""
    elif visit.lead_capacity == LeadCapacity.ACTING:
        visit.lead_capacity = ""
    visit.save(update_fields=names)
    return list(difference(before, snapshot(visit, names)))


def _move_team(visit: Visit, handover: Handover) -> list[Change]:
    """The successor goes along in the leaver's place; who leads is not in the team."""
    before = _team(visit)
    is_led = visit.lead_id in {handover.leaver.pk, handover.successor.pk}
    gone = VisitMember.objects.filter(visit=visit, user=handover.leaver)
    was_along = bool(gone.delete()[0])
    if is_led:
        VisitMember.objects.filter(visit=visit, user=handover.successor).delete()
    elif was_along:
        VisitMember.objects.get_or_create(visit=visit, user=handover.successor)
    after = _team(visit)
    return [] if before == after else [("team", before, after)]


def _team(visit: Visit) -> str:
    members = VisitMember.objects.filter(visit=visit).select_related("user")
    return ", ".join(sorted(str(member.user) for member in members))
