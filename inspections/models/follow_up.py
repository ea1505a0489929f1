"""Follow-ups: recommendations, orders and promises as they were given."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit.models import Versioned
from inspections.lifecycle import FOLLOW_UP_OPEN, FollowUpState
from inspections.models.follow_up_choices import (
    FOLLOW_UP_TONES,
    FollowUpKind,
    Level,
    Priority,
    Rhythm,
)
from inspections.models.follow_up_rules import CONSTRAINTS
from inspections.models.issue import Issue
from inspections.models.round import Dimension, Round, TopicKind
from inspections.models.visit import Visit
from networks.models import Meeting, Network
from regions.models import Office, Province
from regions.models.office import OfficeKind
from thai.text import search_fold


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    """Follow-ups, by who may see them, and how old they are."""

    def visible_to(self, user: User) -> Self:
        """Those of the user's places, visits and office; to offices what was issued."""
        scope = user.scope
        if scope.sees_all_places:
            return self.all()
        # What was given up as a draft has never been issued: it has no number.
        issued = Q(ref__isnull=False)
        visits = Visit.objects.seen_whole_by(user)
        return self.filter(
            Q(visit__in=visits.values("pk"))
            | Q(issued, province__in=scope.field_provinces)
            | Q(issued, answering_office__in=scope.offices)
        )

    def with_age(self) -> Self:
        """Each with `age`: into how many rounds it was carried, still open."""
        return self.annotate(age=age_in_rounds())


def age_in_rounds() -> Subquery:
    """The number of rounds into which each follow-up of a query was carried."""
    itself = FollowUp.objects.filter(pk=OuterRef("pk")).order_by()
    carried = itself.annotate(carried=Count("carries")).values("carried")
    return Subquery(carried)


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
    issues = models.ManyToManyField(
        Issue, blank=True, related_name="follow_ups", verbose_name=_("issues")
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
    rhythm = models.CharField(
        _("reports asked for"), max_length=10, choices=Rhythm, blank=True
    )
    #: The day of the next report, while one is asked for; see `inspections.rhythm`.
    report_due_on = models.DateField(
        _("next report due on"), null=True, blank=True, editable=False
    )
    #: One recommendation given to several addressees: rows that share this.
    given_together = models.UUIDField(null=True, editable=False, db_index=True)
    answered_by = models.ForeignKey(
        User, models.PROTECT, null=True, editable=False, related_name="+"
    )
    superseded_by = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="supersedes",
        verbose_name=_("superseded by"),
    )
    is_imported = models.BooleanField(_("imported"), default=False, editable=False)
    search_text = models.TextField(editable=False, blank=True)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")
        ordering = ["order", "pk"]
        constraints = CONSTRAINTS
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
            models.Index(fields=["state", "given_on", "id"], name="follow_up_by_state"),
            models.Index(fields=["round", "given_on", "id"], name="follow_up_by_round"),
            models.Index(
                fields=["report_due_on", "id"],
                condition=Q(report_due_on__isnull=False),
                name="follow_up_by_report_day",
            ),
        ]

    def __str__(self) -> str:
        return self.ref or self.text

    def get_absolute_url(self) -> str:
        return reverse("inspections:follow_up_detail", args=[self.ref])

    @property
    def tone(self) -> str:
        """How its state is coloured; the words say the same."""
        return FOLLOW_UP_TONES.get(self.state, "neutral")

    @property
    def is_open(self) -> bool:
        """Whether it is issued and not at its end."""
        return self.state in FOLLOW_UP_OPEN

    @property
    def done_by_id(self) -> int | None:
        """Who answered, and so doesn't judge the answer."""
        return self.answered_by_id

    @property
    def addressee(self) -> str:
        """Who must act, in words; empty where the source doesn't say."""
        return str(self.office or self.network or self.company)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save with the answering office, province and search text renewed."""
        if self.office:
            self.province = self.office.province
        elif self.network:
            self.province = self.network.province or self._promised_in()
        self.answering_office = self.office or self._office_of_the_province()
        told = filter(None, [self.ref, self.text, self.company])
        self.search_text = search_fold(" ".join(told))
        super().save(*args, **kwargs)

    def _promised_in(self) -> Province | None:
        """Where a network that works in several provinces met us."""
        return self.meeting.province if self.meeting else None

    def _office_of_the_province(self) -> Office | None:
        if self.province is None or not (self.network or self.company):
            return None
        return Office.objects.filter(
            kind=OfficeKind.PROVINCIAL, province=self.province
        ).first()
