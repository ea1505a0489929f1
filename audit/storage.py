"""Where files lie: random names outside the web root, never the uploader's."""

import uuid
from pathlib import PurePath
from typing import Any

#: What the upload pipeline lets through, by media type.
SUFFIXES = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/webp": ".webp",
    "application/pdf": ".pdf",
}


def attachment_path(instance: Any, _filename: str) -> str:
    """A path nobody can guess, with the suffix of the checked type."""
    name = uuid.uuid4().hex
    return f"attachments/{name[:2]}/{name}{SUFFIXES[instance.media_type]}"


def preview_path(instance: Any, _filename: str) -> str:
    """The preview lies beside its picture."""
    stored = PurePath(instance.file.name)
    return str(stored.with_name(f"{stored.stem}.preview.jpg"))
