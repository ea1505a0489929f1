"""The day from which a brief tells what changed."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ui.fields import BuddhistDateField


class SinceForm(forms.Form):
    """Asked for by GET: an empty or a wrong day leaves the usual one in force."""

    since = BuddhistDateField(
        # The day in force stands in the field: it needs no example.
        label=_("Show changes since"),
        required=False,
        help_text="",
    )

    def __init__(self, data: Any, today: date) -> None:
        super().__init__(data)
        self.today = today

    def clean_since(self) -> date | None:
        """Refuse a day that has not come: nothing can have changed since."""
        since: date | None = self.cleaned_data["since"]
        if since and since > self.today:
            raise ValidationError(_("This day has not come yet."), "future")
        return since

    @property
    def chosen(self) -> date | None:
        """The day asked for, if it is one."""
        return self.cleaned_data.get("since") if self.is_valid() else None
