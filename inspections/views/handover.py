"""Handing over the work of somebody who is replaced."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.requests import UserRequest
from audit.models import Operation
from audit.operations import OperationReused, digest, new_key, once, posted_key
from inspections.actions.given import StepRefused, Why
from inspections.actions.handover import hand_over, refuse_nothing
from inspections.forms.handover import HandoverForm
from inspections.handing_over import Moves, moves_of
from inspections.rights import may_hand_over


@require_http_methods(["GET", "HEAD", "POST"])
def handover_new(request: UserRequest) -> HttpResponse:
    """Choose who hands over to whom; see what moves; then do it in one act."""
    if not may_hand_over(request.user):
        raise Http404
    today = timezone.localdate()
    if request.method != "POST":
        return _show(request, HandoverForm(today=today), new_key())
    key, content = posted_key(request), digest(request)
    done = Operation.objects.filter(user=request.user, key=key).first()
    if done is not None:
        # Sent twice, it is answered as the first time; with other content it waits.
        if done.digest == content:
            return redirect(done.result)
        key = new_key()
    form = HandoverForm(request.POST, today=today)
    if not form.is_valid():
        return _show(request, form, key, status=422)
    return _look_or_act(request, form, key, today)


def _look_or_act(
    request: UserRequest, form: HandoverForm, key: str, today: date
) -> HttpResponse:
    """Show what would move; do it if exactly that was shown and agreed to."""
    handover, agreed = form.handover(), request.POST.get("agreed", "")
    moves = moves_of(handover, today)
    try:
        refuse_nothing(moves)
        if agreed != moves.fingerprint:
            return _show(request, form, key, moves=moves, is_other=bool(agreed))
        address = once(
            request.user,
            key,
            digest(request),
            lambda: _act(request, form, agreed, today),
        )
    except StepRefused as refused:
        form.refuse(refused)
        status = refused.why.value
        shown = moves_of(handover, today) if refused.why is Why.MOVED_ON else None
        return _show(request, form, key, moves=shown, status=status)
    except OperationReused as reused:
        address = reused.result
    return redirect(address)


def _act(request: UserRequest, form: HandoverForm, agreed: str, today: date) -> str:
    handover = form.handover()
    moves = hand_over(handover, by=request.user, agreed=agreed, today=today)
    told = {
        "leaver": handover.leaver,
        "successor": handover.successor,
        "roles": len(moves.assignments),
        "visits": len(moves.led) + len(moves.joined),
    }
    messages.success(
        request,
        _(
            "Handed over from %(leaver)s to %(successor)s. Roles: %(roles)s, "
            "visits: %(visits)s."
        )
        % told,
    )
    return reverse("inspections:handover_new")


def _show(
    request: UserRequest,
    form: HandoverForm,
    key: str,
    *,
    moves: Moves | None = None,
    is_other: bool = False,
    status: int = 200,
) -> HttpResponse:
    context = {"form": form, "operation": key, "moves": moves, "is_other": is_other}
    return render(request, "inspections/handover_new.html", context, status=status)
