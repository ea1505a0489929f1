"""What an office reported last time: shown beside the form, never as an answer."""

from collections.abc import Iterable, Sequence

from django.db.models import Q

from inspections.lifecycle import SectionState
from inspections.models import ProvinceReport, ReportSection, Topic

REPORTED = (SectionState.SUBMITTED, SectionState.ACCEPTED)


def previous_sections(report: ProvinceReport) -> dict[int, ReportSection]:
    """By topic of this report: the same office's latest earlier section of it."""
    sections = list(report.sections.select_related("topic", "report__round"))
    before = sections_before(sections)
    return {s.topic_id: before[s.pk] for s in sections if s.pk in before}


def sections_before(sections: Sequence[ReportSection]) -> dict[int, ReportSection]:
    """By key of these sections of one round: the same office's latest earlier one.

    The same topic is the one this was copied from (or its own model, and so
    on), else one of the same kind and Thai title, else the only one of its
    kind in that round. Only what was submitted counts. Each section brings its
    topic, report and round along.
    """
    if not sections:
        return {}
    held_round = sections[0].report.round
    earlier = Q(report__round__fiscal_year__lt=held_round.fiscal_year) | Q(
        report__round__fiscal_year=held_round.fiscal_year,
        report__round__number__lt=held_round.number,
    )
    offices = {section.report.office_id for section in sections}
    found = list(
        ReportSection.objects.filter(
            earlier, report__office__in=offices, state__in=REPORTED
        )
        .select_related("topic", "report__round", "report__office")
        .prefetch_related("figures__indicator")
        .order_by("-report__round__fiscal_year", "-report__round__number", "pk")
    )
    ancestors = _ancestors()
    return {
        section.pk: match
        for section in sections
        if (match := _match(section.topic, _of_office(section, found), ancestors))
    }


def _of_office(
    section: ReportSection, found: Iterable[ReportSection]
) -> list[ReportSection]:
    office = section.report.office_id
    return [row for row in found if row.report.office_id == office]


def _ancestors() -> dict[int, int]:
    """Each copied topic with what it was copied from."""
    copied = Topic.objects.filter(copied_from__isnull=False)
    return dict(copied.values_list("pk", "copied_from_id"))


def _match(
    topic: Topic, earlier: Iterable[ReportSection], ancestors: dict[int, int]
) -> ReportSection | None:
    line = set()
    key: int | None = topic.pk
    while (key := ancestors.get(key or 0)) and key not in line:
        line.add(key)
    rows = list(earlier)
    kin = [row for row in rows if row.topic.kind == topic.kind]
    for candidates in (
        [row for row in rows if row.topic_id in line],
        [row for row in kin if row.topic.title_th == topic.title_th],
        [row for row in kin if _is_only(row, kin)],
    ):
        if candidates:
            return candidates[0]
    return None


def _is_only(row: ReportSection, kin: Iterable[ReportSection]) -> bool:
    return sum(other.report_id == row.report_id for other in kin) == 1
