"""What happens to a follow-up in its life: answers, other due days, carrying over."""

from __future__ import annotations

from typing import Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from audit.models import Versioned
from inspections.lifecycle import FOLLOW_UP_OPEN
from inspections.models.follow_up import FollowUp
from inspections.models.round import Round
from inspections.models.visit import Visit
from regions.models import Office

ALL_DONE = 100
"""Per cent."""


class Answer(models.Model):
    """What the answering office says of a follow-up: on the way, or as done.

    `progress` is in per cent, 0 to 100, null where none was stated. A network or
    company answers through its province's office; `office` is who wrote it.
    Evidence is attached to the answer.
    """

    follow_up = models.ForeignKey(FollowUp, models.PROTECT, related_name="answers")
    text = models.TextField(_("what was done"))
    answered_on = models.DateField(_("as of"))
    progress = models.PositiveSmallIntegerField(
        _("progress in per cent"),
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(ALL_DONE)],
    )
    is_final = models.BooleanField(_("done, to be verified"), default=False)
    office = models.ForeignKey(
        Office, models.PROTECT, null=True, editable=False, related_name="+"
    )
    by = models.ForeignKey(
        User, models.PROTECT, null=True, editable=False, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(progress=None) | Q(progress__lte=ALL_DONE),
                name="answer_progress_is_0_to_100",
            )
        ]

    def __str__(self) -> str:
        return self.text


class Redating(models.Model):
    """A due day that was changed; the old one is kept for good."""

    follow_up = models.ForeignKey(FollowUp, models.PROTECT, related_name="redatings")
    was_due_on = models.DateField(_("due on before"), null=True)
    due_on = models.DateField(_("due on since"))
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("change of a due day")
        verbose_name_plural = _("changes of due days")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(was_due_on=None) | ~Q(was_due_on=F("due_on")),
                name="redating_changes_the_day",
            )
        ]

    def __str__(self) -> str:
        return f"{self.was_due_on} → {self.due_on}"


class Look(models.TextChoices):
    """What came of looking at a follow-up that was carried into a round."""

    STILL_OPEN = "still_open", pgettext_lazy("of a carried follow-up", "Still open")
    VERIFIED = "verified", pgettext_lazy("of a carried follow-up", "Verified")
    SENT_BACK = "sent_back", pgettext_lazy("of a carried follow-up", "Sent back")
    SUPERSEDED = "superseded", pgettext_lazy("of a carried follow-up", "Superseded")
    WITHDRAWN = "withdrawn", pgettext_lazy("of a carried follow-up", "Withdrawn")


class CarryQuerySet(models.QuerySet["Carry"]):
    """Follow-ups carried into rounds."""

    def to_look_at(self) -> Self:
        """Those that are still open and at which nobody has looked in the round."""
        return self.filter(look="", follow_up__state__in=FOLLOW_UP_OPEN)

    def passed_on(self) -> Self:
        """Those carried once more afterwards: whatever came later, they stayed open."""
        again = Carry.objects.filter(
            follow_up=OuterRef("follow_up"), pk__gt=OuterRef("pk")
        )
        return self.filter(Exists(again))


class Carry(models.Model):
    """A follow-up that was still open when a round opened: one row for each.

    `look` says what an inspector or manager made of it in that round, "" while
    nobody has; `visit` at which visit, null where it was done outside one.
    """

    follow_up = models.ForeignKey(FollowUp, models.PROTECT, related_name="carries")
    round = models.ForeignKey(Round, models.PROTECT, related_name="carries")
    look = models.CharField(_("looked at"), max_length=20, choices=Look, blank=True)
    note = models.TextField(_("note"), blank=True)
    visit = models.ForeignKey(
        Visit, models.PROTECT, null=True, related_name="carries_looked_at"
    )
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    looked_at = models.DateTimeField(null=True)

    objects = CarryQuerySet.as_manager()

    class Meta:
        verbose_name = _("carried follow-up")
        verbose_name_plural = _("carried follow-ups")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["follow_up", "round"], name="one_carry_a_follow_up_and_round"
            ),
            models.CheckConstraint(
                condition=Q(look="", looked_at=None)
                | Q(look__in=Look.values, looked_at__isnull=False),
                name="carry_look_is_known_and_has_its_moment",
            ),
            models.CheckConstraint(
                condition=~Q(look=Look.STILL_OPEN) | ~Q(note=""),
                name="carry_still_open_has_a_note",
            ),
        ]
        indexes = [models.Index(fields=["round", "look"], name="carry_by_round")]

    def __str__(self) -> str:
        return f"{self.follow_up} → {self.round}"


class ResponseTimes(Versioned):
    """How many days an office has; one row, which managers change.

    The periods of the regulation that applies the Prime Minister's Office's of
    2548 mutatis mutandis (DOMAIN §3.1): a unit reports back within 30 days of
    receiving a recommendation, and says within 15 if it cannot comply.
    """

    response_days = models.PositiveSmallIntegerField(
        _("days to respond"),
        default=30,
        validators=[MinValueValidator(1), MaxValueValidator(365)],
    )
    unable_to_comply_days = models.PositiveSmallIntegerField(
        _("days to say that it cannot be done"),
        default=15,
        validators=[MinValueValidator(1), MaxValueValidator(365)],
    )

    class Meta:
        verbose_name = _("response times")
        verbose_name_plural = _("response times")
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="response_times_is_one_row"),
            models.CheckConstraint(
                condition=Q(
                    response_days__range=(1, 365),
                    unable_to_comply_days__range=(1, 365),
                ),
                name="response_times_are_1_to_365_days",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.response_days}, {self.unable_to_comply_days}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save as the one row, whatever the database would number it."""
        self.pk = 1
        super().save(*args, **kwargs)

    @classmethod
    def current(cls) -> ResponseTimes:
        """The times in force; the defaults while nobody has changed them."""
        return cls.objects.first() or cls(pk=1)
