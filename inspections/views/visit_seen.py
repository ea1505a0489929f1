"""Noting at a visit, by one tap, which known issues it saw once more."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.requests import UserRequest
from inspections.actions import Given, StepRefused
from inspections.forms.sight import SightForm
from inspections.models import Issue, Visit
from inspections.seen_again import issues_around
from inspections.sighting import refuse_unsightable, see_again, unsee
from inspections.views.stepping import Refusal
from inspections.views.visit import SHOWN_WITH, show_visit


@require_POST
def visit_sight(request: UserRequest, ref: str, issue: str) -> HttpResponse:
    """Note that the visit saw an issue once more; noted once, however often sent."""
    visit = _visit(request, ref)
    found = get_object_or_404(issues_around(visit, request.user), ref=issue)
    form = SightForm(request.POST, visit=visit, issue=found)

    def act() -> str | None:
        refuse_unsightable(visit, request.user)
        if not form.is_valid():
            return None
        if see_again(visit, found, **form.told(), by=request.user):
            return _("Seen again: %(ref)s.")
        return _("This visit has noted it already: %(ref)s.")

    return _answer(request, visit, found, act, form)


@require_POST
def visit_unsight(request: UserRequest, ref: str, issue: str) -> HttpResponse:
    """Take that back, as long as the visit is not signed off."""
    visit = _visit(request, ref)
    issues = Issue.objects.visible_to(request.user)
    found = get_object_or_404(issues, ref=issue, sightings__visit=visit)

    def act() -> str:
        if unsee(visit, found, by=request.user):
            return _("Taken back: %(ref)s.")
        return _("The visit reported it first, so there is nothing to take back.")

    return _answer(request, visit, found, act)


def _visit(request: UserRequest, ref: str) -> Visit:
    visits = Visit.objects.seen_whole_by(request.user).select_related(*SHOWN_WITH)
    return get_object_or_404(visits, ref=ref)


def _answer(
    request: UserRequest,
    visit: Visit,
    issue: Issue,
    act: Callable[[], str | None],
    form: SightForm | None = None,
) -> HttpResponse:
    """Back to the visit with the news; refused, its page keeps what was typed."""
    try:
        news = act()
    except StepRefused as refused:
        typed = Given(reason=form.typed_note if form and form.is_valid() else "")
        visit.refresh_from_db()
        return show_visit(request, visit, Refusal(refused, "sight", typed))
    if news is None:
        return show_visit(request, visit, sight=form)
    messages.success(request, news % {"ref": issue.ref})
    return redirect(f"{visit.get_absolute_url()}#issues")
