"""Controls drawn in Python: a record page has hundreds, a template each is slow."""

import datetime as dt
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.forms.renderers import BaseRenderer
from django.forms.utils import flatatt
from django.utils.datastructures import MultiValueDict
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from thai.dates import (
    DateRefused,
    Style,
    format_date,
    format_time,
    parse_date,
)
from ui.choices import SharedChoices, draw_options, mark_selected

Attributes = dict[str, Any] | None
UPLOAD_TYPES = "image/jpeg,image/png,image/webp,application/pdf"
MAX_BYTES = 15 * 1024 * 1024
"""The largest file that is taken, in bytes."""

# How the script below a date control writes the day; as format_date's "full".
ECHO_PATTERNS = {
    "th": "{weekday}ที่ {day} {month} พ.ศ. {be}",
    "en": "{weekday} {day} {month} {ce}",
}


def with_class(name: str, attrs: Attributes) -> dict[str, Any]:
    """Add a class name to a widget's attributes."""
    return {
        **(attrs or {}),
        "class": f"{name} {(attrs or {}).get('class', '')}".strip(),
    }


def plain_text(value: Any) -> str | None:
    """Show a value as the text that was typed; None shows no value at all."""
    return None if value is None or value == "" else str(value)


class TextInput(forms.TextInput):
    """A one-line text control."""

    def render(
        self,
        name: str,
        value: Any,
        attrs: Attributes = None,
        renderer: BaseRenderer | None = None,
    ) -> SafeString:
        shown = self.format_value(value)
        merged = self.build_attrs(self.attrs, attrs)
        if shown is not None:
            merged["value"] = shown
        kind = self.input_type
        return format_html('<input type="{}" name="{}"{}>', kind, name, flatatt(merged))


class HiddenInput(TextInput, forms.HiddenInput):
    """A value that the form carries and nobody sees."""

    input_type = "hidden"


class Textarea(forms.Textarea):
    """A control of several lines; `rows` is its height when empty."""

    def __init__(self, attrs: Attributes = None) -> None:
        super().__init__({"rows": 3, **(attrs or {})})

    def render(
        self,
        name: str,
        value: Any,
        attrs: Attributes = None,
        renderer: BaseRenderer | None = None,
    ) -> SafeString:
        # The line feed is the one that browsers drop after an opening tag.
        return format_html(
            '<textarea name="{}"{}>\n{}</textarea>',
            name,
            flatatt(self.build_attrs(self.attrs, attrs)),
            self.format_value(value) or "",
        )


class ListSelect(forms.Select):
    """A drop-down list whose options are one joined text.

    SharedChoices are moreover drawn once for all the lists that offer them.
    """

    def render(
        self,
        name: str,
        value: Any,
        attrs: Attributes = None,
        renderer: BaseRenderer | None = None,
    ) -> SafeString:
        choices: Any = self.choices
        shared = isinstance(choices, SharedChoices)
        options = choices.options if shared else draw_options(choices)
        return format_html(
            '<select name="{}"{}>{}</select>',
            name,
            flatatt(self.build_attrs(self.attrs, attrs)),
            mark_selected(options, self.format_value(value)),
        )


class BuddhistDateInput(TextInput):
    """One text control for a day, and under it the day as it was understood."""

    style: ClassVar[Style] = "short"

    def __init__(self, attrs: Attributes = None) -> None:
        given = {"autocomplete": "off", **(attrs or {})}
        super().__init__(with_class("input-date", given))

    def format_value(self, value: Any) -> str | None:
        """Show a stored day in the reader's era, a typed one as it was typed."""
        if isinstance(value, dt.date):
            return format_date(value, self.style, reader_language())
        return plain_text(value)

    def render(
        self,
        name: str,
        value: Any,
        attrs: Attributes = None,
        renderer: BaseRenderer | None = None,
    ) -> SafeString:
        pattern = ECHO_PATTERNS[reader_language()]
        attrs = {**(attrs or {}), "data-date-echo": pattern}
        control = super().render(name, value, attrs, renderer)
        identity = self.build_attrs(self.attrs, attrs).get("id", name)
        return format_html(
            '{}<output class="echo" for="{}">{}</output>',
            control,
            identity,
            understood(value),
        )


def reader_language() -> str:
    """Give the language of the page: Thai unless it is English."""
    return "en" if get_language() == "en" else "th"


def understood(value: Any) -> str:
    """Write out in full the day that a control's value means; "" if none."""
    if isinstance(value, str):
        try:
            value = parse_date(value)
        except DateRefused:
            return ""
    if not isinstance(value, dt.date):
        return ""
    return format_date(value, "full", reader_language())


class BuddhistTimeInput(TextInput):
    """One text control for a time of day."""

    def __init__(self, attrs: Attributes = None) -> None:
        given = {"autocomplete": "off", **(attrs or {})}
        super().__init__(with_class("input-time", given))

    def format_value(self, value: Any) -> str | None:
        """Show a stored time in the reader's way, a typed one as it was typed."""
        if isinstance(value, dt.time):
            return format_time(value, reader_language())
        return plain_text(value)


class NumberInput(TextInput):
    """A text control for a number, with the figures' keyboard on a phone.

    Not `type="number"`: that one refuses Thai digits and commas before we see
    them, and turns with the mouse wheel.
    """

    def __init__(self, attrs: Attributes = None) -> None:
        given = {"inputmode": "decimal", "autocomplete": "off", **(attrs or {})}
        super().__init__(with_class("input-number", given))

    def format_value(self, value: Any) -> str | None:
        """Show a stored number plainly and exactly: no exponent, no padding."""
        if isinstance(value, Decimal):
            plain = format(value, "f")
            return plain.rstrip("0").rstrip(".") if "." in plain else plain
        return plain_text(value)


class FileListInput(forms.FileInput):
    """Chooses several files at once; their list and sizes are shown by script."""

    allow_multiple_selected = True

    def __init__(self, attrs: Attributes = None, *, max_bytes: int = MAX_BYTES) -> None:
        given = {"accept": UPLOAD_TYPES, "multiple": True, **(attrs or {})}
        super().__init__({"data-file-list": True, "data-max-bytes": max_bytes, **given})

    def render(
        self,
        name: str,
        value: Any,
        attrs: Attributes = None,
        renderer: BaseRenderer | None = None,
    ) -> SafeString:
        merged = with_class("visually-hidden", self.build_attrs(self.attrs, attrs))
        merged["data-too-big"] = _("too big; it will be refused")
        merged |= {"data-kilobytes": _("%s KB"), "data-megabytes": _("%s MB")}
        return format_html(
            '<input type="file" name="{}"{}>'
            '<label class="button button--plain file-button" for="{}">{}</label>'
            '<ul class="file-list" role="status"></ul>',
            name,
            flatatt(merged),
            merged.get("id", name),
            _("Choose files"),
        )

    def value_from_datadict(
        self, data: Any, files: MultiValueDict[str, UploadedFile], name: str
    ) -> list[UploadedFile]:
        """Give every file that came under this name."""
        return files.getlist(name) if files else []
