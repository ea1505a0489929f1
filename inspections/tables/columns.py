"""Columns that only the lists of visits and follow-ups have."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from html import escape

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from inspections.lifecycle import VisitState
from inspections.models.follow_up_choices import FOLLOW_UP_TONES as STATE_TONES
from thai.dates import format_range
from ui.tables import Draw, TextColumn, draw_text

EXCERPT_LENGTH = 160

#: How a state looks; the tones are those of the status part.
VISIT_TONES: Mapping[str, str] = {
    VisitState.PLANNED: "todo",
    VisitState.IN_PROGRESS: "doing",
    VisitState.SUBMITTED: "doing",
    VisitState.RETURNED: "late",
    VisitState.SIGNED_OFF: "done",
}
OVERDUE = "overdue"
"""Stands for the state of a follow-up that is overdue, which isn't stored."""
FOLLOW_UP_TONES: Mapping[str, str] = {**STATE_TONES, OVERDUE: "late"}

Days = tuple[date, date]


class DaysColumn(TextColumn):
    """A span of days, short; in a file first and last day ISO, then as in Thai."""

    css = "nowrap"

    def drawer(self, language: str) -> Draw:
        return lambda days: format_range(days[0], days[1], "short", language)

    def export_heads(self) -> Sequence[str]:
        head = str(self.verbose_name)
        return _("First day"), _("Last day"), _("%(column)s (B.E.)") % {"column": head}

    def exporter(self, language: str) -> Callable[[Days], Sequence[object]]:
        def cells(days: Days) -> Sequence[object]:
            first, last = days
            return first.isoformat(), last.isoformat(), format_range(first, last)

        return cells


class PersonColumn(TextColumn):
    """Somebody's name, which may be broken but keeps room for most."""

    css = "person"


class LongColumn(TextColumn):
    """Text of several lines, which keeps room for a few words a line."""

    css = "long"


class WordsColumn(TextColumn):
    """A few words, broken in the column's head, too, but never into one a line."""

    css = "words"


class ExcerptColumn(TextColumn):
    """The beginning of a long text; in a file all of it."""

    css = "long"

    def drawer(self, language: str) -> Draw:
        def draw(text: str) -> str:
            if len(text) <= EXCERPT_LENGTH:
                return draw_text(text)
            return escape(Truncator(text).chars(EXCERPT_LENGTH))

        return draw
