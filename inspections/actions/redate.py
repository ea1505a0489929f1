"""Setting another due day for a follow-up; every old one is kept."""

from datetime import date

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit.records import record
from inspections.actions.follow_up import FOLLOW_UP
from inspections.actions.given import StepRefused, Why
from inspections.actions.stepping import NOT_YOURS, last_entry, moved_on
from inspections.models import FollowUp, Redating
from inspections.rights import is_judge, may_redate


@transaction.atomic
def redate(
    follow_up: FollowUp,
    due_on: date,
    *,
    reason: str,
    by: User,
    version: int | None = None,
) -> None:
    """Set another due day; the old one and the reason are kept.

    Raises StepRefused for others than inspectors of the place and managers, for
    what is answered or at its end, without a reason, for the day that it has, or
    for one before the follow-up was given.
    """
    if not is_judge(follow_up, by):
        raise StepRefused(NOT_YOURS, Why.NOT_YOURS)
    if not may_redate(follow_up, by):
        raise moved_on(FOLLOW_UP, follow_up)
    if version not in (None, follow_up.version):
        last = last_entry(follow_up)
        raise StepRefused(FOLLOW_UP.changed, Why.MOVED_ON, last=last)
    reason = reason.strip()
    _refuse_unfit(follow_up, due_on, reason)
    before = follow_up.due_on
    unmoved = FollowUp.objects.filter(
        pk=follow_up.pk, state=follow_up.state, version=follow_up.version
    )
    if not unmoved.update(due_on=due_on, version=follow_up.version + 1):
        raise moved_on(FOLLOW_UP, follow_up)
    follow_up.due_on, follow_up.version = due_on, follow_up.version + 1
    Redating.objects.create(
        follow_up=follow_up, was_due_on=before, due_on=due_on, reason=reason, by=by
    )
    record(
        follow_up,
        "re-date",
        by=by,
        reason=reason,
        changes=[("due_on", before and before.isoformat(), due_on.isoformat())],
    )


def _refuse_unfit(follow_up: FollowUp, due_on: date, reason: str) -> None:
    if fault := unfit_day(follow_up, due_on):
        raise StepRefused(fault, Why.INCOMPLETE, field="due_on")
    if not reason:
        raise StepRefused(_("Give the reason."), Why.INCOMPLETE, field="reason")


def unfit_day(follow_up: FollowUp, due_on: date) -> "str | Promise":
    """Why the follow-up cannot be due on that day from now on; empty if it can."""
    if due_on < follow_up.given_on:
        return _("It cannot be due before it is given.")
    if due_on == follow_up.due_on:
        return _("This is the day it is due already.")
    return ""
