"""Figures: numbers with unit, as-of date and how exact they are."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from inspections.models.notes import VisitPart
from inspections.models.report import ReportSection
from inspections.models.round import AS_OF_KINDS, Indicator, TopicKind
from inspections.models.unit import VisitUnit
from inspections.models.visit import Visit
from thai.numbers import close_percent, lone_unit, with_unit

LEAP = 10
"""So many times the last round's number is asked about before it is stored."""


class Qualifier(models.TextChoices):
    """How the number is meant, when not exactly."""

    ABOUT = "about", _("about")
    MORE_THAN = "more_than", _("more than")
    LESS_THAN = "less_than", _("less than")
    AT_LEAST = "at_least", _("at least")
    AT_MOST = "at_most", _("at most")


class Figure(VisitPart):
    """A number of a report's section or observed at a visit: a value, or a range.

    The section's figure is the official number; one observed at a visit stands
    beside it and is never summed with it. Null is not zero: a zero was stated.
    `printed` is the number just as it was stated, `value` the same for
    computing (six decimals).
    """

    visit = models.ForeignKey(
        Visit, models.CASCADE, null=True, blank=True, related_name="figures"
    )
    section = models.ForeignKey(
        ReportSection, models.CASCADE, null=True, blank=True, related_name="figures"
    )
    unit_inspected = models.ForeignKey(
        VisitUnit,
        models.RESTRICT,
        null=True,
        blank=True,
        related_name="figures",
        verbose_name=_("unit inspected"),
    )
    indicator = models.ForeignKey(
        Indicator,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="figures",
        verbose_name=_("indicator"),
    )
    topic_kind = models.CharField(
        _("topic"), max_length=20, choices=TopicKind, default=TopicKind.OTHER
    )
    name = models.TextField(_("name"))
    value = models.DecimalField(
        _("value"), max_digits=24, decimal_places=6, null=True, blank=True
    )
    printed = models.CharField(max_length=40, blank=True, editable=False)
    minimum = models.DecimalField(
        _("from"), max_digits=24, decimal_places=6, null=True, blank=True
    )
    maximum = models.DecimalField(
        _("to"), max_digits=24, decimal_places=6, null=True, blank=True
    )
    qualifier = models.CharField(
        _("meant as"), max_length=10, choices=Qualifier, blank=True
    )
    unit = models.TextField(_("unit of measure"), blank=True)
    as_of = models.DateField(_("as of"), null=True, blank=True)

    class Meta(VisitPart.Meta):
        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        constraints = [
            models.CheckConstraint(
                condition=Q(visit__isnull=False, section=None)
                | Q(visit=None, section__isnull=False),
                name="figure_is_of_a_visit_or_a_section",
            ),
            models.UniqueConstraint(
                fields=["section", "indicator"],
                name="one_figure_a_section_and_indicator",
            ),
            models.CheckConstraint(
                condition=Q(section=None)
                | ~Q(topic_kind__in=AS_OF_KINDS)
                | Q(as_of__isnull=False),
                name="official_cane_or_water_figure_says_as_of",
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=False, minimum=None, maximum=None)
                | Q(value=None, minimum__isnull=False)
                | Q(value=None, maximum__isnull=False),
                name="figure_is_a_value_or_a_range",
            ),
            models.CheckConstraint(
                condition=Q(minimum=None)
                | Q(maximum=None)
                | Q(minimum__lte=F("maximum")),
                name="figure_range_is_not_empty",
            ),
            models.CheckConstraint(
                condition=Q(topic_kind__in=TopicKind.values),
                name="figure_topic_kind_is_known",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def highest(self) -> Decimal | None:
        """The number itself, or of a range the upper end that is known."""
        ends = (self.value, self.maximum, self.minimum)
        return next((end for end in ends if end is not None), None)

    def is_leapt_to(self, number: Decimal) -> bool:
        """Whether `number` is so much more that a slip of the hand is likely.

        Nothing can be said of what was nought before.
        """
        before = self.highest
        return before is not None and before > 0 and number >= LEAP * before

    @property
    def in_words(self) -> str:
        """The number as readers see it: "more than 280", "8,000–12,000"."""
        return self._qualified(self._number)

    @property
    def measured(self) -> str:
        """The number with its unit: "more than 280 plots", "ร้อยละ 95.26"."""
        number = with_unit(self._number, self._unit, _language())
        return close_percent(self._qualified(number))

    @property
    def title(self) -> str:
        """What was counted; an indicator in the reader's language."""
        given = self.indicator
        return str(given) if given and self.name == given.name_th else self.name

    @property
    def unit_of_measure(self) -> str:
        """The unit standing alone; that of an indicator in the reader's language."""
        return lone_unit(self._unit, _language())

    @property
    def _unit(self) -> str:
        given = self.indicator
        return given.unit if given and self.unit == given.unit_th else self.unit

    @property
    def _number(self) -> str:
        if self.value is not None:
            return grouped(Decimal(self.printed or self.value))
        ends = (self.minimum, self.maximum)
        return "–".join(grouped(end) for end in ends if end is not None)

    def _qualified(self, number: str) -> str:
        # A name as printed in the press can carry its own "more than".
        if not self.qualifier or "(" in self.name:
            return number
        return f"{self.get_qualifier_display()} {number}"


def _language() -> str:
    return "en" if get_language() == "en" else "th"


def grouped(number: Decimal) -> str:
    """A number with commas and no needless zeros after the point."""
    text = format(number, ",f")
    return text.rstrip("0").rstrip(".") if "." in text else text
