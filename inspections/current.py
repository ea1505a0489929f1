"""How far the rounds of today are: what a manager sees first."""

from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Count
from django.utils.translation import gettext as _

from accounts.requests import UserRequest
from inspections.figures import Number
from inspections.filters.visit import DONE, NOT_CANCELLED
from inspections.lifecycle import ROUND_REPORTING, SectionState
from inspections.lists import REPORTS, SECTIONS, VISITS, WholeList
from inspections.models import Round
from inspections.progress import visit_counts
from inspections.rights import may_manage_rounds


class Pair(NamedTuple):
    """So many of all."""

    title: str
    done: Number
    all: Number


@dataclass(frozen=True)
class Progress:
    """A round and how much of it is done."""

    held_round: Round
    pairs: list[Pair]


def progress_for(request: UserRequest) -> list[Progress]:
    """The open round, then those being summarised, newest first; for managers.

    Four queries, however many there are: while one is summarised, the next is open.
    """
    if not may_manage_rounds(request.user):
        return []
    # At most one is open, and "open" is before "summarising".
    rounds = list(
        Round.objects.filter(state__in=ROUND_REPORTING).order_by(
            "state", "-fiscal_year", "-number"
        )
    )
    if not rounds:
        return []
    reports = _states(request, REPORTS, "round")
    topics = _states(request, SECTIONS, "report__round")
    visits = visit_counts(request.user, [held_round.pk for held_round in rounds])
    return [
        Progress(
            held,
            [
                _accepted(_("Reports accepted"), REPORTS, held, reports),
                _accepted(_("Report topics accepted"), SECTIONS, held, topics),
                _visits_done(held, *visits.get(held.pk, (0, 0))),
            ],
        )
        for held in rounds
    ]


States = Counter[tuple[int, str]]
"""How many rows of each round are in each state."""


def _states(request: UserRequest, whole: WholeList, path: str) -> States:
    rows = whole.filtered(request, current="on").order_by()
    counted = rows.values_list(path, "state").annotate(Count("pk"))
    return Counter({(key, state): number for key, state, number in counted})


def _accepted(title: str, whole: WholeList, held: Round, states: States) -> Pair:
    accepted, own = SectionState.ACCEPTED, {"round": held.key}
    every = sum(number for (key, _state), number in states.items() if key == held.pk)
    return Pair(
        title,
        Number(states[held.pk, accepted], whole.address(**own, state=accepted), title),
        Number(every, whole.address(**own), _("All")),
    )


def _visits_done(held: Round, done: int, planned: int) -> Pair:
    own = {"round": held.key}
    return Pair(
        _("Visits done"),
        Number(done, VISITS.address(**own, progress=DONE), _("Done: signed off")),
        Number(
            planned,
            VISITS.address(**own, progress=NOT_CANCELLED),
            _("Planned, without the cancelled"),
        ),
    )
