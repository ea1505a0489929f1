"""What lists and searches may tell of visits that the reader sees only in part.

An inspected office knows of a visit its plan and its own units, never another
unit; so names, provinces, filters and searches go by these units alone. Whoever
has no office sees each visit they may know of whole.
"""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import User
from inspections.lifecycle import VisitState
from inspections.models import Visit, VisitSite, VisitUnit
from inspections.models.unit import shown_name
from inspections.search import UNIT_SEPARATOR


def readable_units(user: User) -> QuerySet[VisitUnit]:
    """Which units of visits that they may know of the user may read."""
    scope = user.scope
    if scope.sees_all_places or not scope.offices:
        return VisitUnit.objects.all()
    return VisitUnit.objects.filter(
        Q(office__in=scope.offices) | Q(visit__in=_whole_visits(user))
    )


def unit_names(units: QuerySet[VisitUnit]) -> dict[int, str]:
    """By visit: these units' names in the reader's language, in one line."""
    rows = units.order_by("visit", "order", "pk").values_list(
        "visit", "printed_name", "office__name_th", "office__name_en", "site__name"
    )
    found: dict[int, list[str]] = defaultdict(list)
    for visit, printed, thai, english, site in rows:
        found[visit].append(shown_name(printed, thai, english, site))
    return {visit: UNIT_SEPARATOR.join(names) for visit, names in found.items()}


def says(words: Iterable[str], user: User) -> Q:
    """The condition that a visit holds all these words where the user may read.

    `words` are folded. Of a visit seen whole that is its record; of another one
    the plan and the office's own units: else a search would tell what pages hide.
    """
    whole, plan = Q(), Q()
    units = readable_units(user).filter(visit=OuterRef("pk"))
    for word in words:
        whole &= Q(search_text__contains=word)
        plan &= Q(plan_text__contains=word) | Q(Exists(units.filter(_named(word))))
    if user.scope.sees_all_places or not user.scope.offices:
        return whole
    return plan | (whole & Q(pk__in=_whole_visits(user)))


def _named(word: str) -> Q:
    """The condition that a unit is called so, or lies in a place called so."""
    return (
        Q(printed_name__icontains=word)
        | Q(office__search_text__contains=word)
        | Q(site__search_text__contains=word)
        | Q(provinces__search_text__contains=word)
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
