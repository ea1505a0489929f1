"""Buddhist-era dates: reading, writing, fiscal years."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thai.dates import (
    DateRefused,
    TimeRefused,
    buddhist_year,
    fiscal_year,
    fiscal_year_bounds,
    format_date,
    format_datetime,
    format_range,
    format_time,
    parse_date,
    parse_time,
)

FIRST_OF_MARCH = dt.date(2023, 3, 1)
days = st.dates(dt.date(1997, 1, 1), dt.date(2057, 12, 31))


@pytest.mark.parametrize(
    "text",
    [
        "1/3/2566",
        "01/03/2566",
        "1/3/66",
        "1-3-2566",
        "1.3.2566",
        "1 3 2566",
        "1 มี.ค. 66",
        "1 มี.ค.66",
        "1มี.ค.2566",
        "1 มีค 2566",
        "1 มี.ค 66",
        "๑ มีนาคม ๒๕๖๖",
        "๑/๓/๒๕๖๖",
        "1 มีนาคม พ.ศ. 2566",
        "1 มีนาคม พ.ศ.2566",
        "1 มีนาคม พศ 2566",
        "1 มีนาคม พ.ศ. 66",
        "1 มีนาคม ค.ศ. 2023",
        "วันที่ 1 มีนาคม 2566",
        "วันพุธที่ 1 มีนาคม พ.ศ. 2566",
        "  1\u00a0 มีนาคม\u200b 2566 ",
        "2023-03-01",
        "2566-03-01",
        "2566/3/1",
        "1 Mar 2023",
        "1 mar. 2023",
        "1 March 2566",
        "1 MARCH 2023",
        "1 March B.E. 2566",
        "1 March C.E. 2023",
        "1/3/2023",
    ],
)
def test_a_date_is_read_however_it_is_written(text):
    assert parse_date(text) == FIRST_OF_MARCH


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "unreadable"),
        ("เมื่อวาน", "unreadable"),
        ("1/3", "unreadable"),
        ("มีนาคม 2566", "unreadable"),
        ("1/3/2566 14.00", "unreadable"),
        ("132566", "unreadable"),
        ("1--/3", "unreadable"),
        ("1/3/2566" + " " * 60 + "หรือ 2/3/2566", "unreadable"),
        ("1/13/2566", "month"),
        ("1/0/2566", "month"),
        ("1 มกรา 2566", "month"),
        ("1 Mars 2023", "month"),
        ("1/3/3109", "year"),
        ("1/3/566", "year"),
        ("1/3/6", "year"),
        ("1/3/25660", "year"),
        ("1/3/2300", "year"),
        ("3109-03-01", "year"),
        ("1 มีนาคม พ.ศ. 2023", "year"),
        ("1 มีนาคม ค.ศ. 2566", "year"),
        ("1 มีนาคม ค.ศ. 23", "year"),
        ("29/2/2566", "no_such_day"),
        ("31/4/2566", "no_such_day"),
        ("0/4/2566", "no_such_day"),
        ("1/3/23", "out_of_range"),
        ("1/3/2520", "out_of_range"),
        ("1/3/1990", "out_of_range"),
        ("1/3/2601", "out_of_range"),
    ],
)
def test_what_is_no_date_is_refused_and_says_why(text, code):
    with pytest.raises(DateRefused) as refused:
        parse_date(text)

    assert refused.value.code == code


def test_leap_days_follow_the_christian_year():
    assert parse_date("29/2/2567") == dt.date(2024, 2, 29)


def test_other_bounds_can_be_asked_for():
    assert parse_date("1/3/2520", first_year=2480) == dt.date(1977, 3, 1)


@given(
    days,
    st.sampled_from(["full", "long", "short", "num"]),
    st.sampled_from(["th", "en"]),
)
def test_what_is_written_can_be_read_back(day, style, language):
    written = format_date(day, style, language)
    if language == "en":
        written = written.removeprefix(f"{day:%A} ")

    assert parse_date(written) == day


@given(st.text())
def test_any_text_is_a_date_or_refused(text):
    try:
        day = parse_date(text)
    except DateRefused:
        return
    assert 2540 <= buddhist_year(day.year) <= 2600


@pytest.mark.parametrize(
    ("style", "thai", "english"),
    [
        ("full", "วันพุธที่ 1 มีนาคม พ.ศ. 2566", "Wednesday 1 March 2023"),
        ("long", "1 มีนาคม 2566", "1 March 2023"),
        ("short", "1 มี.ค. 2566", "1 Mar 2023"),
        ("num", "01/03/2566", "01/03/2023"),
    ],
)
def test_a_day_is_written_in_the_readers_era(style, thai, english):
    assert format_date(FIRST_OF_MARCH, style, "th") == thai
    assert format_date(FIRST_OF_MARCH, style, "en") == english


@pytest.mark.parametrize(
    ("last", "style", "language", "written"),
    [
        (None, "short", "th", "1 มี.ค. 2566"),
        (FIRST_OF_MARCH, "short", "th", "1 มี.ค. 2566"),
        (dt.date(2023, 3, 2), "short", "th", "1–2 มี.ค. 2566"),
        (dt.date(2023, 4, 2), "long", "th", "1 มีนาคม – 2 เมษายน 2566"),
        (dt.date(2024, 3, 1), "short", "th", "1 มี.ค. 2566 – 1 มี.ค. 2567"),
        (dt.date(2023, 3, 2), "num", "th", "01/03/2566 – 02/03/2566"),
        (dt.date(2023, 3, 2), "short", "en", "1–2 Mar 2023"),
    ],
)
def test_a_span_says_nothing_twice(last, style, language, written):
    assert format_range(FIRST_OF_MARCH, last, style, language) == written


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("14.00", dt.time(14)),
        ("14:00", dt.time(14)),
        ("14.00 น.", dt.time(14)),
        ("14.00น", dt.time(14)),
        ("๑๔.๓๐ น.", dt.time(14, 30)),
        ("9.05 นาฬิกา", dt.time(9, 5)),
        (" 09:30 ", dt.time(9, 30)),
        ("0.00", dt.time(0)),
    ],
)
def test_a_time_is_read_with_dot_or_colon(text, time):
    assert parse_time(text) == time


@pytest.mark.parametrize(
    "text", ["", "9.5", "24.00", "14.60", "14", "1400", "บ่ายสอง", "14.00 pm", "-1.00"]
)
def test_what_is_no_time_is_refused(text):
    with pytest.raises(TimeRefused):
        parse_time(text)


def test_a_time_is_written_with_the_thai_dot():
    assert format_time(dt.time(14, 0), "th") == "14.00 น."
    assert format_time(dt.time(9, 5), "en") == "09:05"


def test_a_moment_is_written_in_bangkok_time():
    moment = dt.datetime(2023, 2, 28, 18, 30, tzinfo=dt.UTC)

    assert format_datetime(moment) == "1 มี.ค. 2566 01.30 น."
    assert format_datetime(moment, "long", "en") == "1 March 2023 01:30"


def test_a_moment_without_a_zone_is_a_mistake():
    with pytest.raises(ValueError, match="time zone"):
        format_datetime(dt.datetime(2023, 3, 1))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (dt.date(2022, 9, 30), 2565),
        (dt.date(2022, 10, 1), 2566),
        (FIRST_OF_MARCH, 2566),
        (dt.date(2023, 9, 30), 2566),
        (dt.date(2023, 10, 1), 2567),
    ],
)
def test_the_fiscal_year_opens_in_october(day, year):
    assert fiscal_year(day) == year


@given(days)
def test_a_day_lies_within_the_bounds_of_its_fiscal_year(day):
    first, last = fiscal_year_bounds(fiscal_year(day))

    assert first <= day <= last
