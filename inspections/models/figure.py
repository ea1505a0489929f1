"""Figures: numbers with unit, as-of date and how exact they are."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from inspections.models.notes import VisitPart
from inspections.models.round import Indicator, TopicKind
from inspections.models.unit import VisitUnit
from inspections.models.visit import Visit


class Qualifier(models.TextChoices):
    """How the number is meant, when not exactly."""

    ABOUT = "about", _("about")
    MORE_THAN = "more_than", _("more than")
    LESS_THAN = "less_than", _("less than")
    AT_LEAST = "at_least", _("at least")
    AT_MOST = "at_most", _("at most")


class Figure(VisitPart):
    """A number observed at a visit: one value, or a range from minimum to maximum.

    Null is not zero: a zero was stated. `printed` is the number just as it was
    stated, `value` the same for computing (six decimals).
    """

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="figures")
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
    def in_words(self) -> str:
        """The number as readers see it: "more than 280", "8,000–12,000"."""
        if self.value is not None:
            number = grouped(Decimal(self.printed or self.value))
        else:
            ends = (self.minimum, self.maximum)
            number = "–".join(grouped(end) for end in ends if end is not None)
        # A name as printed in the press can carry its own "more than".
        if not self.qualifier or "(" in self.name:
            return number
        return f"{self.get_qualifier_display()} {number}"


def grouped(number: Decimal) -> str:
    """A number with commas and no needless zeros after the point."""
    text = format(number, ",f")
    return text.rstrip("0").rstrip(".") if "." in text else text
