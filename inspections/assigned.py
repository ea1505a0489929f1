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


def may_know_staff(office: Office, user: User) -> bool:
    """Whether the user may read who works in an office.

    The office itself may, who goes out to its province, and managers.
    """
    scope = user.scope
    place = frozenset({office.province_id} if office.province_id else ())
    return scope.sees_all_places or office.pk in scope.offices or scope.works_in(place)


def office_staff(office: Office, today: date) -> list[Assignment]:
    """The head and the officers of an office; see `may_know_staff`."""
    found = Assignment.objects.current(today).filter(
        office=office, user__is_active=True
    )
    # "head" comes before "officer".
    return list(found.select_related("user").order_by("role", "user__first_name", "pk"))
