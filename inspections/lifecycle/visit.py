"""Where a visit can stand, its steps, and the sections of its record."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from inspections.lifecycle.steps import (
    COMMENTS,
    EITHER,
    INSPECTOR,
    MANAGER,
    REASON,
    Step,
)

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class VisitState(models.TextChoices):
    """Where a visit stands."""

    PLANNED = "planned", _("Planned")
    IN_PROGRESS = "in_progress", _("In progress")
    SUBMITTED = "submitted", _("Submitted")
    RETURNED = "returned", _("Returned")
    SIGNED_OFF = "signed_off", _("Signed off")
    POSTPONED = "postponed", _("Postponed")
    CANCELLED = "cancelled", _("Cancelled")


#: States in which the visit's record may be written.
VISIT_RECORDING = frozenset({VisitState.IN_PROGRESS, VisitState.RETURNED})
#: States in which the plan itself may be changed.
VISIT_PLANNING = frozenset({VisitState.PLANNED})

VISIT_STEPS: Mapping[str, Step] = {
    "start": Step(
        label=_("Start recording"),
        sources=frozenset({VisitState.PLANNED}),
        target=VisitState.IN_PROGRESS,
        who=INSPECTOR,
        hint=_("From then on the visit can no longer be postponed or cancelled."),
    ),
    "submit": Step(
        label=_("Submit for sign-off"),
        sources=frozenset({VisitState.IN_PROGRESS, VisitState.RETURNED}),
        target=VisitState.SUBMITTED,
        who=INSPECTOR,
        hint=_("Once submitted, it cannot be edited unless the manager returns it."),
    ),
    "return": Step(
        label=_("Return for correction"),
        sources=frozenset({VisitState.SUBMITTED}),
        target=VisitState.RETURNED,
        who=MANAGER,
        asks=COMMENTS,
        hint=_("Say for each section what is to be mended."),
    ),
    "sign-off": Step(
        label=_("Sign off"),
        sources=frozenset({VisitState.SUBMITTED}),
        target=VisitState.SIGNED_OFF,
        who=MANAGER,
        hint=_(
            "The visit is closed to changes, its recommendations get their numbers, "
            "and the offices see their part of it."
        ),
    ),
    "postpone": Step(
        label=_("Postpone"),
        sources=frozenset({VisitState.PLANNED}),
        target=VisitState.POSTPONED,
        who=EITHER,
        asks=REASON,
    ),
    "cancel": Step(
        label=_("Cancel the visit"),
        sources=frozenset({VisitState.PLANNED}),
        target=VisitState.CANCELLED,
        who=EITHER,
        asks=REASON,
    ),
    "amend": Step(
        label=_("Amend"),
        sources=frozenset({VisitState.SIGNED_OFF}),
        target=VisitState.IN_PROGRESS,
        who=MANAGER,
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
