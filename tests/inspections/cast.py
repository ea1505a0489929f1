"""Everybody who can stand in some relation to one visit to the Khon Kaen office."""

from datetime import date

import pytest

from accounts.models import Role, User
from inspections.models import Visit, VisitMember
from tests.factories import make_assignment, make_user, make_zone

#: Who acts as what in the visit's life-cycle.
ACTORS: dict[str, set[str]] = {
    "inspector": {"inspector"},
    "inspector_everywhere": {"inspector"},
    "lead_from_elsewhere": {"inspector"},
    "member_from_elsewhere": {"inspector"},
    "assistant": set(),
    "assistant_as_lead": set(),
    "former_lead": set(),
    "manager": {"manager"},
    "superuser": {"manager"},
    "officer": set(),
    "head": set(),
    "neighbour": set(),
    "stranger": set(),
    "former_inspector": set(),
    "nobody": set(),
}
#: Who reads all of it from the first day.
SEE_ALL = (
    "inspector",
    "inspector_everywhere",
    "lead_from_elsewhere",
    "member_from_elsewhere",
    "assistant",
    "assistant_as_lead",
    "former_lead",
    "manager",
    "superuser",
)
#: Of those, who goes out or manages, so that they may write before the review.
WRITE = tuple(name for name in SEE_ALL if name != "former_lead")
#: The inspected office: the plan at once, its own part from sign-off.
SEE_OWN_PART = ("officer", "head")
OUTSIDERS = tuple(name for name in ACTORS if name not in {*SEE_ALL, *SEE_OWN_PART})


def join(request: pytest.FixtureRequest, name: str, visit: Visit) -> User:
    """Somebody of ACTORS or a former officer, tied to the visit as the name says."""
    for place in ("khon_kaen", "songkhla"):
        request.getfixturevalue(place)
    made = {
        "inspector_everywhere": lambda: _assigned(Role.INSPECTOR),
        "lead_from_elsewhere": lambda: _leading(
            visit, _assigned(Role.INSPECTOR, zone=make_zone(number=5))
        ),
        "member_from_elsewhere": lambda: _joining(
            visit, _assigned(Role.INSPECTOR, zone=make_zone(number=5))
        ),
        "assistant_as_lead": lambda: _leading(
            visit, _assigned(Role.ASSISTANT, zone=make_zone(number=5))
        ),
        "former_lead": lambda: _leading(visit, make_user()),
        "superuser": lambda: make_user(is_superuser=True, is_staff=True),
        "former_inspector": lambda: _assigned(
            Role.INSPECTOR, zone=make_zone(number=12), ends_on=date(2023, 3, 1)
        ),
        "former_officer": lambda: _assigned(
            Role.OFFICER, office=visit.units.get().office, ends_on=date(2023, 3, 1)
        ),
    }
    return made[name]() if name in made else request.getfixturevalue(name)


def _assigned(role: Role, **fields) -> User:
    user = make_user()
    make_assignment(user, role, **fields)
    return user


def _leading(visit: Visit, user: User) -> User:
    Visit.objects.filter(pk=visit.pk).update(lead=user)
    return user


def _joining(visit: Visit, user: User) -> User:
    VisitMember.objects.create(visit=visit, user=user)
    return user
