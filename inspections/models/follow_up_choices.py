"""The choices of follow-ups, and how they look in each state."""

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from inspections.lifecycle import FollowUpState


class FollowUpKind(models.TextChoices):
    """What was given; a commitment is a network's own promise."""

    ORDER = "order", _("Order")
    RECOMMENDATION = "recommendation", _("Recommendation")
    ADVICE = "advice", _("Advice")
    OBSERVATION = "observation", _("Observation")
    COMMENDATION = "commendation", _("Commendation")
    COMMITMENT = "commitment", _("Commitment of a network")


class Level(models.TextChoices):
    """Whether the place can act on it, or policy must."""

    AREA = "area", _("Area level")
    POLICY = "policy", _("Policy level")


class Priority(models.TextChoices):
    """How pressing it is."""

    NORMAL = "normal", _("Normal")
    HIGH = "high", _("High")


class Rhythm(models.TextChoices):
    """How often an order asks for a report until it is done.

    Orders of real visits say "report every day" and "by the end of the month".
    """

    DAILY = "daily", pgettext_lazy("rhythm of reports", "Every day")
    WEEKLY = "weekly", pgettext_lazy("rhythm of reports", "Every week")
    MONTH_END = "month_end", pgettext_lazy("rhythm of reports", "At each month's end")


#: How a follow-up looks in each state; the words say the same.
FOLLOW_UP_TONES: Mapping[str, str] = {
    FollowUpState.ISSUED: "todo",
    FollowUpState.ACKNOWLEDGED: "todo",
    FollowUpState.IN_PROGRESS: "doing",
    FollowUpState.ANSWERED: "doing",
    FollowUpState.VERIFIED: "done",
    FollowUpState.CANNOT_COMPLY: "late",
    FollowUpState.SUPERSEDED: "neutral",
    FollowUpState.WITHDRAWN: "neutral",
}
