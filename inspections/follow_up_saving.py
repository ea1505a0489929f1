"""Taking what was said of a follow-up on a page of its own."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from accounts.models import User
from audit.models import StaleVersion
from audit.uploads import discard
from inspections.actions import (
    Given,
    StepRefused,
    Why,
    redate,
    report_progress,
    take_follow_up_step,
)
from inspections.forms.follow_up_pages import AnswerPage, RedatingPage
from inspections.lifecycle import ANSWER
from inspections.models import FollowUp


@transaction.atomic
def send_answer(page: AnswerPage, *, by: User) -> None:
    """Store a valid page: a report on the way, or the answer that it is done.

    Raises StaleVersion if the follow-up has moved on; nothing is stored then.
    """
    for form in page.files.removed_forms:
        discard(form.instance)
    for form in page.files.written_forms:
        if form.instance.pk:
            form.save()
    follow_up, told = page.follow_up, page.told()
    with _anew(follow_up):
        if page.is_done:
            given = Given(version=page.stored_version, content=told)
            take_follow_up_step(follow_up, ANSWER, by=by, given=given)
        else:
            report_progress(follow_up, told, by=by, version=page.stored_version)


def send_redating(page: RedatingPage, *, by: User) -> None:
    """Store a valid page: another due day.

    Raises StaleVersion if the follow-up has moved on; nothing is stored then.
    """
    said = page.form.cleaned_data
    with _anew(page.follow_up):
        redate(
            page.follow_up,
            said["due_on"],
            reason=said["reason"],
            by=by,
            version=page.stored_version,
        )


@contextmanager
def _anew(follow_up: FollowUp) -> Iterator[None]:
    """Who was just overtaken looks at all of it anew, and is told by whom."""
    try:
        yield
    except StepRefused as refused:
        if refused.why is Why.INCOMPLETE:
            raise
        raise StaleVersion(str(follow_up)) from refused
