"""Reported issues: one register of the problems the ministry names."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from audit.models import Versioned
from inspections.lifecycle import ISSUE_UNFOUNDED, ISSUE_WRITING, IssueState
from inspections.models.issue_choices import ISSUE_TONES, Severity
from inspections.models.issue_search import told_in_details
from inspections.models.round import Round, TopicKind
from inspections.models.visit import Visit
from regions.models import Office, Province, Site
from thai.text import search_fold


class IssueQuerySet(models.QuerySet["Issue"]):
    """Issues, by who may see and change them."""

    def visible_to(self, user: User) -> Self:
        """Those of the user's office or provinces, and of visits they went on."""
        scope = user.scope
        if scope.sees_all_places:
            return self.all()
        visits = Visit.objects.seen_whole_by(user)
        seen = IssueSighting.objects.filter(
            issue=OuterRef("pk"), visit__in=visits.values("pk")
        )
        return self.filter(
            Q(office__in=scope.offices)
            | Q(province__in=scope.field_provinces)
            | Q(Exists(seen))
        )

    def editable_by(self, user: User) -> Self:
        """Those whose facts the user may change now: office, field staff, managers."""
        scope = user.scope
        own = Q(office__in=scope.offices) | Q(province__in=scope.field_provinces)
        if scope.sees_all_places:
            own = Q()
        elif scope.is_field:
            seen = self.visible_to(user).values("pk")
            own |= Q(pk__in=seen)
        return self.filter(own, state__in=ISSUE_WRITING)

    def raisable_by(self, user: User) -> Self:
        """Those from which the user may raise follow-ups without a visit.

        That is for inspectors of the place and managers; what was found to be a
        duplicate or not valid raises none.
        """
        scope = user.scope
        rows = self.exclude(state__in=ISSUE_UNFOUNDED)
        if scope.everything or scope.everywhere_inspected:
            return rows
        return rows.filter(province__in=scope.inspected)


class Issue(Versioned):
    """A problem that a visit or an office reported.

    `office` is who deals with it, `province` that office's, null for an
    agency. `seen_on` is the day it was first seen. `round` is the round of the
    visit that reported it or, reported by an office, the one whose window holds
    the day it was seen.
    """

    ref = models.CharField(_("reference"), max_length=20, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=TopicKind)
    title = models.CharField(pgettext_lazy("of an issue", "title"), max_length=255)
    what = models.TextField(_("what was found"))
    severity = models.CharField(
        _("severity"), max_length=10, choices=Severity, default=Severity.MEDIUM
    )
    office = models.ForeignKey(
        Office,
        models.PROTECT,
        related_name="issues",
        verbose_name=_("office responsible"),
    )
    province = models.ForeignKey(
        Province,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="issues",
        verbose_name=_("province"),
    )
    place = models.CharField(_("place"), max_length=255, blank=True)
    site = models.ForeignKey(
        Site,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="issues",
        verbose_name=_("site"),
    )
    seen_on = models.DateField(_("seen on"))
    is_repeated = models.BooleanField(_("has occurred before"), default=False)
    state = models.CharField(
        _("state"),
        max_length=20,
        choices=IssueState,
        default=IssueState.REPORTED,
        editable=False,
    )
    round = models.ForeignKey(
        Round,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="issues",
        verbose_name=_("round"),
    )
    duplicate_of = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="duplicates",
        verbose_name=_("duplicate of"),
    )
    resolved_by = models.ForeignKey(
        User, models.PROTECT, null=True, editable=False, related_name="+"
    )
    created_by = models.ForeignKey(
        User, models.PROTECT, null=True, editable=False, related_name="issues_made"
    )
    created_at = models.DateTimeField(_("reported"), auto_now_add=True)
    search_text = models.TextField(editable=False, blank=True)

    objects = IssueQuerySet.as_manager()

    class Meta:
        verbose_name = _("issue")
        verbose_name_plural = _("issues")
        ordering = ["-seen_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=TopicKind.values), name="issue_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(severity__in=Severity.values),
                name="issue_severity_is_known",
            ),
            models.CheckConstraint(
                condition=Q(state__in=IssueState.values), name="issue_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state=IssueState.DUPLICATE, duplicate_of__isnull=False)
                | Q(~Q(state=IssueState.DUPLICATE), duplicate_of=None),
                name="issue_is_duplicate_of_another_or_none",
            ),
            models.CheckConstraint(
                condition=~Q(duplicate_of=models.F("pk")),
                name="issue_is_not_its_own_duplicate",
            ),
        ]
        indexes = [
            models.Index(fields=["seen_on", "id"], name="issue_by_day"),
            models.Index(fields=["state", "seen_on", "id"], name="issue_by_state"),
            models.Index(
                fields=["province", "seen_on", "id"], name="issue_by_province"
            ),
            models.Index(fields=["office", "seen_on", "id"], name="issue_by_office"),
            models.Index(fields=["round", "seen_on", "id"], name="issue_by_round"),
        ]

    def __str__(self) -> str:
        return self.ref

    def get_absolute_url(self) -> str:
        return reverse("inspections:issue_detail", args=[self.ref])

    @property
    def tone(self) -> str:
        """How its state is coloured; the words say the same."""
        return ISSUE_TONES[IssueState(self.state)]

    @property
    def done_by_id(self) -> int | None:
        """Who resolved it, and so doesn't judge the result."""
        return self.resolved_by_id

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save with the office's province and the search text renewed."""
        self.describe()
        super().save(*args, **kwargs)

    def describe(self) -> None:
        """Renew the office's province and what a search looks in; not saved yet."""
        self.province = self.office.province
        found = [self.ref, self.title, self.what, self.place, str(self.site or "")]
        found += told_in_details(self)
        self.search_text = search_fold(" ".join(filter(None, found)))


class IssueSighting(models.Model):
    """Who reported an issue, and the day it was seen then.

    That is a visit, an office, or with neither the person `by`, of those who
    inspect, outside any visit.
    """

    issue = models.ForeignKey(Issue, models.CASCADE, related_name="sightings")
    visit = models.ForeignKey(
        Visit,
        models.PROTECT,
        null=True,
        related_name="sightings",
        verbose_name=_("visit"),
    )
    office = models.ForeignKey(
        Office, models.PROTECT, null=True, related_name="+", verbose_name=_("office")
    )
    seen_on = models.DateField(_("seen on"))
    note = models.TextField(_("note"), blank=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("sighting of an issue")
        verbose_name_plural = _("sightings of issues")
        ordering = ["seen_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(visit__isnull=False, office=None)
                | Q(visit=None, office__isnull=False)
                | Q(visit=None, office=None, by__isnull=False),
                name="sighting_is_of_a_visit_an_office_or_a_person",
            ),
            models.UniqueConstraint(
                fields=["issue", "visit"], name="one_sighting_an_issue_and_visit"
            ),
        ]

    def __str__(self) -> str:
        return str(self.visit or self.office or self.by)
