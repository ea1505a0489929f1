"""Mine-pit water: how much there is in a pit, who may draw it and for what."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from inspections.models.registers.detail import (
    IssueDetail,
    in_both_languages,
    known_order,
)
from regions.models.measure import MeasureField, RaiField
from regions.models.several import SeveralField

SOURCE = _("Plausibility: beyond any pit known.")
SERVED = _("Plausibility: all that a province has.")
VOLUME: dict[str, Any] = {
    "high": 150_000_000,
    "places": 2,
    "unit": _("m³"),
    "source": _("Plausibility: all pits of the North together held 129 million m³."),
}
MOST_SERVED = 1_000_000


class SurveyMethod(models.TextChoices):
    """How the volume is known."""

    SURVEY = "survey", _("Surveyed")
    ESTIMATE = "estimate", _("Estimated")


class DrawnBy(models.TextChoices):
    """How water leaves the pit."""

    PUMP = "pump", _("Pump")
    TRUCK = "truck", _("Truck")
    PIPE = "pipe", _("Pipe")
    GRAVITY = "gravity", _("Gravity")


class Purpose(models.TextChoices):
    """What the water is for."""

    CONSUMPTION = "consumption", _("Household use")
    TAP_WATER = "tap_water", _("Raw water for tap water")
    AGRICULTURE = "agriculture", _("Farming")
    LIVESTOCK = "livestock", _("Livestock")
    FISHERY = "fishery", _("Fishery")
    FLOOD = "flood", _("Flood retention")
    OTHER = "other", pgettext_lazy("of water", "Other use")


class WaterPermit(models.TextChoices):
    """Whether drawing water is allowed."""

    YES = "yes", _("Allowed")
    NO = "no", _("Not allowed")
    PENDING = "pending", _("Being decided")


class PitDetail(IssueDetail):
    """Water in a mine pit, and who gets it.

    A closed mine needs its landowner's consent (DOMAIN 5.c), so that is named.
    Volumes are as of a day; used is within the period that the text names.
    """

    concession_no = models.CharField(
        _("concession number"),
        max_length=40,
        blank=True,
        help_text=_("For a pit that is not in the register of sites: 28608/15360."),
    )
    is_closed = models.BooleanField(_("the mine is closed"), default=False)
    operator = models.CharField(_("operator"), max_length=255, blank=True)
    landowner = models.CharField(_("landowner"), max_length=255, blank=True)
    surface_rai = RaiField(_("water surface"), high=5_000, source=SOURCE)
    depth_m = MeasureField(
        _("depth"), high=200, places=2, unit=_("metres"), source=SOURCE
    )
    capacity_m3 = MeasureField(_("volume it can hold"), **VOLUME)
    available_m3 = MeasureField(_("volume available"), **VOLUME)
    used_m3 = MeasureField(_("volume used"), **VOLUME)
    as_of = models.DateField(_("as of"), null=True, blank=True)
    method = models.CharField(
        _("volume known by"), max_length=10, choices=SurveyMethod, blank=True
    )
    drawn_by = models.CharField(
        _("drawn by"), max_length=10, choices=DrawnBy, blank=True
    )
    purposes = SeveralField(_("used for"), several=Purpose)
    receiver = models.CharField(_("receiving body"), max_length=255, blank=True)
    agreed_on = models.DateField(_("agreement of"), null=True, blank=True)
    agreement_ends_on = models.DateField(_("agreement until"), null=True, blank=True)
    households = MeasureField(
        _("households served"), high=MOST_SERVED, unit=_("households"), source=SERVED
    )
    people = MeasureField(
        _("people served"), high=MOST_SERVED, unit=_("people"), source=SERVED
    )
    served_rai = RaiField(_("farmland served"), high=MOST_SERVED, source=SERVED)
    permit = models.CharField(
        _("drawing water"), max_length=10, choices=WaterPermit, blank=True
    )
    permit_note = models.CharField(
        _("why it is not allowed"), max_length=255, blank=True
    )

    class Meta:
        verbose_name = _("details of a mine-pit water issue")
        verbose_name_plural = _("details of mine-pit water issues")
        constraints = [
            models.CheckConstraint(
                condition=Q(is_closed=False) | ~Q(landowner=""),
                name="pit_closed_names_its_landowner",
            ),
            models.CheckConstraint(
                condition=known_order("available_m3", "capacity_m3"),
                name="pit_holds_what_is_available",
            ),
            models.CheckConstraint(
                condition=Q(as_of__isnull=False)
                | Q(capacity_m3=None, available_m3=None, used_m3=None),
                name="pit_volumes_say_as_of",
            ),
            models.CheckConstraint(
                condition=known_order("agreed_on", "agreement_ends_on"),
                name="pit_agreement_does_not_end_before_it_begins",
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{name: ""}) | Q(**{f"{name}__in": choices.values}),
                    name=f"pit_{name}_is_known",
                )
                for name, choices in (
                    ("method", SurveyMethod),
                    ("drawn_by", DrawnBy),
                    ("permit", WaterPermit),
                )
            ),
        ]

    def searched_by(self) -> Iterable[str]:
        told = [self.concession_no, self.operator, self.landowner, self.receiver]
        purposes = [label for value, label in Purpose.choices if value in self.purposes]
        return [
            *told,
            *(word for label in purposes for word in in_both_languages(label)),
        ]
