"""Reading one meeting: what was promised before, who came, what was promised now."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.requests import UserRequest
from audit.operations import new_key
from inspections.lists import FOLLOW_UPS
from inspections.models import Visit
from inspections.partner_rights import may_edit_meeting
from inspections.promised import promised_before
from inspections.promises import drafts_of
from inspections.rights import may_record, steps_of
from networks.models import Meeting


@require_safe
def meeting_detail(request: UserRequest, pk: int) -> HttpResponse:
    """A meeting: what was promised last time, who came, what each party raised."""
    meetings = Meeting.objects.visible_to(request.user).select_related("province")
    return show_meeting(request, get_object_or_404(meetings, pk=pk))


def show_meeting(
    request: UserRequest, meeting: Meeting, status: int = 200
) -> HttpResponse:
    """The page of a meeting that the reader may see."""
    user, today = request.user, timezone.localdate()
    parties = list(meeting.parties.select_related("network").prefetch_related("points"))
    came = {party.network_id for party in parties if party.network_id}
    visit = Visit.objects.visible_to(user).filter(meetings__meeting=meeting).first()
    drafts = list(drafts_of(meeting))
    context = {
        "meeting": meeting,
        "is_planned": meeting.held_on is not None and meeting.held_on > today,
        "promised": promised_before(meeting, came, user, today),
        "has_networks": bool(came),
        "parties": parties,
        "points": list(meeting.points.filter(party=None)),
        "visit": visit,
        "follow_ups": list(
            FOLLOW_UPS.rows(user)
            .filter(meeting=meeting)
            .select_related("office", "network")
        ),
        "drafts": drafts,
        "may_issue": any("issue" in steps_of(draft, user) for draft in drafts),
        "may_edit": (
            may_record(visit, user) if visit else may_edit_meeting(meeting, user)
        ),
        "operation": new_key(),
    }
    return render(request, "networks/meeting_detail.html", context, status=status)
