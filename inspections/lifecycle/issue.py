"""Where an issue can stand, and its steps."""

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from inspections.lifecycle.steps import (
    EITHER,
    INSPECTOR,
    MANAGER,
    NOTE,
    OFFICE,
    ORIGINAL,
    REASON,
    Bar,
    Step,
)


class IssueState(models.TextChoices):
    """Where a reported issue stands."""

    REPORTED = "reported", pgettext_lazy("of an issue", "Reported")
    IN_HAND = "in_hand", pgettext_lazy("of an issue", "In hand")
    RESOLVED = "resolved", pgettext_lazy("of an issue", "Resolved")
    VERIFIED = "verified", pgettext_lazy("of an issue", "Verified")
    DUPLICATE = "duplicate", pgettext_lazy("of an issue", "Duplicate")
    NOT_VALID = "not_valid", pgettext_lazy("of an issue", "Not valid")


#: States in which an issue still needs somebody to act.
ISSUE_OPEN = frozenset({IssueState.REPORTED, IssueState.IN_HAND, IssueState.RESOLVED})
#: States in which nothing of its own is left to do about an issue.
ISSUE_UNFOUNDED = frozenset({IssueState.DUPLICATE, IssueState.NOT_VALID})
#: States in which an issue's facts may be changed.
ISSUE_WRITING = frozenset({IssueState.REPORTED, IssueState.IN_HAND})

ISSUE_STEPS: Mapping[str, Step] = {
    "take": Step(
        label=_("Take in hand"),
        sources=frozenset({IssueState.REPORTED}),
        target=IssueState.IN_HAND,
        who=OFFICE | INSPECTOR,
    ),
    "resolve": Step(
        label=_("Mark as resolved"),
        sources=frozenset({IssueState.IN_HAND}),
        target=IssueState.RESOLVED,
        who=OFFICE | INSPECTOR,
        asks=NOTE,
        hint=_("Say what was done; somebody else then verifies it."),
    ),
    "verify": Step(
        label=_("Verify the result"),
        sources=frozenset({IssueState.RESOLVED}),
        target=IssueState.VERIFIED,
        who=EITHER,
        bar=Bar.OWN_WORK,
    ),
    "send-back": Step(
        label=_("Send back"),
        sources=frozenset({IssueState.RESOLVED}),
        target=IssueState.IN_HAND,
        who=EITHER,
        asks=REASON,
        bar=Bar.OWN_WORK,
    ),
    "duplicate": Step(
        label=_("Mark as a duplicate"),
        sources=frozenset({IssueState.REPORTED, IssueState.IN_HAND}),
        target=IssueState.DUPLICATE,
        who=EITHER,
        asks=ORIGINAL,
        hint=_("Who reported it is then shown with the other issue."),
    ),
    "dismiss": Step(
        label=_("Dismiss as not valid"),
        sources=frozenset({IssueState.REPORTED, IssueState.IN_HAND}),
        target=IssueState.NOT_VALID,
        who=EITHER,
        asks=REASON,
    ),
    "reopen": Step(
        label=_("Reopen the issue"),
        sources=frozenset({IssueState.VERIFIED}),
        target=IssueState.IN_HAND,
        who=MANAGER,
        asks=REASON,
    ),
}
