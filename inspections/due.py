"""When a follow-up waits, is due soon or overdue: computed, never stored."""

from datetime import date, timedelta

from django.db.models import Q

from inspections.lifecycle import FollowUpState
from inspections.models import FollowUpKind

SOON_DAYS = 14
OPEN_STATES = frozenset({FollowUpState.ISSUED})
#: Kinds that ask for nothing to be done.
NOTHING_TO_DO = frozenset({FollowUpKind.OBSERVATION, FollowUpKind.COMMENDATION})


def is_open() -> Q:
    """Something is still to be done; an imported one waits until it is adopted."""
    return Q(state__in=OPEN_STATES, is_imported=False) & ~Q(kind__in=NOTHING_TO_DO)


def is_overdue(today: date) -> Q:
    """Open, and its day is past."""
    return is_open() & Q(due_on__lt=today)


def is_due_soon(today: date) -> Q:
    """Open, and its day is one of the next SOON_DAYS, today included."""
    return is_open() & Q(due_on__range=(today, today + timedelta(days=SOON_DAYS)))


def counts_as_overdue(
    kind: str, state: str, due_on: date | None, today: date, *, is_imported: bool
) -> bool:
    """`is_overdue` for values already read."""
    is_asked = state in OPEN_STATES and not is_imported and kind not in NOTHING_TO_DO
    return is_asked and due_on is not None and due_on < today
