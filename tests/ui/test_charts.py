"""Bar charts: geometry in, SVG out, the same in words."""

from decimal import Decimal
from xml.etree import ElementTree

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from ui.charts import PLOT, WIDTH, Bar, Chart, Row, draw

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def bar(number, text=""):
    return Bar(None if number is None else Decimal(number), text)


def chart(*rows, names=("Used",), **more):
    return Chart("water", "Water", names, rows, **more)


def test_the_longest_bar_fills_the_plot_and_the_others_their_share():
    drawing = draw(chart(Row("1", [bar(200)]), Row("2", [bar(50)])))

    assert [box.width for box in drawing.boxes] == [PLOT, round(PLOT / 4)]
    assert [label.text for label in drawing.labels] == ["1", "200", "2", "50"]


def test_what_is_not_known_is_a_gap_and_zero_is_a_bar():
    drawing = draw(chart(Row("1", [bar(None)]), Row("2", [bar(0)]), Row("3", [bar(9)])))

    assert [box.width for box in drawing.boxes] == [0, PLOT]
    assert drawing.words == "1: no figure; 2: 0; 3: 9"


def test_what_is_little_beside_the_longest_is_still_seen():
    drawing = draw(chart(Row("1", [bar("0.001")]), Row("2", [bar(90_000_000)])))

    assert drawing.boxes[0].width == 1


def test_what_is_of_a_part_only_bears_a_star_that_is_explained():
    part = Bar(Decimal(2), "2.37", "The first two months")
    drawing = draw(chart(Row("2567/68", [bar(9)]), Row("2568/69", [part])))

    assert [label.text for label in drawing.labels][-1] == "2.37 *"
    assert drawing.remarks == ["* 2568/69, 2.37: The first two months"]
    assert drawing.words == "2567/68: 9; 2568/69: 2.37 (The first two months)"


def test_a_mark_belongs_to_its_row_and_to_the_scale():
    held = Row("1", [bar(5)], bar(10, "≤ 10"))
    drawing = draw(chart(held, Row("2", [bar(8)]), mark_name="Target"))

    (legend, mark) = drawing.marks
    assert mark.x == 1 + PLOT
    assert legend.bottom <= mark.top
    assert drawing.words == "1: 5, Target ≤ 10; 2: 8"


def test_a_number_stands_by_its_bar_though_the_mark_lies_beyond():
    drawing = draw(chart(Row("1", [bar(5)], bar(10)), mark_name="Target"))

    (number,) = [label for label in drawing.labels if label.text == "5"]
    assert drawing.boxes[-1].width < number.x < drawing.marks[-1].x


def test_two_bars_are_told_apart_without_colour():
    drawing = draw(chart(Row("1", [bar(5), bar(3)]), names=("Given", "Used")))

    assert [box.is_solid for box in drawing.boxes] == [True, False, True, False]
    assert drawing.words == "1: Given 5, Used 3"


@pytest.mark.parametrize("rows", [(), (Row("1", [bar(None)]),)])
def test_with_nothing_known_it_draws_no_bar(rows):
    drawn = chart(*rows)

    assert draw(drawn).boxes == []
    assert not drawn.has_values


def test_everything_stays_inside_the_picture():
    rows = [Row(str(n), [bar(n), bar(None)], bar(12)) for n in range(12)]
    drawing = draw(chart(*rows, names=("Given", "Used"), mark_name="Target"))

    bottoms = [box.y + box.height for box in drawing.boxes]
    bottoms += [mark.bottom for mark in drawing.marks]
    bottoms += [label.y for label in drawing.labels]
    assert max(bottoms) <= drawing.height
    assert all(box.x + box.width < WIDTH for box in drawing.boxes)
    tops = [label.y for label in drawing.labels if not label.end]
    assert tops == sorted(set(tops))


def test_the_svg_is_sound_named_and_keeps_text_text():
    drawn = chart(Row("<b>1</b>", [bar(5), bar(3)], bar(4)), names=("A & B", "C"))
    text = render_to_string(
        "ui/_chart.html", {"chart": drawn, "drawing": drawn.drawing}
    )

    picture = ElementTree.fromstring(text)  # noqa: S314 - our own template
    assert picture.get("role") == "img"
    named = {part.get("id") for part in picture if part.tag in ("title", "desc")}
    assert set(picture.get("aria-labelledby").split()) == named
    assert "<b>" not in text
    assert "style" not in text
    assert len(picture.findall("text")) == len(drawn.drawing.labels)
