"""The steps of a visit."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from inspections.actions.carry import carried_to
from inspections.actions.follow_up import take_follow_up_step
from inspections.actions.given import NOTHING, Given, StepRefused, Why
from inspections.actions.stepping import Course, Taking, take
from inspections.lifecycle import VISIT_SECTIONS, VISIT_STEPS, FollowUpState
from inspections.models import FollowUp, Visit
from networks.models import Meeting

LEFT = "left"
"""The part of the record that lists what was left from before."""
EXCERPT = 100
"""Characters of a text that tell which one is meant."""


@dataclass(frozen=True)
class LeftOver:
    """Something left from before for a visit to look at, found in its record."""

    visit: Visit
    follow_up: FollowUp

    def __str__(self) -> str:
        return f"{self.follow_up} {Truncator(self.follow_up.text).chars(EXCERPT)}"

    def get_absolute_url(self) -> str:
        record = reverse("inspections:visit_record", args=[self.visit.ref])
        return f"{record}#{LEFT}-{self.follow_up.ref}"


def take_step(visit: Visit, slug: str, *, by: User, given: Given = NOTHING) -> None:
    """Move the visit one step of its life-cycle, with what follows from it.

    Raises StepRefused; nothing is changed then.
    """
    take(VISIT, visit, slug, by=by, given=given)


def _refuse_incomplete(taking: Taking) -> None:
    visit: Visit = taking.document
    if taking.slug != "submit":
        return
    if not visit.has_a_record():
        raise StepRefused(
            _("Nothing is recorded yet. Record at least one topic or a summary first."),
            Why.INCOMPLETE,
        )
    if visit.starts_on > timezone.localdate():
        raise StepRefused(
            _("The visit has not taken place yet. Mend its days, or submit it then."),
            Why.INCOMPLETE,
        )
    left = carried_to(visit).to_look_at().select_related("follow_up")
    if standing := [LeftOver(visit, carry.follow_up) for carry in left]:
        raise StepRefused(
            _(
                "Something is left from before at which nobody has looked. Say of "
                "each in the record how it stands."
            ),
            Why.INCOMPLETE,
            field=LEFT,
            standing=standing,
        )


def _add_comments(taking: Taking) -> None:
    for section, text in taking.comments.items():
        taking.document.comments.create(section=section, text=text, by=taking.by)


def _resolve_comments(taking: Taking) -> None:
    open_ones = taking.document.comments.filter(resolved_at=None)
    open_ones.update(resolved_at=timezone.now())


def _issue(taking: Taking) -> None:
    """Give each recommendation its number and let the offices see their part."""
    visit: Visit = taking.document
    for follow_up in visit.follow_ups.filter(state=FollowUpState.DRAFT):
        take_follow_up_step(follow_up, "issue", by=taking.by)
    Meeting.objects.filter(at_visit__visit=visit).update(is_released=True)


def _take_back(taking: Taking) -> None:
    """What is being amended is no longer what was signed off: offices wait again."""
    meetings = Meeting.objects.filter(at_visit__visit=taking.document)
    meetings.update(is_released=False)


VISIT = Course(
    steps=VISIT_STEPS,
    moved_on=_("This step is not possible now: somebody has moved the visit on."),
    changed=_(
        "Somebody has changed the visit since you read it. Look again, then decide."
    ),
    prepare=_refuse_incomplete,
    effects={
        "return": _add_comments,
        "submit": _resolve_comments,
        "sign-off": _issue,
        "amend": _take_back,
    },
    commented=VISIT_SECTIONS,
)
