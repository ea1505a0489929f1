"""What is typed in the registers only: codes, crop years, results of a laboratory."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from inspections.models.registers import PARAMETERS
from inspections.models.registers.water import BELOW, DIGITS, PLACES, Reading
from thai.crop_years import parse_crop_year
from thai.text import clean_thai, western_digits
from ui.fields import MeasuredField, ThaiCharField
from ui.widgets import NumberInput

CONCESSION = re.compile(r"\d{4,5}/\d{4,5}")
"""How the number of a mining concession is written: 28608/15360 (DOMAIN 5.a)."""


class CodeField(ThaiCharField):
    """A number of a register, kept in western digits and without spaces."""

    def tidy(self, text: str) -> str:
        """Clean the code as it is kept."""
        return western_digits(super().tidy(text)).replace(" ", "")


class CropYearField(ThaiCharField):
    """A crop year, `2565/66`, typed with Thai digits, in full or short."""

    default_error_messages = {
        "invalid": _(
            "A crop year is two years that follow each other, such as 2565/66."
        )
    }

    def tidy(self, text: str) -> str:
        """Give the crop year as it is kept.

        Raises ValidationError for what is none: 2565/67.
        """
        cleaned = super().tidy(text)
        try:
            return parse_crop_year(cleaned) if cleaned else ""
        except ValueError:
            raise ValidationError(self.error_messages["invalid"], "invalid") from None


class ReadingInput(NumberInput):
    """A text control; not the figures' keyboard, which has no `<`."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"inputmode": "text", **(attrs or {})})


class ReadingField(MeasuredField):
    """A result of one parameter within its scale: `7.2`, or `<0.001`."""

    widget = ReadingInput

    def __init__(self, parameter: str, **kwargs: Any) -> None:
        scale = PARAMETERS[parameter]
        kwargs |= {"min_value": scale.low, "max_value": scale.high, "unit": scale.unit}
        sizes = {"max_digits": DIGITS, "decimal_places": PLACES}
        super().__init__(required=False, **sizes, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Show a stored result as it is typed."""
        return str(value) if isinstance(value, Reading) else value

    def to_python(self, value: Any) -> Any:
        """Read what was typed as a `Reading`; an empty field is None."""
        if isinstance(value, Reading):
            return value
        text = clean_thai(str(value or ""))
        is_below = text.startswith(BELOW)
        number = super().to_python(text.removeprefix(BELOW).strip())
        # Nothing lies below nought.
        if is_below and not number:
            self._refuse("invalid")
        return None if number is None else Reading(number, is_below)

    def validate(self, value: Any) -> None:
        """Hold the number against the parameter's scale."""
        super().validate(None if value is None else value.value)
