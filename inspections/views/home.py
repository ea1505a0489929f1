"""The home page: what waits for me today."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.requests import UserRequest
from inspections.actions.reminder import unread_count
from inspections.current import progress_for
from inspections.matters import matters_of
from inspections.rights import may_plan
from inspections.waiting import waiting_for


@require_safe
def home(request: UserRequest) -> HttpResponse:
    """A to-do list by role; every count opens the list it counts."""
    today = timezone.localdate()
    context = {
        "today": today,
        "rounds": progress_for(request),
        "waiting": waiting_for(request, today),
        "has_role": bool(matters_of(request.user)),
        "may_plan": may_plan(request.user),
        "unread": unread_count(request.user),
    }
    return render(request, "inspections/home.html", context)
