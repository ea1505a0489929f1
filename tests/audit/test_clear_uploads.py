"""What nobody saved goes after a while, uploads and drafts; saved files never do."""

import uuid
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.http import QueryDict
from django.utils import timezone
from PIL import Image

from audit.drafts import close_draft, keep_draft
from audit.models import Attachment, Draft
from audit.uploads import stage


def staged(user) -> Attachment:
    target = BytesIO()
    Image.new("RGB", (20, 20)).save(target, "PNG")
    upload = SimpleUploadedFile("a.png", target.getvalue())
    return stage(upload, by=user, key=str(uuid.uuid4()))


def drafted(user, address: str, *, days: int, key: object = "") -> None:
    """A draft of the user's, kept so many days ago."""
    keep_draft(user, address, QueryDict(f"text=x&operation={key}&draft_page=a:1"))
    kept_on = timezone.now() - timedelta(days=days)
    Draft.objects.filter(user=user, address=address).update(saved_at=kept_on)


@pytest.mark.django_db(transaction=True)
def test_removes_old_staged_files_and_nothing_else(inspector, khon_kaen_office, capsys):
    old, new, saved = (staged(inspector) for _ in range(3))
    path = old.file.path
    saved.staged_key = None
    saved.record = khon_kaen_office
    saved.save()
    for attachment in (old, saved):
        Attachment.objects.filter(pk=attachment.pk).update(
            uploaded_at=timezone.now() - timedelta(days=31)
        )

    call_command("clear_uploads")

    assert set(Attachment.objects.all()) == {new, saved}
    assert not Path(path).exists()
    assert "uploads: 1 removed" in capsys.readouterr().out


def test_removes_old_drafts_only(inspector, capsys):
    drafted(inspector, "/old/", days=31)
    drafted(inspector, "/new/", days=29)
    drafted(inspector, "/saved/", days=31)
    close_draft(inspector, "/saved/", QueryDict("draft_page=a:2"))
    Draft.objects.filter(data="").update(saved_at=timezone.now() - timedelta(days=31))

    call_command("clear_uploads")

    assert [draft.address for draft in Draft.objects.all()] == ["/new/"]
    assert "drafts: 1 removed" in capsys.readouterr().out


@pytest.mark.django_db(transaction=True)
def test_a_file_stays_as_long_as_the_draft_that_brings_it_back(inspector, assistant):
    wanted, gone, borrowed = (staged(inspector) for _ in range(3))
    Attachment.objects.update(uploaded_at=timezone.now() - timedelta(days=40))
    drafted(inspector, "/new/", days=29, key=wanted.staged_key)
    drafted(inspector, "/old/", days=31, key=gone.staged_key)
    drafted(assistant, "/new/", days=1, key=borrowed.staged_key)

    call_command("clear_uploads")

    assert list(Attachment.objects.all()) == [wanted]
