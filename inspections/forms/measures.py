"""A number with its unit: what may be typed as a figure, in reports and at visits.

What holds: the type and range of its indicator; the end of a range not below its
start; a day that is not still to come, and in the topics of `AS_OF_KINDS` always a
day. A figure that is stored and not written in again is not judged anew.
"""

from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from inspections.models import Figure, Indicator
from inspections.models.figure import grouped
from inspections.models.round import AS_OF_KINDS
from ui.fields import MeasuredField, NumberField
from ui.rows import RowForm

LARGEST = Decimal(10**15 - 1)
LONGEST = 15
"""Digits before the point that a figure may have."""


class MeasureForm(RowForm):
    """A number: one value, or a range when "up to" is filled in."""

    number = NumberField(
        label=_("Value"),
        min_value=-LARGEST,
        max_value=LARGEST,
        decimal_places=6,
        error_messages={"required": _("Enter the number; 0 if it was zero.")},
    )
    up_to = NumberField(
        label=_("up to (if a range)"),
        required=False,
        min_value=-LARGEST,
        max_value=LARGEST,
        decimal_places=6,
    )

    def indicator_of(self, cleaned: dict[str, Any]) -> Indicator | None:
        """The indicator whose type and range hold; for subclasses."""
        raise NotImplementedError

    def kind_of(self, cleaned: dict[str, Any]) -> str:
        """The kind of topic the figure belongs to; for subclasses."""
        raise NotImplementedError

    def derived_initial(self, instance: Figure) -> dict[str, Any]:
        if instance.printed and instance.value is not None:
            # As it was stated, zeros after the point as well.
            return {"number": f"{Decimal(instance.printed):,f}"}
        if instance.value is not None:
            return {"number": grouped(instance.value)}
        ends = {"number": instance.minimum, "up_to": instance.maximum}
        return {name: None if n is None else grouped(n) for name, n in ends.items()}

    def clean(self) -> dict[str, Any]:
        """Hold number and day against the rules; each fault stands at its field."""
        cleaned = super().clean() or {}
        indicator = self.indicator_of(cleaned)
        for name in ("number", "up_to"):
            if indicator is not None:
                self._check_number(name, cleaned.get(name), indicator)
        low, high = cleaned.get("number"), cleaned.get("up_to")
        if low is not None and high is not None and high < low:
            self.add_error("up_to", _("The end of the range is below its start."))
        self._check_day(cleaned)
        return cleaned

    def _check_number(
        self, name: str, number: Decimal | None, indicator: Indicator
    ) -> None:
        field = field_of(indicator)
        try:
            if name in self.errors:
                field.clean(self[name].data)
            else:
                field.validate(without_zeros(number))
        except ValidationError as fault:
            # What the indicator asks for, not what any number must be.
            self.errors.pop(name, None)
            self.add_error(name, fault)

    def _check_day(self, cleaned: dict[str, Any]) -> None:
        as_of = cleaned.get("as_of")
        if as_of and as_of > timezone.localdate():
            self.add_error("as_of", _("This day is still to come."))
        elif (
            not as_of
            and "as_of" not in self.errors
            and self.kind_of(cleaned) in AS_OF_KINDS
        ):
            self.add_error("as_of", _("Enter the day as of which the number holds."))

    def save(self, commit: bool = True) -> Figure:
        """Store the number as a value or, with "up to", as a range."""
        figure = self.instance
        low, high = self.cleaned_data["number"], self.cleaned_data["up_to"]
        if high is None:
            figure.value, figure.printed = low, format(low, "f")
            figure.minimum = figure.maximum = None
        else:
            figure.value, figure.printed = None, ""
            figure.minimum, figure.maximum = low, high
        saved: Figure = super().save(commit)
        return saved


def field_of(indicator: Indicator) -> MeasuredField:
    """A field that takes what the indicator allows, and says so with its unit."""
    return MeasuredField(
        min_value=without_zeros(indicator.minimum),
        max_value=without_zeros(indicator.maximum),
        required=False,
        unit=indicator.unit,
        max_digits=LONGEST + indicator.places,
        decimal_places=indicator.places,
    )


def without_zeros(number: Decimal | None) -> Decimal | None:
    """The same number without needless zeros after the point."""
    if number is None:
        return None
    whole = number.to_integral_value()
    return whole if whole == number else number.normalize()
