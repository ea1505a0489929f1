"""Where a round can stand, and its steps."""

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _

from inspections.lifecycle.steps import MANAGER, REASON, Step


class RoundState(models.TextChoices):
    """Where a round stands; at most one is open."""

    PLANNED = "planned", _("Planned")
    OPEN = "open", _("Open")
    SUMMARISING = "summarising", _("Being summarised")
    CLOSED = "closed", _("Closed")


#: States of a round in which its reports may be written and judged.
ROUND_REPORTING = frozenset({RoundState.OPEN, RoundState.SUMMARISING})

ROUND_STEPS: Mapping[str, Step] = {
    "open": Step(
        label=_("Open the round"),
        sources=frozenset({RoundState.PLANNED}),
        target=RoundState.OPEN,
        who=MANAGER,
        hint=_(
            "Each provincial office gets its report, and the wording of the topics "
            "can no longer be changed."
        ),
    ),
    "summarise": Step(
        label=_("Begin the summary"),
        sources=frozenset({RoundState.OPEN}),
        target=RoundState.SUMMARISING,
        who=MANAGER,
        hint=_("Reports may still be sent and accepted; another round may be opened."),
    ),
    "close": Step(
        label=_("Close the round"),
        sources=frozenset({RoundState.SUMMARISING}),
        target=RoundState.CLOSED,
        who=MANAGER,
        hint=_(
            "All reports are locked; what is not accepted by then stays reported so."
        ),
    ),
    "reopen": Step(
        label=_("Reopen the round"),
        sources=frozenset({RoundState.CLOSED}),
        target=RoundState.SUMMARISING,
        who=MANAGER,
        asks=REASON,
        hint=_("Its reports can be sent and accepted again."),
    ),
}
