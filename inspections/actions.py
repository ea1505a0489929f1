"""Acts that span several records, each in one transaction with its history."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit.models import Entry
from audit.records import record
from inspections.lifecycle import (
    COMMENTS,
    REASON,
    VISIT_SECTIONS,
    FollowUpState,
    Step,
)
from inspections.models import FollowUp, Visit, next_reference
from inspections.rights import visit_steps
from networks.models import Meeting
from thai.dates import fiscal_year


class StepRefused(Exception):
    """A step that may not be taken, or not any more; the text says why.

    `last` is the latest history row when somebody else was quicker.
    """

    def __init__(self, reason: "str | Promise", last: Entry | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.last = last


@transaction.atomic
def take_step(
    visit: Visit,
    slug: str,
    *,
    by: User,
    reason: str = "",
    comments: Mapping[str, str] | None = None,
) -> None:
    """Move the visit one step of its life-cycle, with what follows from it.

    `comments` maps sections of the record to what is to be mended there.
    Raises StepRefused; nothing is changed then.
    """
    step = visit_steps(visit, by).get(slug)
    if step is None:
        raise StepRefused(_("This step is not possible now."), _last_entry(visit))
    given = {
        section: text.strip()
        for section, text in (comments or {}).items()
        if section in VISIT_SECTIONS and text.strip()
    }
    _refuse_incomplete(visit, slug, step, reason, given)
    before = visit.state
    _move(visit, step)
    _EFFECTS.get(slug, _nothing_more)(visit, by, given)
    changes = [("state", before, visit.state)]
    changes += [(f"comment.{section}", None, text) for section, text in given.items()]
    record(visit, slug, by=by, reason=reason.strip(), changes=changes)


def _refuse_incomplete(
    visit: Visit, slug: str, step: Step, reason: str, comments: Mapping[str, str]
) -> None:
    if step.asks == REASON and not reason.strip():
        raise StepRefused(_("Give the reason."))
    if step.asks == COMMENTS and not comments:
        raise StepRefused(_("Comment on at least one section."))
    if slug == "submit" and not visit.has_a_record():
        raise StepRefused(
            _("Nothing is recorded yet. Record at least one topic or a summary first.")
        )


def _move(visit: Visit, step: Step) -> None:
    """Compare and set: of two who press a button at once, one wins."""
    unmoved = Visit.objects.filter(
        pk=visit.pk, state=visit.state, version=visit.version
    )
    if not unmoved.update(state=step.target, version=visit.version + 1):
        raise StepRefused(
            _("The visit was changed by somebody else just now. Look at it again."),
            _last_entry(visit),
        )
    visit.state = step.target
    visit.version += 1


def _last_entry(visit: Visit) -> Entry | None:
    return Entry.objects.about(visit).last()


def _nothing_more(visit: Visit, by: User, comments: Mapping[str, str]) -> None:
    """Most steps change the state and no more."""


def _add_comments(visit: Visit, by: User, comments: Mapping[str, str]) -> None:
    for section, text in comments.items():
        visit.comments.create(section=section, text=text, by=by)


def _resolve_comments(visit: Visit, by: User, comments: Mapping[str, str]) -> None:
    visit.comments.filter(resolved_at=None).update(resolved_at=timezone.now())


def _issue(visit: Visit, by: User, comments: Mapping[str, str]) -> None:
    """Give each recommendation its number and let the offices see their part."""
    year = fiscal_year(timezone.localdate())
    for follow_up in visit.follow_ups.filter(state=FollowUpState.DRAFT):
        _issue_one(follow_up, year, by)
    Meeting.objects.filter(at_visit__visit=visit).update(is_released=True)


def _issue_one(follow_up: FollowUp, year: int, by: User) -> None:
    follow_up.ref = next_reference("F", year)
    follow_up.state = FollowUpState.ISSUED
    follow_up.version += 1
    follow_up.save()
    record(
        follow_up,
        "issue",
        by=by,
        changes=[("state", FollowUpState.DRAFT, FollowUpState.ISSUED)],
    )


_EFFECTS = {
    "return": _add_comments,
    "submit": _resolve_comments,
    "sign-off": _issue,
}
