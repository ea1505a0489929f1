"""Days of the Buddhist era and times of day."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from thai.dates import (
    FIRST_YEAR,
    LAST_YEAR,
    DateRefused,
    TimeRefused,
    fiscal_year,
    fiscal_year_bounds,
    format_date,
    parse_date,
    parse_time,
)
from ui.widgets import BuddhistDateInput, BuddhistTimeInput, reader_language


def example_day() -> str:
    """1 March of this fiscal year, as the reader writes it."""
    year = fiscal_year(timezone.localdate())
    day = fiscal_year_bounds(year)[1].replace(month=3, day=1)
    return format_date(day, "short", reader_language())


def _date_hint() -> str:
    return gettext("For example %(day)s") % {"day": example_day()}


DATE_HINT = lazy(_date_hint, str)()
TIME_HINT = _("For example 14.00")


class BuddhistDateField(forms.DateField):
    """A day, typed in any written form of either era.

    The bounds are years B.E., both included.
    """

    widget = BuddhistDateInput
    default_error_messages = {
        "required": _("Enter a date."),
        "unreadable": _("Enter a date such as %(day)s."),
        "month": _("There is no such month. Write its number or name."),
        "year": _("Write the year in full: 2566 in the Buddhist era, or 2023."),
        "no_such_day": _("There is no such day. Check the day, month and year."),
        "out_of_range": _("The year must be between %(first)s and %(last)s B.E."),
    }

    def __init__(
        self, *, first_year: int = FIRST_YEAR, last_year: int = LAST_YEAR, **kwargs: Any
    ) -> None:
        self.first_year, self.last_year = first_year, last_year
        kwargs.setdefault("help_text", DATE_HINT)
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> dt.date | None:
        """Read what was typed; an empty field is None."""
        if value in self.empty_values or not str(value).strip():
            return None
        if isinstance(value, dt.date):
            return value.date() if isinstance(value, dt.datetime) else value
        told = {"first": self.first_year, "last": self.last_year, "day": example_day()}
        try:
            return parse_date(
                str(value), first_year=self.first_year, last_year=self.last_year
            )
        except DateRefused as refused:
            message = self.error_messages[refused.code]
            raise ValidationError(message, refused.code, told) from None


class BuddhistTimeField(forms.TimeField):
    """A time of day, typed with a dot or a colon."""

    widget = BuddhistTimeInput
    default_error_messages = {
        "required": _("Enter a time."),
        "invalid": _("Enter a time such as 14.00."),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", TIME_HINT)
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> dt.time | None:
        """Read what was typed; an empty field is None."""
        if value in self.empty_values or not str(value).strip():
            return None
        if isinstance(value, dt.time):
            return value
        try:
            return parse_time(str(value))
        except TimeRefused:
            raise ValidationError(self.error_messages["invalid"], "invalid") from None
