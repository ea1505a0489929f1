"""Where a follow-up can stand, its steps, and which of them end it."""

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from inspections.lifecycle.steps import (
    ADDRESSEE,
    ANSWER,
    EITHER,
    MANAGER,
    NOTE,
    OFFICE,
    REASON,
    STAYS,
    SUCCESSOR,
    Bar,
    Step,
)


class FollowUpState(models.TextChoices):
    """Where a follow-up stands; a draft gets its number when issued."""

    DRAFT = "draft", _("Draft")
    ISSUED = "issued", _("Issued")
    ACKNOWLEDGED = "acknowledged", pgettext_lazy("of a follow-up", "Acknowledged")
    IN_PROGRESS = "in_progress", pgettext_lazy("of a follow-up", "In progress")
    ANSWERED = "answered", pgettext_lazy("of a follow-up", "Answered, to be verified")
    VERIFIED = "verified", pgettext_lazy("of a follow-up", "Verified")
    CANNOT_COMPLY = "cannot_comply", pgettext_lazy("of a follow-up", "Cannot comply")
    SUPERSEDED = "superseded", pgettext_lazy("of a follow-up", "Superseded")
    WITHDRAWN = "withdrawn", pgettext_lazy("of a follow-up", "Withdrawn")


#: States in which somebody of the office still has to act.
FOLLOW_UP_WAITING = frozenset(
    {FollowUpState.ISSUED, FollowUpState.ACKNOWLEDGED, FollowUpState.IN_PROGRESS}
)
#: States in which a follow-up isn't at its end.
FOLLOW_UP_OPEN = FOLLOW_UP_WAITING | {FollowUpState.ANSWERED}
_UNSETTLED = FOLLOW_UP_OPEN | {FollowUpState.DRAFT}

FOLLOW_UP_STEPS: Mapping[str, Step] = {
    "issue": Step(
        label=_("Issue"),
        sources=frozenset({FollowUpState.DRAFT}),
        target=FollowUpState.ISSUED,
        who=EITHER,
        bar=Bar.AT_SIGN_OFF,
    ),
    "acknowledge": Step(
        label=_("Acknowledge"),
        sources=frozenset({FollowUpState.ISSUED}),
        target=FollowUpState.ACKNOWLEDGED,
        who=OFFICE,
    ),
    "start": Step(
        label=_("Begin to act"),
        sources=frozenset({FollowUpState.ISSUED, FollowUpState.ACKNOWLEDGED}),
        target=FollowUpState.IN_PROGRESS,
        who=OFFICE,
    ),
    "answer": Step(
        label=_("Answer as done"),
        sources=FOLLOW_UP_WAITING,
        target=FollowUpState.ANSWERED,
        who=OFFICE,
        asks=ANSWER,
    ),
    "cannot": Step(
        label=_("Cannot comply"),
        sources=FOLLOW_UP_WAITING,
        target=FollowUpState.CANNOT_COMPLY,
        who=OFFICE,
        asks=REASON,
        hint=_("This is final. Say why it cannot be done."),
    ),
    "verify": Step(
        label=_("Verify as done"),
        sources=frozenset({FollowUpState.ANSWERED}),
        target=FollowUpState.VERIFIED,
        who=EITHER,
        asks=NOTE,
        hint=_("This closes it."),
        bar=Bar.OWN_WORK,
    ),
    "send-back": Step(
        label=_("Send back"),
        sources=frozenset({FollowUpState.ANSWERED}),
        target=FollowUpState.IN_PROGRESS,
        who=EITHER,
        asks=REASON,
        hint=_("The office sees the reason and answers again."),
        bar=Bar.OWN_WORK,
    ),
    "supersede": Step(
        label=_("Supersede"),
        sources=_UNSETTLED,
        target=FollowUpState.SUPERSEDED,
        who=EITHER,
        asks=SUCCESSOR,
        hint=_("This closes it: something newer has taken its place."),
    ),
    "withdraw": Step(
        label=_("Withdraw the follow-up"),
        sources=_UNSETTLED,
        target=FollowUpState.WITHDRAWN,
        who=EITHER,
        asks=REASON,
        hint=_("This closes it: nothing more is to be done."),
    ),
    "adopt": Step(
        label=_("Adopt"),
        # An office may have acted on it before; it stays as far as it came.
        sources=FOLLOW_UP_OPEN,
        target=STAYS,
        who=MANAGER,
        asks=ADDRESSEE,
        hint=_("From then on it has a due day, is counted and carried along."),
        bar=Bar.IMPORTED,
    ),
}

#: The steps that bring a follow-up to its end.
FOLLOW_UP_ENDINGS = frozenset(
    slug
    for slug, step in FOLLOW_UP_STEPS.items()
    if step.target and step.target not in _UNSETTLED
)
