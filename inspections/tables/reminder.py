"""A user's inbox: what they were reminded of."""

from collections.abc import Sequence
from datetime import date
from html import escape
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from inspections.filters.reminder import ReminderFilter
from inspections.lifecycle import FollowUpState, IssueState
from inspections.models import Rung
from inspections.models.issue_choices import ISSUE_TONES
from inspections.tables.columns import FOLLOW_UP_TONES, OVERDUE, ExcerptColumn
from inspections.tables.follow_up import shown_state
from ui.listing import Listing
from ui.tables import (
    NOTHING,
    ChoiceColumn,
    DateColumn,
    Draw,
    LinkColumn,
    ListTable,
    StatusColumn,
    TextColumn,
)

UNREAD, READ = "unread", "read"
#: The form on the inbox's page to which the buttons in its rows belong.
FORM = "reading"


class ReadColumn(TextColumn):
    """A button that marks an unread reminder as read; its value is key and number."""

    css = "nowrap"

    def drawer(self, language: str) -> Draw:
        words = escape(_now("Mark as read"))

        def draw(value: tuple[int, str] | None) -> str:
            if value is None:
                return NOTHING
            key, ref = value
            address = reverse("inspections:reminder_read", args=[key])
            return (
                f'<button class="button button--quiet" form="{FORM}" '
                f'formaction="{address}">{words}'
                f'<span class="visually-hidden"> {escape(ref)}</span></button>'
            )

        return draw


class AboutColumn(LinkColumn):
    """The number of a follow-up or, of news, of an issue; each leads to its page."""

    def drawer(self, language: str) -> Draw:
        follow_up, issue = super().drawer(language), _ISSUE.drawer(language)

        def draw(ref: str) -> str:
            return (issue if ref.startswith("I-") else follow_up)(ref)

        return draw


_ISSUE = LinkColumn("", url="inspections:issue_detail", sample="I-2500-99999")
#: The states of both, told apart: some have the same slug and other words.
STATES = [
    *FollowUpState.choices,
    (OVERDUE, _("Overdue")),
    *((f"issue {slug}", words) for slug, words in IssueState.choices),
]
TONES = {
    **FOLLOW_UP_TONES,
    **{f"issue {slug}": tone for slug, tone in ISSUE_TONES.items()},
}


class RungColumn(ChoiceColumn):
    """What a reminder says; long enough to need a second line."""

    css = ""


class ReminderTable(ListTable):
    """The reminders of one user, the newest first."""

    ref = AboutColumn(
        _("Number"), url="inspections:follow_up_detail", sample="F-2500-99999"
    )
    news = StatusColumn(
        pgettext_lazy("of a reminder", "Reading"),
        labels=[
            (UNREAD, pgettext_lazy("of a reminder", "Unread")),
            (READ, pgettext_lazy("of a reminder", "Read")),
        ],
        tones={UNREAD: "todo"},
    )
    rung = RungColumn(_("Reminder"), labels=Rung.choices)
    text = ExcerptColumn(_("What it is about"))
    #: The day of which it reminds: a new one starts the ladder again.
    due_on = DateColumn(_("Due day then"), order_by="due_on")
    state = StatusColumn(_("State now"), labels=STATES, tones=TONES)
    made = DateColumn(
        pgettext_lazy("of a reminder", "Sent on"),
        order_by="made_at",
        initial_sort_descending=True,
    )
    act = ReadColumn(_("Mark as"), exclude_from_export=True)

    class Meta:
        order_by = "-made"
        empty_text = _(
            "Nothing has come yet. You are reminded of follow-ups before and when "
            "they are due, as far as they are yours or your places', and told when an "
            "issue that you reported is joined with another."
        )


class ReminderListing(Listing):
    """What a reader was reminded of."""

    table = ReminderTable
    filterset = ReminderFilter
    caption = _("Reminders")
    fields = [
        "follow_up__ref",
        "read_at",
        "rung",
        "follow_up__text",
        "due_on",
        "follow_up__state",
        "follow_up__kind",
        "follow_up__due_on",
        "follow_up__is_imported",
        "made_at",
        "issue__ref",
        "issue__title",
        "issue__state",
    ]
    file_name = "reminders"

    def related(self, keys: Sequence[int]) -> date:
        """The day against which due days are held."""
        return timezone.localdate()

    def cells(self, row: tuple[Any, ...], related: Any) -> Sequence[Any]:
        key, ref, read_at, rung, text, due_on, *rest = row
        state, kind, due_now, is_imported, made_at, *issue = rest
        if ref is None:
            ref, text, state = issue[0], issue[1], f"issue {issue[2]}"
        else:
            state = shown_state(kind, state, due_now, related, is_imported=is_imported)
        return (
            ref,
            READ if read_at else UNREAD,
            rung,
            text,
            due_on,
            state,
            timezone.localdate(made_at),
            None if read_at else (key, ref),
        )
