"""Draws the photographs of the demonstration: plain scenes, nobody's property."""

import uuid
from datetime import datetime
from io import BytesIO
from random import Random

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Model
from PIL import Image, ImageDraw, ImageFilter

from accounts.models import User
from audit.models import Attachment
from audit.uploads import stage

WIDTH, HEIGHT = 1280, 960
HORIZON = 520

Point = tuple[int, int]


def attach_photo(
    document: Model, scene: str, caption: str, taken_at: datetime, by: User
) -> Attachment:
    """Draw a scene and keep it as a photo of the document, as an upload is kept."""
    upload = SimpleUploadedFile(
        f"{scene}.jpg", draw(scene, seed=document.pk), content_type="image/jpeg"
    )
    photo = stage(upload, by=by, key=str(uuid.uuid4()))
    photo.staged_key = None
    photo.record = document
    photo.caption, photo.taken_at = caption, taken_at
    photo.save()
    return photo


def draw(scene: str, *, seed: int) -> bytes:
    """A JPEG of `factory`, `pit`, `meeting` or `workshop`; the same for each seed."""
    chance = Random(seed)  # noqa: S311 - it draws clouds
    picture = Image.new("RGB", (WIDTH, HEIGHT), "#d9dee2")
    pencil = ImageDraw.Draw(picture)
    SCENES[scene](pencil, chance)
    file = BytesIO()
    picture.filter(ImageFilter.GaussianBlur(1.2)).save(file, "JPEG", quality=82)
    return file.getvalue()


def _landscape(pencil: ImageDraw.ImageDraw, chance: Random, ground: str) -> None:
    for row in range(HORIZON):
        shade = row * 60 // HORIZON
        pencil.line([(0, row), (WIDTH, row)], fill=(140 + shade, 180 + shade, 225))
    for _cloud in range(5):
        x, y = chance.randrange(WIDTH), chance.randrange(60, 260)
        pencil.ellipse(
            [(x, y), (x + chance.randrange(150, 340), y + 60)], fill="#eef3f8"
        )
    hills: list[Point] = [(0, HORIZON)]
    hills += [
        (x, HORIZON - chance.randrange(20, 130)) for x in range(0, WIDTH + 160, 160)
    ]
    pencil.polygon([*hills, (WIDTH, HORIZON)], fill="#6f8f78")
    pencil.rectangle([(0, HORIZON), (WIDTH, HEIGHT)], fill=ground)


def _factory(pencil: ImageDraw.ImageDraw, chance: Random) -> None:
    _landscape(pencil, chance, "#8a9a6b")
    for x in (250, 340):
        pencil.rectangle([(x, 190), (x + 34, 540)], fill="#b0aaa2")
    for x in range(200, 900, 140):
        roof = [(x, 480), (x, 400), (x + 140, 480)]
        pencil.polygon(roof, fill="#7c8691")
    pencil.rectangle([(200, 480), (900, 660)], fill="#c9c4ba")
    for x in range(230, 840, 80):
        pencil.rectangle([(x, 530), (x + 44, 580)], fill="#5b7286")
    pencil.ellipse(
        [(640, 700), (1200, 880)], fill="#4f7f8c", outline="#5f5648", width=14
    )


def _pit(pencil: ImageDraw.ImageDraw, chance: Random) -> None:
    _landscape(pencil, chance, "#b59a74")
    for step, colour in enumerate(("#a98d67", "#9a7e5a", "#8a704f", "#7b6347")):
        inset = 70 * step
        pencil.ellipse(
            [(60 + inset, 540 + inset // 2), (1220 - inset, 950 - inset // 3)],
            fill=colour,
        )
    pencil.ellipse([(380, 700), (900, 850)], fill="#3f8f9c")
    pencil.line([(860, 760), (1040, 640), (1279, 600)], fill="#30363b", width=12)


def _meeting(pencil: ImageDraw.ImageDraw, chance: Random) -> None:
    pencil.rectangle([(0, 0), (WIDTH, 640)], fill="#e7e0d2")
    pencil.rectangle(
        [(420, 90), (860, 330)], fill="#f8f8f5", outline="#8d8577", width=8
    )
    for x in range(470, 820, 70):
        top = 290 - chance.randrange(30, 150)
        pencil.rectangle([(x, top), (x + 40, 290)], fill="#4d7ea8")
    for x in range(90, WIDTH - 100, 190):
        shirt = chance.choice(["#f1efe8", "#c9d8e8", "#d8c9a8"])
        pencil.ellipse([(x + 30, 400), (x + 110, 490)], fill="#c89f7d")
        pencil.rounded_rectangle([(x, 490), (x + 140, 700)], 40, fill=shirt)
    pencil.rectangle([(0, 640), (WIDTH, HEIGHT)], fill="#8b5e3c")


def _workshop(pencil: ImageDraw.ImageDraw, chance: Random) -> None:
    pencil.rectangle([(0, 0), (WIDTH, 640)], fill="#cdb892")
    pencil.rectangle([(0, 640), (WIDTH, HEIGHT)], fill="#9d8460")
    pencil.rectangle([(240, 180), (1040, 800)], outline="#5d4327", width=26)
    for x in range(270, 1020, 10):
        colour = chance.choice(["#a23b4a", "#d9b44a", "#2f6f73", "#7a3f6d", "#e8e2d4"])
        pencil.line([(x, 210), (x, 770)], fill=colour, width=7)
    for y in range(430, 770, 26):
        pencil.line([(270, y), (1010, y)], fill="#e8e2d4", width=5)


SCENES = {
    "factory": _factory,
    "pit": _pit,
    "meeting": _meeting,
    "workshop": _workshop,
}
