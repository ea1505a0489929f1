"""Every status and every permitted step, as data. Read this first.

A step moves a document from one of its `sources` to `target`; `who` may take
it. Slugs are fixed: addresses and stored history use them. The tables are
printed in docs/domain.md, which a test compares with this file.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class Actor(Enum):
    """Who takes a step, seen from one document.

    INSPECTOR is the lead, an inspector of the team, or an inspector assigned
    to a place of the document today; an assistant prepares but takes no step
    that decides.
    """

    INSPECTOR = "inspector"
    MANAGER = "manager"


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


class RoundState(models.TextChoices):
    """Where a round stands; at most one is open."""

    PLANNED = "planned", _("Planned")
    OPEN = "open", _("Open")
    SUMMARISING = "summarising", _("Being summarised")
    CLOSED = "closed", _("Closed")


@dataclass(frozen=True)
class Step:
    """One permitted move of a document.

    `asks` is what the taker must give: nothing, a reason in words, or at
    least one comment on a section.
    """

    label: "_StrPromise"
    sources: frozenset[str]
    target: str
    who: frozenset[Actor]
    asks: str = ""
    hint: "_StrPromise | str" = ""


REASON = "reason"
COMMENTS = "comments"

#: States in which the visit's record may be written.
VISIT_RECORDING = frozenset({VisitState.IN_PROGRESS, VisitState.RETURNED})
#: States in which the plan itself may be changed.
VISIT_PLANNING = frozenset({VisitState.PLANNED})

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
