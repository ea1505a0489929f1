"""Entering a site in the register, and changing an entry."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.requests import UserRequest
from audit.drafts import close_draft
from inspections.forms.site_page import SitePage
from inspections.site_rights import may_edit_site, may_enter_sites, sites_of
from inspections.sites import store_site
from inspections.views.editing import Entry
from inspections.views.saving import answer_unjudged
from regions.models import Site
from ui.sent import sent_number

SUGGEST = "suggest"
"""The button that offers the districts of the provinces chosen by now."""

SITE = Entry(
    page=SitePage,
    may_edit=may_edit_site,
    store=store_site,
    saved=gettext_lazy("The site is saved."),
    template="regions/site_edit.html",
    listed="regions:site_list",
    shut=gettext_lazy(
        "This entry was merged into another one meanwhile, so it cannot be changed. "
        "What you typed is kept below; copy it to the entry that stays."
    ),
)


@require_http_methods(["GET", "HEAD", "POST"])
def site_new(request: UserRequest) -> HttpResponse:
    """Enter a site of one's own places in the register."""
    if not may_enter_sites(request.user):
        raise Http404
    return _answer(request, Site())


@require_http_methods(["GET", "HEAD", "POST"])
def site_edit(request: UserRequest, pk: int) -> HttpResponse:
    """Change what the register says of a site; of a merged one, where it went to."""
    site = get_object_or_404(sites_of(request.user), pk=pk)
    if site.merged_into_id and request.method != "POST":
        return redirect(site)
    return _answer(request, site)


def _answer(request: UserRequest, site: Site) -> HttpResponse:
    if known := _same(request):
        close_draft(request.user, request.path, request.POST)
        return redirect(known)
    if SUGGEST in request.POST:
        return answer_unjudged(request, SITE.editor(request, site), request.POST)
    return SITE.answer(request, site)


def _same(request: UserRequest) -> Site | None:
    """The entry of which the writer says that it is the same, if there is one."""
    number = sent_number(request.POST.get("same", ""))
    return Site.objects.filter(pk=number).first() if number else None
