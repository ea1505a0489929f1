"""Visits: what was planned, where it stands, who may see and change it."""

from __future__ import annotations

from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit.models import Versioned
from inspections.lifecycle import VISIT_PLANNING, VISIT_RECORDING, VisitState
from inspections.models.round import FIRST_YEAR, LAST_YEAR, Round
from inspections.models.unit import VisitMember, VisitUnit
from inspections.models.visit_choices import (
    STATE_TONES,
    DateCertainty,
    LeadCapacity,
    VisitKind,
    VisitMode,
)
from regions.models import Province, Zone


def _inspects(**unit: frozenset[int]) -> Q:
    """The condition that a visit inspects such a unit."""
    return Q(Exists(VisitUnit.objects.filter(visit=OuterRef("pk"), **unit)))


class VisitQuerySet(models.QuerySet["Visit"]):
    """Visits, by who may see and change them."""

    def visible_to(self, user: User) -> Self:
        """What the user may know of; an office also its plan, before sign-off.

        How much of a visit an office sees is said by `inspections.parts`.
        """
        scope = user.scope
        if scope.sees_all_places:
            return self.all()
        own = self._wholly_own(user)
        if scope.offices:
            own |= _inspects(office__in=scope.offices)
        return self.filter(own)

    def seen_whole_by(self, user: User) -> Self:
        """Those that the user sees in full: not as an inspected office."""
        if user.scope.sees_all_places:
            return self.all()
        return self.filter(self._wholly_own(user))

    def _wholly_own(self, user: User) -> Q:
        joined = VisitMember.objects.filter(visit=OuterRef("pk"), user=user)
        own = Q(lead=user) | Q(Exists(joined))
        if user.scope.field_provinces:
            own |= _inspects(provinces__in=user.scope.field_provinces)
        return own

    def recordable_by(self, user: User) -> Self:
        """Those whose record the user may write now: lead, team, or of the place."""
        return self._for_field_staff(user).filter(state__in=VISIT_RECORDING)

    def editable_by(self, user: User) -> Self:
        """Those whose plan the user may change now."""
        return self._for_field_staff(user).filter(state__in=VISIT_PLANNING)

    def _for_field_staff(self, user: User) -> Self:
        # Having gone along once gives no right to write after one's assignment.
        if not (user.scope.everything or user.scope.is_field):
            return self.none()
        return self.seen_whole_by(user)


class Visit(Versioned):
    """One inspection visit. It keeps what was stated; a fact not stated is null.

    `fiscal_year` is B.E.; `round_number` is the round as stated, `round` the
    round itself where the system has it. Dates outside the round's window and
    places outside the zone are warned about, never refused. There is no unique
    key on inspector, date, province or round: real life has none.
    """

    ref = models.CharField(_("reference"), max_length=20, unique=True)
    source = models.CharField(_("source"), max_length=255, null=True, unique=True)
    fiscal_year = models.PositiveSmallIntegerField(
        _("fiscal year"),
        validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)],
    )
    round = models.ForeignKey(
        Round,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="visits",
        verbose_name=_("round"),
    )
    round_number = models.PositiveIntegerField(_("round as stated"), null=True)
    kind = models.CharField(
        _("kind"), max_length=20, choices=VisitKind, default=VisitKind.NORMAL
    )
    mode = models.CharField(
        _("mode"), max_length=10, choices=VisitMode, default=VisitMode.ON_SITE
    )
    state = models.CharField(
        _("state"), max_length=20, choices=VisitState, default=VisitState.PLANNED
    )
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    starts_at = models.TimeField(_("starts at"), null=True, blank=True)
    date_certainty = models.CharField(
        _("certainty of the dates"),
        max_length=10,
        choices=DateCertainty,
        default=DateCertainty.STATED,
    )
    zone = models.ForeignKey(
        Zone,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="visits",
        verbose_name=_("zone"),
    )
    meeting_province = models.ForeignKey(
        Province,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="visits_held",
        verbose_name=_("province of the meeting place"),
    )
    place = models.TextField(_("meeting place"), null=True, blank=True)
    lead = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="visits_led",
        verbose_name=_("lead"),
    )
    lead_capacity = models.CharField(
        _("lead's capacity"), max_length=20, choices=LeadCapacity, blank=True
    )
    lead_wording = models.CharField(_("printed wording"), max_length=255, blank=True)
    summary = models.TextField(_("summary"), blank=True)
    note = models.TextField(_("note"), null=True, blank=True)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name=_("part of, or following, visit"),
    )
    created_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="visits_made"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    #: Folded text of the whole record, for the searches of those who see it
    #: whole, and of the plan without its units, for an inspected office; see
    #: `inspections.search` and `own_part`.
    search_text = models.TextField(editable=False, blank=True)
    plan_text = models.TextField(editable=False, blank=True)
    #: The inspected units in one line, for lists.
    units_text = models.TextField(editable=False, blank=True)

    objects = VisitQuerySet.as_manager()

    class Meta:
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="visit_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(fiscal_year__range=(FIRST_YEAR, LAST_YEAR)),
                name="visit_fiscal_year_is_buddhist",
            ),
            models.CheckConstraint(
                condition=Q(round_number=None) | Q(round_number__gte=1),
                name="visit_round_number_is_positive",
            ),
            models.CheckConstraint(
                condition=Q(round=None) | Q(round_number__isnull=False),
                name="visit_in_a_round_states_its_number",
            ),
            models.CheckConstraint(
                condition=Q(state__in=VisitState.values), name="visit_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=VisitKind.values), name="visit_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(mode__in=VisitMode.values), name="visit_mode_is_known"
            ),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("pk")),
                name="visit_is_not_its_own_parent",
            ),
        ]
        indexes = [
            models.Index(fields=["starts_on", "id"], name="visit_by_day"),
            models.Index(fields=["state", "starts_on", "id"], name="visit_by_state"),
            models.Index(fields=["round", "starts_on", "id"], name="visit_by_round"),
            models.Index(fields=["round", "state"], name="visit_by_round_and_state"),
            models.Index(fields=["zone", "starts_on", "id"], name="visit_by_zone"),
            models.Index(fields=["lead", "starts_on", "id"], name="visit_by_lead"),
        ]

    def __str__(self) -> str:
        return self.ref

    def get_absolute_url(self) -> str:
        return reverse("inspections:visit_detail", args=[self.ref])

    @property
    def is_put_off(self) -> bool:
        """Whether it was postponed or cancelled, so that it may be planned again."""
        return self.state in {VisitState.POSTPONED, VisitState.CANCELLED}

    @property
    def tone(self) -> str:
        """How its state is coloured; the words say the same."""
        return STATE_TONES[VisitState(self.state)]

    def is_led_or_joined_by(self, user: User) -> bool:
        """Whether the user is the lead or in the team."""
        # Over all of them: a list has them read for all its rows at once.
        return self.lead_id == user.pk or any(
            member.user_id == user.pk for member in self.members.all()
        )

    def province_ids(self) -> frozenset[int]:
        """The provinces of the inspected units."""
        found = VisitUnit.provinces.through.objects.filter(visitunit__visit=self)
        return frozenset(found.values_list("province_id", flat=True))

    def has_a_record(self) -> bool:
        """Whether anything was written down that can be reviewed."""
        return bool(self.summary.strip()) or any(
            rows.exists()
            for rows in (self.notes, self.sites_seen, self.meetings, self.follow_ups)
        )
