"""The list of visits."""

from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from accounts.requests import UserRequest
from inspections.lists import VISITS
from inspections.rights import may_plan
from ui.listing import render_list


@require_safe
def visit_list(request: UserRequest) -> HttpResponseBase:
    """The visits the reader may know of; planning one starts here."""
    return render_list(
        request,
        VISITS.rows(request.user),
        VISITS.listing(request.user),
        template="inspections/visit_list.html",
        context={"may_plan": may_plan(request.user)},
    )
