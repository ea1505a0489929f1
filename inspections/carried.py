"""What a round took over and what it left, in numbers that open the ledger."""

from typing import Any, NamedTuple

from django.db.models import Case, Count, Exists, OuterRef, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from inspections.figures import Asked, Block, Counted, Number, Tally
from inspections.filters.carried import OPEN, UNSEEN, outcome_in
from inspections.lifecycle import FollowUpState
from inspections.lists import FOLLOW_UPS
from inspections.models import Carry, Round

_ENDED_OTHERWISE = (
    FollowUpState.CANNOT_COMPLY,
    FollowUpState.SUPERSEDED,
    FollowUpState.WITHDRAWN,
)


class CarriedOver(NamedTuple):
    """Of a round: what it took over, how that stands today, what it left itself.

    `standing` always adds up to `total`: what stayed open is counted so for ever, once
    a later round has taken it over. `passed_on` says of the follow-ups given
    in the round how many were carried into which later one.
    """

    total: Number
    standing: list[Number]
    unseen: Number
    passed_on: list[Number]


class _Into(Asked):
    """The same round and places, asked for what was carried into the round."""

    @property
    def query(self) -> dict[str, Any]:
        return {"carried": self.held_round.key, **self.place.query}


def carried_over(asked: Asked) -> CarriedOver:
    """The numbers of the follow-ups that the reader may see, in two queries."""
    counted = _counted(asked)
    return CarriedOver(
        total=counted.number(_("Carried into this round")),
        standing=[
            counted.number(
                FollowUpState.VERIFIED.label, outcome=FollowUpState.VERIFIED
            ),
            counted.number(pgettext("follow-ups", "Still open"), outcome=OPEN),
            *(counted.number(state.label, outcome=state) for state in _ENDED_OTHERWISE),
        ],
        unseen=counted.number(_("Still to be looked at"), looked=UNSEEN),
        passed_on=_passed_on(asked),
    )


def _counted(asked: Asked) -> Counted:
    held_round = asked.held_round
    unseen = Carry.objects.to_look_at().filter(
        follow_up=OuterRef("pk"), round=held_round
    )
    return Counted(
        _Into(asked.request, held_round, asked.place, asked.today),
        FOLLOW_UPS,
        {"outcome": "came_of", "looked": "unseen"},
        came_of=outcome_in(Carry.objects.filter(round=held_round)),
        unseen=Case(When(Exists(unseen), then=Value(UNSEEN)), default=Value("")),
    )


def _passed_on(asked: Asked) -> list[Number]:
    """Those given in the round, by the later rounds into which they were carried."""
    into = ("carries__round__fiscal_year", "carries__round__number")
    given = FOLLOW_UPS.filtered(asked.request, **asked.query)
    rows = given.filter(carries__isnull=False).order_by(*into).values_list(*into)
    found = rows.annotate(Count("pk", distinct=True))
    later = [(Round(fiscal_year=y, number=n), count) for y, n, count in found]
    return [
        Number(count, FOLLOW_UPS.address(**asked.query, carried=one.key), str(one))
        for one, count in later
    ]


def carried_block(asked: Asked) -> Block:
    """What the round took over and left, for its summary."""
    over = carried_over(asked)
    tallies = [
        Tally(_("Carried into this round"), [*over.standing, over.total]),
        Tally(_("Looked at in this round"), [over.unseen]),
    ]
    if over.passed_on:
        title = _("Left open by this round and carried on")
        tallies.append(Tally(title, over.passed_on))
    return Block(
        key="carried",
        title=_("Left from before"),
        total=over.total,
        empty=_("Nothing was left from before when this round opened."),
        tallies=tallies,
    )
