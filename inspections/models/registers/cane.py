"""Cane burning: how much cane a mill crushed in a crop year, and how much was burnt."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from inspections.models.registers.detail import IssueDetail, known_order
from regions.models import Province, Site
from regions.models.measure import MeasureField, RaiField
from thai.crop_years import PATTERN

MOST_TONS = 15_000_000
"""More than any province crushes in a season (DOMAIN 5.b)."""
TONS: dict[str, Any] = {
    "high": MOST_TONS,
    "places": 3,
    "unit": _("tons"),
    "source": _(
        "The cane and sugar board prints tons to the kilogram; no province crushes"
        " more in a season."
    ),
}
CASES: dict[str, Any] = {
    "high": 10_000,
    "unit": _("cases"),
    "source": _("Plausibility: far above what a province reports in a season."),
}
HUNDREDTH = Decimal("0.01")
KILOGRAM = Decimal("0.001")
"""In tons: how far crushed may be from fresh and burnt, each rounded by itself."""
MOST_ADRIFT = KILOGRAM * 3 / 2
"""The same for the database, whose sums of fractions needn't be exact."""


class CaneDetail(IssueDetail):
    """Cane crushed at one mill, or in one province, so far in a crop year.

    Cane is weighed at the mill, burning is seen in the field: `mill_province` and
    `field_province` are kept apart and their numbers are never added up. Tons are
    exact to the kilogram; crushed is fresh and burnt together, give or take one. The
    burnt share is computed, never stored.
    """

    crop_year = models.CharField(
        _("crop year"), max_length=7, blank=True, help_text=_("Such as 2565/66.")
    )
    as_of = models.DateField(_("as of"), null=True, blank=True)
    mill = models.ForeignKey(
        Site,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("sugar mill"),
    )
    mill_province = models.ForeignKey(
        Province,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("province of the mill"),
    )
    field_province = models.ForeignKey(
        Province,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("province of the fields"),
    )
    crushed_ton = MeasureField(_("cane crushed"), **TONS)
    fresh_ton = MeasureField(_("fresh cane"), **TONS)
    burnt_ton = MeasureField(_("burnt cane"), **TONS)
    target_pct = MeasureField(
        _("burnt share aimed at, at most"),
        high=100,
        places=2,
        unit=_("per cent"),
        source=_("A share lies between 0 and 100."),
    )
    burnt_rai = RaiField(
        _("area burnt"),
        high=1_500_000,
        source=_("The ministry reckons with 10 tons a rai."),
    )
    warnings = MeasureField(_("warnings given"), **CASES)
    prosecutions = MeasureField(_("prosecutions"), **CASES)

    class Meta:
        verbose_name = _("details of a cane-burning issue")
        verbose_name_plural = _("details of cane-burning issues")
        constraints = [
            models.CheckConstraint(
                condition=Q(crop_year="") | Q(crop_year__regex=PATTERN),
                name="cane_crop_year_is_written_2565_66",
            ),
            models.CheckConstraint(
                condition=known_order("burnt_ton", "crushed_ton"),
                name="cane_burnt_is_part_of_crushed",
            ),
            models.CheckConstraint(
                condition=known_order("fresh_ton", "crushed_ton"),
                name="cane_fresh_is_part_of_crushed",
            ),
            models.CheckConstraint(
                condition=Q(crushed_ton=None)
                | Q(fresh_ton=None)
                | Q(burnt_ton=None)
                | Q(
                    crushed_ton__gte=F("fresh_ton") + F("burnt_ton") - MOST_ADRIFT,
                    crushed_ton__lte=F("fresh_ton") + F("burnt_ton") + MOST_ADRIFT,
                ),
                name="cane_crushed_is_fresh_and_burnt",
            ),
            models.CheckConstraint(
                condition=Q(as_of__isnull=False)
                | Q(crushed_ton=None, fresh_ton=None, burnt_ton=None),
                name="cane_tons_say_as_of",
            ),
        ]

    @property
    def burnt_pct(self) -> Decimal | None:
        """The burnt share in per cent, to two places; null unless both are known."""
        return burnt_share(self.burnt_ton, self.crushed_ton)

    @property
    def is_of_two_provinces(self) -> bool:
        """Whether the mill lies in another province than the fields."""
        known = None not in (self.mill_province_id, self.field_province_id)
        return known and self.mill_province_id != self.field_province_id

    def searched_by(self) -> Iterable[str]:
        return [self.crop_year, str(self.mill or "")]


def burnt_share(
    burnt: Decimal | None, crushed: Decimal | None, *, to: Decimal = HUNDREDTH
) -> Decimal | None:
    """Per cent of the cane crushed that was burnt, half up to a multiple of `to`."""
    if burnt is None or not crushed:
        return None
    return (100 * burnt / crushed).quantize(to, "ROUND_HALF_UP")
