"""What is odd about a visit's plan or a step of a round: told, never refused."""

from datetime import date

from django.utils.translation import gettext as _

from inspections.models import Round, Visit
from regions.models import ZoneMembership
from thai.dates import fiscal_year, format_date
from ui.widgets import reader_language

SATURDAY = 5
EARLY = 31
"""Days before its window within which a round is usually opened."""


def plan_warnings(visit: Visit) -> list[str]:
    """The oddities of a visit's days and places, in the reader's language."""
    found = []
    held_round = visit.round
    if held_round and not (
        held_round.opens_on <= visit.starts_on and visit.ends_on <= held_round.closes_on
    ):
        found.append(_("The dates lie outside the round's window."))
    if held_round and fiscal_year(visit.starts_on) != held_round.fiscal_year:
        found.append(_("The first day lies in another fiscal year than the round."))
    if visit.zone_id and _outside_zone(visit):
        found.append(_("An inspected province lies outside the visit's zone."))
    strays = visit.sessions.exclude(held_on__range=(visit.starts_on, visit.ends_on))
    if strays.exclude(held_on=None).exists():
        found.append(_("A stop of the itinerary lies outside the visit's days."))
    if visit.starts_on.weekday() >= SATURDAY:
        found.append(_("The first day is a Saturday or Sunday."))
    return found


def round_cautions(held_round: Round, today: date) -> dict[str, str]:
    """What is odd about taking a step of the round today, by the step's slug.

    All offices have reports to write once it is open.
    """
    days = (held_round.opens_on - today).days
    if days <= EARLY:
        return {}
    words = _("It begins on %(day)s, in %(count)s days. Open it already now?")
    day = format_date(held_round.opens_on, "long", reader_language())
    return {"open": words % {"day": day, "count": days}}


def _outside_zone(visit: Visit) -> bool:
    provinces = visit.province_ids()
    inside = ZoneMembership.objects.current(visit.starts_on).filter(
        zone=visit.zone_id, province__in=provinces
    )
    return bool(provinces) and inside.count() < len(provinces)
