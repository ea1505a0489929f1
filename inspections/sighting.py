"""Noting that a visit saw a known issue once more, and taking that back."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import User
from audit.records import Change, record
from inspections.actions import StepRefused, Why
from inspections.actions.stepping import NOT_YOURS, last_entry
from inspections.issues import round_of
from inspections.lifecycle import ISSUE_OPEN, ISSUE_WRITING
from inspections.models import Issue, IssueSighting, Visit
from inspections.seen_again import may_sight


@transaction.atomic
def see_again(
    visit: Visit, known: Issue, *, seen_on: date, note: str, by: User
) -> bool:
    """Note that a visit saw an open issue once more; false if that is noted already.

    Seen earlier than anybody had told, it counts as first seen that day, unless its
    result is being judged. Raises StepRefused if the visit or the issue has moved on.
    """
    refuse_unsightable(_held(visit), by)
    issue = Issue.objects.select_for_update().get(pk=known.pk)
    if issue.sightings.filter(visit=visit).exists():
        return False
    if issue.state not in ISSUE_OPEN:
        reason = _("Nobody waits for this issue any more: somebody has closed it.")
        raise StepRefused(reason, Why.MOVED_ON, last=last_entry(issue))
    seen = IssueSighting.objects.create(
        issue=issue, visit=visit, seen_on=seen_on, note=note, by=by
    )
    with override("th"):
        told = {"reported_by": _("A visit"), "seen_on": seen_on.isoformat()}
    changes: list[Change] = [(["sighting", "", n], None, v) for n, v in told.items()]
    if seen_on < issue.seen_on and issue.state in ISSUE_WRITING:
        changes += _first_seen(issue, seen)
    _store(issue)
    record(issue, "sight", by=by, changes=changes, reason=note)
    return True


@transaction.atomic
def unsee(visit: Visit, known: Issue, *, by: User) -> bool:
    """Take back that a visit saw an issue once more; false if nothing is noted.

    What the visit itself reported first stays. Raises StepRefused as `see_again`.
    """
    refuse_unsightable(_held(visit), by)
    issue = Issue.objects.select_for_update().get(pk=known.pk)
    first, *later = issue.sightings.order_by("pk")
    seen = next((one for one in later if one.visit_id == visit.pk), None)
    if seen is None:
        return False
    seen.delete()
    changes: list[Change] = [
        (["sighting", "", "seen_on"], seen.seen_on.isoformat(), None)
    ]
    left = min([first, *(one for one in later if one is not seen)], key=_by_day)
    if issue.seen_on == seen.seen_on != left.seen_on and issue.state in ISSUE_WRITING:
        changes += _first_seen(issue, left)
    _store(issue)
    record(issue, "unsight", by=by, changes=changes, reason=seen.note)
    return True


def refuse_unsightable(visit: Visit, by: User) -> None:
    """Raise StepRefused unless `by` may note now what the visit saw."""
    if not (by.scope.everything or by.scope.is_field):
        raise StepRefused(NOT_YOURS, Why.NOT_YOURS)
    if not may_sight(visit, by):
        reason = _("What this visit saw can no longer be noted, or not yet.")
        raise StepRefused(reason, Why.MOVED_ON, last=last_entry(visit))


def _held(visit: Visit) -> Visit:
    """The visit as it is, and stays until commit: nobody signs it off meanwhile."""
    return Visit.objects.select_for_update(no_key=True).get(pk=visit.pk)


def _by_day(seen: IssueSighting) -> tuple[date, int]:
    return seen.seen_on, seen.pk


def _first_seen(issue: Issue, seen: IssueSighting) -> list[Change]:
    before, issue.seen_on = issue.seen_on, seen.seen_on
    issue.round = round_of(seen.seen_on, seen.visit)
    return [("seen_on", before.isoformat(), issue.seen_on.isoformat())]


def _store(issue: Issue) -> None:
    issue.version += 1
    issue.save()
