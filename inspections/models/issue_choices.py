"""The choices of issues, and how they look in each state."""

from django.db import models
from django.utils.translation import pgettext_lazy

from inspections.lifecycle import IssueState

#: How an issue looks in each state; the words say the same.
ISSUE_TONES = {
    IssueState.REPORTED: "todo",
    IssueState.IN_HAND: "doing",
    IssueState.RESOLVED: "doing",
    IssueState.VERIFIED: "done",
    IssueState.DUPLICATE: "neutral",
    IssueState.NOT_VALID: "neutral",
}


class Severity(models.TextChoices):
    """How bad it is; ours, as no official scale is known. The worst comes last."""

    LOW = "low", pgettext_lazy("severity", "Low")
    MEDIUM = "medium", pgettext_lazy("severity", "Medium")
    HIGH = "high", pgettext_lazy("severity", "High")
    CRITICAL = "critical", pgettext_lazy("severity", "Critical")


#: Severities of what cannot wait.
PRESSING = frozenset({Severity.HIGH, Severity.CRITICAL})
