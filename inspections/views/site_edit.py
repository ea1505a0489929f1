"""Entering a site in the register, and changing an entry."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.requests import UserRequest
from audit.drafts import close_draft
from audit.operations import posted_key
from inspections.forms.site_page import SitePage
from inspections.history import last_entry
from inspections.site_rights import may_edit_site, may_enter_sites, sites_of
from inspections.sites import store_site
from inspections.views.editing import answer_page
from inspections.views.saving import Editor
from regions.models import Site
from ui.sent import sent_number

SUGGEST = "suggest"
"""The button that offers the districts of the provinces chosen by now."""
SHUT = gettext_lazy(
    "This entry was merged into another one meanwhile, so it cannot be changed. What "
    "you typed is kept below; copy it to the entry that stays."
)


@require_http_methods(["GET", "HEAD", "POST"])
def site_new(request: UserRequest) -> HttpResponse:
    """Enter a site of one's own places in the register."""
    if not may_enter_sites(request.user):
        raise Http404
    return _answer(request, Site(), _editor(request, None))


@require_http_methods(["GET", "HEAD", "POST"])
def site_edit(request: UserRequest, pk: int) -> HttpResponse:
    """Change what the register says of a site; of a merged one, where it went to."""
    site = get_object_or_404(sites_of(request.user), pk=pk)
    if site.merged_into_id and request.method != "POST":
        return redirect(site)
    return _answer(request, site, _editor(request, site))


def _answer(request: UserRequest, site: Site, editor: Editor[SitePage]) -> HttpResponse:
    if known := _same(request):
        close_draft(request.user, request.path, request.POST)
        return redirect(known)
    if SUGGEST in request.POST:
        key = posted_key(request)
        page = editor.make(request.POST, key)
        page.show_unjudged()
        return editor.show(page, key, 200)
    return answer_page(request, editor, lambda: SitePage(site, request.user, None))


def _same(request: UserRequest) -> Site | None:
    """The entry of which the writer says that it is the same, if there is one."""
    number = sent_number(request.POST.get("same", ""))
    return Site.objects.filter(pk=number).first() if number else None


def _stored(site: Site | None) -> Site:
    return get_object_or_404(Site, pk=site.pk) if site else Site()


def _editor(request: UserRequest, site: Site | None) -> Editor[SitePage]:
    user = request.user

    def make(data: QueryDict, key: str) -> SitePage:
        return SitePage(_stored(site), user, data)

    def write(page: SitePage) -> str:
        stored = store_site(page, by=user)
        messages.success(request, _("The site is saved."))
        return stored.get_absolute_url()

    def show(page: SitePage, key: str, status: int) -> HttpResponse:
        context = _context(page, key)
        return render(request, "regions/site_edit.html", context, status=status)

    def is_open(page: SitePage) -> bool:
        return page.is_new or may_edit_site(page.site, user)

    return Editor(make=make, is_open=is_open, write=write, show=show, shut=SHUT)


def _context(page: SitePage, key: str) -> dict[str, Any]:
    return {
        "page": page,
        "site": None if page.is_new else _stored(page.site),
        "operation": key,
        "last_entry": last_entry(page.site) if page.conflict_count else None,
    }
