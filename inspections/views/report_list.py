"""The lists of province reports and of their sections."""

from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from accounts.requests import UserRequest
from inspections.lists import REPORTS, SECTIONS
from ui.listing import render_list


@require_safe
def report_list(request: UserRequest) -> HttpResponseBase:
    """The reports of the reader's places or office: who is late, and by how long."""
    user = request.user
    return render_list(request, REPORTS.rows(user), REPORTS.listing(user))


@require_safe
def section_list(request: UserRequest) -> HttpResponseBase:
    """The same, topic by topic."""
    user = request.user
    return render_list(request, SECTIONS.rows(user), SECTIONS.listing(user))
