"""The record of a visit: one long page, several sections, saved as one."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms.formsets import TOTAL_FORM_COUNT
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.requests import UserRequest
from audit.models import Attachment, Operation
from audit.operations import digest, new_key, posted_key
from audit.uploads import discard, stage
from inspections.forms.given import UploadForm
from inspections.forms.page import RecordPage
from inspections.history import last_entry
from inspections.lifecycle import VISIT_SECTIONS
from inspections.models import Visit
from inspections.recording import RecordWriter
from inspections.rights import may_plan, may_record
from inspections.views.saving import Editor, answer_add_row, answer_save
from inspections.warnings import plan_warnings
from ui.rows import MOST_ROWS
from ui.sent import sent_number

FILES = "files"


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
        key = new_key()
        return _show(request, RecordPage(visit, request.user, None, key=key), key)
    editor = _editor(request, visit, _stage_uploads(request))
    if added := request.POST.get("add"):
        return answer_add_row(request, editor, added)
    return answer_save(request, editor)


def _editor(
    request: UserRequest, visit: Visit, uploads: UploadForm
) -> Editor[RecordPage]:
    def make(data: QueryDict, key: str) -> RecordPage:
        visits = Visit.objects.seen_whole_by(request.user)
        fresh = get_object_or_404(visits, pk=visit.pk)
        listed = _with_staged_rows(data, request, key)
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
        return _show(request, page, key, status)

    def is_open(page: RecordPage) -> bool:
        return may_record(page.visit, request.user)

    return Editor(make=make, is_open=is_open, write=write, show=show)


def _show(
    request: UserRequest, page: RecordPage, key: str, status: int = 200
) -> HttpResponse:
    comments = page.visit.comments.filter(resolved_at=None).select_related("by")
    by_section: dict[str, list[object]] = {slug: [] for slug in VISIT_SECTIONS}
    for comment in comments:
        by_section[comment.section].append(comment)
    context = {
        "page": page,
        "visit": page.visit,
        "operation": key,
        "comments": by_section,
        "asked": [slug for slug, found in by_section.items() if found],
        "last_entry": last_entry(page.visit) if page.conflict_count else None,
        "sections": VISIT_SECTIONS,
    }
    return render(request, "inspections/visit_record.html", context, status=status)


def _stage_uploads(request: UserRequest) -> UploadForm:
    """Keep what was uploaded, whatever is wrong elsewhere; tell what could not be."""
    key = posted_key(request)
    # Without the files: what is wrong with one is told here, and told once.
    form = UploadForm(request.POST)
    repeats = Operation.objects.filter(user=request.user, key=key)
    if repeats.filter(digest=digest(request)).exists():
        return form
    for upload in request.FILES.getlist("upload"):
        try:
            _stage_new(stage(upload, by=request.user, key=key))
        except ValidationError as fault:
            form.add_error("upload", fault)
    return form


def _stage_new(attachment: Attachment) -> None:
    """The same picture chosen twice in one form is kept once: the first of them.

    Of two posts of one form at once, the later must not remove both.
    """
    twins = Attachment.objects.staged_for(attachment.by, str(attachment.staged_key))
    if twins.filter(sha256=attachment.sha256, pk__lt=attachment.pk).exists():
        discard(attachment)


def _with_staged_rows(data: QueryDict, request: UserRequest, key: str) -> QueryDict:
    """List the staged files as rows of the page that was sent."""
    count = sent_number(data.get(f"{FILES}-{TOTAL_FORM_COUNT}", "")) or 0
    total = min(count, MOST_ROWS)
    sent = {data.get(f"{FILES}-{index}-id") for index in range(total)}
    listed = data.copy()
    for staged in Attachment.objects.staged_for(request.user, key):
        if str(staged.pk) not in sent:
            listed[f"{FILES}-{total}-id"] = str(staged.pk)
            listed[f"{FILES}-{total}-caption"] = staged.caption
            total += 1
    listed[f"{FILES}-{TOTAL_FORM_COUNT}"] = str(total)
    return listed
