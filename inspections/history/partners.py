"""What the history of networks and of meetings with them speaks of."""

from django.utils.translation import gettext_lazy as _

from inspections.history.vocabulary import RAISED, Vocabulary
from inspections.models import FollowUp
from networks.models import Contact, Meeting, MeetingParty, Network, NetworkAlias

NETWORK = Vocabulary(
    model=Network,
    acts={
        "enter": _("Entered in the directory"),
        "edit": _("Changed the entry"),
        "add": _("Entered in the directory"),
        "correct": _("Changed the entry"),
        "load": _("Loaded from a file"),
    },
    parts={"aliases": _("Other names"), "contacts": _("Contacts")},
    fields_of={"": (Network,), "aliases": (NetworkAlias,), "contacts": (Contact,)},
)
MEETING = Vocabulary(
    model=Meeting,
    acts={
        "record": _("Recorded the meeting"),
        "edit": _("Changed the meeting"),
        "issue": _("Issued what was promised"),
        "load": _("Loaded from a file"),
    },
    parts={"parties": _("Who came"), "promises": _("Promises")},
    fields_of={"": (Meeting,), "parties": (MeetingParty,), "promises": (FollowUp,)},
    labels={**RAISED, "ref": _("Number")},
)
