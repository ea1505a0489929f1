"""When a section, or a report with its sections, is late: as conditions."""

from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet


def is_late(today: date) -> Q:
    """Of a section: first sent, or still missing, after the round's due day."""
    due = "report__round__reports_due_on"
    sent_late = Q(first_submitted_at__date__gt=F(due))
    return sent_late | Q(first_submitted_at=None, **{f"{due}__lt": today})


def has_late(sections: QuerySet[Any], today: date) -> Q:
    """Of a report: that one of its sections is late.

    The round is the report's own: for each section it would be read again.
    """
    due = "round__reports_due_on"
    own = sections.filter(report=OuterRef("pk")).order_by()
    sent_late = own.filter(first_submitted_at__date__gt=OuterRef(due))
    missing = own.filter(first_submitted_at=None)
    return Q(Exists(sent_late)) | Q(Exists(missing), **{f"{due}__lt": today})
