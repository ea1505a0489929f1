"""Who was met and what was given: networks, recommendations, files."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from audit.models import Attachment
from inspections.models import FollowUp
from inspections.models.follow_up import FollowUpKind
from networks.models import Meeting, MeetingParty
from ui.fields import FileListField, ThaiTextField
from ui.forms import Form, limit_choices
from ui.rows import RowForm, row_set
from ui.widgets import ListSelect, Textarea, TextInput


class MeetingForm(RowForm):
    """The meeting with networks held at the visit."""

    class Meta:
        model = Meeting
        fields = ["held_on", "starts_at", "place", "mode", "summary"]
        labels = {"summary": _("What the meeting was about")}
        widgets = {"place": TextInput, "summary": Textarea({"rows": 2})}

    def is_blank(self) -> bool:
        return not self.changed_data


class PartyForm(RowForm):
    """A body that came: by name, who came for it, and what they raised."""

    points = ThaiTextField(
        required=False,
        label=_("Points raised (one a line)"),
        widget=Textarea({"rows": 2}),
    )

    class Meta:
        model = MeetingParty
        fields = ["kind", "network", "printed_name", "represented_by"]
        labels = {"printed_name": _("Name"), "network": _("In the directory")}
        widgets = {
            "printed_name": TextInput,
            "represented_by": TextInput({"autocomplete": "off"}),
        }
        help_texts = {"represented_by": _("Name and position, if known.")}
        error_messages = {"kind": {"required": _("Choose what kind of body it is.")}}

    def prepare(self) -> None:
        limit_choices(self, "network", self.context.networks)
        self.fields["printed_name"].required = False

    def derived_initial(self, instance: MeetingParty) -> dict[str, Any]:
        return {"points": "\n".join(point.text for point in instance.points.all())}

    def is_blank(self) -> bool:
        named = {"network", "printed_name", "represented_by", "points"}
        return not named & set(self.changed_data)

    def clean(self) -> dict[str, Any]:
        """A network of the directory lends its name and kind."""
        cleaned = super().clean() or {}
        network = cleaned.get("network")
        if network and not cleaned.get("printed_name"):
            cleaned["printed_name"], cleaned["kind"] = network.name, network.kind
        if not cleaned.get("printed_name"):
            self.add_error("printed_name", _("Choose a network, or write who was met."))
        return cleaned


class FollowUpForm(RowForm):
    """A recommendation or order with its addressee and due date."""

    to = forms.ChoiceField(label=_("Who must act"), widget=ListSelect)

    class Meta:
        model = FollowUp
        fields = [
            "kind",
            "text",
            "company",
            "province",
            "due_on",
            "topic_kind",
            "level",
            "dimension",
            "priority",
        ]
        labels = {
            "text": _("What is asked"),
            "company": _("Company (if one must act)"),
            "province": _("Province of the company"),
        }
        error_messages = {"text": {"required": _("Write what is asked.")}}

    def prepare(self) -> None:
        limit_choices(self, "province", self.context.provinces)
        field = self.fields["to"]
        field.choices = field.widget.choices = self.context.addressees  # type: ignore[attr-defined]
        kinds = [c for c in FollowUpKind.choices if c[0] != FollowUpKind.COMMITMENT]
        if self.instance.kind == FollowUpKind.COMMITMENT:
            kinds = list(FollowUpKind.choices)
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        self.order_fields(["kind", "text", "to", "company", "province", "due_on"])
        if not self.instance.pk:
            self.initial.setdefault("to", self.context.usual_addressee)

    def derived_initial(self, instance: FollowUp) -> dict[str, Any]:
        if instance.office_id:
            return {"to": f"office:{instance.office_id}"}
        if instance.network_id:
            return {"to": f"network:{instance.network_id}"}
        return {"to": "company" if instance.company else ""}

    def is_blank(self) -> bool:
        return not {"text", "company", "due_on"} & set(self.changed_data)

    def clean(self) -> dict[str, Any]:
        """Exactly one addressee; due no earlier than given."""
        cleaned = super().clean() or {}
        is_company = cleaned.get("to") == "company"
        if cleaned.get("company") and cleaned.get("to") and not is_company:
            self.add_error(
                "company",
                _(
                    "A company is named, but somebody else is chosen to act. Choose "
                    "the company there, or clear this field."
                ),
            )
        if is_company and not cleaned.get("company"):
            self.add_error("company", _("Write the company's name."))
        if is_company and not cleaned.get("province"):
            cleaned["province"] = self.context.sole_province
            if cleaned["province"] is None:
                self.add_error("province", _("Choose the company's province."))
        due_on, given_on = cleaned.get("due_on"), self.context.visit.ends_on
        if due_on and due_on < (self.instance.given_on or given_on):
            self.add_error("due_on", _("It cannot be due before it is given."))
        return cleaned

    def _get_validation_exclusions(self) -> set[str]:
        """The addressee's columns are set in save(), after the constraints' check."""
        return {*super()._get_validation_exclusions(), "company", "state", "ref"}  # type: ignore[misc]

    def save(self, commit: bool = True) -> FollowUp:
        """Store the row with its addressee."""
        follow_up = self.instance
        kind, _colon, key = self.cleaned_data["to"].partition(":")
        follow_up.office_id = int(key) if kind == "office" else None
        follow_up.network_id = int(key) if kind == "network" else None
        if kind != "company":
            follow_up.company = ""
        saved: FollowUp = super().save(commit)
        return saved


class FileForm(RowForm):
    """An attached or just uploaded file: its caption, or away with it."""

    class Meta:
        model = Attachment
        fields = ["caption"]

    def is_blank(self) -> bool:
        """A file that is gone meanwhile: its caption alone is not kept."""
        return True

    @property
    def is_lost(self) -> bool:
        """Whether a caption came for a file that is not there any more."""
        return not self.instance.pk and bool(self.changed_data)

    @property
    def is_staged(self) -> bool:
        """Whether the file was uploaded but not saved with the record yet."""
        return self.instance.staged_key is not None


class UploadForm(Form):
    """New files; what is wrong with one is told by its name."""

    upload = FileListField(
        required=False,
        label=_("Add photos or PDF files"),
        help_text=_(
            "JPEG, PNG, WebP or PDF, at most 15 MB each. Position data hidden in "
            "photos is removed."
        ),
    )


PartyRows = row_set(PartyForm)
FollowUpRows = row_set(FollowUpForm)
FileRows = row_set(FileForm)
