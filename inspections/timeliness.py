"""By how much a report or one of its sections is late, from values already read."""

from collections.abc import Iterable
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def days_late(sent: Iterable[datetime | None], due: date, today: date) -> int | None:
    """Whole days behind the due day of the latest; 0 is in time, null not due yet.

    `sent` are the first submissions, null where there is none yet. It says the
    same as the QuerySets' `late(today)`: more than 0 days, or not.
    """
    moments = list(sent)
    days = [(_day(moment, today) - due).days for moment in moments]
    late = max(days, default=0)
    if late > 0:
        return late
    return None if None in moments else 0


def _day(sent: datetime | None, today: date) -> date:
    return timezone.localdate(sent) if sent else today


def report_words(
    sent: Iterable[datetime | None], due: date, today: date, *, is_locked: bool
) -> str:
    """How late a report is, in words, from the first submissions of its sections.

    What a locked one lacks will not come any more: its days are not counted on.
    """
    moments = list(sent)
    days = days_late(moments, due, today)
    if not is_locked or None not in moments:
        return late_words(days)
    if days:
        return _("late: not everything was sent")
    return _("not everything was sent")


def late_words(days: int | None) -> str:
    """How late that is, in words."""
    if days is None:
        return _("not due yet")
    if days == 0:
        return _("in time")
    words = ngettext("%(days)s day late", "%(days)s days late", days)
    return words % {"days": f"{days:,}"}
