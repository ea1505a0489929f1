"""The parts of a demonstration visit's record."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import cached_property
from typing import Any

from accounts.models import User
from inspections.loading.directory import find_network, find_site
from inspections.loading.known import Known
from inspections.models import (
    Figure,
    FollowUp,
    Indicator,
    Topic,
    TopicNote,
    Visit,
    VisitDimension,
    VisitMeeting,
    VisitSession,
    VisitSite,
    VisitUnit,
)
from networks.models import Meeting, MeetingParty, Network, Point
from regions.models import Province

Stated = Mapping[str, Any]


@dataclass
class DemoVisit:
    """A visit being recorded, with what data/demo.json says about it."""

    visit: Visit
    units: list[VisitUnit]
    lead: User
    stated: Stated

    def rows(self, name: str) -> list[tuple[int, Stated]]:
        """What is stated of one part, numbered."""
        return list(enumerate(self.stated.get(name, ()), start=1))

    def day(self, offset: int | None) -> date | None:
        """A day counted from the visit's own."""
        if offset is None:
            return None
        return self.visit.starts_on + timedelta(days=offset)

    @cached_property
    def topics(self) -> dict[str, Topic]:
        """The round's topics by kind; of several of one kind the first."""
        rows = Topic.objects.filter(round=self.visit.round).order_by("-order")
        return {topic.kind: topic for topic in rows}

    @cached_property
    def province(self) -> Province:
        """The province of the first unit."""
        return self.units[0].provinces.get()


def store_parts(demo: DemoVisit) -> None:
    """Store every part of the record."""
    for order, stop in demo.rows("sessions"):
        _add_session(demo, order, stop)
    for order, note in demo.rows("notes"):
        _add_note(demo, order, note)
    for order, figure in demo.rows("figures"):
        _add_figure(demo, order, figure)
    for order, seen in demo.rows("sites"):
        _add_site(demo, order, seen)
    networks = _add_meeting(demo)
    for order, given in demo.rows("follow_ups"):
        _add_follow_up(demo, order, given, networks)
    for dimension, score in demo.stated.get("dimensions", {}).items():
        VisitDimension.objects.create(
            visit=demo.visit, dimension=dimension, score=score
        )


def _add_session(demo: DemoVisit, order: int, stated: Stated) -> None:
    VisitSession.objects.create(
        visit=demo.visit,
        order=order,
        held_on=demo.day(stated["day"]),
        starts_at=time.fromisoformat(stated["at"]),
        kind=stated["kind"],
        mode=stated.get("mode", ""),
        place=stated["place"],
        activity=stated["activity"],
    )


def _add_note(demo: DemoVisit, order: int, stated: Stated) -> None:
    title = stated.get("title")
    topic = None if title else demo.topics.get(stated["kind"])
    TopicNote.objects.create(
        visit=demo.visit,
        order=order,
        unit=demo.units[0],
        topic=topic,
        kind=stated["kind"],
        title=title or (topic.title_th if topic else ""),
        reported=stated["reported"],
        found=stated["found"],
        obstacle=stated.get("obstacle"),
    )


def _add_figure(demo: DemoVisit, order: int, stated: Stated) -> None:
    indicator = Indicator.objects.filter(
        topic__round=demo.visit.round, code=stated.get("indicator")
    ).first()
    Figure.objects.create(
        visit=demo.visit,
        order=order,
        unit_inspected=demo.units[0],
        indicator=indicator,
        topic_kind=indicator.topic.kind if indicator else stated["kind"],
        name=indicator.name_th if indicator else stated["name"],
        value=stated.get("value"),
        minimum=stated.get("min"),
        maximum=stated.get("max"),
        qualifier=stated.get("qualifier", ""),
        unit=indicator.unit_th if indicator else stated["unit"],
        as_of=demo.day(stated.get("as_of")),
    )


def _add_site(demo: DemoVisit, order: int, stated: Stated) -> None:
    province = Province.objects.get(code=stated["province"])
    site = find_site(stated["name"], stated["kind"], province)
    if site and "register" in stated:
        for name, value in stated["register"].items():
            setattr(site, name, value)
        site.save()
    VisitSite.objects.create(
        visit=demo.visit,
        order=order,
        site=site,
        printed_name=stated["name"],
        kind=stated["kind"],
        province=province,
        was_visited=stated.get("visited", True),
        note=stated.get("note", ""),
    )


def _add_meeting(demo: DemoVisit) -> dict[str, Network]:
    """Store who was met, if anyone; gives those in the directory by kind."""
    parties = demo.rows("parties")
    if not parties:
        return {}
    meeting = Meeting.objects.create(
        held_on=demo.visit.starts_on,
        province=demo.province,
        mode=demo.visit.mode,
        created_by=demo.lead,
        is_released=False,
    )
    VisitMeeting.objects.create(visit=demo.visit, meeting=meeting)
    found, known = {}, Known.read()
    for order, stated in parties:
        kind, name = stated["kind"], stated["name"]
        party = MeetingParty.objects.create(
            meeting=meeting,
            order=order,
            kind=kind,
            printed_name=name,
            network=find_network(kind, name, demo.province, known),
            represented_by=stated.get("who", ""),
        )
        for number, text in enumerate(stated["points"], start=1):
            Point.objects.create(meeting=meeting, party=party, order=number, text=text)
        if party.network:
            found[kind] = party.network
    return found


def _add_follow_up(
    demo: DemoVisit, order: int, stated: Stated, networks: Mapping[str, Network]
) -> None:
    network = networks.get(stated.get("network", ""))
    company = stated.get("company", "")
    FollowUp.objects.create(
        visit=demo.visit,
        round=demo.visit.round,
        order=order,
        kind=stated["kind"],
        text=stated["text"],
        topic_kind=stated["topic"],
        level=stated.get("level", ""),
        dimension=stated.get("dimension", ""),
        priority=stated.get("priority", "normal"),
        office=None if network or company else demo.units[0].office,
        network=network,
        company=company,
        province=demo.province,
        given_on=demo.visit.ends_on,
        due_on=demo.day(stated.get("due")),
    )
