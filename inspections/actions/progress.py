"""Reporting how far a follow-up is, before it is done."""

from django.db import transaction

from accounts.models import User
from audit.records import record
from inspections.actions.answering import (
    NOTHING_WRITTEN,
    Told,
    store_answer,
    words_of,
)
from inspections.actions.follow_up import FOLLOW_UP, take_follow_up_step
from inspections.actions.given import Given, StepRefused, Why
from inspections.actions.stepping import NOT_YOURS, moved_on
from inspections.lifecycle import FOLLOW_UP_STEPS
from inspections.models import Answer, FollowUp
from inspections.rhythm import after_report


@transaction.atomic
def report_progress(
    follow_up: FollowUp, told: Told, *, by: User, version: int | None = None
) -> Answer:
    """Keep how far it is, without saying that it is done; who begins so, begins.

    Raises StepRefused as taking the step `start` does.
    """
    if follow_up.answering_office_id not in by.scope.offices:
        raise StepRefused(NOT_YOURS, Why.NOT_YOURS)
    if not told.text.strip():
        raise StepRefused(NOTHING_WRITTEN, Why.INCOMPLETE, field="text")
    start = FOLLOW_UP_STEPS["start"]
    given = Given(version=version)
    if follow_up.state in start.sources:
        take_follow_up_step(follow_up, "start", by=by, given=given)
    else:
        _hold_in_progress(follow_up, version)
    answer = store_answer(follow_up, told, by, is_final=False)
    due = follow_up.report_due_on
    if due and follow_up.rhythm:
        next_due = after_report(follow_up.rhythm, due, told.answered_on)
        follow_up.report_due_on = next_due
        FollowUp.objects.filter(pk=follow_up.pk).update(report_due_on=next_due)
    record(follow_up, "progress", by=by, changes=words_of(answer, told))
    return answer


def _hold_in_progress(follow_up: FollowUp, version: int | None) -> None:
    """Take the next version of one in progress; refuse all else, as a step would."""
    if follow_up.state != FOLLOW_UP_STEPS["start"].target:
        raise moved_on(FOLLOW_UP, follow_up)
    if version not in (None, follow_up.version):
        raise moved_on(FOLLOW_UP, follow_up)
    unmoved = FollowUp.objects.filter(
        pk=follow_up.pk, state=follow_up.state, version=follow_up.version
    )
    if not unmoved.update(version=follow_up.version + 1):
        raise moved_on(FOLLOW_UP, follow_up)
    follow_up.version += 1
