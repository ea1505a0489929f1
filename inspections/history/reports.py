"""What the history of a province report and its sections speaks of."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from audit.models import Attachment
from inspections.history.vocabulary import Vocabulary
from inspections.lifecycle import SECTION_PARTS, SectionState
from inspections.models import Figure, ProvinceReport, ReportSection

REPORT = Vocabulary(
    model=ProvinceReport,
    acts={"make": _("Made for the round"), "demo": _("Made for demonstration")},
    states=SectionState.choices,
    fields_of={"": (ProvinceReport,)},
    labels={"state": _("State")},
    quiet=frozenset({"make"}),
)
SECTION = Vocabulary(
    model=ReportSection,
    acts={
        "make": _("Made for the round"),
        "write": _("Saved the topic"),
        "submit": pgettext_lazy("done to a report", "Submitted"),
        "withdraw": pgettext_lazy("done to a report", "Withdrawn"),
        "opened": _("Opened for review"),
        "accept": pgettext_lazy("done to a report", "Accepted"),
        "return": _("Returned for correction"),
        "reopen": pgettext_lazy("done to a report", "Reopened"),
        "demo": _("Made for demonstration"),
    },
    states=SectionState.choices,
    parts=SECTION_PARTS,
    fields_of={
        "": (ReportSection,),
        "figures": (Figure,),
        "files": (Attachment,),
        **dict.fromkeys(("narrative", "obstacles", "needs"), (ReportSection,)),
    },
    labels={
        "number": _("Value"),
        "up_to": _("up to (if a range)"),
        "state": _("State"),
        "file": _("File"),
    },
    quiet=frozenset({"make", "opened"}),
)
