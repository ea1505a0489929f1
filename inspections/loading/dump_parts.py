"""Writes the parts of a visit as the entries of a record."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from accounts.models import AssignmentCapacity
from inspections.lifecycle import VisitState
from inspections.loading.qualifiers import name_with
from inspections.loading.reading import Number
from inspections.loading.units import ACTING_HEAD, DATE_NOT_STATED
from inspections.models import (
    DateCertainty,
    Figure,
    FollowUp,
    FollowUpKind,
    TopicNote,
    Visit,
    VisitSession,
    VisitSite,
    VisitUnit,
)
from networks.models import MeetingParty, NetworkKind, Point
from regions.models import Province

Row = dict[str, Any]

SLACK = Decimal("1e-14")
"""SQLite keeps 15 digits of a number: what differs less was not changed by anyone."""

MILLIONTH = Decimal("0.000001")
"""The last decimal that is kept for computing."""

LOWEST, HIGHEST = "ต่ำสุด", "สูงสุด"
"""How the file writes a range: as two figures."""

THE_MEETING = "ที่ประชุมเครือข่าย"
"""Who raised a point of which nobody noted who raised it."""


def hour(time: dt.time | None) -> str | None:
    """A time of day as `14:00`."""
    return None if time is None else time.strftime("%H:%M")


def code(province: Province | None) -> str | None:
    """A province's code."""
    return province.code if province else None


def joined(*texts: str | None) -> str:
    """Those texts that say something, one below the other."""
    return "\n".join(text for text in texts if text)


def note(visit: Visit) -> str | None:
    """The note; the summary, which the file doesn't have, stands above it."""
    return joined(visit.summary, visit.note) if visit.summary else visit.note


def topic(row: TopicNote) -> Row:
    """A topic; what was found follows what was reported."""
    summary = row.reported
    if row.found or row.not_inspected_reason:
        summary = joined(row.reported, row.found, row.not_inspected_reason)
    return {
        "kind": row.kind,
        "title_th": row.title,
        "summary_th": summary,
        "obstacle_th": row.obstacle,
    }


def figures(row: Figure) -> Iterator[Row]:
    """A figure; a range becomes two, of the least and of the greatest value."""
    name = name_with(row.qualifier, row.name)
    ends = (("", row.value), (LOWEST, row.minimum), (HIGHEST, row.maximum))
    for end, value in ends:
        if value is not None:
            yield {
                "topic_kind": row.topic_kind,
                "name_th": f"{name}{end}",
                "value": number(value, row.printed),
                "unit_th": row.unit,
                "as_of": row.as_of.isoformat() if row.as_of else None,
            }


def number(value: Decimal, printed: str) -> Number:
    """The number as it was printed or, if it was changed since, in plain digits."""
    stated = Number(printed).decimal if printed else None
    if stated is not None and abs(stated - value) <= abs(stated) * SLACK + MILLIONTH:
        return Number(printed)
    plain = f"{value:f}"
    return Number(plain.rstrip("0").rstrip(".") if "." in plain else plain)


def site(row: VisitSite) -> Row:
    """A site that was seen or reported on."""
    return {
        "name_th": row.printed_name,
        "type": row.kind,
        "province_code": code(row.province),
    }


def stop(row: VisitSession) -> Row:
    """A stop of the itinerary; its place follows what was done there."""
    return {
        "on": row.held_on.isoformat() if row.held_on else None,
        "at": hour(row.starts_at),
        "kind": row.kind,
        "activity_th": joined(row.activity, row.place) if row.place else row.activity,
    }


def networks(parties: Sequence[MeetingParty], points: Sequence[Point]) -> list[Row]:
    """Who came to a meeting, each with what it raised."""
    rows = [
        _network(
            party.kind,
            party.printed_name,
            [point.text for point in points if point.party_id == party.pk],
        )
        for party in parties
    ]
    nobodys = [point.text for point in points if point.party_id is None]
    if nobodys:
        rows.append(_network(NetworkKind.OTHER, THE_MEETING, nobodys))
    return rows


def commitments(given: Iterable[FollowUp]) -> list[Row]:
    """What networks promised, as points of theirs: it is no recommendation."""
    return [
        _network(
            row.network.kind if row.network else NetworkKind.OTHER,
            row.network.name if row.network else row.addressee or THE_MEETING,
            [row.text],
        )
        for row in given
        if row.kind == FollowUpKind.COMMITMENT
    ]


def _network(kind: str, name: str, points: list[str]) -> Row:
    return {"type": kind, "name_th": name, "points_th": points}


def recommendations(given: Iterable[FollowUp]) -> list[Row]:
    """What the inspectors recommended, ordered, advised, observed or praised."""
    return [
        {"kind": row.kind, "text_th": row.text, "topic_kind": row.topic_kind}
        for row in given
        if row.kind != FollowUpKind.COMMITMENT
    ]


def flags(visit: Visit, units: Iterable[VisitUnit], stated: list[str]) -> list[str]:
    """The flags; those for which the file has no other place are added."""
    is_acting = any(unit.head_capacity == AssignmentCapacity.ACTING for unit in units)
    is_uncertain = visit.date_certainty == DateCertainty.UNCERTAIN
    implied = [
        (ACTING_HEAD, is_acting),
        (DATE_NOT_STATED, is_uncertain),
        (f"state_{visit.state}", visit.state != VisitState.SIGNED_OFF),
    ]
    return stated + [flag for flag, holds in implied if holds and flag not in stated]
