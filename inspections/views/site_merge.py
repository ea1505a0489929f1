"""Merging an entry of the register into the one that is the same site."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.requests import UserRequest
from audit.models import StaleVersion
from audit.operations import OperationReused, digest, new_key, once, posted_key
from inspections.lists import SITES
from inspections.site_merging import merge_sites, moving, taken_over
from inspections.site_rights import may_merge_sites
from regions.likeness import likely_same
from regions.models import Site
from ui.sent import sent_number

MOST_FOUND = 20


@dataclass
class Answer:
    """How the page is answered: what it says, and with which status."""

    message: str = ""
    status: int = 200


@require_http_methods(["GET", "HEAD", "POST"])
def site_merge(request: UserRequest, pk: int) -> HttpResponse:
    """Choose the entry that stays, see what moves to it, and merge."""
    if not may_merge_sites(request.user):
        raise Http404
    site = get_object_or_404(Site, pk=pk)
    if request.method == "POST":
        return _merge(request, site)
    if site.merged_into_id:
        return redirect(site)
    return _show(request, site, _chosen(site, request.GET.get("into", "")), Answer())


def _chosen(site: Site, key: str) -> Site | None:
    """The entry that is to stay; null if none was chosen that can."""
    number = sent_number(key)
    if number is None or number == site.pk:
        return None
    return Site.objects.current().filter(pk=number).first()


def _merge(request: UserRequest, site: Site) -> HttpResponse:
    into = _chosen(site, request.POST.get("into", ""))
    key = posted_key(request)

    def act() -> str:
        if into is None or site.merged_into_id:
            raise StaleVersion
        merge_sites(site, into, versions=_versions(request), by=request.user)
        messages.success(request, _("The entries are merged; this one stays."))
        return into.get_absolute_url()

    if into is None and not site.merged_into_id:
        message = _("Choose the entry that stays.")
        return _show(request, site, None, Answer(message, 422))
    try:
        return redirect(once(request.user, key, digest(request), act))
    except OperationReused as reuse:
        return redirect(reuse.result)
    except StaleVersion:
        message = _(
            "Somebody has changed one of the entries meanwhile. Nothing is merged yet; "
            "look again."
        )
    site = get_object_or_404(Site, pk=site.pk)
    return _show(request, site, into, Answer(message, 409))


def _versions(request: UserRequest) -> tuple[int, int]:
    """The versions of the two that the page showed; 0, which none has, if unnamed."""
    site, into = (
        sent_number(request.POST.get(name, "")) or 0
        for name in ("version", "into_version")
    )
    return site, into


def _show(
    request: UserRequest, site: Site, into: Site | None, answer: Answer
) -> HttpResponse:
    words = request.GET.get("q", "")
    context: dict[str, Any] = {
        "site": site,
        "provinces": list(site.provinces.all()),
        "message": answer.message,
        "words": words,
        "operation": new_key(),
    }
    if into is not None:
        context |= {
            "into": into,
            "into_provinces": list(into.provinces.all()),
            "moving": moving(site),
            "taken": [taken.verbose_name for taken, _ in taken_over(site, into)],
        }
    else:
        context |= _offered(request, site, words)
    return render(request, "regions/site_merge.html", context, status=answer.status)


def _offered(request: UserRequest, site: Site, words: str) -> dict[str, Any]:
    """Entries that may be the same, and those that were searched for."""
    provinces = {province.pk for province in site.provinces.all()}
    found: list[Site] = []
    if words:
        rows = SITES.filtered(request, q=words).exclude(pk=site.pk)
        kept = rows.order_by("sort_key", "pk").prefetch_related("provinces")
        found = list(kept[:MOST_FOUND])
    return {
        "likely": likely_same(site.name, site.numbers, provinces, but=site.pk),
        "found": found,
    }
