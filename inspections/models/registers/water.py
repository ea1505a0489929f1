"""Samples of a pit's water: results by parameter, and the limits for them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import NamedTuple, Self

from django.db import models
from django.db.models import F, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from inspections.models.issue import Issue
from regions.models.naming import localized


class WaterParameter(models.TextChoices):
    """What a laboratory measures in water."""

    PH = "ph", _("pH")
    DO = "do", _("Dissolved oxygen (DO)")
    BOD = "bod", _("BOD")
    EC = "ec", _("Electrical conductivity")
    TURBIDITY = "turbidity", _("Turbidity")
    TOTAL_COLIFORM = "total_coliform", _("Total coliform bacteria")
    FAECAL_COLIFORM = "faecal_coliform", _("Faecal coliform bacteria")
    NITRATE = "nitrate", _("Nitrate (as N)")
    AMMONIA = "ammonia", _("Ammonia (as N)")
    PHENOLS = "phenols", _("Phenols")
    COPPER = "copper", _("Copper")
    NICKEL = "nickel", _("Nickel")
    MANGANESE = "manganese", _("Manganese")
    ZINC = "zinc", _("Zinc")
    CADMIUM = "cadmium", _("Cadmium")
    CHROMIUM_6 = "chromium_6", _("Hexavalent chromium")
    LEAD = "lead", pgettext_lazy("metal", "Lead")
    MERCURY = "mercury", _("Mercury")
    ARSENIC = "arsenic", _("Arsenic")
    CYANIDE = "cyanide", _("Cyanide")
    HARDNESS = "hardness", _("Hardness (as CaCO₃)")


class Measured(NamedTuple):
    """In what unit a parameter is measured and how far its scale goes."""

    unit: str | Promise
    low: int
    high: int
    source: str | Promise = _("The scale on which laboratories measure it.")


MG_L = Measured(_("mg/L"), 0, 1_000)
#: Unit and range of each parameter (DOMAIN 5.c); metals and most others in mg/L.
PARAMETERS: dict[str, Measured] = {
    **dict.fromkeys(WaterParameter.values, MG_L),
    WaterParameter.PH: Measured("", 0, 14),
    WaterParameter.DO: Measured(_("mg/L"), 0, 20),
    WaterParameter.EC: Measured(_("µS/cm"), 0, 50_000),
    WaterParameter.TURBIDITY: Measured(_("NTU"), 0, 10_000),
    WaterParameter.TOTAL_COLIFORM: Measured(_("MPN/100 mL"), 0, 1_000_000_000),
    WaterParameter.FAECAL_COLIFORM: Measured(_("MPN/100 mL"), 0, 1_000_000_000),
}
DIGITS, PLACES = 16, 6
BELOW = "<"


class Reading(NamedTuple):
    """What a laboratory found: a value, or that it lies below the one it can detect."""

    value: Decimal
    is_below: bool = False

    def __str__(self) -> str:
        plain = format(self.value, "f")
        plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
        return f"{BELOW}{plain}" if self.is_below else plain


class WaterClass(models.IntegerChoices):
    """Class of surface water by National Environment Board no. 8, B.E. 2537."""

    TWO = 2, _("Class 2")
    THREE = 3, _("Class 3")
    FOUR = 4, _("Class 4")


class WaterSample(models.Model):
    """Water taken from a pit on a day and sent to a laboratory."""

    issue = models.ForeignKey(Issue, models.CASCADE, related_name="samples")
    taken_on = models.DateField(_("taken on"))
    laboratory = models.CharField(_("laboratory"), max_length=255, blank=True)
    water_class = models.PositiveSmallIntegerField(
        _("held against"), choices=WaterClass, null=True, blank=True
    )
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("water sample")
        verbose_name_plural = _("water samples")
        ordering = ["taken_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(water_class=None) | Q(water_class__in=WaterClass.values),
                name="sample_water_class_is_known",
            )
        ]

    def __str__(self) -> str:
        return str(self.taken_on)

    def searched_by(self) -> Iterable[str]:
        """What a search for the issue finds of it."""
        return [self.laboratory]


def _is_on_scale() -> Q:
    condition = Q()
    for name, scale in PARAMETERS.items():
        condition |= Q(parameter=name, value__range=(scale.low, scale.high))
    return condition


class WaterResult(models.Model):
    """One parameter of a sample.

    `is_below` says that it lies below what the laboratory detects, which is
    `value` then: `<0.001`.
    """

    sample = models.ForeignKey(WaterSample, models.CASCADE, related_name="results")
    parameter = models.CharField(_("parameter"), max_length=20, choices=WaterParameter)
    is_below = models.BooleanField(_("below detection"), default=False)
    value = models.DecimalField(_("value"), max_digits=DIGITS, decimal_places=PLACES)

    class Meta:
        verbose_name = _("result of a water sample")
        verbose_name_plural = _("results of water samples")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["sample", "parameter"], name="one_result_a_sample_and_parameter"
            ),
            models.CheckConstraint(condition=_is_on_scale(), name="result_is_on_scale"),
        ]

    def __str__(self) -> str:
        return f"{self.get_parameter_display()} {self.reading}"

    @property
    def reading(self) -> Reading:
        """Value and whether it lies below detection, as they are written together."""
        return Reading(self.value, self.is_below)


class WaterLimitQuerySet(models.QuerySet["WaterLimit"]):
    """Limits, by the day on which they hold."""

    def on(self, day: date) -> Self:
        """Those that hold on a day."""
        ends = Q(ends_on=None) | Q(ends_on__gte=day)
        return self.filter(ends, starts_on__lte=day)


class WaterLimit(models.Model):
    """How much of a parameter water of a class may hold, since when, by what.

    `is_checked` says that somebody has read it in the Gazette; until then it is
    told beside a result, but judges nothing. `condition` names what else must
    hold for it, in words; such a limit judges nothing, either. `condition_en` says
    the same to who reads English.
    """

    parameter = models.CharField(_("parameter"), max_length=20, choices=WaterParameter)
    water_class = models.PositiveSmallIntegerField(_("class"), choices=WaterClass)
    low = models.DecimalField(
        _("at least"), max_digits=DIGITS, decimal_places=PLACES, null=True, blank=True
    )
    high = models.DecimalField(
        _("at most"), max_digits=DIGITS, decimal_places=PLACES, null=True, blank=True
    )
    condition = models.CharField(_("holds if"), max_length=255, blank=True)
    condition_en = models.CharField(
        _("holds if, in English"), max_length=255, blank=True
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=255)
    is_checked = models.BooleanField(_("checked in the Gazette"), default=False)

    objects = WaterLimitQuerySet.as_manager()

    class Meta:
        verbose_name = _("limit for water")
        verbose_name_plural = _("limits for water")
        ordering = ["parameter", "water_class", "starts_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["parameter", "water_class", "condition", "starts_on"],
                name="one_water_limit_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(low__isnull=False) | Q(high__isnull=False),
                name="water_limit_says_something",
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="water_limit_does_not_end_before_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_parameter_display()}: {self.low or ''}–{self.high or ''}"

    @property
    def condition_words(self) -> str:
        """What else must hold, in the reader's language."""
        return localized(self.condition, self.condition_en)

    def holds_on(self, day: date) -> bool:
        """Whether it holds on a day; as `WaterLimitQuerySet.on` for rows at hand."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)

    def allows(self, value: Decimal) -> bool:
        """Whether a value keeps within it."""
        above = self.low is None or value >= self.low
        return above and (self.high is None or value <= self.high)
