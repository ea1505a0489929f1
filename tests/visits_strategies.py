"""Makes records of the whole form of the visits file, odd ones included."""

import datetime as dt
from typing import Any

from hypothesis import strategies as st

from inspections.loading.form import RECOMMENDATIONS
from inspections.models import (
    Dimension,
    LeadCapacity,
    SessionKind,
    TopicKind,
    VisitKind,
    VisitMode,
)
from networks.models import NetworkKind
from regions.models.site import SiteKind
from thai.dates import fiscal_year_bounds

CODES = ["10", "14", "40", "41", "44", "45", "46", "67", "74", "90"]

ODD_TEXTS = [
    "",
    " ",
    "\n",
    "a\r\nb\tc",
    "นํ้า",  # a vowel in two parts
    "น้ำ",
    "๑๒๓",
    "\u200b\ufeff",
    "👩‍🏭 🇹🇭",
    " / ",
    "ก / ข",
    "</script>&amp;",
    "\\u0000",
    '"\\u0000',
    "ก" * 5_000,
]
UNITS = [
    "สำนักงานอุตสาหกรรมจังหวัดขอนแก่น",
    "สำนักงานอุตสาหกรรมจังหวัดกาฬสินธุ์",
    "กรมส่งเสริมอุตสาหกรรม",
    "จังหวัดร้อยเอ็ด",
]
BODIES = ["สภาอุตสาหกรรม", "สภาหอการค้า", "ผู้แทน คพอ.", "ธพว. เขต 8", "ธพว. สาขาชุมแพ"]
FLAGS = ["acting_provincial_officer", "visit_date_not_stated", "complaint"]

any_text = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20
)
texts = st.sampled_from(ODD_TEXTS) | any_text
said = texts.filter(lambda text: text.strip() != "")
hours = st.times().map(lambda time: time.strftime("%H:%M"))
numbers = st.integers(-(10**15) + 1, 10**15 - 1) | st.floats(
    -(10**15), 10**15, exclude_min=True, exclude_max=True
)
topic_kinds = st.sampled_from(TopicKind.values)


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """The same, or null."""
    return st.none() | strategy


def days(
    first: dt.date = dt.date.min, last: dt.date = dt.date.max
) -> st.SearchStrategy[str]:
    """Days as the file writes them."""
    return st.dates(first, last).map(dt.date.isoformat)


def few(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Any]]:
    """Up to four, in a row."""
    return st.lists(strategy, max_size=4)


topics = st.fixed_dictionaries(
    {
        "kind": topic_kinds,
        "title_th": texts,
        "summary_th": texts,
        "obstacle_th": maybe(texts),
    }
)
figures = st.fixed_dictionaries(
    {
        "topic_kind": topic_kinds,
        "name_th": texts,
        "value": numbers,
        "unit_th": texts,
        "as_of": maybe(days()),
    }
)
sites = st.fixed_dictionaries(
    {
        "name_th": texts,
        "type": st.sampled_from(SiteKind.values),
        "province_code": maybe(st.sampled_from(CODES)),
    }
)
networks = st.fixed_dictionaries(
    {
        "type": st.sampled_from(NetworkKind.values),
        "name_th": st.sampled_from(BODIES) | texts,
        "points_th": few(texts),
    }
)
recommendations = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(RECOMMENDATIONS),
        "text_th": texts,
        "topic_kind": topic_kinds,
    }
)
stops = st.fixed_dictionaries(
    {
        "on": maybe(days()),
        "at": maybe(hours),
        "kind": st.sampled_from(SessionKind.values),
        "activity_th": texts,
    }
)
units = st.lists(st.sampled_from(UNITS) | said, min_size=1, max_size=5)


@st.composite
def records(draw: st.DrawFn) -> dict[str, Any]:
    """A sound record; its source is filled in by who puts it into a file."""
    year = draw(st.integers(2560, 2570))
    first_day, last_day = fiscal_year_bounds(year)
    first = draw(st.dates(first_day, last_day))
    return {
        "source": draw(said.filter(lambda text: len(text) <= 200)),
        "fiscal_year": year,
        "round": draw(maybe(st.sampled_from([1, 2, 3, 2**31 - 1]))),
        "kind": draw(st.sampled_from(VisitKind.values)),
        "mode": draw(st.sampled_from(VisitMode.values)),
        "starts_on": first.isoformat(),
        "starts_at": draw(maybe(hours)),
        "ends_on": draw(days(first, last_day)),
        "zone": draw(maybe(st.integers(0, 18))),
        "province_codes": draw(st.lists(st.sampled_from(CODES), unique=True)),
        "meeting_province_code": draw(maybe(st.sampled_from(CODES))),
        "place_th": draw(maybe(texts)),
        "inspector_capacity": draw(maybe(st.sampled_from(LeadCapacity.values))),
        "inspected_unit_th": " / ".join(draw(units)),
        "topics": draw(few(topics)),
        "figures": draw(few(figures)),
        "sites": draw(few(sites)),
        "networks": draw(few(networks)),
        "recommendations": draw(few(recommendations)),
        "mind_dimensions": draw(
            st.lists(st.sampled_from(Dimension.values), unique=True)
        ),
        "flags": draw(few(st.sampled_from(FLAGS) | texts)),
        "note_th": draw(maybe(texts)),
        "itinerary": draw(few(stops)),
    }


files = st.lists(records(), max_size=3, unique_by=lambda record: record["source"])
