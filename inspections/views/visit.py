"""Reading one visit, moving it along, and its history."""

from dataclasses import replace

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from accounts.requests import UserRequest
from audit.models import Entry
from inspections.actions import Given, mark_opened, take_step
from inspections.asked import asked_for
from inspections.forms.sight import SightForm
from inspections.history import last_told, told
from inspections.issue_reading import is_to_report_of
from inspections.left import RefusedLook, left_context, left_to
from inspections.lifecycle import VISIT_SECTIONS, VISIT_STEPS, VisitState
from inspections.models import Visit
from inspections.official import ComparedFigure, compared_figures
from inspections.parts import VisitReading, read_visit
from inspections.rights import may_plan, may_record
from inspections.seen_again import may_sight, offers_of, seen_at
from inspections.views.stepping import Refusal, answer_step, moves_of

PUT_OFF = ("postpone", "cancel")
#: States in which one still goes there, or is there, and prepares by the brief.
VISIT_AHEAD = frozenset({VisitState.PLANNED, VisitState.IN_PROGRESS})
SHOWN_WITH = ("round", "zone", "meeting_province", "lead")


@require_safe
def visit_detail(request: UserRequest, ref: str) -> HttpResponse:
    """The visit as its reader may see it; made to be printed, too."""
    visits = Visit.objects.visible_to(request.user).select_related(*SHOWN_WITH)
    return show_visit(request, get_object_or_404(visits, ref=ref))


def show_visit(
    request: UserRequest,
    visit: Visit,
    refusal: Refusal | None = None,
    look: RefusedLook | None = None,
    sight: SightForm | None = None,
) -> HttpResponse:
    """The visit's page; with a step of it that was refused, a look at one of those
    left from before, or an issue seen again whose form is to be mended."""
    user = request.user
    reading = read_visit(visit, user)
    whole = reading.is_whole
    editable = Visit.objects.editable_by(user)
    moves = moves_of(
        visit,
        user,
        lambda slug: reverse("inspections:visit_step", args=[visit.ref, slug]),
        parts=VISIT_SECTIONS,
        refusal=refusal,
    )
    context = {
        "visit": visit,
        # Also of a refused step, whose own address can only be posted to.
        "own_address": visit.get_absolute_url(),
        "reading": reading,
        "compared": _compared(request, reading),
        "sections": VISIT_SECTIONS,
        "moves": moves if whole else None,
        "refusal": refusal or look,
        **_left(visit, reading, user, look),
        "members": visit.members.select_related("user") if whole else [],
        "may_record": whole and may_record(visit, user),
        "may_edit": whole and editable.filter(pk=visit.pk).exists(),
        "may_brief": whole and may_plan(user) and visit.state in VISIT_AHEAD,
        "may_plan_again": whole
        and may_plan(user)
        and visit.is_put_off
        and not visit.parts.exists(),
        "asked_for": asked_for(visit, reading.comments),
        **_issues(visit, user, sight, is_whole=whole),
        "may_report": whole and is_to_report_of(visit, user),
        "put_off": last_told(visit, PUT_OFF) if visit.is_put_off and whole else None,
        "signed_off": last_told(visit, ("sign-off",)) if reading.is_released else None,
    }
    refused = refusal or look
    status = refused.status if refused else 422 if sight else 200
    return render(request, "inspections/visit_detail.html", context, status=status)


def _issues(
    visit: Visit, user: User, sight: SightForm | None, *, is_whole: bool
) -> dict[str, object]:
    """What the visit saw, and what it could see once more."""
    is_open = is_whole and may_sight(visit, user)
    return {
        "issues": seen_at(visit, user, may_undo=is_open),
        "again": offers_of(visit, user, sight) if is_open else None,
        "sight_parts": [sight] if sight else [],
    }


def _left(
    visit: Visit, reading: VisitReading, user: User, look: RefusedLook | None
) -> dict[str, object]:
    """What was left from before; an office finds its own when the record is shown."""
    if not reading.shows_record:
        return {}
    rows = left_to(visit, user, is_whole=reading.is_whole, refusal=look)
    return left_context(visit, [replace(row, offers=[]) for row in rows], look)


def _compared(request: UserRequest, reading: VisitReading) -> list[ComparedFigure]:
    """Official and observed figures; a reviewer has opened what they read here."""
    compared = compared_figures(reading, request.user)
    sections = {row.section.pk: row.section for row in compared if row.section}
    for section in sections.values():
        if request.method != "HEAD" and section.is_unopened:
            mark_opened(section.report, by=request.user, topic=section.topic_id)
    return compared


@require_POST
def visit_step(request: UserRequest, ref: str, step: str) -> HttpResponse:
    """Take a step of the life-cycle; refused, the visit says why and keeps the text."""
    visits = Visit.objects.seen_whole_by(request.user).select_related(*SHOWN_WITH)
    visit = get_object_or_404(visits, ref=ref)

    def act(given: Given) -> str:
        take_step(visit, step, by=request.user, given=given)
        if step == "start":
            return reverse("inspections:visit_record", args=[visit.ref])
        return visit.get_absolute_url()

    def show(refusal: Refusal) -> HttpResponse:
        visit.refresh_from_db()
        return show_visit(request, visit, refusal)

    return answer_step(
        request, step, steps=VISIT_STEPS, parts=VISIT_SECTIONS, act=act, show=show
    )


@require_safe
def visit_history(request: UserRequest, ref: str) -> HttpResponse:
    """Who changed what of the visit, when and why; for those who see it whole."""
    visit = get_object_or_404(Visit.objects.seen_whole_by(request.user), ref=ref)
    entries = Entry.objects.about(visit).order_by("-pk")
    context = {"visit": visit, "entries": told(entries)}
    return render(request, "inspections/visit_history.html", context)
