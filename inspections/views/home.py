"""The home page: what waits for me today."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.requests import UserRequest
from inspections.matters import matters_of
from inspections.rights import may_plan
from inspections.waiting import waiting_for


@require_safe
def home(request: UserRequest) -> HttpResponse:
    """A to-do list by role; every count opens the list it counts."""
    today = timezone.localdate()
    context = {
        "today": today,
        "waiting": waiting_for(request, today),
        "has_role": bool(matters_of(request.user)),
        "may_plan": may_plan(request.user),
    }
    return render(request, "inspections/home.html", context)
