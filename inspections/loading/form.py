"""The form of a record of the visits file, as data, and what else must hold."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from inspections.loading import checks
from inspections.loading.checks import Check, Fault, nullable, one_of, parsed_day
from inspections.loading.known import Known
from inspections.loading.reading import Keyed, Number
from inspections.models import (
    Dimension,
    FollowUpKind,
    LeadCapacity,
    SessionKind,
    TopicKind,
    VisitKind,
    VisitMode,
)
from inspections.models.round import FIRST_YEAR, LAST_YEAR
from networks.models import NetworkKind
from regions.models.site import SiteKind
from thai.dates import fiscal_year_bounds

LONGEST_SOURCE = 255
HIGHEST_ZONE = 18
HIGHEST_ROUND = 2_147_483_647
SATURDAY = 5

#: What the file calls a recommendation; a network's commitment is none.
RECOMMENDATIONS = [kind for kind in FollowUpKind.values if kind != "commitment"]


def record_form(known: Known) -> Check:
    """The check of a record's keys and values."""
    province = checks.code_among(known.provinces)
    return checks.form(
        {
            "source": checks.filled(LONGEST_SOURCE),
            "fiscal_year": checks.whole(FIRST_YEAR, LAST_YEAR),
            "round": nullable(checks.whole(1, HIGHEST_ROUND)),
            "kind": one_of(VisitKind.values),
            "mode": one_of(VisitMode.values),
            "starts_on": checks.day,
            "ends_on": checks.day,
            "starts_at": nullable(checks.hour),
            "zone": nullable(checks.whole(0, HIGHEST_ZONE)),
            "province_codes": checks.rows(province, unique=True),
            "meeting_province_code": nullable(province),
            "place_th": nullable(checks.text),
            "inspector_capacity": nullable(one_of(LeadCapacity.values)),
            "inspected_unit_th": checks.filled(),
            "topics": checks.rows(TOPIC),
            "figures": checks.rows(FIGURE),
            "sites": checks.rows(site_form(province)),
            "networks": checks.rows(NETWORK),
            "recommendations": checks.rows(RECOMMENDATION),
            "mind_dimensions": checks.rows(one_of(Dimension.values), unique=True),
            "flags": checks.rows(checks.text),
            "note_th": nullable(checks.text),
            "itinerary": checks.rows(STOP),
        }
    )


TOPIC = checks.form(
    {
        "kind": one_of(TopicKind.values),
        "title_th": checks.text,
        "summary_th": checks.text,
        "obstacle_th": nullable(checks.text),
    }
)
FIGURE = checks.form(
    {
        "topic_kind": one_of(TopicKind.values),
        "name_th": checks.text,
        "value": checks.amount,
        "unit_th": checks.text,
        "as_of": nullable(checks.day),
    }
)
NETWORK = checks.form(
    {
        "type": one_of(NetworkKind.values),
        "name_th": checks.text,
        "points_th": checks.rows(checks.text),
    }
)
RECOMMENDATION = checks.form(
    {
        "kind": one_of(RECOMMENDATIONS),
        "text_th": checks.text,
        "topic_kind": one_of(TopicKind.values),
    }
)
STOP = checks.form(
    {
        "on": nullable(checks.day),
        "at": nullable(checks.hour),
        "kind": one_of(SessionKind.values),
        "activity_th": checks.text,
    }
)


def site_form(province: Check) -> Check:
    """The check of a site; its province must exist."""
    return checks.form(
        {
            "name_th": checks.text,
            "type": one_of(SiteKind.values),
            "province_code": nullable(province),
        }
    )


def faults_of(record: Any, known: Known) -> Iterator[Fault]:
    """Every fault of one record, whatever it may be."""
    yield from record_form(known)(record, "")
    if isinstance(record, Keyed):
        yield from _faults_between(record, known)


def _faults_between(record: Keyed, known: Known) -> Iterator[Fault]:
    """What is wrong only between two values, where both can be read."""
    first, last = parsed_day(record.get("starts_on")), parsed_day(record.get("ends_on"))
    if first and last and last < first:
        yield Fault("ends_on", "before_start", _("the visit ends before it starts"))
    year = _whole(record.get("fiscal_year"), FIRST_YEAR, LAST_YEAR)
    for field, day in (("starts_on", first), ("ends_on", last)):
        if day and year and not _lies_in(day, year):
            message = _("%(day)s lies outside fiscal year %(year)d")
            given = {"day": day.isoformat(), "year": year}
            yield Fault(field, "fiscal_year", message % given)
    zone = _whole(record.get("zone"), 0, HIGHEST_ZONE)
    if zone is not None and zone not in known.zones:
        message = _("there is no zone %(number)d")
        yield Fault("zone", "zone", message % {"number": zone})


def _lies_in(day: date, year: int) -> bool:
    first, last = fiscal_year_bounds(year)
    return first <= day <= last


def _whole(value: Any, lowest: int, highest: int) -> int | None:
    if not isinstance(value, Number) or any(checks.whole(lowest, highest)(value, "")):
        return None
    return int(value.text)


def warnings_of(record: Any, known: Known) -> Iterator[Fault]:
    """What is unusual about a sound record, but happens."""
    first, last = parsed_day(record["starts_on"]), parsed_day(record["ends_on"])
    for field, day in (("starts_on", first), ("ends_on", last)):
        if day and day.weekday() >= SATURDAY:
            message = _("%(day)s is a Saturday or Sunday")
            yield Fault(field, "weekend", message % {"day": day.isoformat()})
    if first is None or record["zone"] is None:
        return
    zone = int(record["zone"].text)
    places = [
        (f"province_codes[{position}]", code)
        for position, code in enumerate(record["province_codes"])
    ]
    places += [
        (f"sites[{position}].province_code", site["province_code"])
        for position, site in enumerate(record["sites"])
    ]
    for field, code in places:
        lies_in = code and known.zone_of(known.provinces[code], first)
        if lies_in is not None and lies_in != zone:
            message = _("province %(code)s is in zone %(other)d, not %(zone)d")
            given = {"code": code, "other": lies_in, "zone": zone}
            yield Fault(field, "outside_zone", message % given)
