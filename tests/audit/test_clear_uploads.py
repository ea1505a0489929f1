"""Uploads that nobody saved go after a while; saved files never do."""

import uuid
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.utils import timezone
from PIL import Image

from audit.models import Attachment
from audit.uploads import stage


def staged(user) -> Attachment:
    target = BytesIO()
    Image.new("RGB", (20, 20)).save(target, "PNG")
    upload = SimpleUploadedFile("a.png", target.getvalue())
    return stage(upload, by=user, key=str(uuid.uuid4()))


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
