"""Sample forms for the page that shows every part; the words are of no one's work."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ui.fields import (
    BuddhistDateField,
    BuddhistTimeField,
    FileListField,
    NumberField,
    ThaiCharField,
    ThaiTextField,
    WholeNumberField,
)
from ui.forms import Form
from ui.widgets import ListSelect

KINDS = [
    ("", "—"),
    (_("Group one"), [("a", _("First")), ("b", _("Second"))]),
    ("c", _("Third")),
]
TONES = {
    "todo": _("Not started"),
    "doing": _("In progress"),
    "done": _("Completed"),
    "late": _("Overdue"),
    "neutral": _("Cancelled"),
}


class SampleForm(Form):
    """One of each field."""

    name = ThaiCharField(label=_("Name"), help_text=_("As it is written on the sign"))
    day = BuddhistDateField(label=_("Day"))
    time = BuddhistTimeField(label=_("Time"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=KINDS, widget=ListSelect)
    amount = NumberField(
        label=_("Amount"), unit=_("tonnes"), min_value=0, max_value=1000, required=False
    )
    people = WholeNumberField(label=_("People"), required=False)
    found = ThaiTextField(label=_("What was found"), required=False)
    mode = forms.ChoiceField(
        label=_("Mode"), choices=[("on", _("On site")), ("off", _("Remote"))],
        widget=forms.RadioSelect, initial="on",
    )  # fmt: skip
    flags = forms.MultipleChoiceField(
        label=_("Marks"), choices=[("a", _("First")), ("b", _("Second"))],
        widget=forms.CheckboxSelectMultiple, required=False,
    )  # fmt: skip
    agreed = forms.BooleanField(label=_("I have read this"), required=False)
    uploads = FileListField(label=_("Files"), required=False)


class SampleRow(Form):
    """A row that can be added and removed."""

    mark_optional = False
    day = BuddhistDateField(label=_("Day"), required=False, help_text="")
    place = ThaiCharField(label=_("Place"), required=False)
    note = ThaiTextField(label=_("Note"), required=False)


WRONG: dict[str, Any] = {
    "wrong-day": "29/2/2566",
    "wrong-amount": "1001",
    "wrong-people": "๑,๒๓๔",
    "wrong-flags": "x",
}


class SampleRows(forms.BaseFormSet):
    """Rows with a name."""

    row_name = "แถวที่"


def pattern_context() -> dict[str, Any]:
    """Forms empty, filled and wrong, and some values to show."""
    rows = forms.formset_factory(
        SampleRow, formset=SampleRows, extra=2, can_delete=True
    )
    return {
        "form": SampleForm(initial={"day": dt.date(2023, 3, 1), "time": dt.time(14)}),
        "wrong": SampleForm(WRONG, prefix="wrong"),
        "rows": rows(prefix="row"),
        "tones": TONES.items(),
        "day": dt.date(2023, 3, 1),
        "last": dt.date(2023, 3, 2),
        "moment": dt.datetime(2023, 3, 1, 7, 0, tzinfo=dt.UTC),
        "text": "ย่อหน้าแรก <b>ไม่ใช่แท็ก</b>\nบรรทัดที่สอง\n\nย่อหน้าที่สอง",
    }
