"""Writes visits in the form of the visits file.

What was loaded comes back whole. A visit made in the application has facts
for which the file has no key: docs/decisions/ tells where each of them goes.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Model, QuerySet

from inspections.loading import dump_parts as parts
from inspections.models import (
    Figure,
    FollowUp,
    TopicNote,
    Visit,
    VisitDimension,
    VisitFlag,
    VisitMeeting,
    VisitSession,
    VisitSite,
    VisitUnit,
)
from inspections.models.visit import VisitQuerySet
from inspections.search import UNIT_SEPARATOR, unit_name
from networks.models import MeetingParty, Point

Record = dict[str, Any]
Rows = dict[int, list[Any]]

CHUNK = 2000
"""How many visits are read at once."""

NO_UNIT = "ไม่ระบุ"
"""For a visit without units: the file demands a wording."""


def dump(visits: VisitQuerySet) -> Iterator[tuple[Visit, Record]]:
    """The visits with their records, by source.

    The number of queries is the same for any number of visits up to CHUNK; more
    than that are read CHUNK by CHUNK, so that memory stays the same too.
    """
    rows = visits.order_by().values_list("pk", "source", "ref")
    keys = [
        pk for _source, pk in sorted((source or ref, pk) for pk, source, ref in rows)
    ]
    for first in range(0, len(keys), CHUNK):
        chosen = Visit.objects.filter(pk__in=keys[first : first + CHUNK])
        read = Parts(chosen)
        with_places = chosen.select_related("zone", "meeting_province")
        for visit in sorted(with_places, key=source_of):
            yield visit, _record(visit, read)


def source_of(visit: Visit) -> str:
    """What the file calls a visit: its source or, made here, its reference."""
    return visit.source or visit.ref


class Parts:
    """The parts of many visits, read table by table and kept by visit."""

    def __init__(self, visits: VisitQuerySet) -> None:
        chosen = visits.order_by().values("pk")
        self.units = _by_visit(
            VisitUnit.objects.filter(visit__in=chosen).select_related("office", "site")
        )
        self.provinces = _provinces(chosen)
        self.notes = _by_visit(TopicNote.objects.filter(visit__in=chosen))
        self.figures = _by_visit(Figure.objects.filter(visit__in=chosen))
        self.sites = _by_visit(
            VisitSite.objects.filter(visit__in=chosen).select_related("province")
        )
        self.sessions = _by_visit(VisitSession.objects.filter(visit__in=chosen))
        self.dimensions = _by_visit(VisitDimension.objects.filter(visit__in=chosen))
        self.flags = _by_visit(VisitFlag.objects.filter(visit__in=chosen))
        self.follow_ups = _by_visit(
            FollowUp.objects.filter(visit__in=chosen).select_related("network")
        )
        self.meetings = _by_visit(VisitMeeting.objects.filter(visit__in=chosen))
        held = VisitMeeting.objects.filter(visit__in=chosen).order_by()
        parties = MeetingParty.objects.filter(meeting__in=held.values("meeting"))
        self.parties = _grouped(parties, "meeting_id")
        points = Point.objects.filter(meeting__in=held.values("meeting"))
        self.points = _grouped(points, "meeting_id")


def _by_visit(rows: QuerySet) -> Rows:
    return _grouped(rows, "visit_id")


def _grouped(rows: Iterable[Model], key: str) -> Rows:
    grouped: defaultdict[int, list[Any]] = defaultdict(list)
    for row in rows:
        grouped[getattr(row, key)].append(row)
    return grouped


def _provinces(chosen: QuerySet) -> dict[int, list[str]]:
    """The codes of each visit's provinces, each once, in the order of its units."""
    through = VisitUnit.provinces.through
    rows = (
        through._default_manager.filter(visitunit__visit__in=chosen)
        .order_by("visitunit__order", "visitunit_id", "pk")
        .values_list("visitunit__visit_id", "province__code")
    )
    codes: defaultdict[int, list[str]] = defaultdict(list)
    for visit, code in rows:
        if code not in codes[visit]:
            codes[visit].append(code)
    return codes


def _record(visit: Visit, read: Parts) -> Record:
    units, key = read.units[visit.pk], visit.pk
    met = [
        entry
        for held in read.meetings[key]
        for entry in parts.networks(
            read.parties[held.meeting_id], read.points[held.meeting_id]
        )
    ]
    given = read.follow_ups[key]
    return {
        **_when(visit),
        "province_codes": read.provinces[key],
        **_where(visit),
        "inspected_unit_th": UNIT_SEPARATOR.join(map(unit_name, units)) or NO_UNIT,
        "topics": [parts.topic(note) for note in read.notes[key]],
        "figures": [
            row for figure in read.figures[key] for row in parts.figures(figure)
        ],
        "sites": [parts.site(seen) for seen in read.sites[key]],
        "networks": [*met, *parts.commitments(given)],
        "recommendations": parts.recommendations(given),
        "mind_dimensions": [row.dimension for row in read.dimensions[key]],
        "flags": parts.flags(visit, units, [flag.code for flag in read.flags[key]]),
        "note_th": parts.note(visit),
        "itinerary": [parts.stop(session) for session in read.sessions[key]],
    }


def _when(visit: Visit) -> Record:
    return {
        "source": source_of(visit),
        "fiscal_year": visit.fiscal_year,
        "round": visit.round_number,
        "kind": visit.kind,
        "mode": visit.mode,
        "starts_on": visit.starts_on.isoformat(),
        "starts_at": parts.hour(visit.starts_at),
        "ends_on": visit.ends_on.isoformat(),
        "zone": visit.zone.number if visit.zone else None,
    }


def _where(visit: Visit) -> Record:
    return {
        "meeting_province_code": parts.code(visit.meeting_province),
        "place_th": visit.place,
        "inspector_capacity": visit.lead_capacity or None,
    }
