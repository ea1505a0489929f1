"""The directory of networks, the page of one, and the list of meetings."""

from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.requests import UserRequest
from inspections.filters.follow_up import NO_PROMISE
from inspections.kept_rates import rate_of, shown_by_kind
from inspections.lists import FOLLOW_UPS, MEETINGS, NETWORKS, section
from inspections.models import FollowUpKind
from inspections.partner_rights import may_edit_network, may_enter_partners
from inspections.promises import tally
from inspections.tables import AttendanceListing, network_listing
from networks.models import Contact, Meeting, Network
from ui.listing import render_list


@require_safe
def network_list(request: UserRequest) -> HttpResponseBase:
    """The directory of partner networks, and how each kind keeps its promises."""
    user = request.user
    tallied = tally(FOLLOW_UPS.rows(user), timezone.localdate())
    context = {
        "may_enter": may_enter_partners(user),
        "kinds": shown_by_kind(tallied),
    }
    return render_list(
        request,
        NETWORKS.rows(user),
        network_listing(user, tallied),
        template="networks/network_list.html",
        context=context,
    )


@require_safe
def meeting_list(request: UserRequest) -> HttpResponseBase:
    """The meetings of the reader's places; recording one starts here."""
    user = request.user
    return render_list(
        request,
        MEETINGS.rows(user),
        MEETINGS.listing(user),
        template="networks/meeting_list.html",
        context={"may_enter": may_enter_partners(user)},
    )


@require_safe
def network_detail(request: UserRequest, pk: int) -> HttpResponseBase:
    """A network: its people, what it promised and was given, meetings with it."""
    networks = Network.objects.select_related("province", "parent", "office")
    network = get_object_or_404(networks, pk=pk)
    user, promise = request.user, FollowUpKind.COMMITMENT
    context = {
        "network": network,
        "aliases": list(network.aliases.order_by("name")),
        "chapters": list(network.chapters.select_related("province")),
        "contacts": contacts_of(network, user),
        "may_edit": may_edit_network(network, user),
        "may_enter": may_enter_partners(user),
        "rate": rate_of(network, user, timezone.localdate()),
        "promises": section(
            request, "promises", _("Promises"), FOLLOW_UPS, network=pk, kind=promise
        ),
        "sections": [
            section(
                request,
                "follow-ups",
                _("Follow-ups"),
                FOLLOW_UPS,
                network=pk,
                promise=NO_PROMISE,
            )
        ],
    }
    meetings = Meeting.objects.visible_to(user)
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
