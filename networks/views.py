"""The lists of networks and of the meetings with them.

The pages of one network or meeting show visits and follow-ups too; they live in
`inspections.views`.
"""

from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from accounts.requests import UserRequest
from networks.models import Meeting, Network
from networks.tables import MeetingListing, NetworkListing
from ui.listing import render_list


@require_safe
def network_list(request: UserRequest) -> HttpResponseBase:
    """The directory of partner networks: reference for everyone signed in."""
    return render_list(request, Network.objects.all(), NetworkListing)


@require_safe
def meeting_list(request: UserRequest) -> HttpResponseBase:
    """The meetings of the reader's places."""
    return render_list(
        request, Meeting.objects.visible_to(request.user), MeetingListing
    )
