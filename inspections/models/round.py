"""Rounds, their topics and indicators: data that changes every year."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from audit.models import Versioned
from inspections.lifecycle import RoundState
from inspections.models.wording import (
    refuse_indicator_rewording,
    refuse_round_changes,
    refuse_topic_rewording,
)
from regions.models import Province
from regions.models.naming import localized

FIRST_YEAR, LAST_YEAR = 2540, 2700


class TopicKind(models.TextChoices):
    """The problems the ministry names; the year's own topics are `other`."""

    FACTORY_MINE = "factory_mine", _("Factory and mine oversight")
    CANE_BURNING = "cane_burning", _("Illegal cane burning")
    MINE_PIT_WATER = "mine_pit_water", _("Mine-pit water")
    LIVELIHOOD = "livelihood", _("Livelihoods around factories")
    OTHER = "other", _("Other")


#: Kinds whose figures grow or change by the day, so that each says as of when
#: (DOMAIN §5.b–c: visits fall into the crushing season).
AS_OF_KINDS = (TopicKind.CANE_BURNING, TopicKind.MINE_PIT_WATER)


class Dimension(models.TextChoices):
    """The four dimensions of success (MIND; wording of the founding visit)."""

    BUSINESS = "business", _("Business success")
    COMMUNITY = "community", _("No harm to the community")
    ENVIRONMENT = "environment", _("Care for the environment")
    INCOME = "income", _("Spreading income and jobs")


class IndicatorType(models.TextChoices):
    """How an indicator's value is written."""

    INTEGER = "integer", _("Whole number")
    DECIMAL2 = "decimal2", _("Number with 2 decimals")
    DECIMAL3 = "decimal3", _("Number with 3 decimals")


PLACES = {
    IndicatorType.INTEGER: 0,
    IndicatorType.DECIMAL2: 2,
    IndicatorType.DECIMAL3: 3,
}


class Round(Versioned):
    """One of the year's inspection rounds; `fiscal_year` is B.E. (2566 ends in 2023).

    The last report of a day is due at 23.59 Bangkok.
    """

    fiscal_year = models.PositiveSmallIntegerField(
        _("fiscal year"),
        validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)],
    )
    number = models.PositiveSmallIntegerField(
        _("round"), validators=[MinValueValidator(1)]
    )
    state = models.CharField(
        _("state"), max_length=20, choices=RoundState, default=RoundState.PLANNED
    )
    opens_on = models.DateField(_("from"))
    closes_on = models.DateField(_("to"))
    reports_due_on = models.DateField(_("reports due on"))
    policy_note = models.TextField(_("policy note"), blank=True)

    class Meta:
        verbose_name = _("round")
        verbose_name_plural = _("rounds")
        ordering = ["-fiscal_year", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["fiscal_year", "number"], name="one_round_a_year_and_number"
            ),
            models.UniqueConstraint(
                fields=["state"],
                condition=Q(state=RoundState.OPEN),
                name="at_most_one_round_is_open",
            ),
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")),
                name="round_opens_before_it_closes",
            ),
            models.CheckConstraint(
                condition=Q(reports_due_on__lte=F("closes_on")),
                name="reports_are_due_within_the_round",
            ),
            models.CheckConstraint(
                condition=Q(fiscal_year__range=(FIRST_YEAR, LAST_YEAR), number__gte=1),
                name="round_year_is_buddhist_and_number_positive",
            ),
            models.CheckConstraint(
                condition=Q(state__in=RoundState.values), name="round_state_is_known"
            ),
        ]

    def __str__(self) -> str:
        return str(
            _("Round %(number)s/%(year)s")
            % {"number": self.number, "year": self.fiscal_year}
        )

    def get_absolute_url(self) -> str:
        return reverse("inspections:round_detail", args=[self.key])

    def clean(self) -> None:
        """Refuse what the round's state no longer lets change."""
        refuse_round_changes(self)

    @property
    def key(self) -> str:
        """The round in addresses: `2566-1`."""
        return f"{self.fiscal_year}-{self.number}"

    @property
    def is_frozen(self) -> bool:
        """Whether it was opened, so that its topics' wording stays as it is."""
        return self.state != RoundState.PLANNED


class Topic(models.Model):
    """A subject of one round, for all provinces or only those named.

    `copied_from` is the topic of an earlier round it was copied from.
    """

    round = models.ForeignKey(
        Round, models.CASCADE, related_name="topics", verbose_name=_("round")
    )
    order = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(_("kind"), max_length=20, choices=TopicKind)
    title_th = models.CharField(_("Thai title"), max_length=255)
    title_en = models.CharField(_("English title"), max_length=255, blank=True)
    guidance = models.TextField(_("guidance"), blank=True)
    applies_everywhere = models.BooleanField(_("all provinces"), default=True)
    provinces = models.ManyToManyField(
        Province, blank=True, related_name="topics", verbose_name=_("provinces")
    )
    copied_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, editable=False, related_name="copies"
    )

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "title_th"], name="one_topic_a_round_and_title"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=TopicKind.values), name="topic_kind_is_known"
            ),
        ]

    def __str__(self) -> str:
        return localized(self.title_th, self.title_en)

    def clean(self) -> None:
        """Refuse another wording once the round was opened."""
        refuse_topic_rewording(self)

    @property
    def is_fixed(self) -> bool:
        """Whether its wording stays: it is stored, and its round was opened."""
        return self.pk is not None and self.round.is_frozen


class Indicator(models.Model):
    """A number that a topic asks for, with its unit and the range it must lie in."""

    topic = models.ForeignKey(
        Topic, models.CASCADE, related_name="indicators", verbose_name=_("topic")
    )
    order = models.PositiveSmallIntegerField(default=0)
    code = models.SlugField(_("code"), max_length=40)
    name_th = models.CharField(_("Thai name"), max_length=255)
    name_en = models.CharField(_("English name"), max_length=255, blank=True)
    unit_th = models.CharField(_("Thai unit"), max_length=60)
    unit_en = models.CharField(_("English unit"), max_length=60, blank=True)
    type = models.CharField(_("type"), max_length=10, choices=IndicatorType)
    minimum = models.DecimalField(
        _("smallest"), max_digits=18, decimal_places=3, null=True, blank=True
    )
    maximum = models.DecimalField(
        _("largest"), max_digits=18, decimal_places=3, null=True, blank=True
    )
    target = models.DecimalField(
        _("target"), max_digits=18, decimal_places=3, null=True, blank=True
    )

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["topic", "code"], name="one_indicator_a_topic_and_code"
            ),
            models.CheckConstraint(
                condition=Q(minimum=None)
                | Q(maximum=None)
                | Q(minimum__lte=F("maximum")),
                name="indicator_range_is_not_empty",
            ),
            models.CheckConstraint(
                condition=Q(type__in=IndicatorType.values),
                name="indicator_type_is_known",
            ),
        ]

    def __str__(self) -> str:
        return localized(self.name_th, self.name_en)

    def clean(self) -> None:
        """Refuse to be added or reworded once the round was opened."""
        refuse_indicator_rewording(self)

    @property
    def unit(self) -> str:
        """The unit in the reader's language."""
        return localized(self.unit_th, self.unit_en)

    @property
    def places(self) -> int:
        """Digits that its values may have after the point."""
        return PLACES[IndicatorType(self.type)]
