"""Reading one visit, moving it along, and its history."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import UserRequest
from audit.models import Entry
from audit.operations import OperationReused, digest, new_key, once, posted_key
from inspections.actions import NOTHING, Given, StepRefused, take_step
from inspections.asked import asked_for
from inspections.history import last_told, told
from inspections.lifecycle import VISIT_SECTIONS, VISIT_STEPS, Step
from inspections.models import Visit
from inspections.parts import read_visit
from inspections.rights import may_plan, may_record, visit_steps
from thai.text import clean_thai
from ui.sent import sent_number

PUT_OFF = ("postpone", "cancel")
SHOWN_WITH = ("round", "zone", "meeting_province", "lead")


@require_safe
def visit_detail(request: UserRequest, ref: str) -> HttpResponse:
    """The visit as its reader may see it; made to be printed, too."""
    visits = Visit.objects.visible_to(request.user).select_related(*SHOWN_WITH)
    return _show(request, get_object_or_404(visits, ref=ref))


def _show(
    request: UserRequest,
    visit: Visit,
    status: int = 200,
    refused: StepRefused | None = None,
    *,
    refused_step: str = "",
    typed: Given = NOTHING,
) -> HttpResponse:
    user = request.user
    reading = read_visit(visit, user)
    whole = reading.is_whole
    editable = Visit.objects.editable_by(user)
    steps = _usual_first(visit_steps(visit, user)) if whole else {}
    context = {
        "visit": visit,
        # Also of a refused step, whose own address can only be posted to.
        "own_address": visit.get_absolute_url(),
        "reading": reading,
        "sections": VISIT_SECTIONS,
        "comment_boxes": [
            (slug, label, typed.comments.get(slug, ""))
            for slug, label in VISIT_SECTIONS.items()
        ],
        "steps": steps,
        "members": visit.members.select_related("user") if whole else [],
        "may_record": whole and may_record(visit, user),
        "may_edit": whole and editable.filter(pk=visit.pk).exists(),
        "may_go_on": any(not step.asks for step in steps.values()),
        "may_plan_again": whole
        and may_plan(user)
        and visit.is_put_off
        and not visit.parts.exists(),
        "operation": new_key(),
        "asked_for": asked_for(visit, reading.comments),
        "put_off": last_told(visit, PUT_OFF) if visit.is_put_off and whole else None,
        "signed_off": last_told(visit, ("sign-off",)) if reading.is_released else None,
        "refused": refused,
        "refused_step": refused_step,
        "typed": typed,
        # The step's own form is gone; what was typed into it is shown above.
        "is_form_gone": refused_step not in steps,
    }
    return render(request, "inspections/visit_detail.html", context, status=status)


def _usual_first(steps: dict[str, Step]) -> dict[str, Step]:
    """What asks for no words before what does: it is what happens to most visits."""
    return dict(sorted(steps.items(), key=lambda named: bool(named[1].asks)))


@require_POST
def visit_step(request: UserRequest, ref: str, step: str) -> HttpResponse:
    """Take a step of the life-cycle; refused, the visit says why and keeps the text."""
    visits = Visit.objects.seen_whole_by(request.user).select_related(*SHOWN_WITH)
    visit = get_object_or_404(visits, ref=ref)
    if step not in VISIT_STEPS:
        raise Http404
    given = _given(request)

    def act() -> str:
        take_step(visit, step, by=request.user, given=given)
        if step == "start":
            return reverse("inspections:visit_record", args=[visit.ref])
        return visit.get_absolute_url()

    try:
        address = once(request.user, posted_key(request), digest(request), act)
    except OperationReused as reused:
        return redirect(reused.result)
    except StepRefused as refused:
        visit.refresh_from_db()
        status = refused.why.value
        return _show(request, visit, status, refused, refused_step=step, typed=given)
    messages.success(request, _("Done: %(step)s.") % {"step": VISIT_STEPS[step].label})
    return redirect(address)


def _given(request: UserRequest) -> Given:
    return Given(
        reason=_typed(request, "reason"),
        comments={slug: _typed(request, f"comment-{slug}") for slug in VISIT_SECTIONS},
        version=sent_number(request.POST.get("version", "")),
    )


def _typed(request: UserRequest, name: str) -> str:
    """A typed text in its proper spelling; NUL, which no database keeps, goes too."""
    return clean_thai(request.POST.get(name, "").replace("\0", ""))


@require_safe
def visit_history(request: UserRequest, ref: str) -> HttpResponse:
    """Who changed what of the visit, when and why; for those who see it whole."""
    visit = get_object_or_404(Visit.objects.seen_whole_by(request.user), ref=ref)
    entries = Entry.objects.about(visit).order_by("-pk")
    context = {"visit": visit, "entries": told(entries)}
    return render(request, "inspections/visit_history.html", context)
