"""What lists and searches may tell of visits that the reader sees only in part.

An inspected office knows of a visit its plan and its own units, never another
unit; so names, provinces, filters and searches go by these units alone. Whoever
has no office sees each visit they may know of whole.
"""

from django.db.models import Q, QuerySet

from accounts.models import User
from inspections.lifecycle import VisitState
from inspections.models import Visit, VisitSite, VisitUnit


def readable_units(user: User) -> QuerySet[VisitUnit]:
    """Which units of visits that they may know of the user may read."""
    scope = user.scope
    if scope.sees_all_places or not scope.offices:
        return VisitUnit.objects.all()
    return VisitUnit.objects.filter(
        Q(office__in=scope.offices) | Q(visit__in=_whole_visits(user))
    )


def readable_sites(user: User) -> QuerySet[VisitSite]:
    """The sites of visits seen whole, and the office's own ones from sign-off."""
    scope = user.scope
    if scope.sees_all_places:
        return VisitSite.objects.all()
    own = Q(visit__in=_whole_visits(user))
    if scope.offices:
        inspected = VisitUnit.objects.filter(office__in=scope.offices)
        own |= Q(
            visit__in=inspected.values("visit"),
            visit__state=VisitState.SIGNED_OFF,
            province__in=scope.office_provinces,
        )
    return VisitSite.objects.filter(own)


def _whole_visits(user: User) -> QuerySet:
    return Visit.objects.seen_whole_by(user).values("pk")
