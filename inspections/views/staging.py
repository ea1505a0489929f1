"""Files of a form that is not saved yet: kept as soon as they come, then listed."""

from django.core.exceptions import ValidationError
from django.forms.formsets import TOTAL_FORM_COUNT
from django.http import QueryDict

from accounts.requests import UserRequest
from audit.models import Attachment, Operation
from audit.operations import digest, posted_key
from audit.uploads import discard, stage
from inspections.forms.given import UploadForm
from ui.rows import MOST_ROWS
from ui.sent import sent_number

FILES = "files"
"""The prefix of a form's rows of files."""


def stage_uploads(request: UserRequest) -> UploadForm:
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


def with_staged_rows(data: QueryDict, request: UserRequest, key: str) -> QueryDict:
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
