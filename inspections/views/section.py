"""One section of a report: its steps, its files, its history and versions."""

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import UserRequest
from inspections.actions import Given, mark_opened, take_section_step
from inspections.lifecycle import SECTION_PARTS, SECTION_STEPS
from inspections.models import ProvinceReport
from inspections.report_history import told_history
from inspections.report_moves import refuse_unsaved
from inspections.report_reading import SectionReading, read_sections
from inspections.section_versions import choose_versions
from inspections.urls.converters import RoundKey
from inspections.views.file import answer_file
from inspections.views.report import find_report, show_report
from inspections.views.stepping import Refusal, answer_step


def _read(request: UserRequest, report: ProvinceReport, topic: int) -> SectionReading:
    """The report's section of the topic, if it has one."""
    for reading in read_sections(report, request.user, topic=topic):
        return reading
    raise Http404


@require_POST
def section_step(
    request: UserRequest, key: RoundKey, office: str, topic: int, step: str
) -> HttpResponse:
    """Take a step of the life-cycle; refused, the report says why, keeping the text."""
    report = find_report(request, key, office)
    section = _read(request, report, topic).section

    def act(given: Given) -> str:
        if step == "submit":
            refuse_unsaved(section, request.user)
        take_section_step(section, step, by=request.user, given=given)
        return section.get_absolute_url()

    def show(refusal: Refusal) -> HttpResponse:
        return show_report(request, find_report(request, key, office), refusal, topic)

    return answer_step(
        request, step, steps=SECTION_STEPS, parts=SECTION_PARTS, act=act, show=show
    )


@require_safe
def section_file(
    request: UserRequest, key: RoundKey, office: str, topic: int, pk: int
) -> FileResponse:
    """A file of the section, as it is shown; `?preview` gives the small picture."""
    report = find_report(request, key, office)
    reading = _read(request, report, topic)
    found = next((file for file in reading.files if file.pk == pk), None)
    if found is None:
        raise Http404
    if request.method == "GET":
        mark_opened(report, by=request.user, topic=topic)
    return answer_file(found, is_preview="preview" in request.GET)


@require_safe
def section_history(
    request: UserRequest, key: RoundKey, office: str, topic: int
) -> HttpResponse:
    """What happened to the section, and what changed between two of its versions."""
    report = find_report(request, key, office)
    reading = _read(request, report, topic)
    section = reading.section
    if request.method == "GET":
        # A version holds all that was sent, so its reader has opened it.
        mark_opened(report, by=request.user, topic=topic)
    context = {
        "report": report,
        "section": section,
        "choice": choose_versions(reading, request.user, request.GET),
        "entries": told_history(report, [section], request.user, whole=False),
    }
    return render(request, "inspections/section_history.html", context)
