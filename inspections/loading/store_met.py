"""Stores what a visit saw and whom it met, tied to the registers."""

from audit.records import record as write_history
from inspections.loading.directory import find_network, find_site
from inspections.loading.storing import Storing
from inspections.models import VisitMeeting, VisitSite
from networks.models import Meeting, MeetingParty, Point


def store_sites(storing: Storing) -> None:
    """Store the sites, each in the register where its place is known."""
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


def store_networks(storing: Storing) -> None:
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
