"""Who is assigned to a place today, as far as the reader may know."""

from datetime import date

from accounts.models import FIELD_ROLES, Assignment, User
from regions.models import Office, Zone


def field_staff(zone: Zone, today: date) -> list[Assignment]:
    """The inspectors and assistants of a zone; everyone may know them."""
    found = Assignment.objects.current(today).filter(zone=zone, role__in=FIELD_ROLES)
    active = found.filter(user__is_active=True).select_related("user")
    # "inspector" comes after "assistant"; inspectors are named first.
    return list(active.order_by("-role", "user__first_name", "pk"))


def office_staff(office: Office, user: User, today: date) -> list[Assignment]:
    """Officers and head, for themselves, who inspects the place, and managers."""
    scope = user.scope
    place = frozenset({office.province_id} if office.province_id else ())
    may_know = (
        scope.sees_all_places or office.pk in scope.offices or scope.works_in(place)
    )
    if not may_know:
        return []
    found = Assignment.objects.current(today).filter(
        office=office, user__is_active=True
    )
    # "head" comes before "officer".
    return list(found.select_related("user").order_by("role", "user__first_name", "pk"))
