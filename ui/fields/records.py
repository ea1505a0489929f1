"""A choice among records that many rows of a page share."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from ui.choices import SharedRecords
from ui.widgets import ListSelect


class RecordChoiceField(forms.Field):
    """Chooses one of records that were loaded once for the whole page."""

    widget = ListSelect
    default_error_messages = {
        "required": _("Choose one from the list."),
        "invalid_choice": _("Choose one from the list; this one is not in it."),
    }

    def __init__(self, records: SharedRecords, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.records = records
        self.widget.choices = records

    def prepare_value(self, value: Any) -> Any:
        """Stand for a record by its key."""
        return value.pk if isinstance(value, Model) else value

    def to_python(self, value: Any) -> Model | None:
        """Find the record; an empty field is None."""
        if value in self.empty_values:
            return None
        record = self.records.by_key.get(str(self.prepare_value(value)))
        if record is None:
            message = self.error_messages["invalid_choice"]
            raise ValidationError(message, "invalid_choice")
        return record

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare the keys, not the records."""
        before, after = self.prepare_value(initial), self.prepare_value(data)
        return str(before or "") != str(after or "")
