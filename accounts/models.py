"""Users and what they are assigned to, by date."""

from datetime import date
from functools import cached_property
from typing import Self

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.scope import Scope, scope_of
from regions.models import Office, Zone


class Role(models.TextChoices):
    """What somebody does; where and when is said by the assignment."""

    INSPECTOR = "inspector", _("Inspector")
    ASSISTANT = "assistant", _("Assistant inspector")
    OFFICER = "officer", _("Officer")
    HEAD = "head", _("Head of office")
    MANAGER = "manager", _("Manager")


FIELD_ROLES = (Role.INSPECTOR, Role.ASSISTANT)
OFFICE_ROLES = (Role.OFFICER, Role.HEAD)


class AssignmentCapacity(models.TextChoices):
    """Holder of the post, or acting for its holder."""

    SUBSTANTIVE = "substantive", _("Substantive")
    ACTING = "acting", _("Acting")


class User(AbstractUser):
    """Somebody who signs in. Title, first and last name are kept apart.

    In Thai the title is written together with the first name.
    """

    title = models.CharField(_("title"), max_length=60, blank=True)
    language = models.CharField(
        _("language"),
        max_length=2,
        blank=True,
        choices=[("th", "ไทย"), ("en", "English")],
    )

    class Meta(AbstractUser.Meta):
        ordering = ["first_name", "last_name", "pk"]

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    def get_full_name(self) -> str:
        """Title glued to the first name, then the last name."""
        return f"{self.title}{self.first_name} {self.last_name}".strip()

    @cached_property
    def scope(self) -> Scope:
        """Whose places these are today; read once for each request."""
        return scope_of(self, timezone.localdate())


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    """Assignments, by date."""

    def current(self, today: date) -> Self:
        """Those in force on `today`."""
        return self.filter(
            Q(ends_on=None) | Q(ends_on__gte=today), starts_on__lte=today
        )


class Assignment(models.Model):
    """A role over a zone, an office or the whole ministry, from a day to a day.

    Several at once are normal. Inspectors and assistants have a zone or the
    whole ministry; officers and heads an office; managers the whole ministry.
    """

    user = models.ForeignKey(
        User, models.PROTECT, related_name="assignments", verbose_name=_("user")
    )
    role = models.CharField(_("role"), max_length=20, choices=Role)
    zone = models.ForeignKey(
        Zone,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="assignments",
        verbose_name=_("zone"),
    )
    office = models.ForeignKey(
        Office,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="assignments",
        verbose_name=_("office"),
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"), null=True, blank=True)
    capacity = models.CharField(
        _("capacity"),
        max_length=20,
        choices=AssignmentCapacity,
        default=AssignmentCapacity.SUBSTANTIVE,
    )
    wording = models.CharField(_("printed wording"), max_length=255, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering = ["user", "-starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="assignment_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(role__in=FIELD_ROLES, office=None)
                | Q(role__in=OFFICE_ROLES, office__isnull=False, zone=None)
                | Q(role=Role.MANAGER, office=None, zone=None),
                name="assignment_place_fits_its_role",
                violation_error_message=_(
                    "Inspectors and assistants have a zone, officers and heads an "
                    "office, managers neither."
                ),
            ),
        ]
        indexes = [models.Index(fields=["user", "starts_on"], name="assignment_user")]

    def __str__(self) -> str:
        place = self.office or self.zone or _("the whole ministry")
        return f"{self.user} – {self.get_role_display()} – {place}"

    def is_current(self, today: date) -> bool:
        """Whether it is in force on `today`."""
        return self.starts_on <= today and (
            self.ends_on is None or today <= self.ends_on
        )
