"""The provinces' reports: of closed rounds made whole, of the open one filled."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta

from django.contrib.contenttypes.models import ContentType

from audit.models import Attachment, Entry
from inspections.actions import offices_of_topic
from inspections.demo import fates
from inspections.demo.cast import Cast
from inspections.demo.fates import Fate
from inspections.demo.history import Told, keeping_moments, write
from inspections.demo.sections import Made, Writer
from inspections.demo.stock import Stock, chance_of
from inspections.lifecycle import ROUND_REPORTING, RoundState, SectionState
from inspections.models import (
    Figure,
    Indicator,
    ProvinceReport,
    ReportSection,
    Round,
    SectionComment,
    SectionVersion,
)
from inspections.models.report import ADVANCE
from regions.models import Office
from thai.dates import BANGKOK

MARK = "demo"
"""The step in a report's history that tells that it was filled."""
SECTION_FIELDS = (
    *("state", "version", "narrative", "obstacles", "needs"),
    *("first_submitted_at", "submitted_at", "opened_at"),
)
#: What happens instead where nobody can be named who comments.
UNCOMMENTED = {
    "accepted_mended": "accepted",
    "mended": "opened",
    "returned": "opened",
}
OFFICES_LATE = 1 / 8
"""How many offices send their report of a closed round late."""

Files = Mapping[int, Sequence[Attachment]]


def make_closed_reports(rounds: Iterable[Round], stock: Stock, cast: Cast) -> int:
    """Make the reports of the closed rounds among these that have none.

    Tells how many rounds that were.
    """
    keys = [held_round.pk for held_round in rounds]
    bare = Round.objects.filter(pk__in=keys, state=RoundState.CLOSED, reports=None)
    wanted = list(bare.order_by("fiscal_year", "number"))
    for held_round in wanted:
        ReportsMaker(held_round, stock, cast).make()
    return len(wanted)


def wants_filling(held_round: Round) -> bool:
    """Whether reports can be written in the round, and none was filled before."""
    reports = ProvinceReport.objects.filter(round=held_round)
    marks = Entry.objects.filter(
        content_type=ContentType.objects.get_for_model(ProvinceReport),
        object_id__in=reports.values("pk"),
        step=MARK,
    )
    return held_round.state in ROUND_REPORTING and not marks.exists()


class ReportsMaker:
    """Makes or fills the reports of one round, table by table; used once."""

    def __init__(self, held_round: Round, stock: Stock, cast: Cast) -> None:
        self.held_round = held_round
        self.stock = stock
        self.cast = cast
        self.writer = Writer(stock, cast)
        self.began = datetime.combine(held_round.opens_on, time(8, 30), BANGKOK)
        self.indicators: defaultdict[int, list[Indicator]] = defaultdict(list)
        for row in Indicator.objects.filter(topic__round=held_round):
            self.indicators[row.topic_id].append(row)

    def make(self) -> None:
        """Make reports and sections of a round that is over."""
        made = [self._filled(one, self._fate_over(one)) for one in self._sections()]
        sections = [one.section for one in made]
        reports = list({id(one.report): one.report for one in sections}.values())
        _settle(sections)
        ProvinceReport.objects.bulk_create(reports)
        ReportSection.objects.bulk_create(sections)
        _store(made, [Told(report, "make", self.began) for report in reports])

    def fill(self, today: date, files: Files) -> None:
        """Fill those sections of a round being reported on that nobody has touched.

        `files` are the attachments of sections, by their key.
        """
        rows = ReportSection.objects.filter(
            report__round=self.held_round, state=SectionState.DRAFT, version=1
        ).select_related("topic", "report__round", "report__office__province")
        sections = list(rows)
        codes = sorted({section.report.office.code for section in sections})
        turns = {code: number for number, code in enumerate(codes)}
        made = [
            self._filled(
                section,
                self._fate_open(section, turns[section.report.office.code], today),
                files.get(section.pk, ()),
            )
            for section in sections
        ]
        for section in sections:
            section.save(update_fields=SECTION_FIELDS)
        reports = {section.report_id: section.report for section in sections}
        at = self.began + timedelta(minutes=1)
        _store(made, [Told(report, MARK, at) for report in reports.values()])
        for report in reports.values():
            report.settle()

    def _sections(self) -> list[ReportSection]:
        """The sections that opening the round would have made."""
        reports: dict[int, ProvinceReport] = {}
        sections = []
        for topic in self.held_round.topics.prefetch_related("provinces"):
            for office in offices_of_topic(topic):
                report = reports.setdefault(
                    office.pk, ProvinceReport(round=self.held_round, office=office)
                )
                sections.append(ReportSection(report=report, topic=topic))
        return sections

    def _filled(
        self, section: ReportSection, fate: Fate, files: Sequence[Attachment] = ()
    ) -> Made:
        return self.writer.fill(section, fate, self.indicators[section.topic_id], files)

    def _fate_over(self, section: ReportSection) -> Fate:
        office, held_round = section.report.office, self.held_round
        chance = chance_of(held_round.key, office.code, "sent")
        is_late = chance.random() < OFFICES_LATE
        send = fates.sent_late if is_late else fates.sent_in_time
        first = send(held_round, held_round.closes_on, chance)
        own = chance_of(held_round.key, office.code, section.topic.title_th, "fate")
        name = own.choices(list(fates.OVER), list(fates.OVER.values()))[0]
        until = first + fates.REVIEWED
        return fates.fate(self._possible(name, office), first, until)

    def _fate_open(self, section: ReportSection, turn: int, today: date) -> Fate:
        office = section.report.office
        in_turn = fates.OPEN[turn % len(fates.OPEN)]
        name = self.stock.own_fate(section.topic, office)
        name = name or in_turn[section.topic.order % len(in_turn)]
        chance = chance_of(self.held_round.key, office.code, name)
        send = fates.sent_late if name in fates.LATE else fates.sent_in_time
        yesterday = today - timedelta(days=1)
        first = send(self.held_round, yesterday, chance)
        until = datetime.combine(yesterday, time(16), BANGKOK)
        return fates.fate(self._possible(name, office), first, until)

    def _possible(self, name: str, office: Office) -> str:
        if self.cast.commenter(office).user:
            return name
        return UNCOMMENTED.get(name, name)


def _settle(sections: Iterable[ReportSection]) -> None:
    """Give each report the state of its least advanced section; not stored yet."""
    states: defaultdict[int, list[str]] = defaultdict(list)
    for section in sections:
        states[id(section.report)].append(section.state)
        section.report.state = min(states[id(section.report)], key=ADVANCE.__getitem__)


def _store(made: Sequence[Made], told: Iterable[Told]) -> None:
    """Store what hangs on the sections, which are stored already, and their history."""
    Figure.objects.bulk_create(row for one in made for row in one.figures)
    SectionVersion.objects.bulk_create(row for one in made for row in one.versions)
    with keeping_moments(SectionComment, "at"):
        SectionComment.objects.bulk_create(row for one in made for row in one.comments)
    write([*told, *(row for one in made for row in one.told)])
