"""Serving attached files, only to those who may see what they belong to."""

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from accounts.requests import UserRequest
from audit.models import Attachment
from inspections.models import Visit
from inspections.parts import read_visit


@require_safe
def visit_file(request: UserRequest, ref: str, pk: int) -> FileResponse:
    """A file of a visit; `?preview` gives the small picture."""
    visit = get_object_or_404(Visit.objects.visible_to(request.user), ref=ref)
    shown = read_visit(visit, request.user).files
    found = next((file for file in shown if file.pk == pk), None)
    if found is None:
        raise Http404
    return answer_file(found, is_preview="preview" in request.GET)


@require_safe
def staged_file(request: UserRequest, pk: int) -> FileResponse:
    """A file that its own uploader has not saved yet."""
    staged = Attachment.objects.filter(by=request.user, staged_key__isnull=False)
    found = get_object_or_404(staged, pk=pk)
    return answer_file(found, is_preview="preview" in request.GET)


def answer_file(attachment: Attachment, *, is_preview: bool = False) -> FileResponse:
    """The file under its own name, shut off from everything around it."""
    is_small = is_preview and attachment.preview
    stored = attachment.preview if is_small else attachment.file
    try:
        opened = stored.open("rb")
    except FileNotFoundError as missing:
        raise Http404 from missing
    response = FileResponse(
        opened,
        as_attachment=not attachment.is_image,
        filename=attachment.original_name,
        content_type="image/jpeg" if is_small else attachment.media_type,
    )
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
