"""What was asked to be mended in the last return, and whether it was touched since."""

from dataclasses import dataclass

from audit.models import Entry
from inspections.lifecycle import VisitState
from inspections.models import ReviewComment, Visit

#: While these last, the last return is still being answered.
UNDER_REVIEW = frozenset(
    {VisitState.RETURNED, VisitState.IN_PROGRESS, VisitState.SUBMITTED}
)


@dataclass(frozen=True)
class Asked:
    """A comment, and whether its section was changed since it was given."""

    comment: ReviewComment
    is_changed: bool


def asked_for(visit: Visit, comments: list[ReviewComment]) -> list[Asked]:
    """The comments of the visit's last return, while it is under review."""
    if visit.state not in UNDER_REVIEW or not comments:
        return []
    latest = comments[-1]
    # Those of one return are given in one moment, before or after a resolution.
    last = [row for row in comments if row.resolved_at == latest.resolved_at]
    saved = Entry.objects.about(visit).filter(step="record", at__gt=latest.at)
    changed = {
        path[0]
        for changes in saved.values_list("changes", flat=True)
        for path, _before, _after in changes
        if isinstance(path, list)
    }
    return [Asked(row, row.section in changed) for row in last]
