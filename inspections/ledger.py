"""A place's part of the ledger on its page: what is open first, the oldest first."""

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from accounts.requests import UserRequest
from inspections.due import is_open, is_overdue
from inspections.filters.ledger import OPEN, OVERDUE
from inspections.lifecycle import FollowUpState
from inspections.lists import FOLLOW_UPS, SHORT, Section, count_words
from inspections.models import FollowUp
from ui.listing import render_keys


def ledger_section(request: UserRequest, **place: Any) -> Section:
    """The first follow-ups of a place and how many stand where; five queries at most.

    Rows that are not open any more fill up the place that is left, the newest first.
    """
    rows = FOLLOW_UPS.filtered(request, **place)
    opened = FOLLOW_UPS.filtered(request, **place, deadline=OPEN)
    keys = list(opened.order_by("given_on", "pk").values_list("pk", flat=True)[:SHORT])
    if len(keys) < SHORT:
        others = rows.exclude(pk__in=keys).order_by("-given_on", "-pk")
        keys += others.values_list("pk", flat=True)[: SHORT - len(keys)]
    return Section(
        key="follow-ups",
        title=_("Follow-ups"),
        rows=render_keys(
            FollowUp,
            keys,
            FOLLOW_UPS.listing(request.user),
            empty_text=_("Nothing here that you can see."),
        ),
        count=count_words(rows),
        more=FOLLOW_UPS.address(**place),
        tally=_tally(rows, place) if keys else "",
        links=[(_printed(place), _("Print for a meeting"))],
    )


def _tally(rows: QuerySet[Any], place: dict[str, Any]) -> SafeString:
    """How many stand where, each number leading to just those; one query."""
    asked: list[tuple[str, str, dict[str, str], Q]] = [
        (_("still to be done"), "doing", {"deadline": OPEN}, is_open()),
        (
            _("overdue"),
            "late",
            {"deadline": OVERDUE},
            is_overdue(timezone.localdate()),
        ),
        (_("answered, to be verified"), "todo", *_in_state(FollowUpState.ANSWERED)),
        (_("verified"), "done", *_in_state(FollowUpState.VERIFIED)),
    ]
    counted = rows.order_by().aggregate(
        **{tone: Count("pk", filter=meant) for _words, tone, _query, meant in asked}
    )
    counts = [
        {
            "words": words,
            "tone": tone,
            "count": counted[tone],
            "url": FOLLOW_UPS.address(**place, **query),
        }
        for words, tone, query, _meant in asked
    ]
    return render_to_string("inspections/_ledger_tally.html", {"counts": counts})


def _in_state(state: FollowUpState) -> tuple[dict[str, str], Q]:
    """The filter of a state in an address, and what it means."""
    return {"state": state.value}, Q(state=state)


def _printed(place: dict[str, Any]) -> str:
    """What is still to be done there, on paper."""
    query = urlencode({**place, "deadline": OPEN})
    return f"{reverse('inspections:follow_up_print')}?{query}"
