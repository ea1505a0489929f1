"""Every status and every permitted step, as data. Read this first.

A step moves a document from one of its `sources` to `target`; `who` may take
it. Slugs are fixed: addresses and stored history use them. The tables are
printed in docs/domain.md, which a test compares with this file. Who is who for
one document is said in `rights`, what follows from a step in `actions`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class Actor(Enum):
    """Who takes a step, seen from one document.

    INSPECTOR is the lead, an inspector of the team, or an inspector assigned
    to a place of the document today; an assistant prepares but takes no step
    that decides. OFFICE is an officer or the head of the document's office.
    """

    OFFICE = "office"
    INSPECTOR = "inspector"
    MANAGER = "manager"


class Bar(Enum):
    """What can stand against a step beyond the document's state."""

    #: A reviewer has opened what was submitted.
    OPENED = "until a reviewer has opened it"
    #: Nobody judges their own work.
    OWN_WORK = "not by who did it"
    #: What a visit gives is issued when the visit is signed off.
    AT_SIGN_OFF = "a visit's own at its sign-off"
    #: Only what was imported can be adopted.
    IMPORTED = "while it is only imported"


class VisitState(models.TextChoices):
    """Where a visit stands."""

    PLANNED = "planned", _("Planned")
    IN_PROGRESS = "in_progress", _("In progress")
    SUBMITTED = "submitted", _("Submitted")
    RETURNED = "returned", _("Returned")
    SIGNED_OFF = "signed_off", _("Signed off")
    POSTPONED = "postponed", _("Postponed")
    CANCELLED = "cancelled", _("Cancelled")


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


class RoundState(models.TextChoices):
    """Where a round stands; at most one is open."""

    PLANNED = "planned", _("Planned")
    OPEN = "open", _("Open")
    SUMMARISING = "summarising", _("Being summarised")
    CLOSED = "closed", _("Closed")


class SectionState(models.TextChoices):
    """Where a report's section stands, the least advanced first."""

    DRAFT = "draft", pgettext_lazy("of a report", "Draft")
    RETURNED = "returned", _("Returned")
    SUBMITTED = "submitted", pgettext_lazy("of a report", "Submitted")
    ACCEPTED = "accepted", pgettext_lazy("of a report", "Accepted")


class IssueState(models.TextChoices):
    """Where a reported issue stands."""

    REPORTED = "reported", pgettext_lazy("of an issue", "Reported")
    IN_HAND = "in_hand", pgettext_lazy("of an issue", "In hand")
    RESOLVED = "resolved", pgettext_lazy("of an issue", "Resolved")
    VERIFIED = "verified", pgettext_lazy("of an issue", "Verified")
    DUPLICATE = "duplicate", pgettext_lazy("of an issue", "Duplicate")
    NOT_VALID = "not_valid", pgettext_lazy("of an issue", "Not valid")


@dataclass(frozen=True)
class Step:
    """One permitted move of a document.

    `asks` is what the taker must give: nothing, a reason in words, at least
    one comment on a section, the issue of which this one is a duplicate, an
    ANSWER on its own page, a reason with the follow-up that takes this one's
    place if there is one, or the office that is to act where none is known; a
    NOTE may be given. `bar` can stand against it where state and role don't.
    A target of "" leaves the document in the state that it is in.
    """

    label: "_StrPromise"
    sources: frozenset[str]
    target: str
    who: frozenset[Actor]
    asks: str = ""
    hint: "_StrPromise | str" = ""
    bar: Bar | None = None


#: The target of a step that moves its document to no other state.
STAYS = ""

REASON = "reason"
COMMENTS = "comments"
NOTE = "note"
ORIGINAL = "original"
ANSWER = "answer"
SUCCESSOR = "successor"
ADDRESSEE = "addressee"

#: States in which the visit's record may be written.
VISIT_RECORDING = frozenset({VisitState.IN_PROGRESS, VisitState.RETURNED})
#: States in which the plan itself may be changed.
VISIT_PLANNING = frozenset({VisitState.PLANNED})

_OFFICE = frozenset({Actor.OFFICE})
_INSPECTOR = frozenset({Actor.INSPECTOR})
_MANAGER = frozenset({Actor.MANAGER})
_EITHER = _INSPECTOR | _MANAGER

VISIT_STEPS: Mapping[str, Step] = {
    "start": Step(
        label=_("Start recording"),
        sources=frozenset({VisitState.PLANNED}),
        target=VisitState.IN_PROGRESS,
        who=_INSPECTOR,
        hint=_("From then on the visit can no longer be postponed or cancelled."),
    ),
    "submit": Step(
        label=_("Submit for sign-off"),
        sources=frozenset({VisitState.IN_PROGRESS, VisitState.RETURNED}),
        target=VisitState.SUBMITTED,
        who=_INSPECTOR,
        hint=_("Once submitted, it cannot be edited unless the manager returns it."),
    ),
    "return": Step(
        label=_("Return for correction"),
        sources=frozenset({VisitState.SUBMITTED}),
        target=VisitState.RETURNED,
        who=_MANAGER,
        asks=COMMENTS,
        hint=_("Say for each section what is to be mended."),
    ),
    "sign-off": Step(
        label=_("Sign off"),
        sources=frozenset({VisitState.SUBMITTED}),
        target=VisitState.SIGNED_OFF,
        who=_MANAGER,
        hint=_(
            "The visit is closed to changes, its recommendations get their numbers, "
            "and the offices see their part of it."
        ),
    ),
    "postpone": Step(
        label=_("Postpone"),
        sources=frozenset({VisitState.PLANNED}),
        target=VisitState.POSTPONED,
        who=_EITHER,
        asks=REASON,
    ),
    "cancel": Step(
        label=_("Cancel the visit"),
        sources=frozenset({VisitState.PLANNED}),
        target=VisitState.CANCELLED,
        who=_EITHER,
        asks=REASON,
    ),
    "amend": Step(
        label=_("Amend"),
        sources=frozenset({VisitState.SIGNED_OFF}),
        target=VisitState.IN_PROGRESS,
        who=_MANAGER,
        asks=REASON,
        hint=_("Opens a new version; the signed-off one stays in the history."),
    ),
}

#: The sections of a visit's record: what a manager comments on.
VISIT_SECTIONS: Mapping[str, "_StrPromise"] = {
    "general": _("General"),
    "itinerary": _("Itinerary"),
    "topics": _("Reports by topic and findings"),
    "figures": _("Figures"),
    "sites": _("Sites"),
    "networks": _("Networks met"),
    "recommendations": _("Recommendations and orders"),
    "dimensions": _("Dimensions of success"),
    "photos": _("Photos and files"),
}

ROUND_STEPS: Mapping[str, Step] = {
    "open": Step(
        label=_("Open the round"),
        sources=frozenset({RoundState.PLANNED}),
        target=RoundState.OPEN,
        who=_MANAGER,
        hint=_(
            "Each provincial office gets its report, and the wording of the topics "
            "can no longer be changed."
        ),
    ),
    "summarise": Step(
        label=_("Begin the summary"),
        sources=frozenset({RoundState.OPEN}),
        target=RoundState.SUMMARISING,
        who=_MANAGER,
        hint=_("Reports may still be sent and accepted; another round may be opened."),
    ),
    "close": Step(
        label=_("Close the round"),
        sources=frozenset({RoundState.SUMMARISING}),
        target=RoundState.CLOSED,
        who=_MANAGER,
        hint=_(
            "All reports are locked; what is not accepted by then stays reported so."
        ),
    ),
    "reopen": Step(
        label=_("Reopen the round"),
        sources=frozenset({RoundState.CLOSED}),
        target=RoundState.SUMMARISING,
        who=_MANAGER,
        asks=REASON,
        hint=_("Its reports can be sent and accepted again."),
    ),
}

#: States of a round in which its reports may be written and judged.
ROUND_REPORTING = frozenset({RoundState.OPEN, RoundState.SUMMARISING})
#: States of a section in which it may be written.
SECTION_WRITING = frozenset({SectionState.DRAFT, SectionState.RETURNED})
#: States in which what is stored is what was sent.
SECTION_SENT = frozenset({SectionState.SUBMITTED, SectionState.ACCEPTED})

SECTION_STEPS: Mapping[str, Step] = {
    "submit": Step(
        label=pgettext_lazy("of a report", "Submit"),
        sources=SECTION_WRITING,
        target=SectionState.SUBMITTED,
        who=_OFFICE,
        hint=_("It can be withdrawn until the inspector or a manager opens it."),
    ),
    "withdraw": Step(
        label=_("Withdraw"),
        sources=frozenset({SectionState.SUBMITTED}),
        target=SectionState.DRAFT,
        who=_OFFICE,
        bar=Bar.OPENED,
    ),
    "accept": Step(
        label=_("Accept"),
        sources=frozenset({SectionState.SUBMITTED}),
        target=SectionState.ACCEPTED,
        who=_EITHER,
    ),
    "return": Step(
        label=_("Return for correction"),
        sources=frozenset({SectionState.SUBMITTED}),
        target=SectionState.RETURNED,
        who=_EITHER,
        asks=COMMENTS,
        hint=_("Say what is to be mended; the other topics stay as they are."),
    ),
    "reopen": Step(
        label=_("Reopen"),
        sources=frozenset({SectionState.ACCEPTED}),
        target=SectionState.RETURNED,
        who=_MANAGER,
        asks=REASON,
    ),
}

#: The parts of a section: what a reviewer comments on.
SECTION_PARTS: Mapping[str, "_StrPromise"] = {
    "narrative": _("What was done"),
    "figures": _("Figures"),
    "obstacles": _("Problems and obstacles"),
    "needs": _("What is needed from the ministry"),
    "files": _("Evidence"),
}

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
        who=_OFFICE | _INSPECTOR,
    ),
    "resolve": Step(
        label=_("Mark as resolved"),
        sources=frozenset({IssueState.IN_HAND}),
        target=IssueState.RESOLVED,
        who=_OFFICE | _INSPECTOR,
        asks=NOTE,
        hint=_("Say what was done; somebody else then verifies it."),
    ),
    "verify": Step(
        label=_("Verify the result"),
        sources=frozenset({IssueState.RESOLVED}),
        target=IssueState.VERIFIED,
        who=_EITHER,
        bar=Bar.OWN_WORK,
    ),
    "send-back": Step(
        label=_("Send back"),
        sources=frozenset({IssueState.RESOLVED}),
        target=IssueState.IN_HAND,
        who=_EITHER,
        asks=REASON,
        bar=Bar.OWN_WORK,
    ),
    "duplicate": Step(
        label=_("Mark as a duplicate"),
        sources=frozenset({IssueState.REPORTED, IssueState.IN_HAND}),
        target=IssueState.DUPLICATE,
        who=_EITHER,
        asks=ORIGINAL,
        hint=_("Who reported it is then shown with the other issue."),
    ),
    "dismiss": Step(
        label=_("Dismiss as not valid"),
        sources=frozenset({IssueState.REPORTED, IssueState.IN_HAND}),
        target=IssueState.NOT_VALID,
        who=_EITHER,
        asks=REASON,
    ),
    "reopen": Step(
        label=_("Reopen the issue"),
        sources=frozenset({IssueState.VERIFIED}),
        target=IssueState.IN_HAND,
        who=_MANAGER,
        asks=REASON,
    ),
}

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
        who=_EITHER,
        bar=Bar.AT_SIGN_OFF,
    ),
    "acknowledge": Step(
        label=_("Acknowledge"),
        sources=frozenset({FollowUpState.ISSUED}),
        target=FollowUpState.ACKNOWLEDGED,
        who=_OFFICE,
    ),
    "start": Step(
        label=_("Begin to act"),
        sources=frozenset({FollowUpState.ISSUED, FollowUpState.ACKNOWLEDGED}),
        target=FollowUpState.IN_PROGRESS,
        who=_OFFICE,
    ),
    "answer": Step(
        label=_("Answer as done"),
        sources=FOLLOW_UP_WAITING,
        target=FollowUpState.ANSWERED,
        who=_OFFICE,
        asks=ANSWER,
    ),
    "cannot": Step(
        label=_("Cannot comply"),
        sources=FOLLOW_UP_WAITING,
        target=FollowUpState.CANNOT_COMPLY,
        who=_OFFICE,
        asks=REASON,
        hint=_("This is final. Say why it cannot be done."),
    ),
    "verify": Step(
        label=_("Verify as done"),
        sources=frozenset({FollowUpState.ANSWERED}),
        target=FollowUpState.VERIFIED,
        who=_EITHER,
        asks=NOTE,
        hint=_("This closes it."),
        bar=Bar.OWN_WORK,
    ),
    "send-back": Step(
        label=_("Send back"),
        sources=frozenset({FollowUpState.ANSWERED}),
        target=FollowUpState.IN_PROGRESS,
        who=_EITHER,
        asks=REASON,
        hint=_("The office sees the reason and answers again."),
        bar=Bar.OWN_WORK,
    ),
    "supersede": Step(
        label=_("Supersede"),
        sources=_UNSETTLED,
        target=FollowUpState.SUPERSEDED,
        who=_EITHER,
        asks=SUCCESSOR,
        hint=_("This closes it: something newer has taken its place."),
    ),
    "withdraw": Step(
        label=_("Withdraw the follow-up"),
        sources=_UNSETTLED,
        target=FollowUpState.WITHDRAWN,
        who=_EITHER,
        asks=REASON,
        hint=_("This closes it: nothing more is to be done."),
    ),
    "adopt": Step(
        label=_("Adopt"),
        # An office may have acted on it before; it stays as far as it came.
        sources=FOLLOW_UP_OPEN,
        target=STAYS,
        who=_MANAGER,
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
