"""Entering who complained; an anonymous complaint needs none."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.requests import UserRequest
from audit.operations import new_key, posted_key
from inspections.actions.complainant import add_complainant
from inspections.complainant_reading import is_ready
from inspections.complainant_rights import may_name_complainants
from inspections.forms.complainant import ComplainantForm
from inspections.models import Issue
from inspections.views.sealed import (
    address_of,
    answer_once,
    never_stored,
    seen_issue,
)


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
@never_stored
def complainant_new(request: UserRequest, ref: str) -> HttpResponse:
    """Enter who complained; an anonymous complaint needs none."""
    issue = seen_issue(request, ref)
    if not may_name_complainants(issue, request.user):
        raise Http404
    if request.method != "POST":
        form = ComplainantForm(initial={"told_on": timezone.localdate()})
        return _form(request, issue, form, new_key())
    form = ComplainantForm(request.POST)
    if not form.is_valid():
        return _form(request, issue, form, posted_key(request), 422)

    def act() -> str:
        made = add_complainant(issue, form.told, by=request.user)
        messages.success(request, _("The complainant is kept, sealed."))
        return address_of(made)

    return answer_once(request, act, lambda key: _form(request, issue, form, key, 409))


def _form(
    request: UserRequest,
    issue: Issue,
    form: ComplainantForm,
    key: str,
    status: int = 200,
) -> HttpResponse:
    context = {
        "issue": issue,
        "form": form,
        "operation": key,
        "is_ready": is_ready(),
        "years_kept": settings.COMPLAINANT_YEARS,
    }
    return render(request, "inspections/complainant_new.html", context, status=status)
