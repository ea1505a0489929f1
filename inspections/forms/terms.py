"""What any follow-up may be asked to, wherever it is given: its day, its reports."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from inspections.due import NOTHING_TO_DO
from inspections.models import FollowUpKind
from ui.rows import RowForm

FAR = timedelta(days=5 * 366)
"""So far ahead nothing is asked for: a day behind it is a slip, or never meant."""


def judge_due_day(form: RowForm, due_on: date | None, given_on: date | None) -> None:
    """Refuse a due day before the day it is given, or years ahead, at its field."""
    if due_on is None or "due_on" in form.errors:
        return
    if given_on and due_on < given_on:
        form.add_error("due_on", _("It cannot be due before it is given."))
    elif due_on > timezone.localdate() + FAR:
        form.add_error("due_on", _("This day is more than five years away."))


def judge_kind(form: RowForm, cleaned: dict[str, Any]) -> None:
    """Refuse what doesn't go with the kind: only an order asks for regular reports."""
    kind = cleaned.get("kind")
    if kind in NOTHING_TO_DO:
        for name in ("due_on", "rhythm"):
            if cleaned.get(name):
                message = _("Nothing is asked with this kind: leave this empty.")
                form.add_error(name, message)
    elif cleaned.get("rhythm") and kind and kind != FollowUpKind.ORDER:
        form.add_error("rhythm", _("Only an order asks for regular reports."))
