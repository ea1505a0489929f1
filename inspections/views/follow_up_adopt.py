"""Adopting imported follow-ups: choosing them, being asked, being told what came."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.requests import UserRequest
from audit.operations import OperationReused, digest, new_key, once, posted_key
from inspections.adopting import Adoption, adopt_all
from inspections.forms.adopt import AdoptForm, due_days
from inspections.lifecycle import FOLLOW_UP_STEPS
from inspections.lists import FOLLOW_UPS
from inspections.rights import may_adopt
from inspections.tables.adopt import FORM, adopt_listing
from ui.listing import render_list

MOST_NAMED = 20
"""Follow-ups left that a message names."""


@require_http_methods(["GET", "HEAD", "POST"])
def follow_up_adopt(request: UserRequest) -> HttpResponseBase:
    """Choose imported ones, confirm how many, adopt what can be; for managers."""
    if not may_adopt(request.user):
        raise Http404
    rows = FOLLOW_UPS.rows(request.user)
    if request.method != "POST":
        return _show(request, AdoptForm(None, rows=rows))
    form = AdoptForm(request.POST, rows=rows)
    if not form.is_valid():
        return _show(request, form, status=422)
    if not form.cleaned_data["sure"]:
        return _show(request, form, is_asking=True)
    return _adopt(request, form)


def _show(
    request: UserRequest, form: AdoptForm, *, status: int = 200, is_asking: bool = False
) -> HttpResponseBase:
    """The page to choose on; or, asking, the one that says how many."""
    context = {"form": form, "form_id": FORM, "operation": new_key()}
    if is_asking:
        context |= {"ready": due_days(form.ready()), "unplaced": form.unplaced()}
        return render(request, "inspections/follow_up_adopt.html", context)
    is_every = request.GET.get("select") == "all" and not form.is_bound
    adoptable = FOLLOW_UPS.rows(request.user).filter(
        is_imported=True, state__in=FOLLOW_UP_STEPS["adopt"].sources
    )
    response = render_list(
        request,
        adoptable,
        adopt_listing(None if is_every else form.sent_keys()),
        template="inspections/follow_up_adopt.html",
        context=context,
    )
    response.status_code = status
    return response


def _adopt(request: UserRequest, form: AdoptForm) -> HttpResponse:
    def act() -> str:
        told = form.cleaned_data
        tell(request, adopt_all(told["chosen"], by=request.user, office=told["office"]))
        kept = request.GET.copy()
        # What is left there now was left on purpose.
        kept.pop("select", None)
        return f"{request.path}?{kept.urlencode()}" if kept else request.path

    try:
        address = once(request.user, posted_key(request), digest(request), act)
    except OperationReused as reused:
        messages.warning(request, _("That page was sent before. Look how it stands."))
        return redirect(reused.result)
    return redirect(address)


def tell(request: UserRequest, adoption: Adoption) -> None:
    """Say how many were adopted, and which were left and why."""
    count = len(adoption.adopted)
    if count:
        words = ngettext(
            "%(number)s follow-up adopted.", "%(number)s follow-ups adopted.", count
        )
        messages.success(request, words % {"number": count})
    if adoption.left:
        messages.warning(request, _left(adoption))


def _left(adoption: Adoption) -> str:
    count = len(adoption.left)
    words = ngettext("%(number)s was left:", "%(number)s were left:", count)
    named = (
        (row.get_absolute_url(), row.ref, reason)
        for row, reason in adoption.left[:MOST_NAMED]
    )
    links = format_html_join("; ", '<a href="{}">{}</a> – {}', named)
    more = "" if count <= MOST_NAMED else " …"
    return format_html("{} {}{}", words % {"number": count}, links, more)
