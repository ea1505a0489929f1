"""Report topics and reported issues that can wait for somebody.

A topic of a closed round waits for nobody: nothing can be done with it.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from inspections.filters.report import IN_TIME, LATE
from inspections.lifecycle import IssueState, SectionState
from inspections.lists import ISSUES, REPORTS, SECTIONS
from inspections.matters.matter import Matter
from inspections.sending import Sending


def _topics(
    key: str,
    title: "str | Promise",
    tone: str,
    *,
    first_rows: bool = True,
    **query: str,
) -> Matter:
    """Topics of reports that are still written and judged: a closed round's rest."""
    asked = {**query, "current": "on"}
    return Matter(key, title, tone, SECTIONS, lambda today: asked, "-round", first_rows)


def _issues(key: str, title: "str | Promise", tone: str, **query: str) -> Matter:
    return Matter(key, title, tone, ISSUES, lambda today: query, "seen_on")


TO_VERIFY = _issues("to-verify", _("Issues to verify"), "todo", to_verify="on")
INSPECTOR = [
    _topics(
        "to-accept",
        _("Report topics to accept"),
        "todo",
        state=SectionState.SUBMITTED,
        mine="on",
    ),
    TO_VERIFY,
]
#: An assistant prepares; the inspector accepts.
ASSISTANT = [
    _topics(
        "submitted-topics",
        _("Report topics waiting for the inspector"),
        "neutral",
        first_rows=False,
        state=SectionState.SUBMITTED,
        mine="on",
    )
]
MANAGER = [
    Matter(
        "late-reports",
        _("Reports overdue, not sent in full"),
        "late",
        REPORTS,
        lambda today: {
            "late": LATE,
            "sending": Sending.MISSING.value,
            "current": "on",
        },
        "-round",
    ),
    TO_VERIFY,
]
OFFICE = [
    _topics(
        "topics-returned",
        _("Report topics returned for correction"),
        "late",
        state=SectionState.RETURNED,
        ours="on",
    ),
    _topics(
        "topics-overdue",
        _("Report topics overdue"),
        "late",
        state=SectionState.DRAFT,
        late=LATE,
        ours="on",
    ),
    _topics(
        "topics-due",
        _("Report topics to send"),
        "todo",
        state=SectionState.DRAFT,
        late=IN_TIME,
        ours="on",
    ),
    _issues(
        "issues-new",
        _("Issues newly reported to your office"),
        "todo",
        state=IssueState.REPORTED,
        ours="on",
    ),
    _issues(
        "issues-in-hand",
        _("Issues in hand"),
        "doing",
        state=IssueState.IN_HAND,
        ours="on",
    ),
]
