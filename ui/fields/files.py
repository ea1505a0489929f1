"""Uploads of several files."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from ui.widgets import MAX_BYTES, FileListInput


class FileListField(forms.FileField):
    """Several files at once; what is in them is examined by whoever stores them."""

    widget = FileListInput
    default_error_messages = {
        "too_many": _("Choose at most %(most)s files at a time."),
        "too_big": _("%(name)s is larger than %(megabytes)s MB."),
    }

    def __init__(
        self, *, max_files: int = 40, max_bytes: int = MAX_BYTES, **kwargs: Any
    ) -> None:
        self.max_files, self.max_bytes = max_files, max_bytes
        super().__init__(**kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Give the list of files, each checked for its size."""
        uploads: Sequence[UploadedFile] = list(data or [])
        if len(uploads) > self.max_files:
            params = {"most": self.max_files}
            raise ValidationError(self.error_messages["too_many"], "too_many", params)
        if not uploads:
            super().clean(None, initial)
        return [self._checked(upload) for upload in uploads]

    def _checked(self, upload: UploadedFile) -> Any:
        if (upload.size or 0) > self.max_bytes:
            size = self.max_bytes // (1024 * 1024)
            params = {"name": upload.name, "megabytes": size}
            raise ValidationError(self.error_messages["too_big"], "too_big", params)
        return super().clean(upload)

    def has_changed(self, initial: Any, data: Iterable[UploadedFile] | None) -> bool:
        """Say whether a file was chosen."""
        return bool(data)
