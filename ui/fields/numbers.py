"""Numbers, exact, typed with Thai or western digits."""

import re
from decimal import Decimal
from typing import Any, NoReturn

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from thai.numbers import close_percent, ends_with_unit, lone_unit, with_unit
from thai.text import clean_thai, western_digits
from ui.widgets import NumberInput, reader_language

NUMBER = re.compile(r"[+-]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?")
LONGEST = 40
"""What is longer, in characters without the commas, is no number of ours."""


class NumberField(forms.Field):
    """An exact decimal number, typed with Thai or western digits and commas.

    Bounds are included; `unit` is told in the messages. `max_digits` counts all
    the digits and `decimal_places` those after the point, as in the database.
    """

    widget = NumberInput
    default_error_messages = {
        "required": _("Enter a number."),
        "invalid": _("Enter a number such as 1,234.5."),
        "between": _("Enter a number from %(low)s to %(high)s"),
        "too_small": _("Enter a number of at least %(low)s"),
        "too_big": _("Enter a number of at most %(high)s"),
        "places": _("Enter no more than %(places)s digits after the point."),
        "digits": _("The number is too long: at most %(digits)s digits."),
    }

    def __init__(
        self,
        *,
        min_value: Decimal | int | None = None,
        max_value: Decimal | int | None = None,
        unit: Any = "",
        max_digits: int | None = None,
        decimal_places: int | None = None,
        **kwargs: Any,
    ) -> None:
        self.low, self.high, self.unit = min_value, max_value, unit
        self.max_digits, self.decimal_places = max_digits, decimal_places
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Decimal | None:
        """Read what was typed; an empty field is None."""
        if value in self.empty_values:
            return None
        text = western_digits(clean_thai(str(value))).replace("−", "-")
        if not text:
            return None
        plain = text.replace(",", "")
        if len(plain) > LONGEST or not NUMBER.fullmatch(text):
            self._refuse("invalid")
        return Decimal(plain)

    def validate(self, value: Any) -> None:
        """Hold the number against the bounds and the column's size."""
        super().validate(value)
        if value is None:
            return
        self._check_size(value)
        too_small = self.low is not None and value < self.low
        too_big = self.high is not None and value > self.high
        if not (too_small or too_big):
            return
        code = "too_small" if too_small else "too_big"
        if None not in (self.low, self.high):
            code = "between"
        self._refuse(code, **self.bounds())

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare the numbers, not how they are written."""
        try:
            before = None if initial is None else self.to_python(initial)
            return not self.disabled and before != self.to_python(data)
        except ValidationError:
            return True

    def _check_size(self, value: Decimal) -> None:
        _sign, digits, exponent = value.as_tuple()
        places = max(0, -int(exponent))
        if self.decimal_places is not None and places > self.decimal_places:
            self._refuse("places", places=self.decimal_places)
        if self.max_digits is None:
            return
        whole = self.max_digits - (self.decimal_places or 0)
        if len(digits) - places > whole:
            self._refuse("digits", digits=whole)

    def bounds(self) -> dict[str, str]:
        """The bounds `low` and `high` with the unit; an absent one is empty."""
        unit, language = str(self.unit), reader_language()
        low, high = ("" if n is None else f"{n:,}" for n in (self.low, self.high))
        if low and high:
            low, high = ends_with_unit(low, high, unit, language)
        elif low:
            low = with_unit(low, unit, language)
        elif high:
            high = with_unit(high, unit, language)
        return {"low": low, "high": high}

    def demand(self) -> str:
        """What it takes: "Enter a whole number from 0 to 20,000 plots"."""
        words = {"range": self._range(), "places": self.decimal_places}
        if self.decimal_places:
            demand = gettext(
                "Enter a number with at most %(places)s decimals %(range)s"
            )
        else:
            demand = gettext("Enter a whole number %(range)s")
        return close_percent(demand % words)

    def _range(self) -> str:
        bounds = self.bounds()
        if bounds["low"] and bounds["high"]:
            return gettext("from %(low)s to %(high)s") % bounds
        if bounds["low"]:
            return gettext("of at least %(low)s") % bounds
        if bounds["high"]:
            return gettext("of at most %(high)s") % bounds
        unit = lone_unit(str(self.unit), reader_language())
        return gettext("(unit: %(unit)s)") % {"unit": unit}

    def _refuse(self, code: str, **params: Any) -> NoReturn:
        message = str(self.error_messages[code]) % params
        raise ValidationError(close_percent(message), code)


class MeasuredField(NumberField):
    """A number of a known unit: refusing its type, it tells type, range and unit.

    `decimal_places` must be given; 0 means a whole number.
    """

    def _refuse(self, code: str, **params: Any) -> NoReturn:
        is_ranged = (self.low, self.high) != (None, None)
        if code in {"invalid", "places"} or (code == "digits" and is_ranged):
            raise ValidationError(self.demand(), code)
        super()._refuse(code, **params)


class WholeNumberField(NumberField):
    """A whole number, given as an int; refusing its type it tells the range, if any.

    `error_messages["whole"]` are a form's own words for that.
    """

    default_error_messages = {"invalid": _("Enter a whole number such as 1,234.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_digits": 18, "decimal_places": 0, **kwargs})
        self.widget.attrs["inputmode"] = "numeric"

    def to_python(self, value: Any) -> Any:
        """Read what was typed; an empty field is None."""
        number = super().to_python(value)
        if number is not None and number != int(number):
            self._refuse("invalid")
        return None if number is None else Decimal(int(number))

    def clean(self, value: Any) -> Any:
        """Give an int once the bounds were checked."""
        number = super().clean(value)
        return None if number is None else int(number)

    def _refuse(self, code: str, **params: Any) -> NoReturn:
        is_ranged = None not in (self.low, self.high)
        if is_ranged and code in {"invalid", "places", "digits"}:
            words = self.error_messages.get("whole") or self.demand()
            raise ValidationError(words, code)
        super()._refuse(code, **params)
