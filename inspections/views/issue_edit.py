"""Reporting an issue, and changing what is told of one."""

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.requests import UserRequest
from audit.operations import new_key
from inspections.forms.given import UploadForm
from inspections.forms.issue_page import IssuePage
from inspections.forms.issue_register import TURN, with_kind
from inspections.history import last_entry
from inspections.issue_reading import visits_to_report_of
from inspections.issues import store_issue
from inspections.models import Issue, Visit
from inspections.rights import may_edit_issue, may_report_issues
from inspections.views.saving import Editor, answer_sent, answer_unjudged
from inspections.views.staging import stage_uploads, with_staged_rows

SHUT = gettext_lazy(
    "This cannot be saved now: somebody has moved the issue on meanwhile. What you "
    "typed is kept below; copy it before you leave."
)


@require_http_methods(["GET", "HEAD", "POST"])
def issue_new(request: UserRequest) -> HttpResponse:
    """Report an issue; `?visit=<reference>` says which visit found it.

    `?kind=<slug>` opens the form of a kind.
    """
    if not may_report_issues(request.user):
        raise Http404
    visit = (
        visits_to_report_of(request.user)
        .filter(ref=request.GET.get("visit", "").replace("\0", ""))
        .first()
    )
    if request.method != "POST":
        page = IssuePage(Issue(), request.user, None, key=new_key(), visit=visit)
        page.asked = request.GET
        return _show(request, page)
    return _answer(request, _editor(request, None, visit, stage_uploads(request)))


@require_http_methods(["GET", "HEAD", "POST"])
def issue_edit(request: UserRequest, ref: str) -> HttpResponse:
    """Change what is told of an issue that is not resolved yet.

    `?escalate=<key>` offers the order under section 39 that follows that order.
    """
    issue = get_object_or_404(Issue.objects.visible_to(request.user), ref=ref)
    if not may_report_issues(request.user):
        raise Http404
    if request.method == "POST":
        uploads = stage_uploads(request)
        return _answer(request, _editor(request, issue, None, uploads))
    if not may_edit_issue(issue, request.user):
        messages.error(request, _("The issue can no longer be changed."))
        return redirect(issue)
    page = IssuePage(issue, request.user, None, key=new_key())
    page.asked = request.GET
    return _show(request, page)


def _answer(request: UserRequest, editor: Editor[IssuePage]) -> HttpResponse:
    """One more row, the form of another kind, or the page stored."""
    if TURN in request.POST and not request.POST.get("add"):
        data = with_kind(request.POST, request.POST[TURN])
        return answer_unjudged(request, editor, data)
    return answer_sent(request, editor)


def _editor(
    request: UserRequest,
    issue: Issue | None,
    visit: Visit | None,
    uploads: UploadForm,
) -> Editor[IssuePage]:
    user = request.user

    def make(data: QueryDict, key: str) -> IssuePage:
        issues = Issue.objects.visible_to(user)
        fresh = get_object_or_404(issues, pk=issue.pk) if issue else Issue()
        listed = with_staged_rows(data, request, key)
        return IssuePage(fresh, user, listed, key=key, uploads=uploads, visit=visit)

    def write(page: IssuePage) -> str:
        stored = store_issue(page, by=user)
        messages.success(request, _news(page, stored))
        if visit:
            return f"{visit.get_absolute_url()}#issues"
        return stored.get_absolute_url()

    def show(page: IssuePage, _key: str, status: int) -> HttpResponse:
        return _show(request, page, status)

    def is_open(page: IssuePage) -> bool:
        return page.is_new or may_edit_issue(page.issue, user)

    return Editor(make=make, is_open=is_open, write=write, show=show, shut=SHUT)


def _news(page: IssuePage, stored: Issue) -> str:
    """What happened, with the way to the issue: one may be back at a visit."""
    if stored.pk != page.issue.pk:
        words = _("Added to an issue that is known already:")
    elif page.visit:
        words = _("The issue is reported:")
    else:
        return _("The issue is saved.")
    link = '{} <a href="{}">{}</a>'
    return format_html(link, words, stored.get_absolute_url(), stored.ref)


def _show(request: UserRequest, page: IssuePage, status: int = 200) -> HttpResponse:
    page = page.as_turned()
    context = {
        "page": page,
        "issue": None if page.is_new else page.issue,
        "operation": page.key,
        "last_entry": last_entry(page.issue) if page.conflict_count else None,
    }
    return render(request, "inspections/issue_edit.html", context, status=status)
