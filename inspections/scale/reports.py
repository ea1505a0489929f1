"""Reports in volume: those of every closed round, and more rounds for more visits."""

from datetime import date, timedelta

from django.db import transaction

from inspections.demo.cast import Cast
from inspections.demo.reports import make_closed_reports
from inspections.demo.stock import Stock
from inspections.lifecycle import RoundState
from inspections.models import Round
from inspections.reference import copy_topics
from thai.dates import ERA

VISITS_A_ROUND = 250
"""A round of 76 reports is made for so many visits."""
MARK = "SCALE"
"""The policy note of the rounds that are made here."""
FIRST_YEAR, LAST_YEAR = 2541, 2565
ROUNDS_A_YEAR = 4
LENGTH = timedelta(days=60)


def make_reports(visits: int, today: date) -> int:
    """Make reports for so many visits, those of the real rounds first.

    Tells how many rounds have reports then. There are at most ROUNDS_A_YEAR for
    each year that no real round is in.
    """
    wanted = visits // VISITS_A_ROUND
    own = Round.objects.exclude(policy_note=MARK).filter(state=RoundState.CLOSED)
    rounds = [*own.order_by("-fiscal_year", "-number")[:wanted]]
    rounds += _more_rounds(wanted - len(rounds), rounds[:1])
    cast, stock = Cast({}, today), Stock()
    for held_round in rounds:
        with transaction.atomic():
            make_closed_reports([held_round], stock, cast)
    return len(rounds)


def _more_rounds(wanted: int, models: list[Round]) -> list[Round]:
    """So many closed rounds with the topics of a real one, the latest years first."""
    places = [
        (year, number)
        for year in range(LAST_YEAR, FIRST_YEAR - 1, -1)
        for number in range(ROUNDS_A_YEAR, 0, -1)
    ]
    return [_round(year, number, models) for year, number in places[: max(wanted, 0)]]


@transaction.atomic
def _round(year: int, number: int, models: list[Round]) -> Round:
    opens_on = date(year - ERA, 1, 10) + (number - 1) * LENGTH
    held_round, made = Round.objects.get_or_create(
        fiscal_year=year,
        number=number,
        defaults={
            "state": RoundState.CLOSED,
            "opens_on": opens_on,
            "closes_on": opens_on + LENGTH - timedelta(days=1),
            "reports_due_on": opens_on + timedelta(days=14),
            "policy_note": MARK,
        },
    )
    if made:
        for model in models:
            copy_topics(model, held_round)
    return held_round
