"""What the history of an entry of the register of sites speaks of."""

from django.utils.translation import gettext_lazy as _

from inspections.history.vocabulary import Vocabulary
from regions.models import Site

SITE = Vocabulary(
    model=Site,
    acts={
        "enter": _("Entered in the register"),
        "edit": _("Changed the site"),
        "merge": _("Merged into another entry"),
        "join": _("Another entry was merged into it"),
        "merge-site": _("What it was merged into was itself merged"),
        "add": _("Entered in the register"),
        "correct": _("Changed the site"),
        "load": _("Loaded from a file"),
        "demo": _("Made for demonstration"),
    },
    fields_of={"": (Site,)},
    labels={
        "province": _("Province"),
        "merged": _("merged entry"),
    },
)
