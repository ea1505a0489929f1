"""Entering a network in the directory, and changing an entry."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.requests import UserRequest
from inspections.forms.network_page import NetworkPage
from inspections.history import last_entry
from inspections.partner_rights import may_edit_network, may_enter_partners
from inspections.partners import store_network
from inspections.views.editing import answer_page
from inspections.views.saving import Editor
from networks.models import Network


@require_http_methods(["GET", "HEAD", "POST"])
def network_new(request: UserRequest) -> HttpResponse:
    """Enter a network of one's own places in the directory."""
    if not may_enter_partners(request.user):
        raise Http404
    return answer_page(
        request,
        _editor(request, None),
        lambda: NetworkPage(Network(), request.user, None),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def network_edit(request: UserRequest, pk: int) -> HttpResponse:
    """Change what the directory says of a network of one's own places."""
    network = get_object_or_404(Network.objects.editable_by(request.user), pk=pk)
    return answer_page(
        request,
        _editor(request, network),
        lambda: NetworkPage(network, request.user, None),
    )


def _stored(network: Network | None) -> Network:
    return get_object_or_404(Network, pk=network.pk) if network else Network()


def _editor(request: UserRequest, network: Network | None) -> Editor[NetworkPage]:
    user = request.user

    def make(data: QueryDict, key: str) -> NetworkPage:
        return NetworkPage(_stored(network), user, data)

    def write(page: NetworkPage) -> str:
        stored = store_network(page, by=user)
        messages.success(request, _("The network is saved."))
        return stored.get_absolute_url()

    def show(page: NetworkPage, key: str, status: int) -> HttpResponse:
        context = _context(page, key)
        return render(request, "networks/network_edit.html", context, status=status)

    def is_open(page: NetworkPage) -> bool:
        return page.is_new or may_edit_network(page.network, user)

    return Editor(make=make, is_open=is_open, write=write, show=show)


def _context(page: NetworkPage, key: str) -> dict[str, Any]:
    return {
        "page": page,
        "network": None if page.is_new else _stored(page.network),
        "operation": key,
        "last_entry": last_entry(page.network) if page.conflict_count else None,
    }
