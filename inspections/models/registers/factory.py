"""Factory and mine oversight: what is complained of, and the orders given for it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from inspections.models.issue import Issue
from inspections.models.registers.detail import (
    IssueDetail,
    in_both_languages,
    known_order,
)


class ComplaintCategory(models.TextChoices):
    """What is complained of: the ministry's own categories (DOMAIN 5.a)."""

    SMELL = "smell", _("Smell and chemical fumes")
    DUST = "dust", _("Dust, soot and smoke")
    NOISE = "noise", _("Noise and vibration")
    WASTE_WATER = "waste_water", _("Waste water")
    NIGHT_WORK = "night_work", _("Operating at night")
    WASTE = "waste", _("Industrial waste and hazardous substances")
    UNLICENSED = "unlicensed", _("Operating without a licence")
    SAFETY = "safety", _("Safety and health at work")
    OBJECTION = "objection", _("Objection to the business")
    MINE = "mine", pgettext_lazy("of a complaint", "Mine")
    OTHER = "other", _("Other")


class FactoryDetail(IssueDetail):
    """What is complained of at a factory or mine.

    Registration numbers, class, type, concession and area are the site's.
    """

    category = models.CharField(
        _("category of complaint"),
        max_length=20,
        choices=ComplaintCategory,
        blank=True,
        help_text=_("The ministry's categories of complaints."),
    )
    concession_no = models.CharField(
        _("concession number"),
        max_length=40,
        blank=True,
        help_text=_("For a mine that is not in the register of sites: 28608/15360."),
    )

    class Meta:
        verbose_name = _("details of a factory or mine issue")
        verbose_name_plural = _("details of factory and mine issues")
        constraints = [
            models.CheckConstraint(
                condition=Q(category="") | Q(category__in=ComplaintCategory.values),
                name="complaint_category_is_known",
            )
        ]

    def searched_by(self) -> Iterable[str]:
        label = ComplaintCategory(self.category).label if self.category else ""
        return [*in_both_languages(label), self.concession_no]


class OrderSection(models.TextChoices):
    """Under which section of the Factory Act B.E. 2535 an order is given."""

    S37 = "37", _("Section 37: to stop or put right")
    S39 = "39", _("Section 39: to stop operating")
    OTHER = "other", _("Another law or section")


class OrderScope(models.TextChoices):
    """Of what an order speaks."""

    PART = "part", _("Part of the factory")
    ALL = "all", _("The whole factory")


class OrderResult(models.TextChoices):
    """What came of an order; empty while it runs."""

    COMPLIED = "complied", _("Complied with")
    EXTENDED = "extended", _("Period extended")
    ESCALATED = "escalated", _("Escalated to section 39")
    CLOSED = "closed", pgettext_lazy("of an order", "Closed")


class LegalOrder(models.Model):
    """An order given to the operator because of an issue.

    `follows` is the order under section 37 that was not obeyed and so led to this
    one under section 39; its result is then "escalated".
    """

    issue = models.ForeignKey(Issue, models.CASCADE, related_name="orders")
    section = models.CharField(
        pgettext_lazy("of the Factory Act", "section"),
        max_length=10,
        choices=OrderSection,
        default=OrderSection.S37,
    )
    number = models.CharField(
        _("order number"), max_length=60, blank=True, help_text=_("As printed on it.")
    )
    issued_on = models.DateField(pgettext_lazy("of an order", "issued on"))
    due_on = models.DateField(
        pgettext_lazy("of an order", "to be obeyed by"), null=True, blank=True
    )
    scope = models.CharField(_("scope"), max_length=10, choices=OrderScope, blank=True)
    content = models.TextField(_("what it orders"), blank=True)
    result = models.CharField(
        _("result"), max_length=10, choices=OrderResult, blank=True
    )
    result_on = models.DateField(_("result on"), null=True, blank=True)
    follows = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="escalation",
        verbose_name=_("follows the order"),
    )

    class Meta:
        verbose_name = _("order to an operator")
        verbose_name_plural = _("orders to operators")
        ordering = ["issued_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(section__in=OrderSection.values),
                name="order_section_is_known",
            ),
            models.CheckConstraint(
                condition=Q(scope="") | Q(scope__in=OrderScope.values),
                name="order_scope_is_known",
            ),
            models.CheckConstraint(
                condition=Q(result="") | Q(result__in=OrderResult.values),
                name="order_result_is_known",
            ),
            models.CheckConstraint(
                condition=known_order("issued_on", "due_on"),
                name="order_is_not_due_before_it_is_issued",
            ),
            models.CheckConstraint(
                condition=known_order("issued_on", "result_on"),
                name="order_has_no_result_before_it_is_issued",
            ),
            models.CheckConstraint(
                condition=Q(result_on=None) | ~Q(result=""),
                name="order_day_of_result_has_a_result",
            ),
            models.CheckConstraint(
                condition=Q(follows=None)
                | (Q(section=OrderSection.S39) & ~Q(follows=F("pk"))),
                name="order_that_follows_is_of_section_39",
            ),
        ]

    def __str__(self) -> str:
        return self.number or str(self.get_section_display())

    def searched_by(self) -> Iterable[str]:
        """What a search for the issue finds of it."""
        return [self.number]

    def is_overdue(self, today: date) -> bool:
        """Whether it is of section 37 or 39, its day is past and nothing came of it."""
        is_of_the_act = self.section in (OrderSection.S37, OrderSection.S39)
        is_past = self.due_on is not None and self.due_on < today
        return is_of_the_act and is_past and not self.result

    @property
    def may_be_escalated(self) -> bool:
        """Whether it is of section 37 and not known to be obeyed or settled."""
        is_open = self.result in ("", OrderResult.EXTENDED)
        return self.section == OrderSection.S37 and is_open
