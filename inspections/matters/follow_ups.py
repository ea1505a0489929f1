"""Follow-ups that can wait for somebody."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from inspections.filters.ledger import OPEN, OVERDUE, REPORTS, SOON
from inspections.lifecycle import FollowUpState
from inspections.lists import FOLLOW_UPS
from inspections.matters.matter import Matter


def _follow_ups(
    key: str,
    title: "str | Promise",
    tone: str,
    *,
    first_rows: bool = True,
    **query: str,
) -> Matter:
    return Matter(
        key, title, tone, FOLLOW_UPS, lambda today: query, "due_on", first_rows
    )


TO_VERIFY = _follow_ups(
    "answers-to-verify", _("Answers to verify"), "todo", to_verify="on"
)
INSPECTOR = [TO_VERIFY]
MANAGER = [
    TO_VERIFY,
    _follow_ups(
        "imported",
        _("Imported follow-ups to adopt"),
        "neutral",
        first_rows=False,
        imported="yes",
        state=FollowUpState.ISSUED.value,
    ),
]
OFFICE = [
    _follow_ups(
        "overdue", _("Follow-ups overdue"), "late", deadline=OVERDUE, ours="on"
    ),
    _follow_ups(
        "sent-back",
        _("Follow-ups sent back to you"),
        "late",
        sent_back="on",
        ours="on",
    ),
    _follow_ups(
        "reports-due",
        _("Follow-ups on which a report is due"),
        "late",
        deadline=REPORTS,
        ours="on",
    ),
    _follow_ups(
        "new",
        _("Follow-ups newly issued, to acknowledge"),
        "todo",
        state=FollowUpState.ISSUED.value,
        deadline=OPEN,
        ours="on",
    ),
    _follow_ups(
        "soon", _("Follow-ups due within 14 days"), "todo", deadline=SOON, ours="on"
    ),
    _follow_ups(
        "open",
        _("All open follow-ups"),
        "doing",
        first_rows=False,
        deadline=OPEN,
        ours="on",
    ),
]
