"""Published figures over the years, each with its source: reference, not reports."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from inspections.models.figure import Qualifier
from inspections.models.registers import ComplaintCategory
from inspections.models.round import TopicKind
from regions.models import Province
from regions.models.naming import localized

PRESS = "TG-"
PRESS_PAGE = "https://www.thaigov.go.th/news/contents/details/"
"""Where the government's press texts stand: `TG-71971` is the number 71971."""


class Grade(models.TextChoices):
    """How sure a published figure is (DOMAIN 0)."""

    A = "A", _("read in a primary text")
    AB = "A/B", _("read in a primary text and in the press")
    B = "B", _("read in the press")
    C = "C", _("known, not checked again")
    D = "D", _("not checked")


class Region(models.TextChoices):
    """A part of the country for which figures are published."""

    NORTHEAST = "northeast", _("Northeast")


class Series(models.Model):
    """What is counted: cane crushed, burnt share, pit water available.

    `key` is what addresses and the data file call it. `period` says what a period
    of it is: a crop year such as 2565/66, a month such as 2020-01, a year B.E.
    `target` holds what it is aimed at, at most. A share in per cent names the
    series of the `part` and of the `whole` that it is computed from.
    """

    class Period(models.TextChoices):
        """What one point of a series stands for."""

        CROP_YEAR = "crop_year", _("Crop year")
        MONTH = "month", _("Month")
        YEAR = "year", pgettext_lazy("period", "Year")

    key = models.SlugField(max_length=40, unique=True)
    kind = models.CharField(_("topic"), max_length=20, choices=TopicKind)
    name_th = models.CharField(_("name in Thai"), max_length=255)
    name_en = models.CharField(_("name in English"), max_length=255)
    unit_th = models.CharField(_("unit in Thai"), max_length=60)
    unit_en = models.CharField(_("unit in English"), max_length=60)
    period = models.CharField(_("period"), max_length=10, choices=Period)
    target = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("aimed at, at most"),
    )
    part = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("share of this"),
    )
    whole = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("in this"),
    )
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("reference series")
        verbose_name_plural = _("reference series")
        ordering = ["order", "key"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=TopicKind.values), name="series_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(period__in=["crop_year", "month", "year"]),
                name="series_period_is_known",
            ),
        ]
        indexes = [models.Index(fields=["order", "id"], name="series_by_order")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("inspections:series_detail", args=[self.key])

    @property
    def name(self) -> str:
        """What is counted, in the reader's language."""
        return localized(self.name_th, self.name_en)

    @property
    def unit(self) -> str:
        """What it is counted in, in the reader's language."""
        return localized(self.unit_th, self.unit_en)


class SeriesPoint(models.Model):
    """One published number: of the country, a region or a province, with its source.

    `printed` is the number just as it was published, in units of `scale` of the
    series' own unit (1,000,000 where millions were printed); `value` is the same
    in the series' unit, for computing. `area` is a region, empty for the whole
    country or with a province. `label` names a part of the whole, a category.
    `note_*` say what else belongs to the number.
    """

    series = models.ForeignKey(Series, models.CASCADE, related_name="points")
    period = models.CharField(_("period"), max_length=10)
    area = models.CharField(_("region"), max_length=20, choices=Region, blank=True)
    province = models.ForeignKey(
        Province,
        models.PROTECT,
        null=True,
        related_name="series_points",
        verbose_name=_("province"),
    )
    label = models.CharField(
        _("category"), max_length=40, choices=ComplaintCategory, blank=True
    )
    printed = models.CharField(_("as published"), max_length=40)
    scale = models.PositiveIntegerField(_("printed in multiples of"), default=1)
    value = models.DecimalField(_("value"), max_digits=24, decimal_places=6)
    qualifier = models.CharField(
        _("meant as"), max_length=10, choices=Qualifier, blank=True
    )
    as_of = models.DateField(_("as of"), null=True)
    source = models.CharField(_("source"), max_length=255)
    grade = models.CharField(_("how sure"), max_length=3, choices=Grade)
    note_th = models.CharField(_("note in Thai"), max_length=255, blank=True)
    note_en = models.CharField(_("note in English"), max_length=255, blank=True)

    class Meta:
        verbose_name = _("published figure")
        verbose_name_plural = _("published figures")
        ordering = ["series", "period", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["series", "period", "area", "label"],
                condition=Q(province=None),
                name="one_published_figure_a_series_region_and_period",
            ),
            models.UniqueConstraint(
                fields=["series", "period", "province", "label"],
                condition=Q(province__isnull=False),
                name="one_published_figure_a_series_province_and_period",
            ),
            models.CheckConstraint(
                condition=Q(area="") | Q(province=None),
                name="published_figure_is_of_one_place",
            ),
            models.CheckConstraint(
                condition=Q(scale__gt=0), name="published_figure_has_a_scale"
            ),
            models.CheckConstraint(
                condition=Q(grade__in=Grade.values),
                name="published_figure_grade_is_known",
            ),
        ]
        indexes = [
            models.Index(
                fields=["series", "period", "id"], name="published_figure_by_period"
            ),
            models.Index(fields=["period", "id"], name="published_figure_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.series_id} {self.period}: {self.printed}"

    @property
    def exact(self) -> Decimal:
        """The number as published, with as many places as were printed."""
        return Decimal(self.printed.replace(",", ""))

    @property
    def step(self) -> Decimal:
        """The smallest difference that its print can show, as printed: 0.01."""
        return Decimal((0, (1,), int(self.exact.as_tuple().exponent)))

    @property
    def slack(self) -> Decimal:
        """By how much rounding may have changed it, in the series' unit."""
        return self.step * self.scale / 2

    @property
    def source_url(self) -> str:
        """The page it was published on; empty where none is known."""
        if not self.source.startswith(PRESS):
            return ""
        return PRESS_PAGE + self.source.removeprefix(PRESS)

    @property
    def note(self) -> str:
        """What else belongs to the number, in the reader's language."""
        return localized(self.note_th, self.note_en)
