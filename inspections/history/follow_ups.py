"""What the history of a follow-up speaks of."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from audit.models import Attachment
from inspections.history.vocabulary import Vocabulary
from inspections.lifecycle import FollowUpState
from inspections.models import Answer, FollowUp

FOLLOW_UP = Vocabulary(
    model=FollowUp,
    acts={
        "give": pgettext_lazy("of a follow-up", "Given"),
        "tie": _("Took over issues of another"),
        "issue": pgettext_lazy("of a follow-up", "Issued"),
        "acknowledge": pgettext_lazy("of a follow-up", "Acknowledged"),
        "start": _("Began to act"),
        "progress": _("Reported progress"),
        "answer": _("Answered as done"),
        "cannot": _("Said that it cannot be done"),
        "verify": _("Verified as done"),
        "send-back": _("Sent back"),
        "supersede": pgettext_lazy("of a follow-up", "Superseded"),
        "withdraw": pgettext_lazy("of a follow-up", "Withdrawn"),
        "adopt": _("Adopted"),
        "re-date": _("Set another due day"),
        "still-open": _("Looked at, still open"),
        "load": _("Loaded from a file"),
        "demo": _("Made for demonstration"),
    },
    states=FollowUpState.choices,
    parts={"answer": _("Answer")},
    fields_of={"": (FollowUp,), "answer": (Answer, Attachment)},
    labels={
        "state": _("State"),
        "file": _("File"),
        "to": _("Who must act"),
        "issue": _("Issue"),
    },
)
