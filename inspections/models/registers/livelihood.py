"""Livelihoods: what a factory and the offices do for the community around it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from inspections.models.registers.detail import IssueDetail, known_order
from inspections.models.round import Dimension
from regions.models import Site
from regions.models.measure import MeasureField

MOST_PEOPLE = 100_000
PEOPLE: dict[str, Any] = {
    "high": MOST_PEOPLE,
    "unit": _("people"),
    "source": _("Plausibility: far above the largest programme."),
}
MOST_BAHT = 10**12 - 1
BAHT: dict[str, Any] = {
    "high": MOST_BAHT,
    "places": 2,
    "source": _("Plausibility: more than any budget of a province."),
}


class GroupKind(models.TextChoices):
    """What kind of group the work is done with."""

    ENTERPRISE = "enterprise", _("Community enterprise")
    COOPERATIVE = "cooperative", _("Cooperative")
    WOMEN = "women", _("Women's or occupational group")
    VILLAGE = "village", _("Village or community")
    SCHOOL = "school", _("School or temple")
    OTHER = "other", pgettext_lazy("kind of group", "Other")


class LivelihoodDetail(IssueDetail):
    """A programme for a community near a factory, and what came of it.

    The site of the issue is the community; `factory` is the one beside it.
    """

    factory = models.ForeignKey(
        Site,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("factory"),
    )
    group_name = models.CharField(_("community or group"), max_length=255, blank=True)
    group_kind = models.CharField(
        _("kind of group"), max_length=20, choices=GroupKind, blank=True
    )
    programme = models.CharField(
        _("programme"),
        max_length=255,
        blank=True,
        help_text=_("Such as OPOAI-C, CSR-DIW, DIPROM job training."),
    )
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("to"), null=True, blank=True)
    budget = MeasureField(_("budget"), unit=_("baht"), **BAHT)
    budget_source = models.CharField(_("paid from"), max_length=255, blank=True)
    people_trained = MeasureField(_("people trained"), **PEOPLE)
    new_jobs = MeasureField(_("new jobs"), **PEOPLE)
    income_before = MeasureField(
        _("income before"), unit=_("baht a person and month"), **BAHT
    )
    income_after = MeasureField(
        _("income after"), unit=_("baht a person and month"), **BAHT
    )
    saved = MeasureField(_("costs saved"), unit=_("baht a year"), **BAHT)
    product = models.CharField(_("product"), max_length=255, blank=True)
    certification = models.CharField(
        _("certification"),
        max_length=255,
        blank=True,
        help_text=_("Such as the community product standard."),
    )
    dimension = models.CharField(
        _("dimension"), max_length=20, choices=Dimension, blank=True
    )

    class Meta:
        verbose_name = _("details of a livelihood issue")
        verbose_name_plural = _("details of livelihood issues")
        constraints = [
            models.CheckConstraint(
                condition=known_order("starts_on", "ends_on"),
                name="livelihood_does_not_end_before_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(group_kind="") | Q(group_kind__in=GroupKind.values),
                name="livelihood_group_kind_is_known",
            ),
            models.CheckConstraint(
                condition=Q(dimension="") | Q(dimension__in=Dimension.values),
                name="livelihood_dimension_is_known",
            ),
        ]

    def searched_by(self) -> Iterable[str]:
        told = [self.group_name, self.programme, self.product, self.certification]
        return [*told, str(self.factory or "")]
