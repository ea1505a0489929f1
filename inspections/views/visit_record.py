"""The record of a visit: one long page, several sections, saved as one."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.requests import UserRequest
from inspections.forms.given import UploadForm
from inspections.forms.page import RecordPage
from inspections.history import last_entry
from inspections.left import RefusedLook, left_context, left_to
from inspections.lifecycle import VISIT_SECTIONS
from inspections.models import Visit
from inspections.recording import RecordWriter
from inspections.rights import may_plan, may_record
from inspections.views.keeping import answer_draft, opened_page
from inspections.views.saving import Editor, answer_sent
from inspections.views.staging import stage_uploads, with_staged_rows
from inspections.warnings import plan_warnings


@require_http_methods(["GET", "HEAD", "POST"])
def visit_record(request: UserRequest, ref: str) -> HttpResponse:
    """Write down what happened; every part of the record on one page."""
    visit = get_object_or_404(Visit.objects.seen_whole_by(request.user), ref=ref)
    if not may_plan(request.user):
        raise Http404
    if request.method != "POST":
        if not may_record(visit, request.user):
            messages.error(request, _("The record cannot be changed now."))
            return redirect(visit)
        return show_record(request, visit)
    is_open = may_record(visit, request.user)
    if answer := answer_draft(request, is_open=is_open):
        return answer
    editor = _editor(request, visit, stage_uploads(request))
    return answer_sent(request, editor)


def show_record(
    request: UserRequest, visit: Visit, look: RefusedLook | None = None
) -> HttpResponse:
    """The record to write in; with a look at one of those left that was refused."""
    # What was typed and not saved is kept under the record's own address.
    request.path = reverse("inspections:visit_record", args=[visit.ref])
    page, key = opened_page(
        request,
        _editor(request, visit, UploadForm()),
        lambda key: RecordPage(visit, request.user, None, key=key),
    )
    context = _context_of(page, key, look)
    status = look.status if look else 200
    return render(request, "inspections/visit_record.html", context, status=status)


def _editor(
    request: UserRequest, visit: Visit, uploads: UploadForm
) -> Editor[RecordPage]:
    def make(data: QueryDict, key: str) -> RecordPage:
        visits = Visit.objects.seen_whole_by(request.user)
        fresh = get_object_or_404(visits, pk=visit.pk)
        listed = with_staged_rows(data, request, key)
        return RecordPage(fresh, request.user, listed, key=key, uploads=uploads)

    def write(page: RecordPage) -> str:
        RecordWriter(page, request.user).write(page.stored_version)
        for warning in plan_warnings(page.visit):
            messages.warning(request, warning)
        messages.success(request, _("The record is saved."))
        if "stay" in request.POST:
            return reverse("inspections:visit_record", args=[page.visit.ref])
        return page.visit.get_absolute_url()

    def show(page: RecordPage, key: str, status: int) -> HttpResponse:
        context = _context_of(page, key)
        return render(request, "inspections/visit_record.html", context, status=status)

    def is_open(page: RecordPage) -> bool:
        return may_record(page.visit, request.user)

    return Editor(make=make, is_open=is_open, write=write, show=show)


def _context_of(
    page: RecordPage, key: str, look: RefusedLook | None = None
) -> dict[str, Any]:
    comments = page.visit.comments.filter(resolved_at=None).select_related("by")
    by_section: dict[str, list[object]] = {slug: [] for slug in VISIT_SECTIONS}
    for comment in comments:
        by_section[comment.section].append(comment)
    left = left_to(page.visit, page.user, is_whole=True, refusal=look)
    return {
        **left_context(page.visit, left, look),
        "refusal": look,
        # Also of a refused look, whose own address can only be posted to.
        "own_address": reverse("inspections:visit_record", args=[page.visit.ref]),
        "page": page,
        "visit": page.visit,
        "operation": key,
        "comments": by_section,
        "asked": [slug for slug, found in by_section.items() if found],
        "last_entry": last_entry(page.visit) if page.conflict_count else None,
        "sections": VISIT_SECTIONS,
    }
