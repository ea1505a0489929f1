"""From an uploaded file to a safe one: checked, decoded, redrawn, without metadata."""

import hashlib
import warnings
from datetime import datetime
from io import BytesIO
from pathlib import PurePath
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _
from PIL import ExifTags, Image

from audit.models import Attachment
from thai.text import clean_thai

MAX_BYTES = 15 * 1024 * 1024
LONGEST_NAME, LONGEST_SUFFIX = 255, 12
MAX_PIXELS = 40_000_000
MAX_SIDE = 20_000
LONG_SIDE = 2560
PREVIEW_SIDE = 640
FIRST_YEAR_OF_CAMERAS = 1990
FORMATS = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
_SIGNATURES = (
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"%PDF-", "PDF"),
)
#: A reader looks for a PDF's end among its last bytes, and there for the way to its
#: table of objects, which a trailer or a stream of its own describes.
PDF_TAIL = 2048
_PDF_ENDS, _PDF_TABLES = (b"%%EOF", b"startxref"), (b"trailer", b"/XRef")
#: How to set a picture upright, by its EXIF orientation.
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_BANGKOK = ZoneInfo("Asia/Bangkok")

# For the whole process, since catch_warnings() isn't safe among threads.
warnings.simplefilter("error", Image.DecompressionBombWarning)


def sniff(head: bytes) -> str:
    """JPEG, PNG, WEBP or PDF by the first bytes, else ''; names are not trusted."""
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "WEBP"
    return next((kind for start, kind in _SIGNATURES if head.startswith(start)), "")


def plain_name(name: str) -> str:
    """The name alone, as people read it; "file" if nothing is left of it.

    No folder, nothing invisible that turns or hides letters, at most 255
    characters with its suffix.
    """
    last = name.replace("\0", "").replace("\\", "/").rpartition("/")[2]
    cleaned = clean_thai(last).replace("\n", " ").lstrip(".")
    stem, suffix = PurePath(cleaned).stem, PurePath(cleaned).suffix[:LONGEST_SUFFIX]
    return f"{stem[: LONGEST_NAME - len(suffix)]}{suffix}" or _("file")


def stage(upload: UploadedFile, *, by: Any, key: str) -> Attachment:
    """Keep an upload for the form `key` until it is saved or removed.

    Raises ValidationError, with the file's name and the reason, for anything
    that isn't a sound JPEG, PNG, WebP or PDF of at most 15 MB.
    """
    name = plain_name(upload.name or "")
    if not upload.size:
        raise ValidationError(_("%(name)s is empty."), params={"name": name})
    if upload.size > MAX_BYTES:
        raise ValidationError(
            _("%(name)s is larger than 15 MB. Choose a smaller file."),
            params={"name": name},
        )
    content = upload.read()
    kind = sniff(content[:16])
    if not kind:
        raise ValidationError(
            _("%(name)s is not a JPEG, PNG, WebP or PDF file."), params={"name": name}
        )
    attachment = Attachment(by=by, staged_key=key, original_name=name)
    if kind == "PDF":
        _fill_pdf(attachment, content)
    else:
        _fill_image(attachment, content, kind)
    attachment.save()
    return attachment


def _fill(attachment: Attachment, content: bytes, media_type: str) -> None:
    attachment.media_type = media_type
    attachment.size = len(content)
    attachment.sha256 = hashlib.sha256(content).hexdigest()
    attachment.file.save("", ContentFile(content), save=False)


def _fill_pdf(attachment: Attachment, content: bytes) -> None:
    tail = content[-PDF_TAIL:]
    has_end = any(mark in tail for mark in _PDF_ENDS)
    if not has_end or not any(mark in content for mark in _PDF_TABLES):
        raise ValidationError(
            _("%(name)s cannot be read as a PDF. It may be damaged or cut off."),
            params={"name": attachment.original_name},
        )
    _fill(attachment, content, "application/pdf")


def _fill_image(attachment: Attachment, content: bytes, kind: str) -> None:
    try:
        picture, taken_at = _redrawn(content, kind)
    except Exception as fault:  # a broken file makes the decoders raise anything
        raise ValidationError(
            _("%(name)s cannot be read as a picture. It may be damaged or too large."),
            params={"name": attachment.original_name},
        ) from fault
    attachment.taken_at = taken_at
    _fill(attachment, _encoded(picture, kind), FORMATS[kind])
    picture.thumbnail((PREVIEW_SIDE, PREVIEW_SIDE))
    small = ContentFile(_encoded(picture.convert("RGB"), "JPEG"))
    attachment.preview.save("", small, save=False)


def _redrawn(content: bytes, kind: str) -> tuple[Image.Image, datetime | None]:
    """The picture upright on a new canvas: what was hidden in the file stays behind.

    A plain re-save would keep a JPEG comment; pasting keeps pixels only.
    """
    with Image.open(BytesIO(content), formats=[kind]) as opened:
        if opened.width * opened.height > MAX_PIXELS or max(opened.size) > MAX_SIDE:
            raise ValueError("too many pixels")
        turn, taken_at = _turn_and_time(opened)
        upright = opened.transpose(turn) if turn is not None else opened
        mode = "RGBA" if kind != "JPEG" and _has_alpha(opened) else "RGB"
        upright = upright.convert(mode)
    upright.thumbnail((LONG_SIDE, LONG_SIDE))
    canvas = Image.new(mode, upright.size)
    canvas.paste(upright)
    return canvas, taken_at


def _has_alpha(picture: Image.Image) -> bool:
    return "A" in picture.getbands() or "transparency" in picture.info


def _encoded(picture: Image.Image, kind: str) -> bytes:
    target = BytesIO()
    picture.save(target, format=kind, **({} if kind == "PNG" else {"quality": 85}))
    return target.getvalue()


def _turn_and_time(
    picture: Image.Image,
) -> tuple[Image.Transpose | None, datetime | None]:
    """How to set the picture upright, and the camera's clock as Bangkok time.

    Null for what it doesn't say, or says in a way that makes no sense.
    """
    try:
        told = picture.getexif()
        turn = _TURNS.get(told.get(ExifTags.Base.Orientation, 0))
        stated = told.get_ifd(ExifTags.IFD.Exif).get(ExifTags.Base.DateTimeOriginal)
    except Exception:  # broken details make Pillow raise anything; the pixels count
        return None, None
    return turn, _moment(str(stated))


def _moment(stated: str) -> datetime | None:
    try:
        moment = datetime.strptime(stated.strip("\0 "), "%Y:%m:%d %H:%M:%S").replace(
            tzinfo=_BANGKOK
        )
    except ValueError:
        return None
    # A camera whose clock was never set starts at some odd year.
    return moment if moment.year >= FIRST_YEAR_OF_CAMERAS else None


def discard(attachment: Attachment) -> None:
    """Remove a file's row and, once that is certain, the file itself."""
    stored = [attachment.file, *([attachment.preview] if attachment.preview else [])]
    attachment.delete()

    def delete_stored() -> None:
        for file in stored:
            file.delete(save=False)

    transaction.on_commit(delete_stored)
