"""A choice among records that many rows of a page share."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.forms.renderers import BaseRenderer
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from ui.choices import SharedRecords
from ui.widgets import ListSelect

SHOWN = 40
"""Characters of a wrong key that a message repeats."""


class RecordChoiceField(forms.Field):
    """Chooses one of records that were loaded once for the whole page."""

    widget: Any = ListSelect
    default_error_messages = {
        "required": _("Choose one from the list."),
        "invalid_choice": _("Choose one from the list; this one is not in it."),
    }

    def __init__(self, records: SharedRecords, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.records = records
        self.widget.choices = records

    def show_sole_as_text(self) -> None:
        """Ask for nothing where one must be chosen and there is but one."""
        if self.required and len(self.records.by_key) == 1:
            self.widget = SoleRecord()
            self.widget.choices = self.records

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


class RecordField(forms.ModelChoiceField):
    """Chooses one record by its key; a key no database can hold is none."""

    def prepare_value(self, value: Any) -> Any:
        """Shown again, such a key isn't asked for either."""
        if isinstance(value, Model) or _is_key(self._key, value):
            return super().prepare_value(value)
        return None

    def to_python(self, value: Any) -> Model | None:
        """Find the record; an empty field is None."""
        if value not in self.empty_values and not _is_key(self._key, value):
            shown = {"value": str(value)[:SHOWN]}
            raise ValidationError(
                self.error_messages["invalid_choice"], "invalid_choice", shown
            )
        found: Model | None = super().to_python(value)
        return found

    @property
    def _key(self) -> Any:
        return self.queryset.model._meta.pk  # type: ignore[union-attr]


class SoleRecord(ListSelect):
    """The only record there is to choose: shown as text and sent like a chosen one."""

    use_fieldset = True

    def render(
        self,
        name: str,
        value: Any,
        attrs: dict[str, Any] | None = None,
        renderer: BaseRenderer | None = None,
    ) -> SafeString:
        records: Any = self.choices
        [(key, record)] = records.by_key.items()
        return format_html(
            '<p id="{}_0"><input type="hidden" name="{}" value="{}">{}</p>',
            (attrs or {}).get("id", name),
            name,
            key,
            record,
        )


class RecordsField(forms.ModelMultipleChoiceField):
    """Chooses several records by their keys; a key no database can hold is none."""

    def clean(self, value: Any) -> Any:
        """Give the records; the message about a wrong key repeats its beginning."""
        keys = value if isinstance(value, list | tuple) else ()
        for key in keys:
            if not _is_key(self.queryset.model._meta.pk, key):  # type: ignore[union-attr]
                message = self.error_messages["invalid_pk_value"]
                shown = {"pk": str(key)[:SHOWN]}
                raise ValidationError(message, "invalid_pk_value", shown)
        return super().clean(value)


def _is_key(field: Any, key: Any) -> bool:
    try:
        field.run_validators(field.to_python(getattr(key, "pk", key)))
    except ValidationError:
        return False
    return True
