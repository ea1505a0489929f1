"""The base of every form: our fields by default, drawn by one template."""

from typing import Any

from django import forms
from django.db import models
from django.forms.models import ModelFormMetaclass
from django.utils.text import capfirst, format_lazy

from ui.choices import SharedRecords
from ui.fields import (
    DATE_HINT,
    TIME_HINT,
    AreaField,
    BuddhistDateField,
    BuddhistTimeField,
    MeasuredField,
    NumberField,
    RecordChoiceField,
    RecordsField,
    SeveralChoicesField,
    ThaiCharField,
    ThaiTextField,
    WholeNumberField,
)
from ui.widgets import HiddenInput, ListSelect, Textarea

Settings = dict[str, Any]
NO_CHOICE = "—"
"""The label of choosing none."""

LONGEST_LINE, LONGEST_TEXT = 500, 20_000
"""Characters that a text of one line, or of several, may have."""

PLAIN_FIELDS: dict[type[models.Field], Settings] = {
    models.CharField: {"form_class": ThaiCharField},
    models.TextField: {"form_class": ThaiTextField, "widget": Textarea},
    models.DateField: {"form_class": BuddhistDateField, "help_text": DATE_HINT},
    models.TimeField: {"form_class": BuddhistTimeField, "help_text": TIME_HINT},
    models.DecimalField: {"form_class": NumberField},
    models.IntegerField: {"form_class": WholeNumberField},
    models.SmallIntegerField: {"form_class": WholeNumberField},
    models.PositiveIntegerField: {"form_class": WholeNumberField},
    models.PositiveSmallIntegerField: {"form_class": WholeNumberField},
}
"""Which form field stands for a model field that has no choices."""


class Look:
    """What our forms share: the server checks, and says which fields may be empty.

    `mark_optional` is off where nearly every field may be left empty: the mark
    would be noise.
    """

    use_required_attribute = False
    mark_optional = True


class Form(Look, forms.Form):
    """A form that stands for no single record."""


def thai_formfield(db_field: models.Field, **kwargs: Any) -> forms.Field | None:
    """Make the form field of a model field: ours where we have one.

    Explicit settings of the form's Meta win.
    """
    settings: Settings = {}
    if isinstance(db_field, models.ManyToManyField):
        settings = {"form_class": RecordsField}
    elif db_field.choices or isinstance(db_field, models.ForeignKey):
        settings = {"widget": ListSelect}
    elif "form_class" not in kwargs:
        settings = {**(_special_field(db_field) or _plain_field(db_field))}
        if isinstance(db_field, models.TextField):
            settings["null_when_empty"] = db_field.null
            settings["max_length"] = _longest(kwargs.get("widget"))
        if db_field.help_text:
            settings.pop("help_text", None)
    return without_dashes(db_field.formfield(**{**settings, **kwargs}))


def _plain_field(db_field: Any) -> Settings:
    return PLAIN_FIELDS.get(type(db_field), {})


def _special_field(db_field: Any) -> Settings:
    """The form field of a column that knows its unit and range, or its choices."""
    if hasattr(db_field, "several"):
        return {
            "form_class": SeveralChoicesField,
            "choices": db_field.several.choices,
        }
    return _measured(db_field) if hasattr(db_field, "unit") else {}


def _measured(db_field: Any) -> Settings:
    unit = db_field.unit
    label = capfirst(db_field.verbose_name)
    own: Settings = {"form_class": MeasuredField}
    if hasattr(db_field, "wa_a_unit"):
        own = {"form_class": AreaField, "wa_a_unit": db_field.wa_a_unit}
    return {
        **own,
        "min_value": db_field.low,
        "max_value": db_field.high,
        "unit": unit,
        "decimal_places": db_field.decimal_places,
        "label": format_lazy("{} ({})", label, unit) if unit else label,
    }


def without_dashes(field: forms.Field | None) -> forms.Field | None:
    """Let the empty choice be one dash; Django's nine are read out one by one."""
    if isinstance(field, forms.ModelChoiceField):
        if field.empty_label is not None:
            field.empty_label = NO_CHOICE
    elif isinstance(field, forms.ChoiceField):
        choices: Any = field.choices
        field.choices = [
            (value, NO_CHOICE if value in ("", None) else label)
            for value, label in choices
        ]
    return field


def _longest(widget: Any) -> int:
    """How many characters a text may have: a line is no place for a chapter."""
    kind = widget if isinstance(widget, type) else type(widget)
    return LONGEST_LINE if issubclass(kind, forms.TextInput) else LONGEST_TEXT


class ThaiModelFormMetaclass(ModelFormMetaclass):
    """Makes every model form ask `thai_formfield` for its fields."""

    def __new__(cls, name: str, bases: tuple[type, ...], attrs: dict[str, Any]) -> Any:
        meta = attrs.get("Meta")
        if meta is not None and not hasattr(meta, "formfield_callback"):
            meta.formfield_callback = staticmethod(thai_formfield)
        return super().__new__(cls, name, bases, attrs)


class ModelForm(Look, forms.ModelForm, metaclass=ThaiModelFormMetaclass):
    """A form for a record."""


def limit_choices(
    form: forms.BaseForm, name: str, offered: models.QuerySet | SharedRecords
) -> None:
    """Let a field choose only from what is offered.

    Records shared by the rows of a page are also checked without a query.
    """
    field = form.fields[name]
    if isinstance(offered, SharedRecords):
        form.fields[name] = RecordChoiceField(
            offered,
            required=field.required,
            label=field.label,
            help_text=field.help_text,
            initial=field.initial,
            disabled=field.disabled,
        )
    else:
        field.queryset = offered  # type: ignore[attr-defined]


def hide(form: forms.BaseForm, *names: str) -> None:
    """Carry these fields along unseen."""
    for name in names:
        form.fields[name].widget = HiddenInput()
