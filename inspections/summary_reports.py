"""What a round's summary tells of the reports asked for and the issues reported."""

from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from inspections.figures import ANY, Asked, Block, Counted, Number
from inspections.filters.issue import OPEN
from inspections.lifecycle import ISSUE_OPEN, IssueState, SectionState
from inspections.lists import ISSUES, REPORTS, SECTIONS
from inspections.models import Severity, TopicKind
from inspections.sending import (
    Sending,
    days_after,
    report_sending,
    section_sending,
)


def reports_block(asked: Asked) -> Block:
    """Reports and their topics by state, and how they kept to the due day."""
    fields = {"state": "state", "sending": "sending"}
    reports = Counted(asked, REPORTS, fields, sending=report_sending())
    sections = Counted(
        asked,
        SECTIONS,
        {"topic_id": "topic", **fields},
        sending=section_sending(),
    )
    states = [*SectionState.choices, (ANY, _("All"))]
    topics = [(topic.pk, topic) for topic in asked.held_round.topics.all()]
    return Block(
        key="reports",
        title=_("Province reports"),
        total=reports.number(_("All reports")),
        empty=_("No office has a report in this round yet."),
        tallies=[
            reports.tally(_("Reports by state"), "state", states),
            reports.tally(_("Reports by due day"), "sending", Sending.choices),
            sections.tally(_("Topics by due day"), "sending", Sending.choices),
        ],
        grids=[
            sections.grid(
                _("Topics by state"),
                _("Topic"),
                ("topic_id", [*topics, (ANY, _("All"))]),
                ("state", states),
            )
        ],
        remarks=_delays(asked, sections),
    )


def _delays(asked: Asked, sections: Counted) -> list[str]:
    """By how much the latest topic was late, and what is still to come is."""
    due, remarks = asked.held_round.reports_due_on, []
    rows = SECTIONS.filtered(asked.request, **asked.query)
    last = rows.aggregate(last=Max("first_submitted_at"))["last"]
    if sections.number("", sending=Sending.LATE.value).value:
        days = days_after(due, last, asked.today)
        remarks.append(
            ngettext(
                "The latest topic came %(days)s day after the due day.",
                "The latest topic came %(days)s days after the due day.",
                days,
            )
            % {"days": f"{days:,}"}
        )
    days = days_after(due, None, asked.today)
    if days and sections.number("", sending=Sending.MISSING.value).value:
        remarks.append(
            ngettext(
                "What is not in yet is %(days)s day late.",
                "What is not in yet is %(days)s days late.",
                days,
            )
            % {"days": f"{days:,}"}
        )
    return remarks


def issues_block(asked: Asked) -> Block:
    """Issues by kind and severity, the worst first, and by state."""
    fields = {name: name for name in ("kind", "severity", "state")}
    counted = Counted(asked, ISSUES, fields)
    every = (ANY, _("All"))
    states = counted.tally(_("By state"), "state", [*IssueState.choices, every])
    still = sum(counted.number("", state=state).value for state in ISSUE_OPEN)
    open_ones = Number(
        still,
        ISSUES.address(**asked.query, status=OPEN),
        _("Still to be dealt with"),
    )
    return Block(
        key="issues",
        title=_("Reported issues"),
        total=counted.number(_("All issues")),
        empty=_("No issue was reported in this round."),
        tallies=[states._replace(numbers=[open_ones, *states.numbers])],
        grids=[
            counted.grid(
                _("By kind and severity"),
                _("Kind"),
                ("kind", [*TopicKind.choices, every]),
                ("severity", [*reversed(Severity.choices), every]),
            )
        ],
    )
