"""Whether what was due in a round came in time, late, or not yet: never stored.

What counts is the first submission: withdrawn or returned, it stays sent. The
due day ends at 24.00 Bangkok.
"""

from datetime import date, datetime

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from inspections.models import ReportSection


class Sending(models.TextChoices):
    """How a section, or a report as a whole, was sent."""

    IN_TIME = "in_time", _("In time")
    LATE = "late", _("Sent late")
    MISSING = "missing", _("Not in yet")


def section_sending() -> Case:
    """A section's Sending, for its QuerySet."""
    late = {"first_submitted_at__date__gt": F("report__round__reports_due_on")}
    return Case(
        When(first_submitted_at=None, then=Value(Sending.MISSING.value)),
        When(**late, then=Value(Sending.LATE.value)),
        default=Value(Sending.IN_TIME.value),
        output_field=models.CharField(),
    )


def report_sending() -> Case:
    """A report's Sending, for its QuerySet: in as soon as all its sections were."""
    sections = ReportSection.objects.filter(report=OuterRef("pk"))
    due = OuterRef("round__reports_due_on")
    late = sections.filter(first_submitted_at__date__gt=due)
    return Case(
        When(
            Exists(sections.filter(first_submitted_at=None)),
            then=Value(Sending.MISSING.value),
        ),
        When(Exists(late), then=Value(Sending.LATE.value)),
        default=Value(Sending.IN_TIME.value),
        output_field=models.CharField(),
    )


def days_after(due: date, moment: datetime | None, today: date) -> int:
    """Whole days from the due day to a submission, or to `today`; never below 0."""
    day = timezone.localdate(moment) if moment else today
    return max((day - due).days, 0)
