"""Who may say and ask who complained."""

from accounts.models import User
from inspections.models import Issue


def may_name_complainants(issue: Issue, user: User) -> bool:
    """Whether the user may say who complained: the office's people, inspectors of
    the place. Who adds one may reveal it, too; nobody else sees that there is one.
    """
    place = frozenset({issue.province_id} if issue.province_id else ())
    return issue.office_id in user.scope.offices or user.scope.inspects(place)
