"""Inspection zones, the provinces in them by date, and groups of zones."""

from collections.abc import Iterable
from datetime import date
from typing import Self

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from regions.models.naming import Named, localized

HIGHEST_ZONE = 99


class DatedQuerySet(models.QuerySet):
    """Rows that hold from one day to another, or without end."""

    def current(self, today: date) -> Self:
        """Those in force on `today`."""
        return self.filter(
            Q(ends_on=None) | Q(ends_on__gte=today), starts_on__lte=today
        )


class Zone(models.Model):
    """An inspection zone (เขตตรวจราชการ) 0–18; zone 0 is Bangkok.

    Prime Minister's Office Order 221/2561 of 10 September 2561. Not the bank's,
    the cane board's or the mines department's zones (DOMAIN 2.3).
    """

    number = models.PositiveSmallIntegerField(_("number"), unique=True)
    name_th = models.CharField(_("Thai name"), max_length=255)
    name_en = models.CharField(_("English name"), max_length=255, blank=True)

    class Meta:
        verbose_name = _("zone")
        verbose_name_plural = _("zones")
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(
                condition=Q(number__lte=HIGHEST_ZONE), name="zone_number_has_two_digits"
            )
        ]

    def __str__(self) -> str:
        return str(_("Zone %(number)s") % {"number": self.number})

    def get_absolute_url(self) -> str:
        return reverse("regions:zone_detail", args=[self.number])

    @property
    def name(self) -> str:
        """The name of the province cluster, in the reader's language."""
        return localized(self.name_th, self.name_en)


class ProvinceQuerySet(models.QuerySet["Province"]):
    """Provinces; reference for everyone signed in."""

    def in_zone(self, zone: Zone, today: date) -> Self:
        """The zone's provinces on `today`."""
        memberships = ZoneMembership.objects.current(today).filter(zone=zone)
        return self.filter(pk__in=memberships.values("province"))


class Province(Named):
    """A province (จังหวัด) with its two-digit code (DOPA, TIS 1099)."""

    code = models.CharField(
        _("code"),
        max_length=2,
        unique=True,
        validators=[RegexValidator(r"^\d{2}$")],
    )
    abbr_th = models.CharField(_("Thai abbreviation"), max_length=10)
    abbr_en = models.CharField(_("English abbreviation"), max_length=10)

    objects = ProvinceQuerySet.as_manager()

    class Meta:
        verbose_name = _("province")
        verbose_name_plural = _("provinces")
        ordering = ["sort_key"]
        constraints = [
            models.CheckConstraint(
                condition=Q(code__regex=r"^[0-9]{2}$"),
                name="province_code_is_two_digits",
            )
        ]

    def get_absolute_url(self) -> str:
        return reverse("regions:province_detail", args=[self.code])

    def searched_by(self) -> Iterable[str]:
        return [self.name_th, self.name_en, self.abbr_th, self.abbr_en, self.code]


class ZoneMembership(models.Model):
    """A province's belonging to a zone, by date; at most one at a time."""

    zone = models.ForeignKey(
        Zone, models.PROTECT, related_name="memberships", verbose_name=_("zone")
    )
    province = models.ForeignKey(
        Province, models.PROTECT, related_name="memberships", verbose_name=_("province")
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"), null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("zone membership")
        verbose_name_plural = _("zone memberships")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="membership_ends_after_it_starts",
            ),
            models.UniqueConstraint(
                fields=["province"],
                condition=Q(ends_on=None),
                name="one_open_membership_a_province",
            ),
            models.UniqueConstraint(
                fields=["province", "starts_on"], name="one_membership_a_start_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.province} – {self.zone}"

    def clean(self) -> None:
        """Refuse a membership that overlaps another one of the same province."""
        if self.province_id is None or self.starts_on is None:
            return
        others = ZoneMembership.objects.filter(province=self.province)
        others = others.exclude(pk=self.pk).filter(
            Q(ends_on=None) | Q(ends_on__gte=self.starts_on)
        )
        if self.ends_on:
            others = others.filter(starts_on__lte=self.ends_on)
        if others.exists():
            raise ValidationError(
                _("This province already belongs to a zone in that time.")
            )


class InspectorGroup(models.Model):
    """A group of zones under one inspector-general (กลุ่มตรวจราชการ).

    Its number is known for one group only (DOMAIN 4.1), so it may be null; a
    bare "zone 6" in a source can mean group 6.
    """

    number = models.PositiveSmallIntegerField(
        _("number"), null=True, blank=True, unique=True
    )
    zones = models.ManyToManyField(
        Zone, through="GroupZone", related_name="groups", verbose_name=_("zones")
    )

    class Meta:
        verbose_name = _("inspector group")
        verbose_name_plural = _("inspector groups")

    def __str__(self) -> str:
        if self.number is None:
            return str(_("Inspector group without a known number"))
        return str(_("Inspector group %(number)s") % {"number": self.number})


class GroupZone(models.Model):
    """A zone's belonging to an inspector group, by date."""

    group = models.ForeignKey(
        InspectorGroup, models.CASCADE, related_name="group_zones"
    )
    zone = models.ForeignKey(Zone, models.PROTECT, related_name="group_zones")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"), null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("zone of a group")
        verbose_name_plural = _("zones of a group")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="group_zone_ends_after_it_starts",
            ),
            models.UniqueConstraint(
                fields=["group", "zone", "starts_on"], name="one_group_zone_a_start_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group} – {self.zone}"
