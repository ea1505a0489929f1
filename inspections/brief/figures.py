"""The part of a brief that compares official figures with those of the last round."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from inspections.brief.conditions import SECTIONS as CONDITIONS
from inspections.brief.conditions import sections_there
from inspections.brief.lines import SHOWN, Line, Part, list_of, more_of, short, told
from inspections.brief.setting import Setting
from inspections.lists import SECTIONS
from inspections.models import Figure, ReportSection
from inspections.models.figure import grouped
from inspections.previous import sections_before
from inspections.report_reading import readable_sections


@dataclass(frozen=True)
class Move:
    """An official figure that isn't what the office reported the last time."""

    section: ReportSection
    before: ReportSection
    was: Figure
    now: Figure

    @property
    def change(self) -> Decimal | None:
        """By how much; null where one of them is a range."""
        if self.was.value is None or self.now.value is None:
            return None
        return self.now.value - self.was.value

    @property
    def weight(self) -> Decimal:
        """How far it moved beside what it was: the most telling come first."""
        change, was = self.change, self.was.value
        if change is None or was is None:
            return Decimal(0)
        return abs(change) / max(abs(was), Decimal(1))


def moves_of(setting: Setting) -> list[Move]:
    """The figures that moved, of sections that were sent since the cut-off."""
    sections = list(
        readable_sections(setting.user)
        .filter(sections_there(setting), CONDITIONS["figures"](setting))
        .select_related("topic", "report__round", "report__office")
        .prefetch_related("figures__indicator")
        .order_by("report__office__sort_key", "topic__order", "topic_id")
    )
    before = sections_before(sections)
    found = [
        move
        for section in sections
        if section.pk in before
        for move in _moved(section, before[section.pk])
    ]
    return sorted(found, key=lambda move: -move.weight)


def _moved(section: ReportSection, before: ReportSection) -> Iterator[Move]:
    """By the code of the indicator, which a copied topic keeps."""
    known = {
        figure.indicator.code: figure
        for figure in before.figures.all()
        if figure.indicator
    }
    for figure in section.figures.all():
        was = known.get(figure.indicator.code) if figure.indicator else None
        if was and _stated(was) != _stated(figure):
            yield Move(section, before, was, figure)


def _stated(figure: Figure) -> tuple[object, ...]:
    return figure.value, figure.minimum, figure.maximum, figure.qualifier


def moved_figures(setting: Setting, moves: list[Move]) -> Part:
    """What was last time, what is now, and the change."""
    lines = [_line(setting, move) for move in moves[:SHOWN]]
    words = _("%(count)s more: all topics reported since")
    url = list_of(setting, SECTIONS, "figures")
    more = more_of(len(moves) - len(lines), url, words)
    return Part("figures", lines, len(moves), more)


def _line(setting: Setting, move: Move) -> Line:
    sent_at = move.section.submitted_at
    day = move.now.as_of or (timezone.localdate(sent_at) if sent_at else None)
    return Line(
        move.section.get_absolute_url(),
        move.now.title,
        f"{move.was.measured} ({move.before.report.round}) → {move.now.measured}",
        told(
            _change(move.change),
            not setting.places.is_one and move.section.report.office,
            day and _("as of %(day)s") % {"day": short(day)},
        ),
        is_number=False,
    )


def _change(change: Decimal | None) -> str:
    if change is None:
        return ""
    sign = "+" if change > 0 else "−"
    return f"{sign}{grouped(abs(change))}"
