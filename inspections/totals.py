"""The numbers on top of a round's page, each the count of the list that it opens."""

from collections import Counter
from typing import NamedTuple

from django.db.models import Count
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.requests import UserRequest
from inspections.actions import visits_in_the_way
from inspections.filters.report import LATE
from inspections.lifecycle import ISSUE_OPEN, RoundState, SectionState, VisitState
from inspections.lists import (
    FOLLOW_UPS,
    ISSUES,
    REPORTS,
    SECTIONS,
    VISITS,
    WholeList,
)
from inspections.models import Round, Visit
from inspections.models.report import SECTION_TONES
from inspections.sending import Sending, report_sending


class Tally(NamedTuple):
    """One number: what it counts, how it is coloured, where its rows are."""

    title: "str | Promise"
    tone: str
    number: int
    url: str


#: What a report is called in each state, among the numbers.
REPORTS_IN = {
    SectionState.DRAFT: _("Reports being written"),
    SectionState.RETURNED: _("Reports sent back"),
    SectionState.SUBMITTED: _("Reports to be accepted"),
    SectionState.ACCEPTED: _("Reports accepted"),
}
#: The same of single topics that are not accepted.
TOPICS_IN = {
    SectionState.DRAFT: pgettext_lazy("of a report's topics", "still being written"),
    SectionState.RETURNED: pgettext_lazy("of a report's topics", "sent back"),
    SectionState.SUBMITTED: pgettext_lazy("of a report's topics", "to be accepted"),
}
#: How what is late today stands; the two are all of it.
LATE_SO = {
    Sending.MISSING: _("Reports overdue, not sent in full"),
    Sending.LATE: _("Reports sent late"),
}


def round_tally(request: UserRequest, held_round: Round) -> list[Tally]:
    """What the reader may know of the round, in five queries."""
    own = {"round": held_round.key}

    def states(whole: WholeList) -> Counter[str]:
        rows = whole.filtered(request, **own).order_by()
        return Counter(dict(rows.values_list("state").annotate(Count("pk"))))

    def told(
        title: "str | Promise", tone: str, number: int, whole: WholeList, **query: str
    ) -> Tally:
        return Tally(title, tone, number, whole.address(**own, **query))

    visits = states(VISITS)
    done, planned = (
        visits[VisitState.SIGNED_OFF],
        _all_but(visits, VisitState.CANCELLED),
    )
    tally = [
        told(_("Visits done"), "done", done, VISITS, progress="done"),
        told(
            _("Visits planned, done included"),
            "",
            planned,
            VISITS,
            progress="not-cancelled",
        ),
    ]
    if held_round.state == RoundState.PLANNED:
        return tally
    reports, issues = states(REPORTS), states(ISSUES)
    late = REPORTS.filtered(request, **own, late=LATE).order_by()
    sent = dict(late.values_list(report_sending()).annotate(Count("pk")))
    still_open = sum(issues[state] for state in ISSUE_OPEN)
    return [
        *tally,
        *(
            told(title, SECTION_TONES[state], reports[state], REPORTS, state=state)
            for state, title in REPORTS_IN.items()
        ),
        *(
            told(
                title, "late", sent.get(kind, 0), REPORTS, late=LATE, sending=kind.value
            )
            for kind, title in LATE_SO.items()
        ),
        told(_("Issues reported"), "", issues.total(), ISSUES),
        told(_("Issues still open"), "todo", still_open, ISSUES, status="open"),
        told(_("Follow-ups"), "", FOLLOW_UPS.count(request, **own), FOLLOW_UPS),
    ]


def _all_but(counted: Counter[str], state: str) -> int:
    return counted.total() - counted[state]


class InTheWay(NamedTuple):
    """What keeps a round from being closed, and what closing would leave undone."""

    visits: list[Visit]
    topics: list[Tally]


def in_the_way(request: UserRequest, held_round: Round) -> InTheWay:
    """The visits that are not over, and how many topics are not accepted."""
    topics = [
        Tally(
            title,
            SECTION_TONES[state],
            SECTIONS.count(request, round=held_round.key, state=state),
            SECTIONS.address(round=held_round.key, state=state),
        )
        for state, title in TOPICS_IN.items()
    ]
    return InTheWay(visits_in_the_way(held_round), topics)
