"""The ledger of follow-ups: the list to find and act in, and one to take along."""

from http import HTTPStatus

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.requests import UserRequest
from audit.operations import new_key
from inspections.filters import FollowUpFilter
from inspections.lists import FOLLOW_UPS
from inspections.printing import CAP, groups_of
from inspections.rights import may_adopt, may_give
from inspections.tables.follow_up_acts import FORM, acting_listing
from ui.listing import render_list

#: Filters of those who look for something to do, not something to read.
ABOUT_ACTING = ("mine", "to_verify", "ours", "sent_back", "deadline", "state")


@require_safe
def follow_up_list(request: UserRequest) -> HttpResponseBase:
    """The numbered follow-ups of the reader's places, visits and office.

    Filtered by what is to be done, each row offers what the reader can do.
    """
    user = request.user
    is_acting = any(request.GET.get(name) for name in ABOUT_ACTING)
    return render_list(
        request,
        FOLLOW_UPS.rows(user),
        acting_listing(user) if is_acting else FOLLOW_UPS.listing(user),
        template="inspections/follow_up_list.html",
        context={
            "form_id": FORM if is_acting else "",
            "operation": new_key(),
            "may_give": may_give(user),
            "may_adopt": may_adopt(user),
        },
    )


@require_safe
def follow_up_print(request: UserRequest) -> HttpResponse:
    """All follow-ups under the list's filters, by place, with room for notes."""
    filters = FollowUpFilter(
        request.GET, FOLLOW_UPS.rows(request.user), request=request
    )
    today = timezone.localdate()
    is_right = filters.is_valid()
    groups, is_cut = groups_of(filters.qs, today)
    context = {
        "today": today,
        "filters": filters,
        "chips": list(filters.chips()) if is_right else [],
        "groups": groups,
        "count": sum(len(group.rows) for group in groups),
        "cap": CAP if is_cut else 0,
    }
    status = HTTPStatus.OK if is_right else HTTPStatus.UNPROCESSABLE_ENTITY
    return render(request, "inspections/follow_up_print.html", context, status=status)
