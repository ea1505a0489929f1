"""Who leaves, who takes over, from which day."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import AssignmentCapacity, User
from inspections.actions.given import StepRefused
from inspections.actions.handover import refuse_unfit
from inspections.handing_over import Handover, people_with_work
from ui.fields import BuddhistDateField, ThaiCharField, ThaiTextField
from ui.forms import NO_CHOICE, Form
from ui.widgets import ListSelect, Textarea


class PersonField(forms.ModelChoiceField):
    """One of some users, by name and user name: two may share a name."""

    widget = ListSelect

    def __init__(self, **options: Any) -> None:
        super().__init__(User.objects.none(), empty_label=NO_CHOICE, **options)

    def label_from_instance(self, obj: User) -> str:
        return f"{obj} ({obj.username})"


class HandoverForm(Form):
    """One handover; what it moves is shown before it is done."""

    leaver = PersonField(
        label=_("Who leaves"),
        help_text=_("Only those who have a role or an open visit are listed."),
    )
    successor = PersonField(label=_("Who takes over"))
    starts_on = BuddhistDateField(label=_("From which day"))
    capacity = forms.ChoiceField(
        choices=AssignmentCapacity.choices, widget=ListSelect, label=_("Capacity")
    )
    wording = ThaiCharField(
        required=False,
        max_length=255,
        label=_("Printed wording"),
        help_text=_("As the order words it, for example when acting."),
    )
    reason = ThaiTextField(
        max_length=2000,
        widget=Textarea,
        label=_("Reason"),
        help_text=_("For example the number and day of the order."),
    )

    def __init__(self, data: Any = None, *, today: date) -> None:
        first = {"starts_on": today, "capacity": AssignmentCapacity.SUBSTANTIVE}
        super().__init__(data, initial=first)
        self.today = today
        people: Any = self.fields
        people["leaver"].queryset = people_with_work(today)
        people["successor"].queryset = User.objects.filter(is_active=True)

    def clean(self) -> dict[str, Any]:
        """Refuse what no order can mean, beside its field."""
        cleaned = super().clean() or {}
        if not self.errors:
            try:
                refuse_unfit(self.handover(), self.today)
            except StepRefused as refused:
                self.refuse(refused)
        return cleaned

    def handover(self) -> Handover:
        """What was asked for."""
        return Handover(**self.cleaned_data)

    def refuse(self, refused: StepRefused) -> None:
        """Say beside its field, or above all of them, why it was refused."""
        self.add_error(refused.field or None, str(refused.reason))
