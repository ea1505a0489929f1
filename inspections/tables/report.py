"""The lists of province reports and of their sections."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from audit.models import Entry
from inspections.filters.report import ReportFilter, SectionFilter
from inspections.lifecycle import SectionState
from inspections.models import ReportSection, TopicKind
from inspections.models.report import SECTION_TONES
from inspections.tables.columns import LongColumn
from inspections.tables.report_columns import (
    AcceptedColumn,
    LateColumn,
    ReportColumn,
    ReportLink,
)
from inspections.tables.visit import round_words
from inspections.timeliness import days_late
from regions.models.naming import localized
from ui.listing import Listing
from ui.tables import (
    ChoiceColumn,
    DateColumn,
    ListTable,
    NowrapColumn,
    StatusColumn,
)


class ReportTable(ListTable):
    """The reports, newest round first, then by the office's name."""

    office = ReportColumn(_("Office"))
    round = NowrapColumn(
        _("Round"),
        order_by="-place",
        initial_sort_descending=True,
    )
    province = NowrapColumn(_("Province"), visible=False)
    state = StatusColumn(
        _("State"),
        labels=SectionState.choices,
        tones=SECTION_TONES,
        order_by="state",
    )
    accepted = AcceptedColumn(_("Topics accepted"))
    due_on = DateColumn(pgettext_lazy("of a report", "Due on"), visible=False)
    late = LateColumn(_("Timeliness"))
    submitted_on = DateColumn(_("Last submitted"))

    class Meta:
        order_by = "-round"
        empty_text = _("No report that you can see was asked for yet.")


class ReportListing(Listing):
    """The reports a reader may see."""

    table = ReportTable
    filterset = ReportFilter
    caption = _("Province reports")
    fields = [
        "round__fiscal_year",
        "round__number",
        "round__reports_due_on",
        "office__code",
        "office__name_th",
        "office__name_en",
        "office__province__name_th",
        "office__province__name_en",
        "state",
    ]
    file_name = "reports"

    def related(self, keys: Sequence[int]) -> Any:
        """Today, and of each report the state and moments of its sections."""
        rows = ReportSection.objects.filter(report__in=keys).values_list(
            "report", "state", "first_submitted_at", "submitted_at"
        )
        found: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
        for key, *values in rows:
            found[key].append(tuple(values))
        return timezone.localdate(), found

    def cells(self, row: tuple[Any, ...], related: Any) -> Sequence[Any]:
        key, year, number, due, code, thai, english, *place, state = row
        today, by_report = related
        sections = by_report.get(key, [])
        accepted = sum(held[0] == SectionState.ACCEPTED for held in sections)
        return (
            ReportLink(localized(thai, english), f"{year}-{number}", code),
            round_words(year, number),
            localized(*(name or "" for name in place)),
            state,
            (accepted, len(sections)),
            due,
            days_late((held[1] for held in sections), due, today),
            last_day(held[2] for held in sections),
        )


class SectionTable(ListTable):
    """The sections, newest round first, then by office and topic."""

    topic = ReportColumn(_("Topic"))
    kind = ChoiceColumn(_("Kind of topic"), labels=TopicKind.choices, visible=False)
    office = LongColumn(_("Office"))
    province = NowrapColumn(_("Province"), visible=False)
    round = NowrapColumn(
        _("Round"),
        order_by=("-place", "-topic_order"),
        initial_sort_descending=True,
    )
    state = StatusColumn(
        _("State"),
        labels=SectionState.choices,
        tones=SECTION_TONES,
        order_by="state",
    )
    due_on = DateColumn(pgettext_lazy("of a report", "Due on"), visible=False)
    first_submitted_on = DateColumn(_("First submitted"))
    late = LateColumn(_("Timeliness"))
    waiting_on = DateColumn(_("Waiting since"))

    class Meta:
        order_by = "-round"
        empty_text = _("No report that you can see was asked for yet.")


class SectionListing(Listing):
    """The sections a reader may see.

    A submitted one waits for its reviewer since it was sent, a returned one for
    its office since it came back.
    """

    table = SectionTable
    filterset = SectionFilter
    caption = _("Reports by topic")
    fields = [
        "topic_id",
        "topic__kind",
        "topic__title_th",
        "topic__title_en",
        "report__round__fiscal_year",
        "report__round__number",
        "report__round__reports_due_on",
        "report__office__code",
        "report__office__name_th",
        "report__office__name_en",
        "report__office__province__name_th",
        "report__office__province__name_en",
        "state",
        "first_submitted_at",
        "submitted_at",
    ]
    file_name = "report-topics"

    def related(self, keys: Sequence[int]) -> Any:
        """Today, and when each section that ever came back did so last."""
        back = Entry.objects.filter(
            content_type=ContentType.objects.get_for_model(ReportSection),
            object_id__in=keys,
            step__in=("return", "reopen"),
        )
        rows = back.order_by().values_list("object_id").annotate(Max("at"))
        return timezone.localdate(), dict(rows)

    def cells(self, row: tuple[Any, ...], related: Any) -> Sequence[Any]:
        key, topic, kind, title_th, title_en, year, number, due, *rest = row
        code, thai, english, place_th, place_en, state, first, sent = rest
        today, back = related
        waits = {SectionState.SUBMITTED: sent, SectionState.RETURNED: back.get(key)}
        title = localized(title_th, title_en)
        return (
            ReportLink(title, f"{year}-{number}", code, topic),
            kind,
            localized(thai, english),
            localized(place_th or "", place_en or ""),
            round_words(year, number),
            state,
            due,
            last_day([first]),
            days_late([first], due, today),
            last_day([waits.get(state)]),
        )


def last_day(moments: Any) -> date | None:
    """The day of the latest of these moments; null where there is none."""
    found: list[datetime] = [moment for moment in moments if moment]
    return timezone.localdate(max(found)) if found else None
