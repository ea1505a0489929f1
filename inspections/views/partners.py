"""The pages of one network and of one meeting."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.requests import UserRequest
from inspections.lists import FOLLOW_UPS, MEETINGS, section
from inspections.models import Visit
from networks.models import Meeting, Network


@require_safe
def network_detail(request: UserRequest, pk: int) -> HttpResponse:
    """A network: what it is, its people, meetings with it, what it was given."""
    networks = Network.objects.select_related("province", "parent", "office")
    network = get_object_or_404(networks, pk=pk)
    # Names and telephone numbers are for those who work with the network.
    knows_contacts = network.province_id is None or (
        request.user.scope.may_edit_place(frozenset({network.province_id}))
    )
    context = {
        "network": network,
        "aliases": list(network.aliases.order_by("name")),
        "chapters": list(network.chapters.select_related("province")),
        "contacts": list(network.contacts.all()) if knows_contacts else None,
        "sections": [
            section(request, "meetings", _("Meetings"), MEETINGS, network=pk),
            section(request, "follow-ups", _("Follow-ups"), FOLLOW_UPS, network=pk),
        ],
    }
    return render(request, "networks/network_detail.html", context)


@require_safe
def meeting_detail(request: UserRequest, pk: int) -> HttpResponse:
    """A meeting: when and where, who came, what each party raised."""
    meetings = Meeting.objects.visible_to(request.user).select_related("province")
    meeting = get_object_or_404(meetings, pk=pk)
    context = {
        "meeting": meeting,
        "parties": list(
            meeting.parties.select_related("network").prefetch_related("points")
        ),
        "points": list(meeting.points.filter(party=None)),
        "visit": Visit.objects.visible_to(request.user)
        .filter(meetings__meeting=meeting)
        .first(),
        "follow_ups": list(
            FOLLOW_UPS.rows(request.user)
            .filter(meeting=meeting)
            .select_related("office", "network")
        ),
    }
    return render(request, "networks/meeting_detail.html", context)
