"""What the history of a visit speaks of."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from audit.models import Attachment
from inspections.history.vocabulary import RAISED, Vocabulary
from inspections.lifecycle import VISIT_SECTIONS, VisitState
from inspections.models import (
    Figure,
    FollowUp,
    TopicNote,
    Visit,
    VisitDimension,
    VisitSession,
    VisitSite,
    VisitUnit,
)
from networks.models import Meeting, MeetingParty

VISIT = Vocabulary(
    model=Visit,
    acts={
        "start": _("Started recording"),
        "submit": _("Submitted for sign-off"),
        "return": _("Returned for correction"),
        "sign-off": _("Signed off"),
        "postpone": _("Postponed"),
        "cancel": _("Cancelled the visit"),
        "amend": _("Opened for amendment"),
        "plan": _("Planned the visit"),
        "replan": _("Changed the plan"),
        "record": _("Saved the record"),
        "hand-over": pgettext_lazy("of a visit", "Handed over"),
        "load": _("Loaded from a file"),
        "merge-site": _("Its site was merged into another entry"),
        "demo": _("Made for demonstration"),
    },
    states=VisitState.choices,
    parts=VISIT_SECTIONS,
    fields_of={
        "": (Visit,),
        "general": (Visit, VisitUnit),
        "itinerary": (VisitSession,),
        "topics": (TopicNote,),
        "figures": (Figure,),
        "sites": (VisitSite,),
        "networks": (MeetingParty, Meeting),
        "recommendations": (FollowUp,),
        "dimensions": (VisitDimension,),
        "photos": (Attachment,),
    },
    labels={
        "team": _("Team"),
        "to": _("Who must act"),
        "issue": _("Raised from the issue"),
        **RAISED,
        "number": _("Value"),
        "up_to": _("up to (if a range)"),
        "mentioned": _("Came up at the visit"),
        "province": _("Province"),
        "state": _("State"),
        "file": _("File"),
    },
)
