"""The rows of a visit's record, each part as its own form."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from inspections.forms.plan import GeneralForm
from inspections.models import (
    TopicNote,
    Visit,
    VisitSession,
)
from ui.forms import limit_choices
from ui.rows import RowForm, row_set
from ui.widgets import Textarea, TextInput


class RecordGeneralForm(GeneralForm):
    """The plan as it turned out, with summary and note."""

    class Meta(GeneralForm.Meta):
        model = Visit
        fields = [*GeneralForm.Meta.fields, "summary", "note"]
        help_texts = {
            **GeneralForm.Meta.help_texts,
            "note": _("For inspectors and managers only."),
        }

    told = ("summary", "note")

    def told_fields(self) -> list[forms.BoundField]:
        """What is written after the visit; the rest is the plan."""
        return [self[name] for name in self.told]

    def plan_fields(self) -> list[forms.BoundField]:
        """The plan, changed only if it turned out otherwise."""
        names = [name for name in self.fields_shown() if name not in self.told]
        return [self[name] for name in names]

    @property
    def needs_plan_open(self) -> bool:
        """Whether something in the plan asks for a look."""
        return bool(set(self.errors if self.is_bound else ()) - set(self.told)) or any(
            conflict.field not in self.told for conflict in self.conflicts
        )


class SessionForm(RowForm):
    """A stop of the itinerary."""

    class Meta:
        model = VisitSession
        fields = ["held_on", "starts_at", "kind", "mode", "place", "activity"]
        widgets = {"place": TextInput, "activity": Textarea({"rows": 2})}

    def prepare(self) -> None:
        self.fields["held_on"].help_text = ""
        self.fields["starts_at"].help_text = ""

    def is_blank(self) -> bool:
        return not {"held_on", "starts_at", "place", "activity"} & set(
            self.changed_data
        )

    def clean(self) -> dict[str, Any]:
        """Ask for what was done at the stop."""
        cleaned = super().clean() or {}
        if not cleaned.get("activity") and not cleaned.get("place"):
            self.add_error("activity", _("Write what was done, or where."))
        return cleaned


class TopicNoteForm(RowForm):
    """What one office reported on a topic and what was found."""

    texts = ("reported", "found", "obstacle", "not_inspected_reason")

    class Meta:
        model = TopicNote
        fields = [
            "topic",
            "kind",
            "title",
            "unit",
            "reported",
            "found",
            "obstacle",
            "not_inspected_reason",
        ]
        labels = {"not_inspected_reason": _("If it was not inspected: why")}
        widgets = {"title": TextInput, "not_inspected_reason": TextInput}

    def prepare(self) -> None:
        limit_choices(self, "topic", self.context.topics)
        limit_choices(self, "unit", self.context.units)

    @property
    def heading(self) -> str:
        """The topic in the reader's language, once it is known."""
        chosen = self.context.topics.by_key.get(str(self["topic"].value() or ""))
        title = str(self["title"].value() or "")
        if chosen and title in {"", chosen.title_th}:
            return str(chosen)
        return title

    def told_fields(self) -> list[forms.BoundField]:
        """What is written at the visit."""
        return [self[name] for name in self.texts[:3]]

    def detail_fields(self) -> list[forms.BoundField]:
        """What is known beforehand, and the exception."""
        names = [name for name in self.fields_shown() if name not in self.texts[:3]]
        return [self[name] for name in names]

    @property
    def needs_details_open(self) -> bool:
        """Whether the topic itself must be filled in or looked at."""
        wrong = set(self.errors if self.is_bound else ()) - set(self.texts[:3])
        told = any(conflict.field not in self.texts[:3] for conflict in self.conflicts)
        return not self.heading or bool(wrong) or told

    def is_blank(self) -> bool:
        """A suggested topic in which nothing was written is left out."""
        sent = {
            name: self.data.get(self.add_prefix(name), "").strip()
            for name in self.fields
        }
        if any(sent[name] for name in self.texts):
            return False
        return bool(sent["topic"]) or not sent["title"]

    def clean(self) -> dict[str, Any]:
        """A topic of the round lends its kind and title where none is given."""
        cleaned = super().clean() or {}
        topic = cleaned.get("topic")
        if topic and not cleaned.get("title"):
            cleaned["title"] = topic.title_th
        if topic and "kind" not in self.changed_data:
            cleaned["kind"] = topic.kind
        if not cleaned.get("title"):
            self.add_error("title", _("Write the topic's title."))
        return cleaned


SessionRows = row_set(SessionForm)
TopicNoteRows = row_set(TopicNoteForm)
