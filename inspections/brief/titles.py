"""What the parts of a brief are called, in the order in which they are read."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TITLES: Mapping[str, Promise] = {
    "overdue": _("Still open and overdue"),
    "closed": _("Follow-ups closed"),
    "opened": _("Newly opened follow-ups"),
    "slipped": _("Due days that slipped"),
    "evidence": _("New evidence"),
    "promises": _("Promises due"),
    "new": _("New issues"),
    "repeated": _("Repeated issues"),
    "figures": _("Figures that moved"),
    "points": _("Points that networks raised"),
    "people": _("People to meet"),
}

#: What an empty part says.
NOTHING: Mapping[str, Promise] = {
    "overdue": _("Nothing is overdue."),
    "closed": _("No follow-up was closed."),
    "opened": _("No follow-up was opened."),
    "slipped": _("No due day was changed."),
    "evidence": _("No answer came with a photo or file."),
    "promises": _("No promise of a network is due."),
    "new": _("No new issue was reported."),
    "repeated": _("No issue came back."),
    "figures": _("No official figure moved."),
    "points": _("No network raised a point."),
    "people": _("Nobody is known here."),
}
