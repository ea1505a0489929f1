"""That a visit saw a known issue once more: the day, and a note."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from inspections.models import Issue, Visit
from inspections.models.visit_choices import DateCertainty
from ui.fields import BuddhistDateField, ThaiTextField
from ui.forms import LONGEST_TEXT, Form
from ui.widgets import Textarea


class SightForm(Form):
    """When the visit saw the issue and what is to be said of it now, if anything."""

    seen_on = BuddhistDateField(label=_("Seen on"))
    note = ThaiTextField(
        required=False,
        max_length=LONGEST_TEXT,
        label=_("How it stands"),
        widget=Textarea({"rows": 2}),
    )

    def __init__(
        self,
        data: QueryDict | None,
        *,
        visit: Visit,
        issue: Issue,
        day: date | None = None,
    ) -> None:
        self.visit, self.issue = visit, issue
        initial = {"seen_on": day}
        super().__init__(data, prefix=f"again-{issue.pk}", initial=initial)

    @property
    def needs_opening(self) -> bool:
        """Whether something in it is to be mended."""
        return bool(self.errors)

    def clean_seen_on(self) -> date:
        """Refuse a day that is still to come, and one on which the visit was not."""
        day: date = self.cleaned_data["seen_on"]
        if day > timezone.localdate():
            raise ValidationError(_("This day is still to come."))
        is_certain = self.visit.date_certainty != DateCertainty.UNCERTAIN
        if is_certain and not self.visit.starts_on <= day <= self.visit.ends_on:
            raise ValidationError(_("The visit was on other days."))
        return day

    def told(self) -> dict[str, Any]:
        """The day and the note."""
        return {"seen_on": self.cleaned_data["seen_on"], "note": self.typed_note}

    @property
    def typed_note(self) -> str:
        """The note as far as it was read."""
        return str(self.cleaned_data.get("note") or "")
