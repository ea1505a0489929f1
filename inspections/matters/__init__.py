"""What can wait for somebody, as data: lists under filters, by role.

Each matter names a list, its filters and how pressing it is, so that the home
page counts just what the list will show.
"""

from accounts.models import User
from inspections.matters import follow_ups, reports, visits
from inspections.matters.matter import Matter, day

__all__ = ["Matter", "day", "matters_of"]


def matters_of(user: User) -> list[Matter]:
    """What can wait for this user, by the roles of today; nothing twice."""
    scope = user.scope
    found: list[Matter] = []
    if scope.everything:
        found += [*visits.MANAGER, *reports.MANAGER, *follow_ups.MANAGER]
    if scope.is_field:
        found += visits.FIELD
        found += reports.INSPECTOR if scope.is_inspector else reports.ASSISTANT
    if scope.is_inspector:
        found += follow_ups.INSPECTOR
    if scope.offices:
        found += [*reports.OFFICE, *follow_ups.OFFICE, *visits.OFFICE]
    return list({matter.key: matter for matter in found}.values())
