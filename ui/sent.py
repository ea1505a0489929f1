"""What controls send, as text: compared by meaning, not by spelling."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from ui.fields import RecordChoiceField


def is_several(field: forms.Field) -> bool:
    """Whether the control sends several values under one name."""
    return bool(getattr(field.widget, "allow_multiple_selected", False))


def sent_text(field: forms.Field, data: QueryDict, name: str) -> str:
    """What was sent under a name; several values as one text."""
    if is_several(field):
        return ",".join(sorted(data.getlist(name)))
    return str(data.get(name, ""))


def put_text(field: forms.Field, data: QueryDict, name: str, text: str) -> None:
    """Put a text back under a name, as the control would send it."""
    if is_several(field):
        data.setlist(name, text.split(",") if text else [])
    else:
        data[name] = text


def as_sent(field: forms.Field, value: Any) -> str:
    """The text a control sends for a value."""
    if is_several(field):
        return ",".join(sorted(str(key) for key in value or []))
    shown = field.widget.format_value(field.prepare_value(value))
    if isinstance(field.widget, forms.CheckboxInput):
        return "on" if value else ""
    if isinstance(shown, list | tuple):
        shown = shown[0] if shown else ""
    return str(shown or "") if shown != 0 else "0"


def meaning(field: forms.Field, sent: str) -> Any:
    """What a sent text means, so that two spellings of one day are equal."""
    if isinstance(
        field, forms.ChoiceField | forms.ModelChoiceField | RecordChoiceField
    ):
        return sent
    try:
        value = field.to_python(sent.replace("\r\n", "\n"))
        # Nought was stated, an empty field was not.
        is_number = isinstance(value, Decimal | int) and value is not False
        return value if value or is_number else None
    except ValidationError:
        return sent


LONGEST_NUMBER = 9
"""More digits than this count nothing of ours."""


def sent_number(text: object) -> int | None:
    """A whole number of a hidden field, or null for anything else."""
    typed = str(text)
    is_number = typed.isascii() and typed.isdecimal()
    return int(typed) if is_number and len(typed) <= LONGEST_NUMBER else None
