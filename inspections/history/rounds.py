"""What the history of a round and its topics speaks of."""

from django.utils.translation import gettext_lazy as _

from inspections.history.vocabulary import Vocabulary
from inspections.lifecycle import RoundState
from inspections.models import Indicator, Round, Topic

ROUND = Vocabulary(
    model=Round,
    acts={
        "plan": _("Planned the round"),
        "make": _("Planned the round"),
        "edit": _("Changed the round"),
        "topic-new": _("Added a topic"),
        "topic-edit": _("Changed a topic"),
        "topic-remove": _("Removed a topic"),
        "topics": _("Changed the topics"),
        "open": _("Opened the round"),
        "summarise": _("Began the summary"),
        "close": _("Closed the round"),
        "reopen": _("Reopened the round"),
        "load": _("Loaded from a file"),
        "demo": _("Made for demonstration"),
    },
    states=RoundState.choices,
    parts={"topics": _("Topics"), "indicators": _("Indicators")},
    fields_of={"": (Round,), "topics": (Topic,), "indicators": (Indicator,)},
    labels={
        "state": _("State"),
        "copy_from": _("Copy topics and indicators from"),
        "position": _("Place in the list"),
        "drafts": _("Drafts of the offices"),
        "carried": _("Follow-ups carried over"),
    },
)
