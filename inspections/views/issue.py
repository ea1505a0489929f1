"""Reading one issue, moving it along, its history and its photos."""

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import UserRequest
from inspections.actions import Given, take_issue_step
from inspections.complainant_reading import ComplainantPanel
from inspections.issue_reading import IssueReading
from inspections.lifecycle import ISSUE_STEPS
from inspections.lists import FOLLOW_UPS
from inspections.models import Issue
from inspections.register_reading import RegisterReading
from inspections.rights import may_edit_issue
from inspections.tables.issue import SEVERITY_TONES
from inspections.views.file import answer_file
from inspections.views.stepping import Refusal, answer_step, moves_of

SHOWN_WITH = ("office", "province", "site", "round", "duplicate_of", "resolved_by")


@require_safe
def issue_detail(request: UserRequest, ref: str) -> HttpResponse:
    """The issue, who reported it, and what can happen next with it."""
    return _show(request, _issue(request, ref))


def _issue(request: UserRequest, ref: str) -> Issue:
    issues = Issue.objects.visible_to(request.user).select_related(*SHOWN_WITH)
    return get_object_or_404(issues, ref=ref)


def _show(
    request: UserRequest, issue: Issue, refusal: Refusal | None = None
) -> HttpResponse:
    context = {
        "issue": issue,
        # Also of a refused step, whose own address can only be posted to.
        "own_address": issue.get_absolute_url(),
        "reading": IssueReading(issue, request.user),
        "register": RegisterReading(issue, timezone.localdate()),
        "complainants": ComplainantPanel(issue, request.user),
        "severity_tone": SEVERITY_TONES[issue.severity],
        "may_edit": may_edit_issue(issue, request.user),
        "ledger": FOLLOW_UPS.address(issue=issue.ref),
        "moves": moves_of(
            issue,
            request.user,
            lambda slug: reverse("inspections:issue_step", args=[issue.ref, slug]),
            refusal=refusal,
        ),
        "refusal": refusal,
    }
    status = refusal.status if refusal else 200
    return render(request, "inspections/issue_detail.html", context, status=status)


@require_POST
def issue_step(request: UserRequest, ref: str, step: str) -> HttpResponse:
    """Take a step of the life-cycle; refused, the issue says why and keeps the text."""
    issue = _issue(request, ref)

    def act(given: Given) -> str:
        take_issue_step(issue, step, by=request.user, given=given)
        return issue.get_absolute_url()

    def show(refusal: Refusal) -> HttpResponse:
        return _show(request, _issue(request, ref), refusal)

    return answer_step(request, step, steps=ISSUE_STEPS, parts={}, act=act, show=show)


@require_safe
def issue_history(request: UserRequest, ref: str) -> HttpResponse:
    """Who changed what of the issue, when and why."""
    issue = _issue(request, ref)
    entries = IssueReading(issue, request.user).entries()
    context = {"issue": issue, "entries": entries}
    return render(request, "inspections/issue_history.html", context)


@require_safe
def issue_file(request: UserRequest, ref: str, pk: int) -> FileResponse:
    """A photo or file of an issue; `?preview` gives the small picture."""
    reading = IssueReading(_issue(request, ref), request.user)
    found = next((file for file in reading.files if file.pk == pk), None)
    if found is None:
        raise Http404
    return answer_file(found, is_preview="preview" in request.GET)
