"""Who complained, and why somebody wants to know or to change it."""

from dataclasses import fields
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_variables

from inspections.actions.complainant import ToldComplainant
from inspections.models import Complainant, Identity
from thai.dates import format_date
from ui.fields import BuddhistDateField, ThaiCharField, ThaiTextField
from ui.forms import Form
from ui.widgets import Textarea, TextInput, reader_language

#: Browsers neither offer nor remember it: a machine may have several users.
UNREMEMBERED = {"autocomplete": "off"}
LONGEST_LINE, LONGEST_ADDRESS, LONGEST_NOTE, LONGEST_REASON = 255, 1000, 4000, 1000
FEWEST_LETTERS, FEWEST_DIFFERENT = 5, 3
"""Of a reason: below that it is a sign or a key held down, and says nothing."""


class ReasonForm(Form):
    """The reason for an act; kept for good and read by others."""

    reason = ThaiTextField(
        label=_("Reason"),
        max_length=LONGEST_REASON,
        widget=Textarea({"rows": 2}),
        help_text=_(
            "It is kept with your name and the time. Names and numbers of the "
            "person are taken out of it."
        ),
        error_messages={"required": _("Give the reason.")},
    )

    def clean_reason(self) -> str:
        """Refuse what gives no reason to whoever reads it later."""
        reason: str = self.cleaned_data["reason"]
        letters = [letter for letter in reason.casefold() if letter.isalpha()]
        few = len(letters) < FEWEST_LETTERS or len({*letters}) < FEWEST_DIFFERENT
        if few:
            raise forms.ValidationError(
                _("Write in a few words what for, such as: to ask back about the smell")
            )
        return reason


class ComplainantForm(Form):
    """What is told of a complainant; with a name or a way to reach them at least."""

    name = ThaiCharField(
        required=False,
        label=_("Name of the complainant"),
        max_length=LONGEST_LINE,
        widget=TextInput(UNREMEMBERED),
    )
    contact = ThaiCharField(
        required=False,
        label=_("Telephone or e-mail"),
        max_length=LONGEST_LINE,
        widget=TextInput(UNREMEMBERED),
    )
    address = ThaiTextField(
        required=False,
        label=_("Address"),
        max_length=LONGEST_ADDRESS,
        widget=Textarea({"rows": 2, **UNREMEMBERED}),
    )
    note = ThaiTextField(
        required=False,
        label=_("Note on the complainant"),
        max_length=LONGEST_NOTE,
        widget=Textarea({"rows": 2, **UNREMEMBERED}),
        help_text=_(
            "Such as when to call. No identity card number, nothing on health."
        ),
    )
    told_on = BuddhistDateField(label=_("Complained on"))
    keep_until = BuddhistDateField(required=False, label=_("Kept until"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = ngettext(
            "Left empty, %(years)s year after the complaint. Then it is erased.",
            "Left empty, %(years)s years after the complaint. Then it is erased.",
            settings.COMPLAINANT_YEARS,
        )
        years = {"years": settings.COMPLAINANT_YEARS}
        self.fields["keep_until"].help_text = words % years

    def clean_told_on(self) -> date:
        """Refuse a day that is still to come."""
        day: date = self.cleaned_data["told_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come."))
        return day

    @sensitive_variables()
    def clean(self) -> dict[str, Any]:
        """Somebody must be told of, and be kept for a while, but not for ever."""
        cleaned = super().clean() or {}
        if not (cleaned.get("name") or cleaned.get("contact") or self.errors):
            self.add_error(
                "name",
                _(
                    "Write a name or a way to reach the person. An anonymous complaint "
                    "needs no entry here."
                ),
            )
        told_on = cleaned.get("told_on")
        if told_on and "keep_until" in cleaned:
            self._clean_end(cleaned, told_on)
        return cleaned

    @property
    def told(self) -> ToldComplainant:
        """What a valid form tells."""
        told = self.cleaned_data
        person = Identity(*(told[field.name] for field in fields(Identity)))
        return ToldComplainant(person, told["told_on"], told["keep_until"])

    @sensitive_variables()
    def _clean_end(self, cleaned: dict[str, Any], told_on: date) -> None:
        usual = Complainant.usual_end(told_on)
        end = cleaned["keep_until"] = cleaned["keep_until"] or usual
        if end > usual:
            day = format_date(usual, "long", reader_language())
            self.add_error(
                "keep_until",
                _now("It can be kept until %(day)s at most.") % {"day": day},
            )
        elif end <= told_on or end < timezone.localdate():
            self.add_error(
                "keep_until",
                _("This day is over: there is nothing to be kept any more."),
            )


class CorrectionForm(ReasonForm, ComplainantForm):
    """What is told now, why it is changed, and which seal was read."""

    stamp = forms.CharField(widget=forms.HiddenInput, required=False, max_length=16)
    field_order = ("name", "contact", "address", "note", "told_on", "keep_until")
