"""The register of reported issues."""

from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from accounts.requests import UserRequest
from inspections.lists import ISSUES
from inspections.rights import may_report_issues
from ui.listing import render_list


@require_safe
def issue_list(request: UserRequest) -> HttpResponseBase:
    """The issues the reader may see; reporting one starts here."""
    return render_list(
        request,
        ISSUES.rows(request.user),
        ISSUES.listing(request.user),
        template="inspections/issue_list.html",
        context={"may_report": may_report_issues(request.user)},
    )
