"""Fields and controls of a list's filters; an empty one filters nothing."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import flatatt
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from thai.text import search_fold
from ui.offers import Offer
from ui.widgets import ListSelect, TextInput

LONGEST_SEARCH = 100


class SearchInput(TextInput):
    """A control for words to look for."""

    input_type = "search"


class SearchField(forms.CharField):
    """Words to look for, folded as the stored texts are."""

    widget = SearchInput

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=LONGEST_SEARCH, **options)

    def clean(self, value: Any) -> str:
        """The words, or nothing if nothing was typed."""
        text: str = super().clean(value)
        if text and not search_fold(text):
            raise ValidationError(_("Type a letter or a figure to look for."))
        return text


class OptionSelect(ListSelect):
    """A select with a choice of none."""

    def use_required_attribute(self, initial: Any) -> bool:
        """Never; and the choices needn't be asked to say so."""
        return False


class OptionField(forms.Field):
    """One of a list; the empty choice filters nothing."""

    widget = OptionSelect
    default_error_messages = {
        "invalid_choice": _("Choose one from the list; this one is not in it.")
    }

    def __init__(self, *, offer: Offer, **others: Any) -> None:
        super().__init__(**others)
        self.widget.choices = offer
        self.offer = offer

    def clean(self, value: Any) -> str:
        """The chosen value, as text."""
        text = str(value or "")
        if text and not self.knows(text):
            raise ValidationError(self.error_messages["invalid_choice"])
        return text

    def knows(self, text: str) -> bool:
        """Whether the value is one of the list."""
        return text in self.offer.labels()


class FlagInput(forms.CheckboxInput):
    """A box to tick, drawn in Python as all controls are."""

    def render(
        self, name: str, value: Any, attrs: Any = None, renderer: Any = None
    ) -> SafeString:
        shown = {**self.build_attrs(self.attrs, attrs), "checked": bool(value)}
        return format_html('<input type="checkbox" name="{}"{}>', name, flatatt(shown))


class FlagField(forms.BooleanField):
    """A box to tick; left empty it is not set, rather than False."""

    widget = FlagInput

    def clean(self, value: Any) -> bool | None:
        """True or None."""
        return super().clean(value) or None
