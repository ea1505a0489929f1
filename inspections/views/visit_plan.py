"""Planning a visit and changing a plan."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.requests import UserRequest
from audit.operations import new_key
from inspections.forms.plan_page import PlanPage
from inspections.models import Visit
from inspections.planning import store_plan
from inspections.rights import may_plan, may_replan
from inspections.views.saving import Editor, answer_sent
from inspections.warnings import plan_warnings


@require_http_methods(["GET", "HEAD", "POST"])
def visit_new(request: UserRequest) -> HttpResponse:
    """Plan a visit; `?from=<reference>` takes over another visit's plan."""
    if not may_plan(request.user):
        raise Http404
    template = (
        Visit.objects.seen_whole_by(request.user)
        .filter(ref=request.GET.get("from", "").replace("\0", ""))
        .first()
    )

    def make(data: QueryDict | None, _key: str) -> PlanPage:
        return PlanPage(Visit(parent=template), request.user, data, template=template)

    return _answer(request, make, visit=None)


@require_http_methods(["GET", "HEAD", "POST"])
def visit_edit(request: UserRequest, ref: str) -> HttpResponse:
    """Change the plan of a visit that has not begun."""
    visits = Visit.objects.seen_whole_by(request.user)
    visit = get_object_or_404(visits, ref=ref)
    if not may_plan(request.user):
        raise Http404
    if request.method != "POST" and not may_replan(visit, request.user):
        messages.error(request, _("The plan cannot be changed any more."))
        return redirect(visit)

    def make(data: QueryDict | None, _key: str) -> PlanPage:
        return PlanPage(get_object_or_404(visits, pk=visit.pk), request.user, data)

    return _answer(request, make, visit=visit)


def _answer(
    request: UserRequest,
    make: Callable[[QueryDict | None, str], PlanPage],
    visit: Visit | None,
) -> HttpResponse:
    def write(page: PlanPage) -> str:
        version = None if visit is None else page.stored_version
        stored = store_plan(page.general, page.units, by=request.user, version=version)
        for warning in plan_warnings(stored):
            messages.warning(request, warning)
        messages.success(request, _("The plan is saved."))
        return stored.get_absolute_url()

    def show(page: PlanPage, key: str, status: int = 200) -> HttpResponse:
        context = {"page": page, "visit": visit, "operation": key}
        return render(request, "inspections/visit_plan.html", context, status=status)

    def is_open(page: PlanPage) -> bool:
        return page.is_new or may_replan(page.visit, request.user)

    editor = Editor(make=make, is_open=is_open, write=write, show=show)
    if request.method != "POST":
        return show(make(None, ""), new_key())
    return answer_sent(request, editor)
