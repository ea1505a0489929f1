"""A number with unit and range, said once for form, database and dictionary."""

from decimal import Decimal
from functools import cached_property
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from thai.areas import WA_A_RAI

RAI_PLACES = 4
"""Digits after the point that a square wa takes in rai."""


class MeasureField(models.DecimalField):
    """A number that may be unknown: null is not zero.

    `low` and `high` are included; the database refuses what lies outside, too.
    `places` are the digits after the point, 0 for what is counted. `unit` is
    what it is counted in, `source` where unit and range come from; neither is
    part of the column.
    """

    def __init__(
        self,
        verbose_name: Any = None,
        *,
        high: int,
        low: int = 0,
        places: int = 0,
        unit: str | Promise = "",
        source: str | Promise = "",
        **kwargs: Any,
    ) -> None:
        self.low, self.high, self.places = low, high, places
        self.unit, self.source = unit, source
        kwargs = {"null": True, "blank": True, **kwargs}
        digits = max(len(str(abs(end))) for end in (low, high)) + places
        super().__init__(
            verbose_name, max_digits=digits, decimal_places=places, **kwargs
        )

    def deconstruct(self) -> Any:
        """What a migration keeps: the column and its range."""
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_digits"], kwargs["decimal_places"]
        kwargs |= {"low": self.low, "high": self.high, "places": self.places}
        return name, path, args, kwargs

    @cached_property
    def validators(self) -> list[Any]:
        """Django's own, and the range."""
        return [
            *super().validators,
            MinValueValidator(self.low),
            MaxValueValidator(self.high),
        ]

    def db_check(self, connection: Any) -> str:
        """The range, as a condition on the column."""
        column = connection.ops.quote_name(self.column)
        return f"{column} >= {self.low} AND {column} <= {self.high}"

    @property
    def step(self) -> Decimal:
        """The smallest difference between two numbers."""
        return Decimal(1).scaleb(-self.places)


class RaiField(MeasureField):
    """An area in rai, exact to one square wa: a 400th of a rai, 0.0025.

    Its form also takes rai, ngan and square wa: `3-2-50`.
    """

    wa_a_unit = WA_A_RAI

    def __init__(self, verbose_name: Any = None, *, high: int, **kwargs: Any) -> None:
        given = {"places": RAI_PLACES, "unit": _("rai"), **kwargs}
        super().__init__(verbose_name, high=high, **given)
