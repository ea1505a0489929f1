"""Template tags: days in the reader's era, states in words, text that stays text."""

import datetime as dt

import pytest
from django.template import engines
from django.test import RequestFactory
from django.utils import translation

FIRST_OF_MARCH = dt.date(2023, 3, 1)
MOMENT = dt.datetime(2023, 2, 28, 18, 30, tzinfo=dt.UTC)


def draw(text, /, *, language="th", request=None, **context):
    with translation.override(language):
        return engines["django"].from_string(text).render(context, request)


@pytest.mark.parametrize(
    ("text", "thai", "english"),
    [
        ("{{ day|be }}", "1 มีนาคม 2566", "1 March 2023"),
        ("{{ day|be_short }}", "1 มี.ค. 2566", "1 Mar 2023"),
        ("{{ day|be_full }}", "วันพุธที่ 1 มีนาคม พ.ศ. 2566", "Wednesday 1 March 2023"),
        ("{{ moment|be }}", "1 มีนาคม 2566", "1 March 2023"),
        ("{{ moment|be_time }}", "01.30 น.", "01:30"),
        ("{{ time|be_time }}", "14.00 น.", "14:00"),
        ("{{ moment|be_datetime }}", "1 มี.ค. 2566 01.30 น.", "1 Mar 2023 01:30"),
        ("{{ day|be_range:last }}", "1–2 มี.ค. 2566", "1–2 Mar 2023"),
        ("{{ day|be_range:None }}", "1 มี.ค. 2566", "1 Mar 2023"),
        ("{{ none|be_range:last }}", "2 มี.ค. 2566", "2 Mar 2023"),
        (
            "{{ none|be }}{{ none|be_short }}{{ none|be_time }}{{ none|be_datetime }}",
            "",
            "",
        ),
    ],
)
def test_days_and_times_are_in_the_readers_era(text, thai, english):
    context = {
        "day": FIRST_OF_MARCH,
        "last": dt.date(2023, 3, 2),
        "moment": MOMENT,
        "time": dt.time(14),
        "none": None,
    }

    assert draw(text, **context) == thai
    assert draw(text, language="en", **context) == english


def test_text_keeps_its_lines_and_stays_text():
    drawn = draw("{{ text|paragraphs }}", text="ก <b>\nข\n\n \n\nค\n")

    assert drawn == "<p>ก &lt;b&gt;<br>ข</p><p>ค</p>"
    assert draw("{{ text|paragraphs }}", text=None) == ""


@pytest.mark.parametrize(
    ("tag", "drawn"),
    [
        (
            "{% count 1234 url %}",
            '<a class="count" href="/x/?a=1&amp;b=2">1,234</a>',
        ),
        ("{% count 0 url %}", '<a class="count" href="/x/?a=1&amp;b=2">0</a>'),
        (
            "{% count 7 url text=text %}",
            '<a class="count" href="/x/?a=1&amp;b=2">7'
            '<span class="visually-hidden"> visits &lt;done&gt;</span></a>',
        ),
    ],
)
def test_a_number_is_the_link_to_what_it_counts(tag, drawn):
    assert draw(tag, url="/x/?a=1&b=2", text="visits <done>") == drawn


class Late:
    label = "<Late>"
    tone = "late"


@pytest.mark.parametrize(
    ("tag", "drawn"),
    [
        (
            "{% status value %}",
            '<span class="status status--late">&lt;Late&gt;</span>',
        ),
        (
            "{% status value tone='done' %}",
            '<span class="status status--done">&lt;Late&gt;</span>',
        ),
        (
            "{% status 'Word' tone='red' %}",
            '<span class="status status--neutral">Word</span>',
        ),
    ],
)
def test_a_state_is_words_and_a_known_tone(tag, drawn):
    assert draw(tag, value=Late()) == drawn


def test_an_icon_is_hidden_from_who_hears_the_page():
    drawn = draw("{% icon 'plus' %}")

    assert 'aria-hidden="true"' in drawn
    assert "sprite.svg#plus" in drawn


def test_a_panel_frames_its_content_under_a_heading():
    drawn = draw(
        '{% panel title key="facts" count=0 %}<p>{{ text }}</p>{% endpanel %}',
        title="<Facts>",
        text="<b>",
    )

    assert '<section class="panel" id="facts" aria-labelledby="facts-title">' in drawn
    assert "&lt;Facts&gt;" in drawn
    assert "(0)" in drawn
    assert "<p>&lt;b&gt;</p>" in drawn


@pytest.mark.parametrize(
    ("tag", "query"),
    [
        ("{% url_with sort='name' %}", "?q=%E0%B8%81&amp;sort=name"),
        ("{% url_with page=2 %}", "?q=%E0%B8%81&amp;page=2"),
        ("{% url_with q=None %}", "?"),
    ],
)
def test_a_link_changes_a_part_of_the_query(tag, query):
    request = RequestFactory().get("/x/", {"q": "ก", "page": "7"})

    assert draw(tag, request=request) == query


def test_modules_are_loaded_by_name():
    drawn = draw('{% script "rows" "confirm" %}')

    assert drawn.count('<script type="module" src="') == 2
    assert "js/confirm.js" in drawn
