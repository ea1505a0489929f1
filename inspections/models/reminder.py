"""Reminders of follow-ups that wait, news of issues that one reported, and what each
user wants by e-mail."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from inspections.models.follow_up import FollowUp
from inspections.models.issue import Issue


class Rung(models.TextChoices):
    """How far a follow-up, or a report that it asks for, is from its due day.

    Which day and whom each rung means is said by `inspections.ladder`. The last two
    are no rungs but news of an issue, told when it happens.
    """

    BEFORE = "before", pgettext_lazy("reminder", "Due within 7 days")
    DUE = "due", pgettext_lazy("reminder", "The due day is here")
    LATE_15 = "late_15", pgettext_lazy("reminder", "15 days overdue or more")
    LATE_30 = "late_30", pgettext_lazy("reminder", "30 days overdue or more")
    REPORT_BEFORE = (
        "report_before",
        pgettext_lazy("reminder", "A report is due the next day"),
    )
    REPORT_DUE = "report_due", pgettext_lazy("reminder", "A report is due")
    REPORT_LATE_15 = (
        "report_late_15",
        pgettext_lazy("reminder", "A report is 15 days overdue or more"),
    )
    REPORT_LATE_30 = (
        "report_late_30",
        pgettext_lazy("reminder", "A report is 30 days overdue or more"),
    )
    DUPLICATE = (
        "duplicate",
        pgettext_lazy("reminder", "What you reported was known already"),
    )
    JOINED = "joined", pgettext_lazy("reminder", "Others reported the same")


class ReminderKind(models.TextChoices):
    """Kinds of reminders that one may want by e-mail or not."""

    BEFORE = "before", _("Before something is due")
    DUE = "due", _("On the day something is due")
    LATE = "late", _("When something is overdue")
    RHYTHM = "rhythm", _("Regular reports that an order asks for")
    NEWS = "news", _("News about issues I reported")


class ReminderQuerySet(models.QuerySet["Reminder"]):
    """Reminders, by whose they are."""

    def visible_to(self, user: User) -> Self:
        """The user's own, of follow-ups and issues that the user may still see."""
        seen = FollowUp.objects.visible_to(user).values("pk")
        known = Issue.objects.visible_to(user).values("pk")
        return self.filter(Q(follow_up__in=seen) | Q(issue__in=known), user=user)

    def unread(self) -> Self:
        """Those that were not marked as read."""
        return self.filter(read_at=None)


class Reminder(models.Model):
    """One user reminded of one follow-up at one rung of the ladder, or told of one
    issue that it was joined with another.

    A reminder is keyed by the due day too, so that a re-dated follow-up starts again.
    Whether and when it was read and mailed is no history: the row itself says so.
    """

    user = models.ForeignKey(
        User, models.PROTECT, related_name="reminders", verbose_name=_("user")
    )
    follow_up = models.ForeignKey(
        FollowUp,
        models.PROTECT,
        null=True,
        related_name="reminders",
        verbose_name=_("follow-up"),
    )
    issue = models.ForeignKey(
        Issue,
        models.PROTECT,
        null=True,
        related_name="reminders",
        verbose_name=_("issue"),
    )
    rung = models.CharField(_("reminder"), max_length=20, choices=Rung)
    due_on = models.DateField(_("due on"), null=True)
    made_at = models.DateTimeField(_("sent"), auto_now_add=True)
    read_at = models.DateTimeField(_("read"), null=True)
    mailed_at = models.DateTimeField(_("mailed"), null=True)

    objects = ReminderQuerySet.as_manager()

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "follow_up", "rung", "due_on"],
                name="one_reminder_a_user_rung_and_due_day",
            ),
            models.CheckConstraint(
                condition=Q(rung__in=Rung.values), name="reminder_rung_is_known"
            ),
            models.CheckConstraint(
                condition=Q(follow_up__isnull=False, due_on__isnull=False, issue=None)
                | Q(follow_up=None, due_on=None, issue__isnull=False),
                name="reminder_is_of_what_is_due_or_of_an_issue",
            ),
        ]
        indexes = [
            models.Index(fields=["user", "made_at", "id"], name="reminder_by_moment"),
            models.Index(fields=["user", "due_on", "id"], name="reminder_by_due_day"),
            models.Index(
                fields=["user"],
                condition=Q(read_at=None),
                name="reminder_unread",
            ),
            models.Index(
                fields=["user"],
                condition=Q(mailed_at=None),
                name="reminder_not_mailed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.follow_up or self.issue} – {self.get_rung_display()}"


def every_day() -> list[int]:
    """All weekdays, Monday being 0."""
    return list(range(7))


def every_kind() -> list[str]:
    """All kinds of reminders."""
    return list(ReminderKind.values)


class ReminderChoice(models.Model):
    """What a user wants by e-mail: whether at all, on which weekdays, which kinds.

    The inbox holds everything all the same. `digest_on` is the day of the latest
    digest; moving it on is what claims the next one, so that nobody gets two a day.
    """

    user = models.OneToOneField(
        User, models.PROTECT, related_name="reminder_choice", verbose_name=_("user")
    )
    is_mailed = models.BooleanField(_("digest by e-mail"), default=True)
    weekdays = models.JSONField(_("weekdays"), default=every_day)
    kinds = models.JSONField(_("kinds"), default=every_kind)
    digest_on = models.DateField(null=True, editable=False)

    class Meta:
        verbose_name = _("choice of reminders")
        verbose_name_plural = _("choices of reminders")

    def __str__(self) -> str:
        return str(self.user)

    @classmethod
    def of(cls, user: User) -> ReminderChoice:
        """The user's choice; the defaults while nothing was chosen."""
        return cls.objects.filter(user=user).first() or cls(user=user)

    def is_wanted_on(self, day: date) -> bool:
        """Whether a digest may go out on that day."""
        return self.is_mailed and day.weekday() in self.weekdays
