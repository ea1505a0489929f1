"""Visits that can wait for somebody."""

from collections.abc import Callable
from datetime import date, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from inspections.lifecycle import VisitState
from inspections.lists import VISITS
from inspections.matters.matter import Matter, Query, day

NEXT_DAYS = 7
NEWS_DAYS = 30


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
