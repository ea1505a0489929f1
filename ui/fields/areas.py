"""Areas, typed as a number or as rai, ngan and square wa."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from thai.areas import parse_area, split_area
from thai.numbers import close_percent
from ui.fields.numbers import LONGEST, MeasuredField
from ui.widgets import TextInput, plain_text

AREA_HINT = _("Rai, or rai-ngan-square wa such as 3-2-50.")


class AreaInput(TextInput):
    """A text control for an area: its dashes and words need the letters, too."""

    def format_value(self, value: Any) -> str | None:
        """Show a stored area in square wa as rai-ngan-square wa."""
        if not isinstance(value, Decimal):
            return plain_text(value)
        rai, ngan, wa = split_area(value)
        return f"{rai:,}-{ngan}-{_plain(wa)}"


class AreaField(MeasuredField):
    """An area of which `wa_a_unit` square wa are one unit of the column.

    It takes rai as a plain number, `3-2-50` and `3 ไร่ 2 งาน 50 ตร.ว.`, exactly.
    """

    widget = AreaInput  # type: ignore[assignment]

    def __init__(self, *, wa_a_unit: int, **kwargs: Any) -> None:
        self.wa_a_unit = wa_a_unit
        kwargs.setdefault("help_text", AREA_HINT)
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Turn a stored area into square wa; what was typed stays so."""
        return value * self.wa_a_unit if isinstance(value, Decimal) else value

    def to_python(self, value: Any) -> Decimal | None:
        """Read what was typed; an empty field is None."""
        if isinstance(value, Decimal):
            return value
        text = str(value or "").strip()
        if not text:
            return None
        sign, text = (-1, text[1:]) if text[0] in "-−" else (1, text)
        if len(text) > LONGEST:
            self._refuse("invalid")
        try:
            wa = parse_area(text)
        except ValueError:
            self._refuse("invalid")
        return _shortened(sign * wa / self.wa_a_unit)

    def demand(self) -> str:
        """What it takes, told when it was something else."""
        words = gettext("Enter an area such as 3-2-50 or 3.5, %(range)s")
        return close_percent(words % {"range": self._range()})


def _shortened(number: Decimal) -> Decimal:
    """The same number without zeros after the point, so that none counts as a place."""
    whole = number.to_integral_value()
    return whole if whole == number else number.normalize()


def _plain(number: Decimal) -> str:
    return format(_shortened(number), "f")
