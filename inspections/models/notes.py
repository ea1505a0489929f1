"""The parts of a visit's record: itinerary, topics, sites, dimensions, meetings."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from inspections.models.round import Dimension, Topic, TopicKind
from inspections.models.unit import VisitUnit
from inspections.models.visit import Visit
from inspections.models.visit_choices import VisitMode
from networks.models import Meeting
from regions.models import Province, Site
from regions.models.site import SiteKind

HIGHEST_SCORE = 4


class SessionKind(models.TextChoices):
    """What a stop of the itinerary was."""

    SESSION = "session", _("Session with the office")
    NETWORK = "network", _("Network meeting")
    SITE = "site", _("Site visit")
    OTHER = "other", _("Other")


class VisitPart(models.Model):
    """An ordered part of one visit's record."""

    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True
        ordering = ["order", "pk"]


class VisitSession(VisitPart):
    """A stop of the itinerary; a day or hour that isn't known stays null.

    The mode can differ from the visit's and from day to day.
    """

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="sessions")
    held_on = models.DateField(_("day"), null=True, blank=True)
    starts_at = models.TimeField(_("starts at"), null=True, blank=True)
    kind = models.CharField(
        _("kind"), max_length=10, choices=SessionKind, default=SessionKind.SESSION
    )
    mode = models.CharField(_("mode"), max_length=10, choices=VisitMode, blank=True)
    place = models.TextField(_("place"), blank=True)
    activity = models.TextField(_("activity"), blank=True)

    class Meta(VisitPart.Meta):
        verbose_name = _("itinerary stop")
        verbose_name_plural = _("itinerary")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=SessionKind.values), name="session_kind_is_known"
            )
        ]

    def __str__(self) -> str:
        return self.activity or self.get_kind_display()


class TopicNote(VisitPart):
    """What one office reported on a topic, and what the inspector found.

    The topic of the round is optional: a note has its own kind and title, and
    several of a kind are fine. `obstacle` null means that none was stated.
    """

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="notes")
    topic = models.ForeignKey(
        Topic,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="notes",
        verbose_name=_("topic of the round"),
    )
    unit = models.ForeignKey(
        VisitUnit,
        models.RESTRICT,
        null=True,
        blank=True,
        related_name="notes",
        verbose_name=_("unit"),
    )
    kind = models.CharField(
        _("kind"), max_length=20, choices=TopicKind, default=TopicKind.OTHER
    )
    title = models.TextField(pgettext_lazy("of a topic", "title"), blank=True)
    reported = models.TextField(_("what the office reported"), blank=True)
    found = models.TextField(_("what was found"), blank=True)
    obstacle = models.TextField(_("problems and obstacles"), null=True, blank=True)
    not_inspected_reason = models.TextField(_("why it was not inspected"), blank=True)

    class Meta(VisitPart.Meta):
        verbose_name = _("topic note")
        verbose_name_plural = _("topic notes")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=TopicKind.values), name="note_kind_is_known"
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def heading(self) -> str:
        """Its title; that of the round's topic in the reader's language."""
        topic = self.topic
        return str(topic) if topic and self.title == topic.title_th else self.title


class VisitSite(VisitPart):
    """A site that was seen, or only reported on; in the register where it is known."""

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="sites_seen")
    site = models.ForeignKey(
        Site,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="seen_at",
        verbose_name=_("in the register"),
    )
    printed_name = models.TextField(_("name as stated"))
    kind = models.CharField(
        _("kind"), max_length=20, choices=SiteKind, default=SiteKind.FACTORY
    )
    province = models.ForeignKey(
        Province,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="visit_sites",
        verbose_name=_("province"),
    )
    was_visited = models.BooleanField(
        _("was visited (not only reported)"), default=True
    )
    note = models.TextField(_("what was seen"), blank=True)

    class Meta(VisitPart.Meta):
        verbose_name = _("site seen")
        verbose_name_plural = _("sites seen")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=SiteKind.values), name="seen_site_kind_is_known"
            )
        ]

    def __str__(self) -> str:
        return self.printed_name


class VisitDimension(models.Model):
    """A dimension of success that the visit touched.

    `score` 0–4 is ours (no official rubric is known): 0 not assessed, 1 none,
    2 partial, 3 meets, 4 exemplary; null where it was only mentioned.
    """

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="dimensions")
    dimension = models.CharField(_("dimension"), max_length=20, choices=Dimension)
    score = models.PositiveSmallIntegerField(
        _("score"),
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(HIGHEST_SCORE)],
    )
    evidence = models.TextField(_("evidence"), blank=True)

    class Meta:
        verbose_name = _("dimension")
        verbose_name_plural = _("dimensions")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["visit", "dimension"], name="one_row_a_visit_and_dimension"
            ),
            models.CheckConstraint(
                condition=Q(score=None) | Q(score__lte=HIGHEST_SCORE),
                name="dimension_score_is_0_to_4",
            ),
            models.CheckConstraint(
                condition=Q(dimension__in=Dimension.values),
                name="dimension_is_known",
            ),
        ]

    def __str__(self) -> str:
        return self.get_dimension_display()


class VisitMeeting(VisitPart):
    """The network meeting that was held at a visit."""

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="meetings")
    meeting = models.OneToOneField(
        Meeting,
        models.CASCADE,
        related_name="at_visit",
        verbose_name=_("meeting"),
    )

    class Meta(VisitPart.Meta):
        verbose_name = _("meeting at a visit")
        verbose_name_plural = _("meetings at a visit")

    def __str__(self) -> str:
        return str(self.meeting)
