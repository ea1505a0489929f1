"""A section to write, with what the same office told a round before."""

from datetime import date
from typing import Any

from django.test import Client
from django.urls import reverse

from inspections.models import Indicator, ReportSection
from regions.models import Office
from tests.factories import (
    make_indicator,
    make_official_figure,
    make_report,
    make_round,
    make_section,
    make_topic,
)
from tests.page_forms import page_form

LAST_DAY = date(2023, 3, 14)
TEXTS = ("narrative", "obstacles", "needs")


def address(section: ReportSection) -> str:
    report = section.report
    key = [report.round.key, report.office.code, section.topic_id]
    return reverse("inspections:section_edit", args=key)


def form_of(client: Client, section: ReportSection) -> dict[str, list[str]]:
    """What a browser would send of the section's page as it is opened."""
    return page_form(client.get(address(section)), having="section-narrative")


def in_form(response: Any) -> dict[str, list[str]]:
    """What it would send of a page that was shown again."""
    return page_form(response, having="section-narrative")


def make_draft(
    office: Office, *, kind: str = "cane_burning", **asks: Any
) -> tuple[ReportSection, Indicator]:
    """A draft in the open round 2/2566, and its indicator, from 0 to 20,000 โรง.

    In round 1/2566 the office told 1,234 of that indicator, and texts.
    """
    before = make_report(
        office=office, round=make_round(fiscal_year=2566, number=1, state="closed")
    )
    now = make_report(
        office=office, round=make_round(fiscal_year=2566, number=2, state="open")
    )
    asks = {"code": "burnt", "minimum": 0, "maximum": 20_000, **asks}
    old_topic = make_topic(before.round, kind=kind, title_th="อ้อยไฟไหม้")
    topic = make_topic(now.round, kind=kind, title_th="อ้อยไฟไหม้", copied_from=old_topic)
    told = make_section(
        before,
        topic=old_topic,
        state="accepted",
        narrative="รอบก่อนทำ",
        obstacles="รอบก่อนติดขัด",
        needs="รอบก่อนขอ",
    )
    make_official_figure(
        told,
        indicator=make_indicator(old_topic, **asks),
        value=1234,
        as_of=LAST_DAY,
    )
    indicator = make_indicator(topic, **asks)
    return make_section(now, topic=topic), indicator


def figure_in(indicator: Indicator, **values: str) -> dict[str, list[str]]:
    """The controls of an indicator's figure, filled in."""
    return {f"indicator-{indicator.pk}-{name}": [v] for name, v in values.items()}


def written(section: ReportSection) -> tuple[str, ...]:
    """The three texts as they are stored."""
    section.refresh_from_db()
    return tuple(getattr(section, name) for name in TEXTS)
