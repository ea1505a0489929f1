"""What a round's summary tells, block by block, of the places one reader chose."""

from django.utils.translation import gettext as _

from inspections.carried import carried_block
from inspections.figures import ANY, Asked, Block, Counted, Number, Tally
from inspections.filters.ledger import NOT_STATED
from inspections.filters.partner import MET
from inspections.filters.visit import DONE, NOT_CANCELLED
from inspections.lifecycle import VisitState
from inspections.lists import FOLLOW_UPS, MEETINGS, NETWORKS, VISITS
from inspections.models import Dimension, FollowUpKind, Level
from inspections.summary_reports import issues_block, reports_block


def blocks(asked: Asked) -> list[Block]:
    """All blocks, in the order in which a round goes on; each is a query or a few."""
    return [
        visits_block(asked),
        reports_block(asked),
        issues_block(asked),
        carried_block(asked),
        follow_ups_block(asked),
        networks_block(asked),
    ]


def visits_block(asked: Asked) -> Block:
    """Visits done of planned, and by state."""
    counted = Counted(asked, VISITS, {"state": "state"})
    states = [*VisitState.choices, (ANY, _("All"))]
    return Block(
        key="visits",
        title=_("Visits"),
        total=counted.number(_("All visits")),
        empty=_("No visit is planned in this round."),
        tallies=[
            Tally(_("Done of planned"), [*_done_of_planned(asked, counted)]),
            counted.tally(_("By state"), "state", states),
        ],
    )


def _done_of_planned(asked: Asked, counted: Counted) -> tuple[Number, Number]:
    done = counted.number("", state=VisitState.SIGNED_OFF).value
    cancelled = counted.number("", state=VisitState.CANCELLED).value
    # The list's filter of progress says in words what is counted.
    return (
        Number(
            done,
            VISITS.address(**asked.query, progress=DONE),
            _("Done: signed off"),
        ),
        Number(
            counted.number("").value - cancelled,
            VISITS.address(**asked.query, progress=NOT_CANCELLED),
            _("Planned, without the cancelled"),
        ),
    )


def follow_ups_block(asked: Asked) -> Block:
    """Follow-ups given in the round, by what was stated of them."""
    names = ("kind", "level", "dimension")
    fields = {name: name for name in names}
    counted = Counted(asked, FOLLOW_UPS, fields)
    none, every = (NOT_STATED, _("Not stated")), (ANY, _("All"))
    return Block(
        key="follow-ups",
        title=_("Follow-ups"),
        total=counted.number(_("All follow-ups")),
        empty=_("No recommendation or order was issued in this round."),
        tallies=[
            counted.tally(_("By kind"), "kind", [*FollowUpKind.choices, every]),
            counted.tally(_("By level"), "level", [*Level.choices, none]),
            counted.tally(_("By dimension"), "dimension", [*Dimension.choices, none]),
        ],
    )


def networks_block(asked: Asked) -> Block:
    """Networks met, and the meetings at which they were."""
    met = {
        name: asked.query[means] for name, means in MET.items() if means in asked.query
    }
    networks = NETWORKS.count(asked.request, **met)
    held = Number(
        MEETINGS.count(asked.request, **asked.query),
        MEETINGS.address(**asked.query),
        _("Meetings held"),
    )
    return Block(
        key="networks",
        title=_("Networks"),
        total=held,
        empty=_("No meeting with networks was held in this round."),
        tallies=[
            Tally(
                _("Met"),
                [
                    Number(
                        networks, NETWORKS.address(**met), _("Different networks met")
                    ),
                    held,
                ],
            )
        ],
    )
