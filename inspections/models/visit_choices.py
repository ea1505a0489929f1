"""What a visit can be: its kind, mode, lead and the certainty of its days."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from inspections.lifecycle import VisitState
from networks.models import MeetingMode

#: How people meet is the same for a visit, its sessions and its meetings.
VisitMode = MeetingMode


class VisitKind(models.TextChoices):
    """Kinds of inspection (DOMAIN 3.2)."""

    NORMAL = "normal", _("Normal inspection")
    INTEGRATED = "integrated", _("Integrated inspection")
    SPECIAL = "special", _("Special inspection")
    ORDERED = "ordered", _("Inspection by order")
    SECTION34 = "section34", _("Inspection under section 34")
    ADVISORY_VISIT = "advisory_visit", _("Advisory visit")


class LeadCapacity(models.TextChoices):
    """In what capacity the visit was led."""

    INSPECTOR_GENERAL = "inspector_general", _("Inspector-general")
    ACTING = "acting", _("Acting inspector-general")
    ASSISTANT = "assistant", _("Assistant inspector")
    CHIEF = "chief", _("Chief inspector-general")


STATE_TONES = {
    VisitState.PLANNED: "todo",
    VisitState.IN_PROGRESS: "doing",
    VisitState.SUBMITTED: "doing",
    VisitState.RETURNED: "late",
    VisitState.SIGNED_OFF: "done",
    VisitState.POSTPONED: "neutral",
    VisitState.CANCELLED: "neutral",
}


class DateCertainty(models.TextChoices):
    """How sure the days of a visit are."""

    STATED = "stated", _("As stated")
    UNCERTAIN = "uncertain", _("Uncertain")
