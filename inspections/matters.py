"""What can wait for somebody, as data: lists under filters, by role.

Each matter names a list, its filters and how pressing it is, so that the home
page counts just what the list will show.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from inspections.filters.follow_up import OPEN, OVERDUE, SOON
from inspections.lifecycle import VisitState
from inspections.lists import FOLLOW_UPS, VISITS, WholeList
from thai.dates import format_date
from ui.widgets import reader_language

NEXT_DAYS = 7
NEWS_DAYS = 30

Query = Mapping[str, Any]


@dataclass(frozen=True)
class Matter:
    """A kind of thing that can wait: `whole` under the filters of `query`.

    `tone` is one of the status part's; `sort` the order of the list and of the
    first rows, which are shown where `first_rows` is set.
    """

    key: str
    title: "str | Promise"
    tone: str
    whole: WholeList
    query: Callable[[date], Query]
    sort: str
    first_rows: bool = True

    @property
    def lists_visits(self) -> bool:
        """Whether its rows are visits; else they are follow-ups."""
        return self.whole is VISITS

    @property
    def shows_comments(self) -> bool:
        """Whether the rows tell what is to be mended."""
        return self.key == "returned"


def day(value: date) -> str:
    """A day for a filter's field, as the reader would type it."""
    return format_date(value, "num", reader_language())


def _visits(
    key: str,
    title: "str | Promise",
    tone: str,
    query: Callable[[date], Query],
    *,
    sort: str = "days",
    first_rows: bool = True,
) -> Matter:
    return Matter(key, title, tone, VISITS, query, sort, first_rows)


FIELD = [
    _visits(
        "returned",
        _("Returned for correction"),
        "late",
        lambda today: {"state": VisitState.RETURNED, "mine": "on"},
    ),
    _visits(
        "past",
        _("Planned for a day that is past"),
        "late",
        lambda today: {"state": VisitState.PLANNED, "late": "on", "mine": "on"},
    ),
    _visits(
        "recording",
        _("Being recorded"),
        "doing",
        lambda today: {"state": VisitState.IN_PROGRESS, "mine": "on"},
    ),
    _visits(
        "coming",
        _("Coming up"),
        "todo",
        lambda today: {
            "state": VisitState.PLANNED,
            "since": day(today),
            "mine": "on",
        },
    ),
    _visits(
        "submitted",
        _("Waiting for sign-off"),
        "neutral",
        lambda today: {"state": VisitState.SUBMITTED, "mine": "on"},
        first_rows=False,
    ),
]
MANAGER = [
    _visits(
        "to-sign-off",
        _("To review and sign off"),
        "todo",
        lambda today: {"state": VisitState.SUBMITTED},
    ),
    _visits(
        "late",
        _("Over, but not submitted"),
        "late",
        lambda today: {"late": "on"},
    ),
    _visits(
        "this-week",
        _("Planned for the next 7 days"),
        "neutral",
        lambda today: {
            "state": VisitState.PLANNED,
            "since": day(today),
            "until": day(today + timedelta(days=NEXT_DAYS - 1)),
        },
    ),
    _visits(
        "returned-by-us",
        _("Returned for correction"),
        "doing",
        lambda today: {"state": VisitState.RETURNED},
    ),
    _visits(
        "drafts",
        _("Being recorded"),
        "doing",
        lambda today: {"state": VisitState.IN_PROGRESS},
    ),
]
OFFICE = [
    Matter(
        "overdue",
        _("Follow-ups overdue"),
        "late",
        FOLLOW_UPS,
        lambda today: {"deadline": OVERDUE, "ours": "on"},
        "due_on",
    ),
    Matter(
        "soon",
        _("Follow-ups due within 14 days"),
        "todo",
        FOLLOW_UPS,
        lambda today: {"deadline": SOON, "ours": "on"},
        "due_on",
    ),
    Matter(
        "open",
        _("All open follow-ups"),
        "doing",
        FOLLOW_UPS,
        lambda today: {"deadline": OPEN, "ours": "on"},
        "due_on",
        first_rows=False,
    ),
    _visits(
        "planned-to-us",
        _("Visits planned to your office"),
        "todo",
        lambda today: {
            "state": VisitState.PLANNED,
            "since": day(today),
            "ours": "on",
        },
    ),
    _visits(
        "signed-off",
        _("Visits to your office signed off in the last 30 days"),
        "done",
        lambda today: {
            "signed_off_since": day(today - timedelta(days=NEWS_DAYS)),
            "ours": "on",
        },
        sort="-days",
    ),
]


def matters_of(user: User) -> list[Matter]:
    """What can wait for this user, by the roles of today."""
    scope = user.scope
    found = list(MANAGER) if scope.everything else []
    if scope.is_field:
        found += FIELD
    if scope.offices:
        found += OFFICE
    return found
