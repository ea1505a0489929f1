"""Entering a network in the directory, and changing an entry."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.requests import UserRequest
from inspections.forms.network_page import NetworkPage
from inspections.partner_rights import may_edit_network, may_enter_partners
from inspections.partners import store_network
from inspections.views.editing import Entry
from networks.models import Network

NETWORK = Entry(
    page=NetworkPage,
    may_edit=may_edit_network,
    store=store_network,
    saved=gettext_lazy("The network is saved."),
    template="networks/network_edit.html",
    listed="networks:network_list",
)


@require_http_methods(["GET", "HEAD", "POST"])
def network_new(request: UserRequest) -> HttpResponse:
    """Enter a network of one's own places in the directory."""
    if not may_enter_partners(request.user):
        raise Http404
    return NETWORK.answer(request, Network())


@require_http_methods(["GET", "HEAD", "POST"])
def network_edit(request: UserRequest, pk: int) -> HttpResponse:
    """Change what the directory says of a network of one's own places."""
    network = get_object_or_404(Network.objects.editable_by(request.user), pk=pk)
    return NETWORK.answer(request, network)
