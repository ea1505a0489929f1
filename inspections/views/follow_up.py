"""The ledger of follow-ups: the list and the page of one."""

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.requests import UserRequest
from inspections.due import counts_as_overdue
from inspections.lists import FOLLOW_UPS
from inspections.models import Visit
from networks.models import Meeting
from ui.listing import render_list


@require_safe
def follow_up_list(request: UserRequest) -> HttpResponseBase:
    """The numbered follow-ups of the reader's places, visits and office."""
    user = request.user
    return render_list(request, FOLLOW_UPS.rows(user), FOLLOW_UPS.listing(user))


@require_safe
def follow_up_detail(request: UserRequest, ref: str) -> HttpResponse:
    """One follow-up; where it was given is linked for who may see that."""
    rows = FOLLOW_UPS.rows(request.user).select_related(
        "office", "network", "province", "answering_office", "round"
    )
    follow_up = get_object_or_404(rows, ref=ref)
    visits = Visit.objects.visible_to(request.user)
    meetings = Meeting.objects.visible_to(request.user)
    context = {
        "follow_up": follow_up,
        "visit": visits.filter(pk=follow_up.visit_id).first(),
        "meeting": meetings.filter(pk=follow_up.meeting_id).first(),
        "is_overdue": counts_as_overdue(
            follow_up.kind,
            follow_up.state,
            follow_up.due_on,
            timezone.localdate(),
            is_imported=follow_up.is_imported,
        ),
    }
    return render(request, "inspections/follow_up_detail.html", context)
