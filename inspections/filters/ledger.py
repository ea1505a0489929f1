"""The single filters of the ledger: how old, how pressing, to whom, from where."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from inspections.due import is_due_soon, is_open, is_overdue, is_report_due
from inspections.models.follow_up import age_in_rounds
from ui.filters import OptionFilter, TextFilter
from ui.widgets import HiddenInput

OPEN, SOON, OVERDUE, REPORTS = "open", "soon", "overdue", "reports"
DEADLINES = [
    (OPEN, _("Still to be done")),
    (SOON, _("Due within 14 days")),
    (OVERDUE, _("Overdue")),
    (REPORTS, _("A report is due")),
]
IMPORTED = [("no", _("Given in this system")), ("yes", _("Imported"))]
NOT_STATED = "none"
OLDEST = 3
"""From so many rounds on the ages are one choice."""
AGES = [
    ("0", _("Not carried into another round yet")),
    ("1", _("1 round")),
    ("2", _("2 rounds")),
    (str(OLDEST), _("3 rounds or more")),
]


class StatedFilter(OptionFilter):
    """Follow-ups with one of the values offered, or of which none was stated."""

    def __init__(self, *args: Any, options: list[Any], **others: Any) -> None:
        offered = [*options, (NOT_STATED, _("Not stated"))]
        super().__init__(*args, options=offered, **others)

    def filter(self, rows: QuerySet, value: str) -> QuerySet:
        if value == NOT_STATED:
            return rows.filter(**{self.field_name: ""})
        found: QuerySet = super().filter(rows, value)
        return found


class ImportedFilter(OptionFilter):
    """Follow-ups that were imported, or those that were not."""

    def filter(self, rows: QuerySet, value: str) -> QuerySet:
        return rows.filter(is_imported=value == "yes") if value else rows


class DeadlineFilter(OptionFilter):
    """Follow-ups by how pressing their due day, or that of a report, is today."""

    def filter(self, rows: QuerySet, value: str) -> QuerySet:
        if not value:
            return rows
        today = timezone.localdate()
        if value == OPEN:
            return rows.filter(is_open())
        pressing = {SOON: is_due_soon, OVERDUE: is_overdue, REPORTS: is_report_due}
        return rows.filter(pressing[value](today))


class AgeFilter(OptionFilter):
    """Follow-ups by the number of rounds into which they were carried."""

    def filter(self, rows: QuerySet, value: str) -> QuerySet:
        if not value:
            return rows
        aged: QuerySet = rows.alias(age=age_in_rounds())
        is_open_ended = int(value) == OLDEST
        asked = {"age__gte": OLDEST} if is_open_ended else {"age": int(value)}
        found: QuerySet = aged.filter(**asked)
        return found


class PartnerFilter(TextFilter):
    """Follow-ups to a network or company whose name holds every word typed."""

    def filter(self, rows: QuerySet, value: str) -> QuerySet:
        for word in value.split():
            rows = rows.filter(
                Q(company__icontains=word) | Q(network__name__icontains=word)
            )
        return rows


class TogetherFilter(django_filters.UUIDFilter):
    """Follow-ups given to several at once, for links: no control offers it."""

    def __init__(self) -> None:
        super().__init__(
            field_name="given_together", label=_("Given together"), widget=HiddenInput
        )

    def words(self, value: Any) -> str:
        """How a chip tells the value: nobody reads the key."""
        return _now("yes")
