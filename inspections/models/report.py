"""Province reports: what an office tells of each topic of a round."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit.models import Versioned
from inspections.lifecycle import ROUND_REPORTING, SECTION_WRITING, SectionState
from inspections.models.lateness import has_late, is_late
from inspections.models.placed import Placed, PlacedRows, place_of
from inspections.models.round import Round, Topic
from regions.models import Office

#: How a section or report looks in each state; the words say the same.
SECTION_TONES: Mapping[str, str] = {
    SectionState.DRAFT: "todo",
    SectionState.RETURNED: "late",
    SectionState.SUBMITTED: "doing",
    SectionState.ACCEPTED: "done",
}
#: The further on, the higher.
ADVANCE = {state: rank for rank, state in enumerate(SectionState.values)}


def _of_reader(user: User, path: str = "") -> Q:
    """The reports of the user's office or of the provinces they go out to."""
    scope = user.scope
    if scope.sees_all_places:
        return Q()
    return Q(**{f"{path}office__in": scope.offices}) | Q(
        **{f"{path}office__province__in": scope.field_provinces}
    )


class ProvinceReportQuerySet(PlacedRows, models.QuerySet["ProvinceReport"]):
    """Reports, by who may see them and by how they stand."""

    def visible_to(self, user: User) -> Self:
        """Those of the user's office or of the provinces they go out to."""
        return self.filter(_of_reader(user))

    def late(self, today: date) -> Self:
        """Those with a late section; see `ReportSectionQuerySet.late`."""
        return self.filter(has_late(ReportSection.objects.all(), today))

    def not_late(self, today: date) -> Self:
        """All others."""
        return self.exclude(has_late(ReportSection.objects.all(), today))


class ProvinceReport(Placed):
    """An office's report in a round, made when the round opens.

    `state` is that of its least advanced section, stored so that lists can be
    paged by it; `settle` renews it after any change of a section.
    """

    round = models.ForeignKey(
        Round, models.PROTECT, related_name="reports", verbose_name=_("round")
    )
    office = models.ForeignKey(
        Office, models.PROTECT, related_name="reports", verbose_name=_("office")
    )
    state = models.CharField(
        _("state"),
        max_length=20,
        choices=SectionState,
        default=SectionState.DRAFT,
        editable=False,
    )

    objects = ProvinceReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("province report")
        verbose_name_plural = _("province reports")
        ordering = ["-round__fiscal_year", "-round__number", "office__sort_key"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "office"], name="one_report_a_round_and_office"
            ),
            models.CheckConstraint(
                condition=Q(state__in=SectionState.values),
                name="report_state_is_known",
            ),
        ]
        indexes = [
            models.Index(fields=["office", "round"], name="report_by_office"),
            models.Index(fields=["state", "id"], name="report_by_state"),
            models.Index(fields=["place", "id"], name="report_by_place"),
        ]

    def __str__(self) -> str:
        return f"{self.office} – {self.round}"

    def get_absolute_url(self) -> str:
        return reverse(
            "inspections:report_detail", args=[self.round.key, self.office.code]
        )

    @property
    def tone(self) -> str:
        """How its state is coloured; the words say the same."""
        return SECTION_TONES[SectionState(self.state)]

    def take_place(self) -> None:
        self.place = place_of(self.round, self.office)

    def settle(self) -> None:
        """Renew `state` from the sections; belongs in their transaction."""
        # Of two at once, the second must see what the first has changed.
        ProvinceReport.objects.select_for_update(no_key=True).get(pk=self.pk)
        states = self.sections.values_list("state", flat=True)
        least = min(states, key=ADVANCE.__getitem__, default=SectionState.DRAFT)
        ProvinceReport.objects.filter(pk=self.pk).update(state=least)
        self.state = least


class ReportSectionQuerySet(PlacedRows, models.QuerySet["ReportSection"]):
    """Sections, by who may see them and by how they stand."""

    def visible_to(self, user: User) -> Self:
        """Those of the reports that the user may see."""
        return self.filter(_of_reader(user, "report__"))

    def editable_by(self, user: User) -> Self:
        """Those that the user, as the office itself, may write now."""
        return self.filter(
            report__office__in=user.scope.offices,
            report__round__state__in=ROUND_REPORTING,
            state__in=SECTION_WRITING,
        )

    def late(self, today: date) -> Self:
        """Those first submitted, or still not submitted, after the round's due day.

        The day ends at 24.00 Bangkok, so 23.59 is in time. `today` is Bangkok's.
        """
        return self.filter(is_late(today))

    def not_late(self, today: date) -> Self:
        """All others: in time, or not due yet."""
        return self.exclude(is_late(today))


class ReportSection(Placed, Versioned):
    """What an office tells of one topic.

    Lateness counts from `first_submitted_at`, which stays when the section is
    withdrawn or returned. `opened_at` is when a reviewer first saw what was
    submitted last: from then on it cannot be withdrawn. `topic_order` is the
    topic's, kept here for the lists.
    """

    report = models.ForeignKey(ProvinceReport, models.CASCADE, related_name="sections")
    topic = models.ForeignKey(
        Topic, models.PROTECT, related_name="sections", verbose_name=_("topic")
    )
    state = models.CharField(
        _("state"),
        max_length=20,
        choices=SectionState,
        default=SectionState.DRAFT,
        editable=False,
    )
    topic_order = models.PositiveSmallIntegerField(default=0, editable=False)
    narrative = models.TextField(_("what was done"), blank=True)
    obstacles = models.TextField(_("problems and obstacles"), blank=True)
    needs = models.TextField(_("what is needed from the ministry"), blank=True)
    first_submitted_at = models.DateTimeField(null=True, editable=False)
    submitted_at = models.DateTimeField(_("submitted"), null=True, editable=False)
    opened_at = models.DateTimeField(null=True, editable=False)

    objects = ReportSectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("report section")
        verbose_name_plural = _("report sections")
        ordering = ["topic__order", "topic_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "topic"], name="one_section_a_report_and_topic"
            ),
            models.CheckConstraint(
                condition=Q(state__in=SectionState.values),
                name="section_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(state=SectionState.DRAFT)
                | Q(submitted_at__isnull=False, first_submitted_at__isnull=False),
                name="section_beyond_draft_was_submitted",
            ),
        ]
        indexes = [
            models.Index(fields=["topic", "state"], name="section_by_topic"),
            models.Index(fields=["state", "id"], name="section_by_state"),
            models.Index(
                fields=["place", "topic_order", "id"], name="section_by_place"
            ),
        ]

    def __str__(self) -> str:
        return str(self.topic)

    def get_absolute_url(self) -> str:
        return f"{self.report.get_absolute_url()}#topic-{self.topic_id}"

    @property
    def tone(self) -> str:
        """How its state is coloured; the words say the same."""
        return SECTION_TONES[SectionState(self.state)]

    @property
    def is_locked(self) -> bool:
        """Whether its round is over, so that nothing of it moves."""
        return self.report.round.state not in ROUND_REPORTING

    def take_place(self) -> None:
        """With the other topics of its report, in their order."""
        self.place, self.topic_order = self.report.place, self.topic.order

    @property
    def is_unopened(self) -> bool:
        """Whether it was submitted, and no reviewer has seen it yet."""
        return self.state == SectionState.SUBMITTED and self.opened_at is None

    def has_content(self) -> bool:
        """Whether it says anything: a text or a figure."""
        texts = (self.narrative, self.obstacles, self.needs)
        return any(text.strip() for text in texts) or self.figures.exists()

    def days_late(self, today: date) -> int:
        """Whole days from the due day to the first submission or `today`, or 0."""
        sent = self.first_submitted_at
        day = timezone.localdate(sent) if sent else today
        return max((day - self.report.round.reports_due_on).days, 0)
