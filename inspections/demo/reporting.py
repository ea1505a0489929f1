"""What provinces reported and what was found, in all rounds of the demonstration."""

from collections import defaultdict
from datetime import date, datetime, timedelta

from audit.models import Attachment
from inspections.demo.cases import Cases
from inspections.demo.cast import Cast
from inspections.demo.details import fill_details
from inspections.demo.fates import office_hour
from inspections.demo.issues import MadeIssue
from inspections.demo.photos import attach_photo
from inspections.demo.reported import RoundIssues, wants_issues
from inspections.demo.reports import ReportsMaker, make_closed_reports, wants_filling
from inspections.demo.rounds import first_day
from inspections.demo.stock import Stock, chance_of
from inspections.lifecycle import RoundState
from inspections.models import ReportSection, Round

SETTLED = timedelta(days=45)
"""How long after a round's end its issues still moved."""
DAY = timedelta(days=1)


def load_reported(held_round: Round, cast: Cast, today: date) -> None:
    """Make what is missing: reports and issues of closed rounds and of the open one."""
    stock = Stock()
    closed = Round.objects.filter(state=RoundState.CLOSED).exclude(pk=held_round.pk)
    make_closed_reports(closed, stock, cast)
    begun = first_day(held_round, today)
    for over in closed.order_by("fiscal_year", "number"):
        until = min(over.closes_on + SETTLED, today - DAY)
        cases = Cases(over, begun - DAY)
        is_wanted = wants_issues(over)
        if is_wanted or cases.missing:
            maker = RoundIssues(over, stock, cast, over.closes_on)
            (maker.make_over if is_wanted else maker.make_cases)(until, cases)
    if wants_filling(held_round):
        files = _section_photos(held_round, stock, cast)
        ReportsMaker(held_round, stock, cast).fill(begun, files)
    if wants_issues(held_round):
        maker = RoundIssues(held_round, stock, cast, begun - DAY)
        for issues in maker.make_open(begun).values():
            _issue_photos(issues, stock)
    fill_details()


def _section_photos(
    held_round: Round, stock: Stock, cast: Cast
) -> dict[int, list[Attachment]]:
    """Attach the pictures to sections that nobody has touched; gives them by key."""
    files: defaultdict[int, list[Attachment]] = defaultdict(list)
    sections = ReportSection.objects.filter(report__round=held_round, version=1)
    for stated in stock.stated["photos"]:
        section = sections.filter(
            report__office__code=stated["office"], topic__kind=stated["topic"]
        ).first()
        by = section and cast.writer(section.report.office).user
        if section and by:
            taken_at = _moment(held_round.opens_on, section.pk)
            photo = attach_photo(
                section, stated["scene"], stated["caption"], taken_at, by
            )
            files[section.pk].append(photo)
    return files


def _issue_photos(issues: list[MadeIssue], stock: Stock) -> None:
    """Attach the pictures that are stated of issues."""
    for stated, made in zip(stock.stated["own_issues"]["moi-kkn"], issues, strict=True):
        if "photo" in stated and made.reporter.user:
            taken_at = _moment(made.issue.seen_on, made.issue.pk)
            attach_photo(
                made.issue,
                stated["photo"],
                stated["caption"],
                taken_at,
                made.reporter.user,
            )


def _moment(day: date, key: int) -> datetime:
    return office_hour(day, chance_of("photo", key))
