"""When a follow-up waits, is due soon or overdue: computed, never stored."""

from datetime import date, timedelta

from django.db.models import Q

from inspections.lifecycle import FOLLOW_UP_OPEN, FOLLOW_UP_WAITING
from inspections.models import FollowUp, FollowUpKind

SOON_DAYS = 14
#: Kinds that ask for nothing to be done.
NOTHING_TO_DO = frozenset({FollowUpKind.OBSERVATION, FollowUpKind.COMMENDATION})


def is_open() -> Q:
    """Something is still to be done; an imported one waits until it is adopted."""
    return Q(state__in=FOLLOW_UP_OPEN, is_imported=False) & ~Q(kind__in=NOTHING_TO_DO)


def is_waited_for() -> Q:
    """Open, and its office has yet to answer: what was answered is not late."""
    return is_open() & Q(state__in=FOLLOW_UP_WAITING)


def is_overdue(today: date) -> Q:
    """Not answered, and its day is past."""
    return is_waited_for() & Q(due_on__lt=today)


def is_due_soon(today: date) -> Q:
    """Not answered, and its day is one of the next SOON_DAYS, today included."""
    soon = today + timedelta(days=SOON_DAYS)
    return is_waited_for() & Q(due_on__range=(today, soon))


def is_report_due(today: date) -> Q:
    """Not answered, and a report that its rhythm asks for is due today or late."""
    return is_waited_for() & Q(report_due_on__lte=today)


def is_late(follow_up: FollowUp, today: date) -> bool:
    """`is_overdue` for one that was read."""
    return counts_as_overdue(
        follow_up.kind,
        follow_up.state,
        follow_up.due_on,
        today,
        is_imported=follow_up.is_imported,
    )


def counts_as_overdue(
    kind: str, state: str, due_on: date | None, today: date, *, is_imported: bool
) -> bool:
    """`is_overdue` for values already read."""
    is_asked = (
        state in FOLLOW_UP_WAITING and not is_imported and kind not in NOTHING_TO_DO
    )
    return is_asked and due_on is not None and due_on < today
