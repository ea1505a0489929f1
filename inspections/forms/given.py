"""Who was met and what was brought along: networks, files."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from audit.models import Attachment
from inspections.forms.raised import RaisedForm
from networks.models import Meeting, MeetingParty
from ui.fields import FileListField
from ui.forms import Form, limit_choices
from ui.rows import RowForm, RowSet, row_set
from ui.widgets import Textarea, TextInput


class MeetingForm(RowForm):
    """The meeting with networks held at the visit."""

    class Meta:
        model = Meeting
        fields = ["held_on", "starts_at", "place", "mode", "summary"]
        labels = {"summary": _("What the meeting was about")}
        widgets = {"place": TextInput, "summary": Textarea({"rows": 2})}

    def is_blank(self) -> bool:
        return not self.changed_data


class PartyForm(RaisedForm):
    """A body that came: by name, who came for it, and what they raised."""

    class Meta:
        model = MeetingParty
        fields = ["kind", "network", "printed_name", "represented_by", "position"]
        labels = {"printed_name": _("Name"), "network": _("In the directory")}
        widgets = {
            "printed_name": TextInput,
            "represented_by": TextInput({"autocomplete": "off"}),
        }
        error_messages = {"kind": {"required": _("Choose what kind of body it is.")}}

    def prepare(self) -> None:
        limit_choices(self, "network", self.context.networks)
        for name in ("printed_name", "kind"):
            self.fields[name].required = False

    def derived_initial(self, instance: MeetingParty) -> dict[str, Any]:
        return self.raised_initial(instance.points.all())

    def is_blank(self) -> bool:
        return not {*self.fields_shown()} - {"kind"} & set(self.changed_data)

    def clean(self) -> dict[str, Any]:
        """A network of the directory lends its name and kind."""
        cleaned = super().clean() or {}
        network = cleaned.get("network")
        if network and not cleaned.get("printed_name"):
            cleaned["printed_name"], cleaned["kind"] = network.name, network.kind
        elif network and not cleaned.get("kind"):
            cleaned["kind"] = network.kind
        if not cleaned.get("printed_name"):
            self.add_error("printed_name", _("Choose a network, or write who was met."))
        elif not cleaned.get("kind") and "kind" not in self.errors:
            self.add_error("kind", self.fields["kind"].error_messages["required"])
        return cleaned


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
    def is_missing(self) -> bool:
        """Whether a file was named that is not there any more, caption or not."""
        return not self.instance.pk and bool(self["id"].data)

    @property
    def is_staged(self) -> bool:
        """Whether the file was uploaded but not saved with the record yet."""
        return self.instance.staged_key is not None

    @property
    def address(self) -> str:
        """Where the file is read; the page's context knows it of an attached one."""
        if self.is_staged:
            return reverse("inspections:staged_file", args=[self.instance.pk])
        return str(self.context.file_address(self.instance))

    def says_more(self) -> bool:
        return self.is_staged or super().says_more()


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


def has_all_files(
    rows: RowSet, uploads: UploadForm, *, all_are_new: bool = False
) -> bool:
    """Whether no upload is bad and every file of the page is still there.

    If not, `uploads` says so. Of files that were attached before, one that somebody
    else removed is missed only if something was written of it; with `all_are_new`
    none was.
    """
    lost = any(
        (form.is_lost or (all_are_new and form.is_missing))
        and not rows._should_delete_form(form)
        for form in rows.forms
    )
    if lost:
        uploads.add_error(
            "upload", _("A file is no longer here. Choose it again, please.")
        )
    return not uploads.errors


PartyRows = row_set(PartyForm)
FileRows = row_set(FileForm)
