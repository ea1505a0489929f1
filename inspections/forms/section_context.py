"""What the forms of one report's section share, each part read once."""

from functools import cached_property

from django.urls import reverse

from audit.models import Attachment
from inspections.models import Figure, Indicator, ReportSection
from inspections.previous import previous_sections


class SectionContext:
    """The section, what its topic asks, and what the office told the last time."""

    def __init__(self, section: ReportSection) -> None:
        self.section = section

    @cached_property
    def last(self) -> ReportSection | None:
        """What the office reported on the topic the last time, if ever."""
        found = previous_sections(self.section.report)
        return found.get(self.section.topic_id)

    @cached_property
    def last_figures(self) -> dict[str, Figure]:
        """The figures of `last` by the code of their indicator."""
        figures = self.last.figures.all() if self.last else []
        return {f.indicator.code: f for f in figures if f.indicator}

    @cached_property
    def indicators(self) -> list[Indicator]:
        """What the topic asks to be measured."""
        return list(self.section.topic.indicators.all())

    @cached_property
    def other_last_figures(self) -> list[Figure]:
        """The figures of `last` that no indicator of the topic asks for now."""
        asked = {indicator.code for indicator in self.indicators}
        figures = self.last.figures.all() if self.last else []
        return [f for f in figures if not f.indicator or f.indicator.code not in asked]

    @cached_property
    def figures(self) -> list[Figure]:
        """The figures that are stored."""
        return list(self.section.figures.all())

    def file_address(self, file: Attachment) -> str:
        """Where a file of the section is read."""
        report = self.section.report
        key = [report.round.key, report.office.code, self.section.topic_id, file.pk]
        return reverse("inspections:section_file", args=key)
