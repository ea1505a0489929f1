"""Text fields: what is typed is given its one proper spelling."""

from collections.abc import Callable
from typing import Any

from django import forms

from thai.text import clean_thai
from ui.widgets import Textarea, TextInput


class ThaiCharField(forms.CharField):
    """One line of text, given its one proper spelling.

    With `null_when_empty`, nothing typed is None, "not stated", and not "".
    """

    widget: type[forms.Widget] = TextInput

    def __init__(self, *, null_when_empty: bool = False, **kwargs: Any) -> None:
        if null_when_empty:
            kwargs["empty_value"] = None
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        """Clean what was typed; a line break within one line is a space."""
        return super().to_python(self.tidy(str(value)) if value else value)

    def tidy(self, text: str) -> str:
        """Clean the text as this field keeps it."""
        return clean_thai(text).replace("\n", " ")


class ThaiTextField(ThaiCharField):
    """Text of several lines, given its one proper spelling."""

    widget = Textarea

    def tidy(self, text: str) -> str:
        """Clean the text, keeping its lines."""
        return clean_thai(text)


class TidiedField(ThaiCharField):
    """One line that is kept as `tidied` writes it: a number with one spelling."""

    def __init__(self, *, tidied: Callable[[str], str], **kwargs: Any) -> None:
        self._tidied = tidied
        super().__init__(**kwargs)

    def tidy(self, text: str) -> str:
        """The text as it is kept."""
        return self._tidied(super().tidy(text))
