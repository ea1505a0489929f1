"""Rounds, their years and leads as the choices of filters."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q

from accounts.models import FIELD_ROLES, Assignment, User
from inspections.models import Round, Visit
from ui.directories import Directory


def _rounds() -> Iterator[tuple[int, str, str]]:
    for held_round in Round.objects.all():
        key = f"{held_round.fiscal_year}-{held_round.number}"
        yield held_round.pk, key, str(held_round)


def _years() -> Iterator[tuple[int, str, str]]:
    years = Round.objects.order_by("-fiscal_year").values_list("fiscal_year", flat=True)
    for year in years.distinct():
        yield year, str(year), str(year)


def _leads() -> Iterator[tuple[int, str, str]]:
    leading = Exists(Visit.objects.filter(lead=OuterRef("pk")))
    assigned = Exists(
        Assignment.objects.filter(user=OuterRef("pk"), role__in=FIELD_ROLES)
    )
    for user in User.objects.filter(Q(leading) | Q(assigned)):
        yield user.pk, str(user.pk), str(user)


rounds = Directory(_rounds)
years = Directory(_years)
leads = Directory(_leads)
