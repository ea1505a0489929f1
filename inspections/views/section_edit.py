"""Writing one section of an office's report."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.requests import UserRequest
from audit.models import StaleVersion
from inspections.actions import StepRefused, take_section_step
from inspections.forms.given import UploadForm
from inspections.forms.section_page import SUBMIT, SectionPage
from inspections.history import last_entry
from inspections.lifecycle import SECTION_PARTS
from inspections.models import ReportSection
from inspections.reporting import SectionWriter
from inspections.rights import is_author, may_write_section
from inspections.urls.converters import RoundKey
from inspections.views.keeping import answer_draft, opened_page
from inspections.views.saving import Editor, answer_sent
from inspections.views.staging import stage_uploads, with_staged_rows

SHUT = gettext_lazy(
    "This cannot be saved now: the topic was submitted or the round closed meanwhile. "
    "What you typed is kept below; copy it, or save again when the topic is open for "
    "writing."
)
SHOWN_WITH = ("topic", "report__round", "report__office")


@require_http_methods(["GET", "HEAD", "POST"])
def section_edit(
    request: UserRequest, key: RoundKey, office: str, topic: int
) -> HttpResponse:
    """Write what the office tells of a topic: texts, figures and files as one."""
    section = get_object_or_404(
        ReportSection.objects.visible_to(request.user).select_related(*SHOWN_WITH),
        report__round__fiscal_year=key.fiscal_year,
        report__round__number=key.number,
        report__office__code=office,
        topic=topic,
    )
    if request.method == "POST" and not is_author(section.report, request.user):
        # Before anything is read or kept: what an office has not sent is its own.
        raise PermissionDenied
    is_open = may_write_section(section, request.user)
    if request.method != "POST":
        if not is_open:
            messages.error(request, _("This topic cannot be written in now."))
            return redirect(section)
        editor = _editor(request, section, UploadForm())
        page, operation = opened_page(
            request,
            editor,
            lambda fresh: SectionPage(section, request.user, None, key=fresh),
        )
        return _show(request, page, operation)
    if answer := answer_draft(request, is_open=is_open):
        return answer
    editor = _editor(request, section, stage_uploads(request))
    return answer_sent(request, editor)


def _editor(
    request: UserRequest, section: ReportSection, uploads: UploadForm
) -> Editor[SectionPage]:
    def make(data: QueryDict, key: str) -> SectionPage:
        sections = ReportSection.objects.visible_to(request.user)
        found = sections.select_related(*SHOWN_WITH)
        stored = get_object_or_404(found, pk=section.pk)
        listed = with_staged_rows(data, request, key)
        return SectionPage(stored, request.user, listed, key=key, uploads=uploads)

    def write(page: SectionPage) -> str:
        SectionWriter(page, request.user).write(page.stored_version)
        return _after_saving(request, page)

    def show(page: SectionPage, key: str, status: int) -> HttpResponse:
        return _show(request, page, key, status)

    def is_open(page: SectionPage) -> bool:
        return may_write_section(page.section, request.user)

    return Editor(make=make, is_open=is_open, write=write, show=show, shut=SHUT)


def _after_saving(request: UserRequest, page: SectionPage) -> str:
    """Submit the section if that was asked for; the address that shows the result."""
    section = page.section
    if page.is_submission:
        try:
            take_section_step(section, SUBMIT, by=request.user)
        except StepRefused as refused:
            # The round was closed in this very moment: all is looked at anew.
            raise StaleVersion(str(section.pk)) from refused
        words = _("Submitted: %(topic)s.")
    else:
        words = _("Saved, not submitted yet: %(topic)s.")
    messages.success(request, words % {"topic": section.topic})
    if "stay" in request.POST:
        return request.path
    return section.get_absolute_url()


def _show(
    request: UserRequest, page: SectionPage, key: str, status: int = 200
) -> HttpResponse:
    section = page.section
    open_ones = section.comments.filter(resolved_at=None).select_related("by")
    comments: dict[str, list[object]] = {part: [] for part in SECTION_PARTS}
    for comment in open_ones:
        comments[comment.part].append(comment)
    context = {
        "page": page,
        "section": section,
        "report": section.report,
        "operation": key,
        "comments": comments,
        "asked": [part for part, found in comments.items() if found],
        "last": page.context.last,
        "last_entry": last_entry(section) if page.conflict_count else None,
        "parts": SECTION_PARTS,
    }
    return render(request, "inspections/section_edit.html", context, status=status)
