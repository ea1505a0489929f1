"""Whom a visit inspects, who goes along, and what is special about it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import AssignmentCapacity, User
from regions.models import Office, Province, Site
from regions.models.naming import localized


def shown_name(
    printed: str, thai: str | None, english: str | None, site: str | None
) -> str:
    """What a unit is called in the reader's language.

    In Thai as printed; an office has one English name, whatever was printed.
    """
    return localized(printed or thai or site or "", english or "")


class VisitMember(models.Model):
    """Somebody who goes along: inspectors, assistants, others with an account."""

    visit = models.ForeignKey("Visit", models.CASCADE, related_name="members")
    user = models.ForeignKey(
        User, models.PROTECT, related_name="visits_joined", verbose_name=_("member")
    )

    class Meta:
        verbose_name = _("team member")
        verbose_name_plural = _("team")
        constraints = [
            models.UniqueConstraint(
                fields=["visit", "user"], name="one_membership_a_visit_and_user"
            )
        ]

    def __str__(self) -> str:
        return str(self.user)


class VisitFlag(models.Model):
    """A short code of what is special about a visit; an open list."""

    visit = models.ForeignKey("Visit", models.CASCADE, related_name="flags")
    order = models.PositiveSmallIntegerField(default=0)
    code = models.TextField(_("code"))

    class Meta:
        verbose_name = _("flag")
        verbose_name_plural = _("flags")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.code


class VisitUnit(models.Model):
    """An inspected unit: an office, a site, or only its printed name.

    Its provinces are its own; the head may be acting, and somebody else may
    have signed for the office.
    """

    visit = models.ForeignKey("Visit", models.CASCADE, related_name="units")
    order = models.PositiveSmallIntegerField(default=0)
    office = models.ForeignKey(
        Office,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="visit_units",
        verbose_name=_("office"),
    )
    site = models.ForeignKey(
        Site,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="visit_units",
        verbose_name=_("site"),
    )
    printed_name = models.TextField(_("name as printed"), blank=True)
    provinces = models.ManyToManyField(
        Province, blank=True, related_name="visit_units", verbose_name=_("provinces")
    )
    head_capacity = models.CharField(
        _("head's capacity"), max_length=20, choices=AssignmentCapacity, blank=True
    )
    head_wording = models.CharField(_("head as printed"), max_length=255, blank=True)

    class Meta:
        verbose_name = _("inspected unit")
        verbose_name_plural = _("inspected units")
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(office=None) | Q(site=None),
                name="unit_is_an_office_or_a_site",
            ),
            models.CheckConstraint(
                condition=Q(office__isnull=False)
                | Q(site__isnull=False)
                | ~Q(printed_name=""),
                name="unit_says_what_it_is",
            ),
        ]
        indexes = [
            models.Index(fields=["office", "visit"], name="unit_by_office"),
        ]

    def __str__(self) -> str:
        return self.printed_name or str(self.office or self.site)

    @property
    def name(self) -> str:
        """What it is called in the reader's language."""
        office, site = self.office, self.site
        return shown_name(
            self.printed_name,
            office.name_th if office else "",
            office.name_en if office else "",
            site.name if site else "",
        )
