"""Buddhist-era dates: read in every written form, shown by language, fiscal years.

Stored dates are always Gregorian; the Buddhist era exists only at the edge.
"""

import datetime as dt
import re
from typing import Literal
from zoneinfo import ZoneInfo

from thai.text import clean_thai, western_digits

Style = Literal["full", "long", "short", "num"]
Refusal = Literal["unreadable", "month", "year", "no_such_day", "out_of_range"]

BANGKOK = ZoneInfo("Asia/Bangkok")
ERA = 543
"""Years from the Christian to the Buddhist era."""
FIRST_YEAR, LAST_YEAR = 2540, 2600
"""The years (B.E.) in which something of this system can have happened."""
FISCAL_YEAR_OPENS = 10
"""The month (October) in which the fiscal year of the next calendar year opens."""

LONGEST = 60
"""What is longer, in characters, is refused unread: no date needs as much."""

MONTHS_TH = (
    *("มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน"),
    *("กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม"),
)
MONTHS_TH_SHORT = (
    *("ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย."),
    *("ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค."),
)
MONTHS_EN = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
WEEKDAYS_TH = ("จันทร์", "อังคาร", "พุธ", "พฤหัสบดี", "ศุกร์", "เสาร์", "อาทิตย์")
WEEKDAYS_EN = (
    *("Monday", "Tuesday", "Wednesday", "Thursday"),
    *("Friday", "Saturday", "Sunday"),
)

MONTH_NUMBERS = {
    name.replace(".", "").casefold(): number
    for names in (
        MONTHS_TH,
        MONTHS_TH_SHORT,
        MONTHS_EN,
        [name[:3] for name in MONTHS_EN],
    )
    for number, name in enumerate(names, start=1)
} | {"sept": 9}

YEAR_FIRST = re.compile(r"(?P<year>\d{4})([-/.])(?P<month>\d{1,2})\2(?P<day>\d{1,2})")
DAY_FIRST = re.compile(
    r"(?:วัน\S*ที่ ?)?(?P<day>\d{1,2})[ /.,-]*"
    r"(?P<month>(?<=[ /.,-])\d{1,2}|[^\W\d][^\d\s/-]*)[ /.,-]*"
    r"(?:(?P<era>พ\.? ?ศ\.?|ค\.? ?ศ\.?|[bc]\.?e\.?|a\.?d\.?) ?)?"
    r"(?P<year>(?<!\d)\d+)"
)
TIME = re.compile(r"(?P<hour>\d{1,2})[.:](?P<minute>\d\d)(?: ?(?:น\.?|นาฬิกา))?")


class DateRefused(ValueError):
    """Text that is no date of ours; `code` says why.

    Codes: `unreadable`, `month` (no such month), `year` (of no era: 3109),
    `no_such_day` (29/2/2566), `out_of_range` (a real day, but of another time).
    """

    def __init__(self, code: Refusal) -> None:
        super().__init__(code)
        self.code: Refusal = code


class TimeRefused(ValueError):
    """Text that is no time of day."""


def parse_date(
    text: str, *, first_year: int = FIRST_YEAR, last_year: int = LAST_YEAR
) -> dt.date:
    """Read a date as people write it, in either era and language.

    `1/3/2566`, `1/3/66`, `1 มี.ค. 66`, `๑ มีนาคม พ.ศ. ๒๕๖๖`, `2023-03-01`,
    `1 Mar 2023`. Years 2400-2700 are B.E., 1900-2200 C.E., two digits 25yy B.E.
    The bounds are years B.E., both included. Raises DateRefused.
    """
    plain = _plain(text)
    found = YEAR_FIRST.fullmatch(plain) or DAY_FIRST.fullmatch(plain)
    if found is None:
        raise DateRefused("unreadable")
    parts = found.groupdict()
    month = _month_number(parts["month"])
    year = _christian_year(parts["year"], era=parts.get("era"))
    try:
        day = dt.date(year, month, int(parts["day"]))
    except ValueError:
        raise DateRefused("no_such_day") from None
    if not first_year <= buddhist_year(year) <= last_year:
        raise DateRefused("out_of_range")
    return day


def _plain(text: str) -> str:
    if len(text) > LONGEST:
        return ""
    return western_digits(clean_thai(text)).casefold()


def _month_number(text: str) -> int:
    if text.isdecimal():
        number = int(text)
    else:
        number = MONTH_NUMBERS.get(text.replace(".", "").strip(","), 0)
    if number not in range(1, 13):
        raise DateRefused("month")
    return number


def _christian_year(text: str, *, era: str | None) -> int:
    year = int(text[:5])
    christian = era is not None and era[0] in "คca"
    buddhist = era is not None and not christian
    if len(text) == len("66") and not christian:
        return 2500 + year - ERA
    if 2400 <= year <= 2700 and not christian:  # noqa: PLR2004
        return year - ERA
    if 1900 <= year <= 2200 and not buddhist:  # noqa: PLR2004
        return year
    raise DateRefused("year")


def parse_time(text: str) -> dt.time:
    """Read a time of day: `14.00`, `14:00`, `๑๔.๓๐ น.`. Raises TimeRefused.

    Minutes need two digits: `9.5` could be five past or half past nine.
    """
    found = TIME.fullmatch(_plain(text))
    if found is None:
        raise TimeRefused(text)
    try:
        return dt.time(int(found["hour"]), int(found["minute"]))
    except ValueError:
        raise TimeRefused(text) from None


def buddhist_year(year: int) -> int:
    """Turn a year C.E. into one B.E.: 2023 is 2566."""
    return year + ERA


def fiscal_year(day: dt.date) -> int:
    """Say in which fiscal year (B.E.) a day lies: it opens on 1 October."""
    return buddhist_year(day.year) + (day.month >= FISCAL_YEAR_OPENS)


def fiscal_year_bounds(year: int) -> tuple[dt.date, dt.date]:
    """Give the first and last day of a fiscal year (B.E.)."""
    ends_in = year - ERA
    return dt.date(ends_in - 1, 10, 1), dt.date(ends_in, 9, 30)


def format_date(day: dt.date, style: Style = "long", language: str = "th") -> str:
    """Write a day: in Thai of the Buddhist era, in English of the Christian.

    full `วันพุธที่ 1 มีนาคม พ.ศ. 2566`, long `1 มีนาคม 2566`, short `1 มี.ค. 2566`,
    num `01/03/2566`; English `Wednesday 1 March 2023`, `1 March 2023`,
    `1 Mar 2023`, `01/03/2023`.
    """
    weekday, era = "", ""
    if style == "full":
        weekday, era = _weekday(day, language), "พ.ศ. " if language == "th" else ""
    if style == "num":
        return f"{day.day:02}/{day.month:02}/{_year(day, language)}"
    month = _month(day, style, language)
    return f"{weekday}{day.day} {month} {era}{_year(day, language)}"


def format_range(
    first: dt.date,
    last: dt.date | None,
    style: Style = "short",
    language: str = "th",
) -> str:
    """Write a span of days without saying anything twice: `1–2 มี.ค. 2566`."""
    end = format_date(last or first, style, language)
    if last is None or last == first:
        return end
    if style in ("full", "num") or first.year != last.year:
        return f"{format_date(first, style, language)} – {end}"
    if first.month == last.month:
        return f"{first.day}–{end}"
    return f"{first.day} {_month(first, style, language)} – {end}"


def format_time(time: dt.time, language: str = "th") -> str:
    """Write a time of day: `14.00 น.`, in English `14:00`."""
    return f"{time:%H.%M} น." if language == "th" else f"{time:%H:%M}"


def format_datetime(
    moment: dt.datetime, style: Style = "short", language: str = "th"
) -> str:
    """Write an aware moment as Bangkok's day and time: `1 มี.ค. 2566 14.00 น.`."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone")
    local = moment.astimezone(BANGKOK)
    time = format_time(local.time(), language)
    return f"{format_date(local.date(), style, language)} {time}"


def _year(day: dt.date, language: str) -> int:
    return buddhist_year(day.year) if language == "th" else day.year


def _month(day: dt.date, style: Style, language: str) -> str:
    if language == "th":
        names = MONTHS_TH_SHORT if style == "short" else MONTHS_TH
        return names[day.month - 1]
    name = MONTHS_EN[day.month - 1]
    return name[:3] if style == "short" else name


def _weekday(day: dt.date, language: str) -> str:
    if language == "th":
        return f"วัน{WEEKDAYS_TH[day.weekday()]}ที่ "
    return f"{WEEKDAYS_EN[day.weekday()]} "
