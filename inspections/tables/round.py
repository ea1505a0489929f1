"""The list of rounds, and the progress of one round by province."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Count, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from inspections.filters.round import ProgressFilter, RoundFilter
from inspections.lifecycle import RoundState, SectionState
from inspections.models import Round
from inspections.models.report import SECTION_TONES
from inspections.progress import (
    Pair,
    open_issues_by_province,
    report_counts,
    sections_of,
    visit_counts,
    visits_by_province,
)
from inspections.tables.columns import DaysColumn
from inspections.tables.counts import Counted, CountsColumn
from inspections.tables.report_columns import LateColumn, ReportColumn, ReportLink
from inspections.tables.visit import round_words
from regions.membership import zone_words, zones_by_province
from regions.models.naming import localized
from ui.listing import Listing
from ui.tables import (
    DateColumn,
    LinkColumn,
    ListTable,
    NowrapColumn,
    StatusColumn,
)

#: How a round looks in each state; the words say the same.
ROUND_TONES: Mapping[str, str] = {
    RoundState.PLANNED: "todo",
    RoundState.OPEN: "doing",
    RoundState.SUMMARISING: "doing",
    RoundState.CLOSED: "done",
}
VISITS = "inspections:visit_list"
ACCEPTED_OF_ALL = (pgettext_lazy("of reports", "accepted"), _("of all"))
DONE_OF_PLANNED = (pgettext_lazy("of visits", "done"), _("of those planned"))


def visits_counted(pair: Pair, **where: str) -> list[Counted]:
    """Visits done of planned, as `visit_list` counts them under these filters."""
    done, planned = pair
    return [
        (done, {**where, "progress": "done"}),
        (planned, {**where, "progress": "not-cancelled"}),
    ]


def visits_column() -> CountsColumn:
    """Visits done of those planned."""
    return CountsColumn(
        _("Visits done"),
        url=VISITS,
        parts=DONE_OF_PLANNED,
        more=[_("Visits planned, done included")],
    )


def reports_counted(pair: Pair, **where: str) -> list[Counted]:
    """Reports or topics accepted of all, as their lists count them."""
    accepted, found = pair
    return [(accepted, {**where, "state": SectionState.ACCEPTED}), (found, where)]


class RoundTable(ListTable):
    """The rounds, newest first."""

    name = LinkColumn(
        _("Round"),
        url="inspections:round_detail",
        sample="2500-99999",
        order_by=("fiscal_year", "number"),
        initial_sort_descending=True,
    )
    window = DaysColumn(_("Window"), order_by="opens_on", initial_sort_descending=True)
    due_on = DateColumn(_("Reports due"))
    state = StatusColumn(_("State"), labels=RoundState.choices, tones=ROUND_TONES)
    topics = LinkColumn(
        _("Topics"), url="inspections:round_topics", sample="2500-99999"
    )
    reports = CountsColumn(
        _("Reports accepted"),
        url="inspections:report_list",
        parts=ACCEPTED_OF_ALL,
        more=[_("Reports")],
    )
    visits = visits_column()

    class Meta:
        order_by = "-name"
        empty_text = _("No round is planned yet.")


class RoundListing(Listing):
    """The rounds, with what the reader may know of reports and visits in them."""

    table = RoundTable
    filterset = RoundFilter
    caption = _("Rounds")
    fields = [
        "fiscal_year",
        "number",
        "opens_on",
        "closes_on",
        "reports_due_on",
        "state",
        "topic_count",
    ]
    file_name = "rounds"
    reader: User

    def annotated(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """With the number of its topics."""
        counted: QuerySet[Any] = rows.annotate(topic_count=Count("topics"))
        return counted

    def related(self, keys: Sequence[int]) -> Any:
        """Reports and visits of each round: two queries for a page."""
        return (
            report_counts(self.reader, keys),
            visit_counts(self.reader, keys),
        )

    def cells(self, row: tuple[Any, ...], related: Any) -> Sequence[Any]:
        key, year, number, opens_on, closes_on, due_on, state, topics = row
        reports, visits = related
        name = Round(fiscal_year=year, number=number).key
        found = reports.get(key)
        return (
            (round_words(year, number), name),
            (opens_on, closes_on),
            due_on,
            state,
            (topics, name),
            reports_counted(found, round=name) if found else None,
            visits_counted(visits.get(key, (0, 0)), round=name),
        )


def round_listing(user: User) -> type[RoundListing]:
    """The list of rounds as this reader may see it."""
    return type("ReadersRounds", (RoundListing,), {"reader": user})


class ProgressTable(ListTable):
    """The reports of one round, by province."""

    office = ReportColumn(_("Office"), order_by="office__sort_key")
    zone = NowrapColumn(_("Zone"))
    state = StatusColumn(_("State"), labels=SectionState.choices, tones=SECTION_TONES)
    topics = CountsColumn(
        _("Topics accepted"),
        url="inspections:section_list",
        parts=ACCEPTED_OF_ALL,
        more=[_("Topics")],
    )
    late = LateColumn(_("Timeliness"))
    visits = visits_column()
    issues = CountsColumn(
        pgettext_lazy("head of a column", "Open issues"),
        url="inspections:issue_list",
        parts=[_("still open")],
    )

    class Meta:
        order_by = "office"
        empty_text = _("No report of this round that you can see is there.")


class PlannedTable(ProgressTable):
    """The same of a round not opened yet: nobody has a report of it."""

    class Meta:
        order_by = "office"
        empty_text = _("The reports are made when the round is opened.")


class ProgressListing(Listing):
    """One row for each report of a round that the reader may see."""

    table = ProgressTable
    filterset = ProgressFilter
    caption = _("Progress by province")
    fields = [
        "office__code",
        "office__name_th",
        "office__name_en",
        "office__province",
        "office__province__code",
        "state",
    ]
    file_name = "round-progress"
    reader: User
    held_round: Round

    def related(self, keys: Sequence[int]) -> Any:
        """Zones, topics, visits and issues: four queries for a page."""
        today, due_on = timezone.localdate(), self.held_round.reports_due_on
        return (
            zones_by_province(today),
            sections_of(keys, due_on, today),
            visits_by_province(self.reader, self.held_round),
            open_issues_by_province(self.reader, self.held_round),
        )

    def cells(self, row: tuple[Any, ...], related: Any) -> Sequence[Any]:
        key, code, thai, english, province, place, state = row
        zones, sections, visits, issues = related
        name, told, zone = self.held_round.key, sections[key], zones.get(province)
        here = {"round": name, "province": place}
        return (
            ReportLink(localized(thai, english), name, code),
            None if zone is None else zone_words(zone),
            state,
            reports_counted((told.accepted, told.all), round=name, office=code),
            told.days_late,
            visits_counted(visits.get(province, (0, 0)), **here),
            [(issues.get(province, 0), {**here, "status": "open"})],
        )


def progress_listing(user: User, held_round: Round) -> type[ProgressListing]:
    """The progress of one round as this reader may see it."""
    is_planned = held_round.state == RoundState.PLANNED
    bound = {
        "reader": user,
        "held_round": held_round,
        "table": PlannedTable if is_planned else ProgressTable,
    }
    return type("ReadersProgress", (ProgressListing,), bound)
