"""Stores a sound record of the visits file: every fact in its proper place."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db import transaction

from audit.records import record as write_history
from inspections.lifecycle import FollowUpState, VisitState
from inspections.loading.directory import find_network, find_site
from inspections.loading.known import Known
from inspections.loading.qualifiers import qualifier_in
from inspections.loading.reading import Number
from inspections.loading.units import DATE_NOT_STATED, store_units
from inspections.models import (
    DateCertainty,
    Figure,
    FollowUp,
    Topic,
    TopicNote,
    Visit,
    VisitDimension,
    VisitFlag,
    VisitMeeting,
    VisitSession,
    VisitSite,
    VisitUnit,
    next_reference,
)
from inspections.search import refresh_visit
from networks.models import Meeting, MeetingParty, Point
from regions.models import Province

SIX_DECIMALS = Decimal("0.000001")

Record = dict[str, Any]


@dataclass
class Storing:
    """A record on its way: what its parts need to know of the whole."""

    record: Record
    known: Known
    visit: Visit
    units: list[VisitUnit]

    @property
    def sole_unit(self) -> VisitUnit | None:
        """The unit inspected, if it was the only one."""
        return self.units[0] if len(self.units) == 1 else None

    @cached_property
    def sole_province(self) -> Province | None:
        """The province inspected, if it was the only one."""
        codes = self.record["province_codes"]
        return self.known.provinces[codes[0]] if len(codes) == 1 else None


@transaction.atomic
def store(record: Record, known: Known) -> Visit:
    """Store a record that has no faults, as a signed-off visit with its history."""
    visit = _visit(record, known)
    provinces = [known.provinces[code] for code in record["province_codes"]]
    printed, flags = record["inspected_unit_th"], record["flags"]
    units = store_units(visit, printed, provinces, flags, known)
    storing = Storing(record, known, visit, units)
    _store_notes(storing)
    _store_figures(storing)
    _store_sites(storing)
    _store_networks(storing)
    _store_recommendations(storing)
    _store_short_parts(storing)
    refresh_visit(visit)
    write_history(visit, "load", by=None, changes=[("source", None, visit.source)])
    return visit


def _visit(record: Record, known: Known) -> Visit:
    year, number = int(record["fiscal_year"].text), _whole(record["round"])
    is_uncertain = DATE_NOT_STATED in record["flags"]
    zone, meeting = _whole(record["zone"]), record["meeting_province_code"]
    return Visit.objects.create(
        ref=next_reference("V", year),
        source=record["source"],
        fiscal_year=year,
        round_number=number,
        round=None if number is None else known.rounds.get((year, number)),
        kind=record["kind"],
        mode=record["mode"],
        state=VisitState.SIGNED_OFF,
        starts_on=dt.date.fromisoformat(record["starts_on"]),
        ends_on=dt.date.fromisoformat(record["ends_on"]),
        starts_at=_time(record["starts_at"]),
        date_certainty=(
            DateCertainty.UNCERTAIN if is_uncertain else DateCertainty.STATED
        ),
        zone=None if zone is None else known.zones[zone],
        meeting_province=meeting and known.provinces[meeting],
        place=record["place_th"],
        lead_capacity=record["inspector_capacity"] or "",
        note=record["note_th"],
    )


def _whole(number: Number | None) -> int | None:
    return None if number is None else int(number.text)


def _time(text: str | None) -> dt.time | None:
    return None if text is None else dt.time.fromisoformat(text)


def _day(text: str | None) -> dt.date | None:
    return None if text is None else dt.date.fromisoformat(text)


def _store_notes(storing: Storing) -> None:
    stated = storing.record["topics"]
    times = Counter(topic["kind"] for topic in stated)
    TopicNote.objects.bulk_create(
        TopicNote(
            visit=storing.visit,
            order=order,
            unit=storing.sole_unit,
            topic=_only_topic(storing, kind) if times[kind] == 1 else None,
            kind=kind,
            title=topic["title_th"],
            reported=topic["summary_th"],
            obstacle=topic["obstacle_th"],
        )
        for order, topic in enumerate(stated)
        if (kind := topic["kind"])
    )


def _only_topic(storing: Storing, kind: str) -> Topic | None:
    """The round's topic of that kind, if it has just one."""
    topics = storing.known.topics.get(storing.visit.round_id or 0, [])
    of_kind = [topic for topic in topics if topic.kind == kind]
    return of_kind[0] if len(of_kind) == 1 else None


def _store_figures(storing: Storing) -> None:
    Figure.objects.bulk_create(
        Figure(
            visit=storing.visit,
            order=order,
            unit_inspected=storing.sole_unit,
            topic_kind=figure["topic_kind"],
            name=figure["name_th"],
            value=figure["value"].decimal.quantize(SIX_DECIMALS),
            printed=figure["value"].text,
            qualifier=qualifier_in(figure["name_th"]),
            unit=figure["unit_th"],
            as_of=_day(figure["as_of"]),
        )
        for order, figure in enumerate(storing.record["figures"])
    )


def _store_sites(storing: Storing) -> None:
    seen = []
    for order, stated in enumerate(storing.record["sites"]):
        code = stated["province_code"]
        province = None if code is None else storing.known.provinces[code]
        seen.append(
            VisitSite(
                visit=storing.visit,
                order=order,
                printed_name=stated["name_th"],
                kind=stated["type"],
                province=province,
                site=find_site(stated["name_th"], stated["type"], province),
            )
        )
    VisitSite.objects.bulk_create(seen)


def _store_networks(storing: Storing) -> None:
    """Store who was met as one meeting: nothing says whether there were several."""
    stated, visit = storing.record["networks"], storing.visit
    if not stated:
        return
    is_single_day = visit.starts_on == visit.ends_on
    meeting = Meeting.objects.create(
        held_on=visit.starts_on if is_single_day else None,
        province=storing.sole_province or visit.meeting_province,
        mode=visit.mode,
        is_released=True,
    )
    VisitMeeting.objects.create(visit=visit, meeting=meeting)
    write_history(meeting, "load", by=None, changes=[("visit", None, visit.ref)])
    place, known = storing.sole_province, storing.known
    parties = MeetingParty.objects.bulk_create(
        MeetingParty(
            meeting=meeting,
            order=order,
            kind=body["type"],
            printed_name=body["name_th"],
            network=find_network(body["type"], body["name_th"], place, known),
        )
        for order, body in enumerate(stated)
    )
    Point.objects.bulk_create(
        Point(meeting=meeting, party=party, order=order, text=text)
        for party, body in zip(parties, stated, strict=True)
        for order, text in enumerate(body["points_th"])
    )


def _store_recommendations(storing: Storing) -> None:
    """Store them as imported: issued, but nobody's duty until a manager adopts them."""
    visit, unit = storing.visit, storing.sole_unit
    for order, stated in enumerate(storing.record["recommendations"]):
        follow_up = FollowUp.objects.create(
            ref=next_reference("F", visit.fiscal_year),
            visit=visit,
            round=visit.round,
            order=order,
            state=FollowUpState.ISSUED,
            kind=stated["kind"],
            text=stated["text_th"],
            topic_kind=stated["topic_kind"],
            office=unit.office if unit else None,
            province=storing.sole_province,
            given_on=visit.ends_on,
            is_imported=True,
        )
        changes = [("visit", None, visit.ref)]
        write_history(follow_up, "load", by=None, changes=changes)


def _store_short_parts(storing: Storing) -> None:
    visit, record = storing.visit, storing.record
    VisitSession.objects.bulk_create(
        VisitSession(
            visit=visit,
            order=order,
            held_on=_day(stop["on"]),
            starts_at=_time(stop["at"]),
            kind=stop["kind"],
            activity=stop["activity_th"],
        )
        for order, stop in enumerate(record["itinerary"])
    )
    VisitDimension.objects.bulk_create(
        VisitDimension(visit=visit, dimension=dimension)
        for dimension in record["mind_dimensions"]
    )
    VisitFlag.objects.bulk_create(
        VisitFlag(visit=visit, order=order, code=code)
        for order, code in enumerate(record["flags"])
    )
