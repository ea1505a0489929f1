"""Stores a sound record of the visits file: every fact in its proper place."""

import datetime as dt
from collections import Counter
from decimal import Decimal

from django.db import transaction

from audit.records import record as write_history
from inspections.lifecycle import FollowUpState, VisitState
from inspections.loading.known import Known
from inspections.loading.qualifiers import qualifier_in
from inspections.loading.store_met import store_networks, store_sites
from inspections.loading.storing import Record, Storing, day, time, whole
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
    VisitSession,
    next_reference,
)
from inspections.search import refresh_visit

SIX_DECIMALS = Decimal("0.000001")


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
    store_sites(storing)
    store_networks(storing)
    _store_recommendations(storing)
    _store_short_parts(storing)
    refresh_visit(visit)
    write_history(visit, "load", by=None, changes=[("source", None, visit.source)])
    return visit


def _visit(record: Record, known: Known) -> Visit:
    year, number = int(record["fiscal_year"].text), whole(record["round"])
    is_uncertain = DATE_NOT_STATED in record["flags"]
    zone, meeting = whole(record["zone"]), record["meeting_province_code"]
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
        starts_at=time(record["starts_at"]),
        date_certainty=(
            DateCertainty.UNCERTAIN if is_uncertain else DateCertainty.STATED
        ),
        zone=None if zone is None else known.zones[zone],
        meeting_province=meeting and known.provinces[meeting],
        place=record["place_th"],
        lead_capacity=record["inspector_capacity"] or "",
        note=record["note_th"],
    )


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
            as_of=day(figure["as_of"]),
        )
        for order, figure in enumerate(storing.record["figures"])
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
            held_on=day(stop["on"]),
            starts_at=time(stop["at"]),
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
