"""Follow-ups: recommendations, orders and promises as they were given."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit.models import Versioned
from inspections.lifecycle import FollowUpState
from inspections.models.round import Dimension, Round, TopicKind
from inspections.models.visit import Visit
from networks.models import Meeting, Network
from regions.models import Office, Province
from regions.models.office import OfficeKind
from thai.text import search_fold


class FollowUpKind(models.TextChoices):
    """What was given; a commitment is a network's own promise."""

    ORDER = "order", _("Order")
    RECOMMENDATION = "recommendation", _("Recommendation")
    ADVICE = "advice", _("Advice")
    OBSERVATION = "observation", _("Observation")
    COMMENDATION = "commendation", _("Commendation")
    COMMITMENT = "commitment", _("Commitment of a network")


class Level(models.TextChoices):
    """Whether the place can act on it, or policy must."""

    AREA = "area", _("Area level")
    POLICY = "policy", _("Policy level")


class Priority(models.TextChoices):
    """How pressing it is."""

    NORMAL = "normal", _("Normal")
    HIGH = "high", _("High")


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    """Follow-ups, by who may see them."""

    def visible_to(self, user: User) -> Self:
        """Those of the user's places, visits and office; drafts not to offices."""
        scope = user.scope
        if scope.sees_all_places:
            return self.all()
        issued = ~Q(state=FollowUpState.DRAFT)
        visits = Visit.objects.seen_whole_by(user)
        return self.filter(
            Q(visit__in=visits.values("pk"))
            | Q(issued, province__in=scope.field_provinces)
            | Q(issued, answering_office__in=scope.offices)
        )


class FollowUp(Versioned):
    """A row of the ledger: one object from the day it is given to its end.

    Addressed to exactly one office, network or company; only an imported one
    may leave that open. `answering_office` is who must answer: the office
    itself or, for a network or company, the industry office of its province.
    An imported one is issued, but neither overdue nor carried until adopted.
    """

    ref = models.CharField(_("reference"), max_length=20, null=True, unique=True)
    visit = models.ForeignKey(
        Visit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="follow_ups",
        verbose_name=_("visit"),
    )
    meeting = models.ForeignKey(
        Meeting,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="follow_ups",
        verbose_name=_("meeting"),
    )
    round = models.ForeignKey(
        Round,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="follow_ups",
        verbose_name=_("round"),
    )
    order = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(
        _("state"), max_length=20, choices=FollowUpState, default=FollowUpState.DRAFT
    )
    kind = models.CharField(
        _("kind"),
        max_length=20,
        choices=FollowUpKind,
        default=FollowUpKind.RECOMMENDATION,
    )
    text = models.TextField(_("text"))
    topic_kind = models.CharField(
        _("topic"), max_length=20, choices=TopicKind, default=TopicKind.OTHER
    )
    level = models.CharField(_("level"), max_length=10, choices=Level, blank=True)
    dimension = models.CharField(
        _("dimension"), max_length=20, choices=Dimension, blank=True
    )
    priority = models.CharField(
        _("priority"), max_length=10, choices=Priority, default=Priority.NORMAL
    )
    office = models.ForeignKey(
        Office,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="addressed",
        verbose_name=_("office"),
    )
    network = models.ForeignKey(
        Network,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="addressed",
        verbose_name=_("network"),
    )
    company = models.CharField(_("company"), max_length=255, blank=True)
    province = models.ForeignKey(
        Province,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="follow_ups",
        verbose_name=_("province"),
    )
    answering_office = models.ForeignKey(
        Office,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="to_answer",
        verbose_name=_("answered by"),
    )
    given_on = models.DateField(_("given on"))
    due_on = models.DateField(_("due on"), null=True, blank=True)
    is_imported = models.BooleanField(_("imported"), default=False, editable=False)
    search_text = models.TextField(editable=False, blank=True)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(office__isnull=False, network=None, company="")
                | Q(office=None, network__isnull=False, company="")
                | Q(Q(office=None, network=None), ~Q(company=""))
                | Q(office=None, network=None, company="", is_imported=True),
                name="follow_up_has_exactly_one_addressee",
            ),
            models.CheckConstraint(
                condition=Q(due_on=None) | Q(due_on__gte=F("given_on")),
                name="follow_up_is_due_after_it_was_given",
            ),
            models.CheckConstraint(
                condition=Q(state=FollowUpState.DRAFT, ref=None)
                | Q(~Q(state=FollowUpState.DRAFT), ref__isnull=False),
                name="follow_up_is_numbered_when_issued",
            ),
            models.CheckConstraint(
                condition=Q(company="") | Q(province__isnull=False),
                name="company_addressed_has_a_province",
            ),
            models.CheckConstraint(
                condition=Q(state__in=FollowUpState.values),
                name="follow_up_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=FollowUpKind.values),
                name="follow_up_kind_is_known",
            ),
            models.CheckConstraint(
                condition=Q(topic_kind__in=TopicKind.values),
                name="follow_up_topic_kind_is_known",
            ),
        ]
        indexes = [
            models.Index(fields=["given_on", "id"], name="follow_up_by_day"),
            models.Index(fields=["due_on", "id"], name="follow_up_by_due_day"),
            models.Index(
                fields=["province", "given_on", "id"], name="follow_up_by_province"
            ),
            models.Index(
                fields=["answering_office", "given_on", "id"],
                name="follow_up_by_office",
            ),
        ]

    def __str__(self) -> str:
        return self.ref or self.text

    def get_absolute_url(self) -> str:
        return reverse("inspections:follow_up_detail", args=[self.ref])

    @property
    def addressee(self) -> str:
        """Who must act, in words; empty where the source doesn't say."""
        return str(self.office or self.network or self.company)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save with the answering office, province and search text renewed."""
        if self.office:
            self.province = self.office.province
        elif self.network:
            self.province = self.network.province
        self.answering_office = self.office or self._office_of_the_province()
        self.search_text = search_fold(
            " ".join(filter(None, [self.ref, self.text, self.company]))
        )
        super().save(*args, **kwargs)

    def _office_of_the_province(self) -> Office | None:
        if self.province is None or not (self.network or self.company):
            return None
        return Office.objects.filter(
            kind=OfficeKind.PROVINCIAL, province=self.province
        ).first()
