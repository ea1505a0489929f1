"""Making the files that were staged for a form its record's own."""

from django.db import models

from accounts.models import User
from audit.models import Attachment
from audit.records import Change
from audit.uploads import discard
from ui.rows import RowSet


def attach_staged(
    record: models.Model, rows: RowSet, *, by: User, key: str, part: str = "photos"
) -> list[Change]:
    """Attach what `by` staged under `key`, one copy of each content; give the changes.

    `rows` are the page's rows of files: what was removed there stays behind.
    `part` is the part of the record that history names.
    """
    removed = {form.instance.pk for form in rows.removed_forms}
    held = set(Attachment.objects.about(record).values_list("sha256", flat=True))
    changes: list[Change] = []
    for staged in Attachment.objects.staged_for(by, key):
        if staged.pk in removed:
            continue
        if staged.sha256 in held:
            discard(staged)
            continue
        held.add(staged.sha256)
        staged.staged_key = None
        staged.record = record
        staged.save()
        changes.append(([part, str(staged), "file"], None, staged.original_name))
    return changes
