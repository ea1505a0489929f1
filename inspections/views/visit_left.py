"""Looking, at a visit, at what was left from before: one small form for each."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.requests import UserRequest
from audit.operations import OperationReused, digest, once, posted_key
from inspections.actions import StepRefused, take_look
from inspections.left import RefusedLook, carries_around
from inspections.models import Visit
from inspections.rights import may_record
from inspections.views.stepping import given_by, sent_before
from inspections.views.visit import SHOWN_WITH, show_visit
from inspections.views.visit_record import show_record


@require_POST
def visit_look(request: UserRequest, ref: str, pk: int) -> HttpResponse:
    """Say what became of one of them; refused, it stands there with what was typed."""
    visits = Visit.objects.seen_whole_by(request.user).select_related(*SHOWN_WITH)
    visit = get_object_or_404(visits, ref=ref)
    carries = carries_around(visit).select_related("follow_up")
    carry = get_object_or_404(carries, pk=pk)
    slug, given = request.POST.get("look", ""), given_by(request, {})

    def act() -> str:
        take_look(visit, carry, slug, by=request.user, given=given)
        return f"{reverse('inspections:visit_record', args=[visit.ref])}#left"

    def refuse(refused: StepRefused) -> HttpResponse:
        look = RefusedLook(carry.pk, slug, refused, given.readable())
        return _refused(request, visit, look)

    try:
        address = once(request.user, posted_key(request), digest(request), act)
    except OperationReused:
        return refuse(sent_before())
    except StepRefused as refused:
        return refuse(refused)
    messages.success(request, _("Looked at: %(ref)s.") % {"ref": carry.follow_up})
    return redirect(address)


def _refused(request: UserRequest, visit: Visit, refusal: RefusedLook) -> HttpResponse:
    """The record again, or the visit for who may not write the record now."""
    visit.refresh_from_db()
    is_theirs = refusal.status != HTTPStatus.FORBIDDEN
    if is_theirs and may_record(visit, request.user):
        return show_record(request, visit, refusal)
    return show_visit(request, visit, look=refusal)
