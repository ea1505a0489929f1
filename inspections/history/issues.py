"""What the history of a reported issue speaks of."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from audit.models import Attachment
from inspections.history.vocabulary import Vocabulary
from inspections.lifecycle import IssueState
from inspections.models import (
    DETAILS,
    Issue,
    IssueSighting,
    LegalOrder,
    WaterSample,
)
from inspections.models.registers import WaterParameter

ISSUE = Vocabulary(
    model=Issue,
    acts={
        "report": pgettext_lazy("of an issue", "Reported"),
        "edit": _("Changed the issue"),
        "sight": _("Seen once more"),
        "unsight": _("Took back that it was seen once more"),
        "raise": _("Raised a follow-up"),
        "take": _("Taken in hand"),
        "resolve": _("Marked as resolved"),
        "verify": _("Verified the result"),
        "send-back": _("Sent back"),
        "duplicate": _("Marked as a duplicate"),
        "join": _("A duplicate was joined to it"),
        "dismiss": _("Dismissed as not valid"),
        "reopen": pgettext_lazy("of an issue", "Reopened"),
        "merge-site": _("Its site was merged into another entry"),
        "demo": _("Made for demonstration"),
    },
    states=IssueState.choices,
    parts={
        "sighting": _("What was reported then"),
        "details": _("Details"),
        "orders": _("Orders to the operator"),
        "samples": _("Water samples"),
        "photos": _("Photos and files"),
        "files": _("Photos and files"),
    },
    fields_of={
        "": (Issue,),
        "sighting": (
            Issue,
            IssueSighting,
            *DETAILS.values(),
            LegalOrder,
            WaterSample,
        ),
        "details": (*DETAILS.values(),),
        "orders": (LegalOrder,),
        "samples": (WaterSample,),
        "photos": (Attachment,),
        "files": (Attachment,),
    },
    labels={
        "state": _("State"),
        "file": _("File"),
        "reported_by": _("Reported by"),
        "duplicate": pgettext_lazy("of an issue", "Duplicate"),
        **{f"result_{name}": label for name, label in WaterParameter.choices},
        "follow_up": _("Follow-up"),
    },
)
