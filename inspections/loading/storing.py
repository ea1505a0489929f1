"""A record on its way into the database: what its parts need to know of the whole."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from inspections.loading.known import Known
from inspections.loading.reading import Number
from inspections.models import Visit, VisitUnit
from regions.models import Province

Record = dict[str, Any]


@dataclass
class Storing:
    """A record without faults, the visit made of it, and its units."""

    record: Record
    known: Known
    visit: Visit
    units: list[VisitUnit]

    @property
    def sole_unit(self) -> VisitUnit | None:
        """The unit inspected, if it was the only one."""
        return self.units[0] if len(self.units) == 1 else None

    @cached_property
    def sole_province(self) -> Province | None:
        """The province inspected, if it was the only one."""
        codes = self.record["province_codes"]
        return self.known.provinces[codes[0]] if len(codes) == 1 else None


def whole(number: Number | None) -> int | None:
    """A whole number, or null."""
    return None if number is None else int(number.text)


def time(text: str | None) -> dt.time | None:
    """A time of day, or null."""
    return None if text is None else dt.time.fromisoformat(text)


def day(text: str | None) -> dt.date | None:
    """A day, or null."""
    return None if text is None else dt.date.fromisoformat(text)
