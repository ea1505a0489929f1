"""What becomes of a sound upload: redrawn, upright, and silent about its origin."""

import uuid
from datetime import datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.utils import translation
from PIL import Image

from audit.models import Attachment
from audit.uploads import stage
from tests.audit.pictures import (
    BLUE,
    CANARY,
    PDF,
    RED,
    drawing,
    encoded,
    jpeg,
    png,
    upload,
    webp,
)
from tests.factories import make_user

pytestmark = pytest.mark.django_db

KEY = str(uuid.uuid4())


def stage_bytes(content: bytes, name: str = "photo.jpg") -> Attachment:
    return stage(upload(content, name), by=make_user(), key=KEY)


def opened(file) -> Image.Image:
    with file.open("rb") as stored:
        return Image.open(BytesIO(stored.read()))


def is_like(pixel, colour) -> bool:
    """Whether a pixel has the colour, but for what JPEG loses."""
    return all(abs(a - b) < 30 for a, b in zip(pixel[:3], colour, strict=True))


@pytest.mark.parametrize(
    ("content", "kind", "media_type", "suffix"),
    [
        (jpeg(), "JPEG", "image/jpeg", ".jpg"),
        (png(), "PNG", "image/png", ".png"),
        (png("RGB"), "PNG", "image/png", ".png"),
        (webp(), "WEBP", "image/webp", ".webp"),
    ],
    ids=["jpeg", "png-alpha", "png", "webp"],
)
def test_a_picture_is_redrawn_without_what_was_hidden_in_it(
    content, kind, media_type, suffix
):
    assert CANARY.encode() in content

    kept = stage_bytes(content, "ภาพ.xyz")

    stored = Path(kept.file.path).read_bytes()
    for served in (stored, Path(kept.preview.path).read_bytes()):
        assert CANARY.encode() not in served
        told = Image.open(BytesIO(served))
        assert not told.getexif()
        assert {"comment", "xmp", "exif", "icc_profile"}.isdisjoint(told.info)
    assert Image.open(BytesIO(stored)).format == kind
    assert (kept.media_type, Path(kept.file.name).suffix) == (media_type, suffix)
    assert kept.original_name == "ภาพ.xyz"
    assert (kept.size, kept.sha256) == (len(stored), sha256(stored).hexdigest())
    assert kept.is_image


def test_pixels_stay():
    for content in (jpeg(), png("RGB"), webp()):
        picture = opened(stage_bytes(content).file).convert("RGB")

        assert picture.size == (60, 40)
        assert is_like(picture.getpixel((5, 5)), RED)
        assert is_like(picture.getpixel((55, 5)), BLUE)


def test_what_one_can_see_through_stays_so():
    picture = opened(stage_bytes(png()).file)

    assert picture.mode == "RGBA"
    assert picture.getpixel((5, 5))[3] == 255
    assert picture.getpixel((5, 35))[3] == 0


@pytest.mark.parametrize("mode", ["L", "1", "P", "LA", "I;16"])
def test_every_kind_of_png_is_understood(mode):
    assert stage_bytes(encoded(drawing("L").convert(mode), "PNG")).is_image


def test_a_print_photo_is_understood():
    picture = opened(stage_bytes(encoded(drawing("CMYK"), "JPEG")).file)

    assert picture.mode == "RGB"


@pytest.mark.parametrize(
    ("turn", "size", "red_at"),
    [
        (1, (60, 40), (5, 20)),
        (2, (60, 40), (55, 20)),
        (3, (60, 40), (55, 20)),
        (4, (60, 40), (5, 20)),
        (5, (40, 60), (20, 5)),
        (6, (40, 60), (20, 5)),
        (7, (40, 60), (20, 55)),
        (8, (40, 60), (20, 55)),
    ],
)
def test_a_picture_is_set_upright(turn, size, red_at):
    picture = opened(stage_bytes(jpeg(turn=turn)).file)

    assert picture.size == size
    assert is_like(picture.getpixel(red_at), RED)


def test_a_large_picture_is_made_smaller_and_a_preview_smaller_still():
    kept = stage_bytes(encoded(drawing(size=(4000, 1000)), "JPEG"))

    assert opened(kept.file).size == (2560, 640)
    assert opened(kept.preview).size == (640, 160)
    assert opened(kept.preview).format == "JPEG"


def test_a_small_picture_is_not_blown_up():
    kept = stage_bytes(jpeg())

    assert opened(kept.file).size == opened(kept.preview).size == (60, 40)


def test_the_moment_a_photo_was_taken_is_kept_as_bangkok_time():
    bangkok = ZoneInfo("Asia/Bangkok")

    kept = stage_bytes(jpeg())

    kept.refresh_from_db()
    assert kept.taken_at == datetime(2023, 3, 1, 14, 5, 9, tzinfo=bangkok)


@pytest.mark.parametrize(
    "taken", ["", "0000:00:00 00:00:00", "0001:01:01 00:00:00", "1 มี.ค. 66", "x" * 99]
)
def test_a_clock_that_makes_no_sense_says_nothing(taken):
    assert stage_bytes(jpeg(taken=taken)).taken_at is None


def test_a_photo_with_broken_details_counts_for_its_pixels():
    content = (
        jpeg()
        .replace(b"Exif\0\0MM\0*", b"Exif\0\0MM\xff\xff")
        .replace(b"Exif\0\0II*\0", b"Exif\0\0II\xff\xff")
    )

    kept = stage_bytes(content)

    assert kept.taken_at is None
    assert opened(kept.file).size == (60, 40)


def test_a_pdf_is_kept_as_it_is_and_has_no_preview():
    kept = stage_bytes(PDF, "หนังสือ.pdf")

    assert Path(kept.file.path).read_bytes() == PDF
    assert (kept.media_type, kept.is_image) == ("application/pdf", False)
    assert not kept.preview
    assert Path(kept.file.name).suffix == ".pdf"


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\งาน\\ภาพ.jpg", "ภาพ.jpg"),
        ("น้ำ ขุม.jpg", "น้ำ ขุม.jpg"),
        ("gpj.\u202ephoto.exe", "gpj.photo.exe"),
        ("a\0b\r\n.jpg", "ab .jpg"),
        ("ก" * 400 + ".jpg", "ก" * 251 + ".jpg"),
        ("..", "file"),
        ("\u200b", "file"),
    ],
)
def test_a_file_name_is_only_a_name(sent, kept):
    file = upload(jpeg())
    file._name = sent  # not even what Django itself would let through

    with translation.override("en"):
        stored = stage(file, by=make_user(), key=KEY)

    assert stored.original_name == kept


def test_where_a_file_lies_says_nothing_of_its_name_and_is_never_the_same():
    paths = [Path(stage_bytes(jpeg(), "ลับ.jpg").file.path) for _ in range(2)]

    assert paths[0] != paths[1]
    for path in paths:
        assert path.is_relative_to(Path(settings.MEDIA_ROOT) / "attachments")
        assert "ลับ" not in str(path)
        assert path.stat().st_mode & 0o007 == 0


def test_a_staged_file_is_its_uploaders_and_its_forms():
    ours, theirs = make_user(), make_user()
    kept = stage(upload(jpeg()), by=ours, key=KEY)

    assert list(Attachment.objects.staged_for(ours, KEY)) == [kept]
    assert not Attachment.objects.staged_for(ours, str(uuid.uuid4())).exists()
    assert not Attachment.objects.staged_for(ours, "").exists()
    assert not Attachment.objects.staged_for(theirs, KEY).exists()
