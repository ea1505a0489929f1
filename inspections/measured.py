"""A measured number as people read it: with its unit, an area in rai and ngan."""

from decimal import Decimal
from typing import Any

from inspections.models.figure import grouped
from regions.models.measure import RaiField
from thai.areas import format_area
from thai.numbers import with_unit
from ui.widgets import reader_language


def measured(field: Any, number: Decimal) -> str:
    """The number of a `MeasureField` in the reader's language."""
    language = reader_language()
    if isinstance(field, RaiField):
        return format_area(number * field.wa_a_unit, language)
    return with_unit(grouped(number), str(field.unit), language)
