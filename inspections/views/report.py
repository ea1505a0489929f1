"""Reading one province report, submitting or accepting all of it, its history."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import UserRequest
from inspections.actions import Given, mark_opened
from inspections.lifecycle import (
    ROUND_REPORTING,
    SECTION_PARTS,
    SECTION_WRITING,
    SectionState,
)
from inspections.models import ProvinceReport
from inspections.report_history import told_history
from inspections.report_moves import WHOLE_STEPS, take_whole_step
from inspections.report_reading import SectionReading, read_sections
from inspections.rights import is_author, is_reviewer
from inspections.timeliness import report_words
from inspections.unsaved import edit_address
from inspections.urls.converters import RoundKey
from inspections.views.stepping import Moves, Offer, Refusal, answer_step, moves_of


@dataclass(frozen=True)
class Whole:
    """Stands for all sections together where their common steps are drawn."""

    version: int


@dataclass(frozen=True)
class Shown:
    """One section on the page: what is read, what can happen next, where to write."""

    reading: SectionReading
    moves: Moves
    edit: str


def find_report(request: UserRequest, key: RoundKey, office: str) -> ProvinceReport:
    """The report, if the reader may see it; else it isn't there."""
    reports = ProvinceReport.objects.visible_to(request.user)
    return get_object_or_404(
        reports.select_related("round", "office__province"),
        round__fiscal_year=key.fiscal_year,
        round__number=key.number,
        office__code=office,
    )


@require_safe
def report_detail(request: UserRequest, key: RoundKey, office: str) -> HttpResponse:
    """The report by topic."""
    return show_report(request, find_report(request, key, office))


def show_report(
    request: UserRequest,
    report: ProvinceReport,
    refusal: Refusal | None = None,
    topic: int | None = None,
) -> HttpResponse:
    """The report's page; with a refused step of it, or of its section of a topic.

    A reviewer who reads it has opened what was submitted.
    """
    user = request.user
    if request.method != "HEAD":
        mark_opened(report, by=user)
    readings = read_sections(report, user)
    shown = [
        Shown(
            reading,
            _moves(request, reading, refusal if refused else None),
            edit_address(reading.section) if reading.may_write else "",
        )
        for reading in readings
        for refused in [reading.section.topic_id == topic]
    ]
    sections = [reading.section for reading in readings]
    sent = [section.first_submitted_at for section in sections]
    is_locked = report.round.state not in ROUND_REPORTING
    moved = next((one.moves for one in shown if one.moves.refusal), None)
    context = {
        "report": report,
        # Also of a refused step, whose own address can only be posted to.
        "own_address": report.get_absolute_url(),
        "shown": shown,
        "accepted": sum(s.state == SectionState.ACCEPTED for s in sections),
        "late": report_words(
            sent,
            report.round.reports_due_on,
            timezone.localdate(),
            is_locked=is_locked,
        ),
        "is_locked": is_locked,
        "is_own": is_author(report, user),
        "moves": _whole_moves(request, report, readings),
        "refusal": refusal,
        "refused_moves": moved,
        "refusal_key": f"{topic}-{refusal.slug}" if refusal and topic else "",
    }
    status = refusal.status if refusal else 200
    return render(request, "inspections/report_detail.html", context, status=status)


def _moves(
    request: UserRequest, reading: SectionReading, refusal: Refusal | None
) -> Moves:
    section = reading.section
    report = section.report
    here = [report.round.key, report.office.code, section.topic_id]
    return moves_of(
        section,
        request.user,
        lambda slug: reverse("inspections:section_step", args=[*here, slug]),
        parts=SECTION_PARTS,
        refusal=refusal,
        key=f"{section.topic_id}-",
    )


def _whole_moves(
    request: UserRequest, report: ProvinceReport, readings: Sequence[SectionReading]
) -> Moves:
    """Submitting all for the office, accepting all for a reviewer, while it helps."""
    sections = [reading.section for reading in readings]
    is_open = not any(section.is_locked for section in sections)
    states = {section.state for section in sections}
    wanted = {
        "submit": is_author(report, request.user) and states & SECTION_WRITING,
        "accept": is_reviewer(report, request.user)
        and SectionState.SUBMITTED in states,
    }
    here = [report.round.key, report.office.code]
    offers = [
        Offer(
            slug,
            step,
            reverse("inspections:report_step", args=[*here, slug]),
            f"all-{slug}",
            _topics(sum(section.state in step.sources for section in sections)),
        )
        for slug, step in WHOLE_STEPS.items()
        if is_open and wanted[slug]
    ]
    return Moves(Whole(sum(section.version for section in sections)), offers, {})


def _topics(count: int) -> str:
    words = ngettext("%(count)s topic", "%(count)s topics", count)
    return words % {"count": f"{count:,}"}


@require_POST
def report_step(
    request: UserRequest, key: RoundKey, office: str, step: str
) -> HttpResponse:
    """Submit or accept all that can be; refused, it says what stands in the way."""
    report = find_report(request, key, office)

    def act(given: Given) -> str:
        take_whole_step(report, step, by=request.user, seen=given.version)
        return report.get_absolute_url()

    def show(refusal: Refusal) -> HttpResponse:
        return show_report(request, find_report(request, key, office), refusal)

    return answer_step(request, step, steps=WHOLE_STEPS, parts={}, act=act, show=show)


@require_safe
def report_history(request: UserRequest, key: RoundKey, office: str) -> HttpResponse:
    """What happened to the report, all topics together, newest first."""
    report = find_report(request, key, office)
    sections = list(report.sections.select_related("topic"))
    context = {
        "report": report,
        "entries": told_history(report, sections, request.user, whole=True),
    }
    return render(request, "inspections/report_history.html", context)
