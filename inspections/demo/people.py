"""The accounts of the demonstration, with their assignments."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.contrib.auth.hashers import make_password

from accounts.models import Assignment, User
from audit.records import record
from networks.models import Contact, Network, Reach
from regions.models import Office, Zone
from thai.dates import fiscal_year, fiscal_year_bounds

PASSWORD = "demo-2566"  # noqa: S105 - printed by `make run`; never in production
NAMES = ("username", "title", "first_name", "last_name", "email")

Stated = Mapping[str, Any]


def load_accounts(accounts: Iterable[Stated], today: date) -> dict[str, User]:
    """Make the accounts that are missing; those there get the address they lack."""
    users = {user.username: user for user in User.objects.all()}
    hashed = ""
    for stated in accounts:
        if stated["username"] in users:
            _give_address(users[stated["username"]], stated["email"])
            continue
        # Hashing is meant to be slow, so it is done once for all.
        hashed = hashed or make_password(PASSWORD)
        is_superuser = stated.get("superuser", False)
        user = User.objects.create(
            password=hashed,
            is_staff=is_superuser,
            is_superuser=is_superuser,
            **{name: stated[name] for name in NAMES},
        )
        record(user, "demo", by=None)
        users[user.username] = user
        if "role" in stated:
            _assign(user, stated, today)
    return users


def _give_address(user: User, email: str) -> None:
    """An account of an earlier version has none to send digests to."""
    if not user.email:
        user.email = email
        user.save(update_fields=["email"])
        record(user, "demo", by=None, changes=[("email", "", email)])


def _assign(user: User, stated: Stated, today: date) -> None:
    zone, office = stated.get("zone"), stated.get("office")
    starts_on, _last_day = fiscal_year_bounds(fiscal_year(today))
    assignment = Assignment.objects.create(
        user=user,
        role=stated["role"],
        zone=None if zone is None else Zone.objects.get(number=zone),
        office=None if office is None else Office.objects.get(code=office),
        starts_on=starts_on,
    )
    record(assignment, "demo", by=None)


def load_contacts(contacts: Iterable[Stated]) -> None:
    """Give some chapters that the visits met somebody to talk to."""
    for stated in contacts:
        values = dict(stated)
        chapter = Network.objects.filter(
            kind=values.pop("kind"),
            province__code=values.pop("province"),
            reach=Reach.PROVINCIAL,
        ).first()
        if chapter and not chapter.contacts.exists():
            record(Contact.objects.create(network=chapter, **values), "demo", by=None)
