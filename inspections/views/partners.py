"""The pages of one network and of one meeting."""

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.requests import UserRequest
from inspections.lists import FOLLOW_UPS, section
from inspections.models import Visit
from networks.models import Contact, Meeting, Network
from networks.tables import AttendanceListing
from ui.listing import render_list


@require_safe
def network_detail(request: UserRequest, pk: int) -> HttpResponseBase:
    """A network: what it is, its people, meetings with it, what it was given."""
    networks = Network.objects.select_related("province", "parent", "office")
    network = get_object_or_404(networks, pk=pk)
    meetings = Meeting.objects.visible_to(request.user)
    context = {
        "network": network,
        "aliases": list(network.aliases.order_by("name")),
        "chapters": list(network.chapters.select_related("province")),
        "contacts": contacts_of(network, request.user),
        "sections": [
            section(request, "follow-ups", _("Follow-ups"), FOLLOW_UPS, network=pk)
        ],
    }
    return render_list(
        request,
        network.parties.filter(meeting__in=meetings.values("pk")),
        AttendanceListing,
        template="networks/network_detail.html",
        context=context,
    )


def contacts_of(network: Network, user: User) -> list[Contact] | None:
    """Whom to talk to; None for readers who don't work with the network.

    Names and telephone numbers are for those of the place; a network without a
    province is everybody's.
    """
    place = network.province_id
    if place is not None and not user.scope.may_edit_place(frozenset({place})):
        return None
    return list(network.contacts.all())


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
