"""Columns that only the lists of reports and of what hangs on them have."""

from collections.abc import Callable, Sequence
from html import escape
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from inspections.tables.columns import LongColumn
from inspections.timeliness import late_words
from ui.tables import Draw, NowrapColumn, TextColumn, draw_text


class ReportLink(NamedTuple):
    """A text that leads to a report or, with `topic`, to one section of it."""

    text: str
    round: str
    office: str
    topic: int | None = None


class ReportColumn(LongColumn):
    """The name of a report or section, leading to it; the value is a ReportLink."""

    def drawer(self, language: str) -> Draw:
        samples = ("9999-9", "sample-office")
        address = reverse("inspections:report_detail", args=samples)

        def draw(link: ReportLink) -> str:
            place = address.replace(samples[0], link.round)
            place = place.replace(samples[1], link.office)
            place += f"#topic-{link.topic}" if link.topic else ""
            return f'<a href="{escape(place)}">{escape(link.text)}</a>'

        return draw

    def exporter(self, language: str) -> Callable[[Any], Sequence[object]]:
        return lambda link: (link.text,)


class AcceptedColumn(TextColumn):
    """How many of how many topics are accepted; two columns in a file."""

    css = "nowrap"

    def drawer(self, language: str) -> Draw:
        return lambda pair: f"{pair[0]}/{pair[1]}"

    def export_heads(self) -> Sequence[str]:
        return str(self.verbose_name), str(_("Topics"))

    def exporter(self, language: str) -> Callable[[Any], Sequence[object]]:
        return lambda pair: pair


class LateColumn(NowrapColumn):
    """By how many days it is late; in a file the number, empty if not due yet."""

    def drawer(self, language: str) -> Draw:
        return lambda days: draw_text(late_words(days))

    def export_heads(self) -> Sequence[str]:
        return (str(_("Days late")),)
