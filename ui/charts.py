"""Small bar charts as geometry: a template draws them as SVG, without script or style.

Bars lie, one row for each period, so that labels stay level at 360 pixels. The first
bar of a row is solid, the second an outline, what it is held against a dashed line:
none needs colour, on a screen or on paper. A value with a remark, such as one of part
of a season only, bears a star that the lines below explain. A value that isn't known
is a gap that says so; 0 is a bar without length on the line where bars begin.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import pgettext

WIDTH = 340
"""Of the drawing, in its own pixels; a narrow page makes all of it smaller."""
PLOT = 215
"""Of the longest bar; numbers stand to the right of it."""
LINE, BAR, GAP = 22, 14, 10
STAR = "*"
FOOT = 5
"""How far a mark reaches below its bars, so that it is seen beside a number, too."""
BASE = 5
"""How far above the foot of a line its text stands."""


class Bar(NamedTuple):
    """A value, how it is written, and what to bear in mind of it; null is a gap."""

    value: Decimal | None
    text: str = ""
    remark: str = ""


class Row(NamedTuple):
    """The bars of one period, and perhaps the value they are held against."""

    label: str
    bars: Sequence[Bar]
    mark: Bar | None = None


@dataclass(frozen=True)
class Chart:
    """What is drawn: `names` say what the bars are, `mark_name` what the mark is.

    `key` is unique on its page.
    """

    key: str
    title: str
    names: Sequence[str]
    rows: Sequence[Row]
    mark_name: str = ""

    @property
    def drawing(self) -> "Drawing":
        """Its geometry."""
        return draw(self)

    @property
    def has_values(self) -> bool:
        """Whether anything is known."""
        return any(bar.value is not None for row in self.rows for bar in row.bars)


class Label(NamedTuple):
    """A line of text; `end` lets it end at `x`."""

    x: int
    y: int
    text: str
    end: bool = False


class Box(NamedTuple):
    """A bar; all but the first of a row are outlines."""

    x: int
    y: int
    width: int
    is_solid: bool
    height: int = BAR


class Mark(NamedTuple):
    """An upright line: dashed, or where bars begin."""

    x: int
    top: int
    bottom: int


@dataclass
class Drawing:
    """Everything that stands in the picture, and the same in words."""

    words: str
    height: int = 0
    labels: list[Label] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    axes: list[Mark] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    width: int = WIDTH

    def line(self, text: str, *, x: int = 0) -> None:
        """Add a line of text at the foot."""
        self.height += LINE
        self.labels.append(Label(x, self.height - BASE, text))


def draw(chart: Chart) -> Drawing:
    """Lay out a chart from top to bottom: what the bars are, then each row."""
    drawing = Drawing("; ".join(in_words(chart)), remarks=list(_remarks(chart)))
    _legend(chart, drawing)
    longest = max(_values(chart), default=Decimal(0))
    for row in chart.rows:
        _row(row, longest, drawing)
    return drawing


def in_words(chart: Chart) -> Iterator[str]:
    """Each row as a sentence part: `2565/66: 30.78, aimed at 5`."""
    for row in chart.rows:
        many = len(chart.names) > 1
        parts = [
            f"{name} {_said(bar)}" if many else _said(bar)
            for name, bar in zip(chart.names, row.bars, strict=True)
        ]
        if row.mark:
            parts.append(f"{chart.mark_name} {_said(row.mark)}")
        yield f"{row.label}: {', '.join(parts)}"


def _said(bar: Bar) -> str:
    return f"{_number(bar)} ({bar.remark})" if bar.remark else _number(bar)


def _text(bar: Bar) -> str:
    return f"{_number(bar)} {STAR}" if bar.remark else _number(bar)


def _number(bar: Bar) -> str:
    if bar.value is None:
        return pgettext("in a chart", "no figure")
    return bar.text or f"{bar.value:,}"


def _remarks(chart: Chart) -> Iterator[str]:
    for row in chart.rows:
        for bar in (*row.bars, *filter(None, [row.mark])):
            if bar.remark:
                yield f"{STAR} {row.label}, {_number(bar)}: {bar.remark}"


def _values(chart: Chart) -> Iterator[Decimal]:
    for row in chart.rows:
        for bar in (*row.bars, *filter(None, [row.mark])):
            if bar.value is not None:
                yield bar.value


def _legend(chart: Chart, drawing: Drawing) -> None:
    """Say what is solid, what an outline, what dashed, where there is a choice."""
    has_marks = any(row.mark for row in chart.rows)
    if len(chart.names) < 2 and not has_marks:  # noqa: PLR2004 - nothing to tell apart
        return
    for number, name in enumerate(chart.names):
        drawing.boxes.append(Box(1, drawing.height + 5, BAR, number == 0))
        drawing.line(name, x=LINE)
    if has_marks:
        top = drawing.height + 3
        drawing.marks.append(Mark(BAR // 2, top, top + BAR + 2))
        drawing.line(chart.mark_name, x=LINE)


def _row(row: Row, longest: Decimal, drawing: Drawing) -> None:
    if drawing.height:
        drawing.height += GAP
    drawing.line(row.label)
    top = drawing.height
    for number, bar in enumerate(row.bars):
        length = _length(bar, longest)
        if bar.value is not None:
            drawing.boxes.append(Box(1, drawing.height + 4, length, number == 0))
        # A number stands by its own bar: beyond the mark it would be read as its.
        drawing.line(_text(bar), x=length + 8)
    if row.mark:
        drawing.height += FOOT
    drawing.axes.append(Mark(1, top, drawing.height))
    if row.mark and row.mark.value is not None:
        aim = _length(row.mark, longest)
        drawing.marks.append(Mark(1 + aim, top, drawing.height))
        head = Label(WIDTH, top - BASE, f"┆ {_text(row.mark)}", end=True)
        drawing.labels.append(head)


def _length(bar: Bar, longest: Decimal) -> int:
    """Of a bar in pixels; what is more than nothing is seen."""
    if not bar.value or not longest:
        return 0
    return max(1, round(PLOT * bar.value / longest))
