"""Official figures beside those observed at a visit; the two are never summed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.db.models import Prefetch

from accounts.models import User
from inspections.models import Figure, ReportSection
from inspections.parts import VisitReading
from inspections.report_reading import readable_sections
from regions.models import Office


@dataclass(frozen=True)
class ComparedFigure:
    """What an office reported of one thing, and what was observed of it.

    `section` is that of the official figure; without one, both are null.
    """

    name: str
    office: Office | None = None
    section: ReportSection | None = None
    official: Figure | None = None
    observed: list[Figure] = field(default_factory=list)


def compared_figures(reading: VisitReading, user: User) -> list[ComparedFigure]:
    """The official figures of the visited offices, each with what was observed.

    They come from the reports of the visit's round that the reader may read, of
    the topics that the visit's record is about, or of all while it is about
    none. What was observed of anything else follows. Without an official figure
    there is nothing to compare.
    """
    sections = _sections(reading, user) if reading.shows_record else []
    compared = list(_official(sections, reading))
    if not compared:
        return []
    matched = {figure.pk for row in compared for figure in row.observed}
    rest = [figure for figure in reading.figures if figure.pk not in matched]
    return [*compared, *(ComparedFigure(f.title, observed=[f]) for f in rest)]


def _sections(reading: VisitReading, user: User) -> Iterable[ReportSection]:
    offices = _offices(reading)
    if not reading.visit.round_id or not offices:
        return []
    figures = Figure.objects.select_related("indicator")
    sections = readable_sections(user).filter(
        report__round=reading.visit.round_id, report__office__in=offices
    )
    topics = _topics(reading)
    if topics:
        sections = sections.filter(topic__in=topics)
    return (
        sections.select_related("topic", "report__round", "report__office")
        .prefetch_related(Prefetch("figures", figures))
        .order_by("report__office__sort_key", "topic__order", "topic_id")
    )


def _offices(reading: VisitReading) -> set[int]:
    return {unit.office_id for unit in reading.units if unit.office_id}


def _topics(reading: VisitReading) -> set[int]:
    """The round's topics that something was written or counted of."""
    noted = {note.topic_id for note in reading.notes if note.topic_id}
    return noted | {f.indicator.topic_id for f in reading.figures if f.indicator}


def _official(
    sections: Iterable[ReportSection], reading: VisitReading
) -> Iterator[ComparedFigure]:
    is_one = len(_offices(reading)) == 1
    for section in sections:
        office = section.report.office
        for figure in section.figures.all():
            yield ComparedFigure(
                name=str(figure.indicator or figure.name),
                office=office,
                section=section,
                official=figure,
                observed=[
                    seen
                    for seen in reading.figures
                    if figure.indicator_id
                    and seen.indicator_id == figure.indicator_id
                    and _is_of(seen, office, is_one=is_one)
                ],
            )


def _is_of(seen: Figure, office: Office, *, is_one: bool) -> bool:
    """Whether it was observed of that office; of the whole visit if it had but one."""
    unit = seen.unit_inspected
    return is_one if unit is None else unit.office_id == office.pk
