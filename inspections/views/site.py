"""The register of sites, the page of one with its story, and its history."""

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.requests import UserRequest
from audit.models import Entry
from inspections.history import told
from inspections.lists import ISSUES, SITES, section
from inspections.own_part import readable_sites
from inspections.site_rights import may_edit_site, may_enter_sites, may_merge_sites
from inspections.site_story import story_of
from inspections.tables import SeenListing
from regions.models import Site
from ui.listing import render_list
from ui.sent import sent_number


@require_safe
def site_list(request: UserRequest) -> HttpResponseBase:
    """The register of factories, mines and other sites."""
    return render_list(
        request,
        SITES.rows(request.user),
        SITES.listing(request.user),
        template="regions/site_list.html",
        context={"may_enter": may_enter_sites(request.user)},
    )


@require_safe
def site_detail(request: UserRequest, pk: int) -> HttpResponseBase:
    """A site: its numbers and place, and what happened there over the years.

    Of one that was merged into another: what it was, and the way to that other.
    """
    sites = Site.objects.select_related("merged_into")
    site = get_object_or_404(sites, pk=pk)
    context = {"site": site, "provinces": list(site.provinces.all())}
    if site.merged_into_id:
        return render(request, "regions/site_detail.html", context)
    user = request.user
    page = sent_number(request.GET.get("story", "")) or 1
    context |= {
        "merged": list(site.merged.order_by("sort_key", "pk")),
        "may_edit": may_edit_site(site, user),
        "may_merge": may_merge_sites(user),
        "story": story_of(site, user, timezone.localdate(), page),
        "sections": [section(request, "issues", _("Issues"), ISSUES, site=pk)],
    }
    return render_list(
        request,
        readable_sites(user).filter(site=site),
        SeenListing,
        template="regions/site_detail.html",
        context=context,
    )


@require_safe
def site_history(request: UserRequest, pk: int) -> HttpResponse:
    """Who changed what of the register's entry, and when."""
    site = get_object_or_404(Site, pk=pk)
    entries = told(Entry.objects.about(site).order_by("-pk"))
    context = {"site": site, "entries": entries}
    return render(request, "regions/site_history.html", context)
