"""Draws the product's mark, a factory on a clipboard, as SVG and as a favicon."""

from pathlib import Path

from PIL import Image, ImageDraw

BRAND, PAPER = "#2a2f6b", "#ffffff"
GRID = 64
#: Drawn in this order: colour, left, top, right, bottom, corner radius.
BOARDS = [
    (BRAND, 0, 0, 64, 64, 14),
    (PAPER, 13, 12, 51, 56, 5),
    (BRAND, 21, 5, 43, 20, 5),
    (PAPER, 24, 8, 40, 17, 3),
]
FACTORY = [
    *((19, 50), (19, 35), (27, 28), (27, 35), (35, 28), (35, 35), (38, 35)),
    *((39, 23), (43, 23), (45, 50)),
]
FINENESS = 8  # drawn larger than needed, then reduced, for smooth edges


def svg() -> str:
    """The mark as an SVG file."""
    boards = [
        f'<rect x="{left}" y="{top}" width="{right - left}" height="{bottom - top}"'
        f' rx="{radius}" fill="{colour}"/>'
        for colour, left, top, right, bottom, radius in BOARDS
    ]
    points = " ".join(f"{x},{y}" for x, y in FACTORY)
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {GRID} {GRID}">',
            *boards,
            f'<polygon points="{points}" fill="{BRAND}"/>',
            "</svg>\n",
        ]
    )


def picture(size: int) -> Image.Image:
    """The mark as a square picture, size in pixels."""
    side = GRID * FINENESS
    image = Image.new("RGBA", (side, side))
    pen = ImageDraw.Draw(image)
    for colour, *box, radius in BOARDS:
        left, top, right, bottom = (edge * FINENESS for edge in box)
        corners = (left, top, right - 1, bottom - 1)
        pen.rounded_rectangle(corners, radius * FINENESS, fill=colour)
    pen.polygon([(x * FINENESS, y * FINENESS) for x, y in FACTORY], fill=BRAND)
    return image.resize((size, size), Image.Resampling.LANCZOS)


def main() -> None:
    """Write both files."""
    Path("static/img/icon.svg").write_text(svg())
    largest, *others = (picture(size) for size in (48, 32, 16))
    sizes = [(image.width, image.height) for image in (largest, *others)]
    largest.save("static/favicon.ico", sizes=sizes, append_images=others)


if __name__ == "__main__":
    main()
