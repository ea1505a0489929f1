"""Pictures and other files as people and attackers upload them."""

import struct
import zlib
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import ExifTags, Image, PngImagePlugin

#: Hidden in every corner of a file; must be in none that is served.
CANARY = "CANARY-16.4419N-102.8360E"
XMP = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{CANARY}</x:xmpmeta>".encode()
TAKEN = "2023:03:01 14:05:09"
RED, BLUE = (255, 0, 0), (0, 0, 255)


def upload(content: bytes, name: str = "photo.jpg") -> SimpleUploadedFile:
    """The bytes as a browser sends them; what it says of their type is no matter."""
    return SimpleUploadedFile(name, content, content_type="image/jpeg")


def drawing(mode: str = "RGB", size: tuple[int, int] = (60, 40)) -> Image.Image:
    """Left half red, right half blue."""
    picture = Image.new("RGB", size, RED)
    picture.paste(BLUE, (size[0] // 2, 0, *size))
    return picture.convert(mode)


def encoded(picture: Image.Image, kind: str, **options) -> bytes:
    target = BytesIO()
    picture.save(target, kind, **options)
    return target.getvalue()


def told_exif(*, turn: int = 1, taken: str = TAKEN) -> Image.Exif:
    """Camera details with a position, a comment and a moment."""
    details = Image.Exif()
    details[ExifTags.Base.Orientation] = turn
    details[ExifTags.Base.ImageDescription] = CANARY
    details[ExifTags.Base.Make] = CANARY
    details.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = taken
    position = details.get_ifd(ExifTags.IFD.GPSInfo)
    position[ExifTags.GPS.GPSLatitudeRef] = "N"
    position[ExifTags.GPS.GPSLatitude] = (16.0, 26.0, 31.0)
    position[ExifTags.GPS.GPSMapDatum] = CANARY
    return details


def jpeg(**details) -> bytes:
    """A photo with details in EXIF, XMP, a comment and a colour profile."""
    return encoded(
        drawing(),
        "JPEG",
        exif=told_exif(**details),
        xmp=XMP,
        comment=CANARY.encode(),
        icc_profile=CANARY.encode() * 4,
    )


def png(mode: str = "RGBA") -> bytes:
    """A picture, half seen through, with details in text chunks, EXIF and behind."""
    picture = drawing(mode)
    if mode == "RGBA":
        picture.paste((0, 255, 0, 0), (0, 20, 60, 40))
    told = PngImagePlugin.PngInfo()
    told.add_text("Comment", CANARY)
    told.add_itxt("XML:com.adobe.xmp", XMP.decode())
    made = encoded(picture, "PNG", pnginfo=told, exif=told_exif())
    return made + CANARY.encode()


def webp() -> bytes:
    """A picture with details in EXIF and XMP."""
    return encoded(drawing("RGBA"), "WEBP", exif=told_exif(), xmp=XMP, lossless=True)


PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << >>\n%%EOF\n"


def one_bit_png(width: int, height: int) -> bytes:
    """A bomb: black, a few bytes for millions of pixels."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + content))
        return struct.pack(">I", len(content)) + kind + content + check

    packer = zlib.compressobj(9)
    line = bytes(1 + (width + 7) // 8)
    packed = b"".join(packer.compress(line) for _ in range(height)) + packer.flush()
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        chunk(kind, content)
        for kind, content in ((b"IHDR", head), (b"IDAT", packed), (b"IEND", b""))
    )
