"""Acts that span several records, each in one transaction with its history."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit.models import Entry
from audit.records import Change, record
from inspections.lifecycle import (
    COMMENTS,
    REASON,
    VISIT_SECTIONS,
    VISIT_STEPS,
    FollowUpState,
    Step,
)
from inspections.models import FollowUp, Visit, next_reference
from inspections.rights import visit_actors
from networks.models import Meeting
from thai.dates import fiscal_year


class Why(Enum):
    """Why a step was refused; the value is the HTTP status that says so."""

    NOT_YOURS = 403
    MOVED_ON = 409
    INCOMPLETE = 422


class StepRefused(Exception):
    """A step that may not be taken, or not any more; `reason` says why.

    `field` names the input to mend; `last` is the latest history row when
    somebody else was quicker.
    """

    def __init__(
        self,
        reason: "str | Promise",
        why: Why,
        *,
        field: str = "",
        last: Entry | None = None,
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.why = why
        self.field = field
        self.last = last


@dataclass(frozen=True)
class Given:
    """What the taker of a step gives with it.

    `comments` maps sections of the record to what is to be mended there;
    `version` is the one that was read, so that nothing is decided unseen, or
    null when that isn't known.
    """

    reason: str = ""
    comments: Mapping[str, str] = field(default_factory=dict)
    version: int | None = None

    @property
    def texts(self) -> list[str]:
        """All that was written."""
        return [text for text in (self.reason, *self.comments.values()) if text]


NOTHING = Given()


@transaction.atomic
def take_step(visit: Visit, slug: str, *, by: User, given: Given = NOTHING) -> None:
    """Move the visit one step of its life-cycle, with what follows from it.

    Raises StepRefused; nothing is changed then.
    """
    step = VISIT_STEPS[slug]
    if not step.who & visit_actors(visit, by):
        raise StepRefused(_("This step is for others to take."), Why.NOT_YOURS)
    if visit.state not in step.sources:
        raise _moved_on(visit)
    if given.version not in (None, visit.version):
        raise _changed_meanwhile(visit)
    reason = given.reason.strip()
    comments = {
        section: text.strip()
        for section, text in given.comments.items()
        if step.asks == COMMENTS and section in VISIT_SECTIONS and text.strip()
    }
    _refuse_incomplete(visit, slug, step, reason, comments)
    before = visit.state
    _move(visit, step)
    _EFFECTS.get(slug, _nothing_more)(visit, by, comments)
    changes: list[Change] = [("state", before, visit.state)]
    changes += [(f"comment.{name}", None, text) for name, text in comments.items()]
    record(visit, slug, by=by, reason=reason, changes=changes)


def _refuse_incomplete(
    visit: Visit, slug: str, step: Step, reason: str, comments: Mapping[str, str]
) -> None:
    if step.asks == REASON and not reason:
        raise StepRefused(_("Give the reason."), Why.INCOMPLETE, field=REASON)
    if step.asks == COMMENTS and not comments:
        raise StepRefused(
            _("Comment on at least one section."), Why.INCOMPLETE, field=COMMENTS
        )
    if slug == "submit" and not visit.has_a_record():
        raise StepRefused(
            _("Nothing is recorded yet. Record at least one topic or a summary first."),
            Why.INCOMPLETE,
        )
    if slug == "submit" and visit.starts_on > timezone.localdate():
        raise StepRefused(
            _("The visit has not taken place yet. Mend its days, or submit it then."),
            Why.INCOMPLETE,
        )


def _move(visit: Visit, step: Step) -> None:
    """Compare and set: of two who press a button at once, one wins."""
    unmoved = Visit.objects.filter(
        pk=visit.pk, state=visit.state, version=visit.version
    )
    if not unmoved.update(state=step.target, version=visit.version + 1):
        raise _moved_on(visit)
    visit.state = step.target
    visit.version += 1


def _moved_on(visit: Visit) -> StepRefused:
    return StepRefused(
        _("This step is not possible now: somebody has moved the visit on."),
        Why.MOVED_ON,
        last=Entry.objects.about(visit).last(),
    )


def _changed_meanwhile(visit: Visit) -> StepRefused:
    return StepRefused(
        _("Somebody has changed the visit since you read it. Look again, then decide."),
        Why.MOVED_ON,
        last=Entry.objects.about(visit).last(),
    )


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


def _take_back(visit: Visit, by: User, comments: Mapping[str, str]) -> None:
    """What is being amended is no longer what was signed off: offices wait again."""
    Meeting.objects.filter(at_visit__visit=visit).update(is_released=False)


def _issue_one(follow_up: FollowUp, year: int, by: User) -> None:
    follow_up.ref = next_reference("F", year)
    follow_up.state = FollowUpState.ISSUED
    follow_up.round = follow_up.visit.round if follow_up.visit else follow_up.round
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
    "amend": _take_back,
}
