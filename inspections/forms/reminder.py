"""What a user wants to be told by e-mail, and on which days."""

from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from inspections.models import ReminderChoice, ReminderKind
from ui.forms import Form


class ReminderChoiceForm(Form):
    """Whether the digest is mailed at all, on which weekdays, with which kinds."""

    mark_optional = False

    is_mailed = forms.BooleanField(
        required=False, label=_("Send me the reminders by e-mail, at most once a day")
    )
    weekdays = forms.TypedMultipleChoiceField(
        required=False,
        coerce=int,
        choices=list(WEEKDAYS.items()),
        widget=forms.CheckboxSelectMultiple,
        label=_("On these days"),
        help_text=_("What comes up on another day is sent on the next of these."),
    )
    kinds = forms.MultipleChoiceField(
        required=False,
        choices=ReminderKind.choices,
        widget=forms.CheckboxSelectMultiple,
        label=_("What to send"),
        help_text=_("The inbox holds everything all the same."),
    )

    @classmethod
    def of(cls, choice: ReminderChoice, data: Any = None) -> "ReminderChoiceForm":
        """The form, bound to what was sent or showing what holds now."""
        names = ("is_mailed", "weekdays", "kinds")
        return cls(data, initial={name: getattr(choice, name) for name in names})

    def clean(self) -> dict[str, Any]:
        """Refuse an e-mail on no day or about nothing: the first box says that."""
        cleaned = super().clean() or {}
        if cleaned.get("is_mailed"):
            for name, fault in (
                ("weekdays", _("Choose at least one day, or no e-mail at all.")),
                ("kinds", _("Choose at least one kind, or no e-mail at all.")),
            ):
                if name in cleaned and not cleaned[name]:
                    self.add_error(name, fault)
        return cleaned
