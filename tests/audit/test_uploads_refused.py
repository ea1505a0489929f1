"""Uploads that are refused: by their bytes, whatever their name says."""

import random
import uuid
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from PIL import Image

from audit.models import Attachment
from audit.uploads import MAX_BYTES, PDF_TAIL, stage
from tests.audit.pictures import PDF, drawing, encoded, jpeg, one_bit_png, png, webp
from tests.factories import make_user

pytestmark = pytest.mark.django_db

OTHER_KIND = "is not a JPEG, PNG, WebP or PDF file"
DAMAGED = "cannot be read as a picture"


def zipped() -> bytes:
    target = BytesIO()
    with ZipFile(target, "w") as archive:
        archive.writestr("../../photo.jpg", "x")
    return target.getvalue()


def refusal(content: bytes, name: str = "photo.jpg") -> str:
    """Why the file is refused; nothing of it is kept."""
    file = SimpleUploadedFile(name, content, content_type="image/jpeg")
    with pytest.raises(ValidationError) as refused:
        stage(file, by=make_user(), key=str(uuid.uuid4()))
    assert not Attachment.objects.exists()
    (message,) = refused.value.messages
    assert name in message
    return message


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    "content",
    [
        encoded(drawing(), "GIF"),
        encoded(drawing(), "TIFF"),
        encoded(drawing(), "BMP"),
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<!DOCTYPE html><script>alert(1)</script>",
        b"GIF89a/*" + jpeg(),
        b" %PDF-1.7",
        b"MZ\x90\0",
        b"RIFF\x10\0\0\0WAVEfmt ",
        b"\0\0\0\x18ftypheic",
        b"#!/bin/sh\n",
        zipped(),
        b"\xff\xd8",
    ],
)
@pytest.mark.parametrize("name", ["photo.jpg", "photo.jpg.exe"])
def test_another_kind_of_file_is_refused_whatever_its_name(content, name):
    assert OTHER_KIND in refusal(content, name)


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xd8\xff<html><script>alert(1)</script>",
        b"\x89PNG\r\n\x1a\n<svg/>",
        b"RIFF\x10\0\0\0WEBPnothing",
        b"\xff\xd8\xff" + png(),
    ],
)
def test_a_right_beginning_is_not_enough(content):
    assert DAMAGED in refusal(content)


@pytest.mark.parametrize("whole", [jpeg(), png(), webp()], ids=["jpeg", "png", "webp"])
@pytest.mark.parametrize("share", [0.1, 0.5, 0.8])
def test_half_a_picture_is_refused(whole, share):
    assert DAMAGED in refusal(whole[: int(len(whole) * share)])


def test_an_empty_file_is_refused():
    assert "is empty" in refusal(b"")


@pytest.mark.parametrize("start", [b"\xff\xd8\xff", b"%PDF-"])
def test_a_file_over_15_mb_is_refused_before_it_is_read(start):
    assert "larger than 15 MB" in refusal(start + bytes(MAX_BYTES))


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.4 a text that only begins so",
        b"%PDF-1.4\nno table of objects\n%%EOF\n",
        PDF[: PDF.index(b"%%EOF")],
        PDF + bytes(PDF_TAIL),
    ],
)
def test_what_has_no_end_or_table_of_a_pdf_is_refused(content):
    assert "cannot be read as a PDF" in refusal(content, "หลักฐาน.pdf")


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7\n1 0 obj\n<< /Type/XRef >>\nstream\nendstream\nstartxref\n9\n%%EOF",
        PDF + b"\r\n" * 100,
        PDF + PDF.removeprefix(b"%PDF-1.7\n"),
    ],
    ids=["compressed", "blanks behind", "changed once more"],
)
def test_every_way_to_end_a_pdf_is_taken(content):
    file = SimpleUploadedFile("ก.pdf", content)

    assert stage(file, by=make_user(), key=str(uuid.uuid4())).size == len(content)


def test_a_pdf_of_just_15_mb_is_taken():
    file = SimpleUploadedFile(
        "ใหญ่.pdf", PDF[:9] + bytes(MAX_BYTES - len(PDF)) + PDF[9:]
    )

    assert stage(file, by=make_user(), key=str(uuid.uuid4())).size == MAX_BYTES


@pytest.mark.parametrize(
    ("width", "height"),
    [(65_000, 2_000), (1, 65_000), (65_000, 1), (20_001, 1), (8_000, 5_001)],
)
def test_a_bomb_is_refused_before_it_is_decoded(monkeypatch, width, height):
    bomb = one_bit_png(width, height)
    assert len(bomb) < 100_000

    def explode(*_args, **_kwargs):
        pytest.fail("a bomb was decoded")

    monkeypatch.setattr(Image.Image, "convert", explode)
    monkeypatch.setattr(Image.Image, "thumbnail", explode)
    monkeypatch.setattr("PIL.PngImagePlugin.PngImageFile.load", explode)

    assert DAMAGED in refusal(bomb)


@pytest.mark.parametrize("seed", range(3))
def test_whatever_is_broken_in_a_picture_it_is_taken_or_refused(seed):
    chance, user, refused = random.Random(seed), make_user(), 0  # noqa: S311
    for whole in (jpeg(), png(), webp()):
        for _ in range(60):
            broken = bytearray(whole)
            for _ in range(chance.choice((1, 2, 5, 20))):
                place = chance.randrange(chance.choice((60, 300, len(broken))))
                broken[place % len(broken)] = chance.randrange(256)
            file = SimpleUploadedFile("photo", bytes(broken))
            try:
                stage(file, by=user, key=str(uuid.uuid4()))
            except ValidationError:
                refused += 1

    assert 0 < refused < 180
