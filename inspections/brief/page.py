"""All parts of a brief, in the order in which they are read."""

from collections.abc import Sequence

from inspections.brief.figures import Move, moved_figures
from inspections.brief.follow_ups import (
    closed,
    evidence,
    opened,
    overdue,
    promises,
    slipped,
)
from inspections.brief.issues import new_issues, repeated_issues
from inspections.brief.lines import Part
from inspections.brief.partners import people, points_raised
from inspections.brief.setting import Setting
from inspections.brief.titles import TITLES

_READ = (
    *(closed, opened, slipped, evidence, overdue, promises),
    *(new_issues, repeated_issues, points_raised, people),
)


def read_brief(setting: Setting, moves: list[Move]) -> Sequence[Part]:
    """The parts; `moves` are the figures that moved."""
    parts = [moved_figures(setting, moves), *(read(setting) for read in _READ)]
    order = list(TITLES)
    return sorted(parts, key=lambda part: order.index(part.key))
