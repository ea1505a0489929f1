"""Follow-ups raised from issues: the ties, and what both histories tell of them."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q

from accounts.models import User
from audit.records import Change, record
from inspections.models import FollowUp, Issue

#: What history calls it, of an issue: a follow-up that points to it was issued.
RAISED = "raise"
#: And of a follow-up that took over the issues of another.
TIED = "tie"


def is_raised_from(issue: Issue) -> Q:
    """The condition that a follow-up points to the issue, or to a duplicate of it."""
    ties = FollowUp.issues.through._default_manager.filter(followup=OuterRef("pk"))
    copies = ties.filter(issue__duplicate_of=issue)
    return Q(Exists(ties.filter(issue=issue))) | Q(Exists(copies))


def ties_of(issues: Iterable[Issue]) -> list[Change]:
    """What the history of a follow-up tells of the issues it points to."""
    return [("issue", None, issue.ref) for issue in issues]


def tell_issues(follow_up: FollowUp, *, by: User) -> None:
    """Let the history of each issue say that this follow-up was issued."""
    for issue in follow_up.issues.order_by("pk"):
        _tell(issue, follow_up, by)


def hand_issues_on(follow_up: FollowUp, newer: FollowUp | None, *, by: User) -> None:
    """What takes the place of a follow-up points to the same issues from now on."""
    if newer is None:
        return
    known = newer.issues.values("pk")
    missing = list(follow_up.issues.exclude(pk__in=known).order_by("pk"))
    if not missing:
        return
    newer.issues.add(*missing)
    record(newer, TIED, by=by, changes=ties_of(missing))
    for issue in missing if newer.ref else ():
        _tell(issue, newer, by)


def _tell(issue: Issue, follow_up: FollowUp, by: User) -> None:
    record(issue, RAISED, by=by, changes=[("follow_up", None, follow_up.ref)])
