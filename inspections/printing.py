"""The ledger on paper for a meeting: by place and office, the oldest first."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from inspections.due import is_late
from inspections.models import FollowUp
from inspections.models.follow_up import age_in_rounds

CAP = 500
"""Rows on paper; nobody goes through more in a meeting."""
#: By place and then by age; what has no place or office comes last.
_ORDER = (
    F("province__sort_key").asc(nulls_last=True),
    F("province").asc(nulls_last=True),
    F("answering_office__sort_key").asc(nulls_last=True),
    F("answering_office").asc(nulls_last=True),
    "given_on",
    "pk",
)


@dataclass(frozen=True)
class Group:
    """The follow-ups that one office answers, or that nobody is known to."""

    place: str
    office: str
    rows: list[FollowUp]


def groups_of(rows: QuerySet[Any], today: date) -> tuple[list[Group], bool]:
    """The first rows in their groups, and whether there are more; one query.

    Each row has its `age` and `is_late`.
    """
    shown = rows.select_related("province", "answering_office", "office", "network")
    found = list(shown.annotate(age=age_in_rounds()).order_by(*_ORDER)[: CAP + 1])
    for row in found:
        row.is_late = is_late(row, today)
    groups = [
        Group(place, office, list(members))
        for (place, office), members in groupby(found[:CAP], key=_heading)
    ]
    return groups, len(found) > CAP


def _heading(row: FollowUp) -> tuple[str, str]:
    place, office = row.province, row.answering_office
    return (
        str(place) if place else _("Province not stated"),
        str(office) if office else _("Nobody is known to answer"),
    )
