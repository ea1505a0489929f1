"""A meeting with networks, held outside any visit, and what was promised there."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from inspections.forms.raised import RaisedForm
from inspections.forms.terms import judge_due_day
from inspections.models import FollowUp
from networks.models import Meeting
from ui.forms import limit_choices
from ui.rows import RowForm, row_set
from ui.widgets import Textarea, TextInput

AHEAD = timedelta(days=366)
"""How far ahead a meeting may be planned."""


class MeetingFactsForm(RaisedForm):
    """When, where and about what; also points of which nobody noted who raised them."""

    class Meta:
        model = Meeting
        fields = [
            "held_on",
            "starts_at",
            "province",
            "place",
            "mode",
            "title",
            "summary",
        ]
        labels = {"summary": _("What the meeting was about")}
        widgets = {"place": TextInput, "title": TextInput}
        error_messages = {
            "held_on": {"required": _("Write the day of the meeting.")},
            "province": {"required": _("Choose the province.")},
        }

    def prepare(self) -> None:
        self.fields["held_on"].required = True
        limit_choices(self, "province", self.context.provinces)
        field = self.fields["province"]
        field.required = self.context.needs_a_province
        field.error_messages["required"] = _("Choose the province.")
        if self.instance.pk is None:
            self.initial.setdefault("province", self.context.sole_place)

    def derived_initial(self, instance: Meeting) -> dict[str, Any]:
        return self.raised_initial(instance.points.filter(party=None))

    def clean_held_on(self) -> date:
        """Refuse a day more than a year ahead: a slip of the hand."""
        day: date = self.cleaned_data["held_on"]
        if day and day > timezone.localdate() + AHEAD:
            raise forms.ValidationError(_("This day is more than a year away."))
        return day

    def fact_fields(self) -> list[forms.BoundField]:
        """Day, place and subject."""
        return [bound for bound in self.told_fields() if bound.name != "points"]

    def stray_fields(self) -> list[forms.BoundField]:
        """The points of which it isn't known who raised them."""
        return [self["points"], *self.leveled_fields()]

    @property
    def needs_strays_open(self) -> bool:
        """Whether there is such a point, or something to look at there."""
        return self.needs_levels_open or bool(self["points"].value())


class PromiseForm(RowForm):
    """What a network promised, and by when; a draft until it is issued."""

    class Meta:
        model = FollowUp
        fields = ["network", "text", "due_on"]
        labels = {"network": _("Which network"), "text": _("What it promised")}
        error_messages = {"text": {"required": _("Write what was promised.")}}

    def prepare(self) -> None:
        limit_choices(self, "network", self.context.networks)
        field = self.fields["network"]
        field.required = True
        field.error_messages["required"] = _("Choose which network promised it.")
        field.help_text = _(
            "One that is not in the list yet: write it under who came and save, "
            "then choose it here."
        )
        self.fields["text"].widget = Textarea({"rows": 2})

    def is_blank(self) -> bool:
        return not {"text", "due_on"} & set(self.changed_data)

    def says_when(self, held_on: date | None) -> bool:
        """Whether its day fits the day of the meeting; if not, the form says so."""
        if held_on is None:
            return True
        if held_on > timezone.localdate():
            self.add_error(
                "text",
                _(
                    "The meeting is still to come. Write down what was promised "
                    "once it was held."
                ),
            )
            return False
        due_on = self.cleaned_data.get("due_on") or self.instance.due_on
        judge_due_day(self, due_on, held_on)
        return "due_on" not in self.errors


PromiseRows = row_set(PromiseForm)
