"""Where a report's section can stand, its steps, and its parts."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from inspections.lifecycle.steps import (
    COMMENTS,
    EITHER,
    MANAGER,
    OFFICE,
    REASON,
    Bar,
    Step,
)

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class SectionState(models.TextChoices):
    """Where a report's section stands, the least advanced first."""

    DRAFT = "draft", pgettext_lazy("of a report", "Draft")
    RETURNED = "returned", _("Returned")
    SUBMITTED = "submitted", pgettext_lazy("of a report", "Submitted")
    ACCEPTED = "accepted", pgettext_lazy("of a report", "Accepted")


#: States of a section in which it may be written.
SECTION_WRITING = frozenset({SectionState.DRAFT, SectionState.RETURNED})
#: States in which what is stored is what was sent.
SECTION_SENT = frozenset({SectionState.SUBMITTED, SectionState.ACCEPTED})

SECTION_STEPS: Mapping[str, Step] = {
    "submit": Step(
        label=pgettext_lazy("of a report", "Submit"),
        sources=SECTION_WRITING,
        target=SectionState.SUBMITTED,
        who=OFFICE,
        hint=_("It can be withdrawn until the inspector or a manager opens it."),
    ),
    "withdraw": Step(
        label=_("Withdraw"),
        sources=frozenset({SectionState.SUBMITTED}),
        target=SectionState.DRAFT,
        who=OFFICE,
        bar=Bar.OPENED,
    ),
    "accept": Step(
        label=_("Accept"),
        sources=frozenset({SectionState.SUBMITTED}),
        target=SectionState.ACCEPTED,
        who=EITHER,
    ),
    "return": Step(
        label=_("Return for correction"),
        sources=frozenset({SectionState.SUBMITTED}),
        target=SectionState.RETURNED,
        who=EITHER,
        asks=COMMENTS,
        hint=_("Say what is to be mended; the other topics stay as they are."),
    ),
    "reopen": Step(
        label=_("Reopen"),
        sources=frozenset({SectionState.ACCEPTED}),
        target=SectionState.RETURNED,
        who=MANAGER,
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
