"""Meetings with networks: who came, and what they raised."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from audit.models import Versioned
from networks.models.network import Network, NetworkKind
from regions.models import Province

if TYPE_CHECKING:
    from accounts.models import User


class MeetingMode(models.TextChoices):
    """How people met."""

    ON_SITE = "on_site", _("On site")
    ONLINE = "online", _("Online")
    HYBRID = "hybrid", _("On site and online")


class PointLevel(models.TextChoices):
    """Who can settle a point that was raised; "" where nobody said."""

    PROVINCE = "province", _("The province can solve it")
    MINISTRY = "ministry", _("For the ministry")
    OTHER_MINISTRY = "other_ministry", _("For another ministry")


class MeetingQuerySet(models.QuerySet["Meeting"]):
    """Meetings. What hangs on an inspection visit is seen as that visit is."""

    def visible_to(self, user: User) -> Self:
        """Those of the user's own provinces and visits.

        A meeting recorded in a visit reaches the province's office when the
        visit is signed off (`is_released`). One that belongs to no place and no
        visit is its maker's.
        """
        scope = user.scope
        if scope.sees_all_places:
            return self.all()
        return self.filter(
            Q(province__in=scope.field_provinces)
            | Q(province__in=scope.office_provinces, is_released=True)
            | Q(pk__in=_held_at(lead=user))
            | Q(pk__in=_held_at(members__user=user))
            | Q(pk__in=_held_at(units__provinces__in=scope.field_provinces))
            | Q(province=None, at_visit=None, created_by=user)
        )

    def editable_by(self, user: User) -> Self:
        """Those that the user may change on their own pages.

        Of the own places, for inspectors, assistants, offices and managers. One
        held at a visit belongs to that visit's record and is changed there.
        """
        alone = self.visible_to(user).filter(at_visit=None)
        scope = user.scope
        if scope.sees_all_places:
            return alone
        places = scope.field_provinces | scope.office_provinces
        return alone.filter(province__in=places)


def _held_at(**visit: Any) -> models.QuerySet:
    """The keys of meetings held at such visits; who sees a visit sees them."""
    conditions = {f"at_visit__visit__{name}": value for name, value in visit.items()}
    return Meeting.objects.filter(**conditions).values("pk")


class Meeting(Versioned):
    """A meeting with networks, held at an inspection visit or by itself.

    Nothing is invented: a day, hour or province that the source leaves out
    stays null.
    """

    held_on = models.DateField(_("held on"), null=True, blank=True)
    starts_at = models.TimeField(_("starts at"), null=True, blank=True)
    province = models.ForeignKey(
        Province,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="meetings",
        verbose_name=_("province"),
    )
    place = models.TextField(_("place"), blank=True)
    mode = models.CharField(
        _("mode"), max_length=10, choices=MeetingMode, default=MeetingMode.ON_SITE
    )
    title = models.CharField(_("subject"), max_length=255, blank=True)
    summary = models.TextField(_("summary"), blank=True)
    created_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, related_name="meetings_made"
    )
    #: False while the visit that recorded it is not signed off.
    is_released = models.BooleanField(default=True, editable=False)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        indexes = [
            models.Index(fields=["held_on", "id"], name="meeting_by_day"),
            models.Index(
                fields=["province", "held_on", "id"], name="meeting_by_province"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(mode__in=MeetingMode.values), name="meeting_mode_is_known"
            )
        ]

    def __str__(self) -> str:
        return self.title or str(_("Network meeting"))

    def get_absolute_url(self) -> str:
        return reverse("networks:meeting_detail", args=[self.pk])


class MeetingParty(models.Model):
    """Who came: the body as printed, matched to the directory where it is known.

    Matched by kind and place, never by bare name: "หอการค้า" is another body
    in every province.
    """

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="parties")
    order = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(_("kind"), max_length=20, choices=NetworkKind)
    printed_name = models.TextField(_("name as stated"))
    network = models.ForeignKey(
        Network,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="parties",
        verbose_name=_("in the directory"),
    )
    represented_by = models.TextField(_("who came"), blank=True)
    position = models.CharField(_("position"), max_length=255, blank=True)

    class Meta:
        verbose_name = _("party")
        verbose_name_plural = _("parties")
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=NetworkKind.values), name="party_kind_is_known"
            )
        ]

    def __str__(self) -> str:
        return self.printed_name


class Point(models.Model):
    """Something raised at a meeting, by a party where it is known by which."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="points")
    party = models.ForeignKey(
        MeetingParty,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="points",
        verbose_name=_("raised by"),
    )
    order = models.PositiveSmallIntegerField(default=0)
    text = models.TextField(_("point raised"))
    level = models.CharField(
        _("who can settle it"), max_length=20, choices=PointLevel, blank=True
    )

    class Meta:
        verbose_name = _("point raised")
        verbose_name_plural = _("points raised")
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(level="") | Q(level__in=PointLevel.values),
                name="point_level_is_known",
            )
        ]

    def __str__(self) -> str:
        return self.text
