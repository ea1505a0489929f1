"""The records of made visits: notes, figures, sites, networks, recommendations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType

from audit.models import Entry
from inspections.lifecycle import VisitState
from inspections.models import (
    Dimension,
    Figure,
    Indicator,
    Topic,
    TopicNote,
    Visit,
    VisitDimension,
    VisitMeeting,
    VisitSite,
)
from inspections.scale.issues import make_issues
from inspections.scale.ledger import LedgerMaker
from networks.models import Meeting, MeetingParty, Point

if TYPE_CHECKING:
    from inspections.scale.visits import MadeVisit
    from inspections.scale.world import World

NOTHING_RECORDED = (VisitState.PLANNED, VisitState.POSTPONED, VisitState.CANCELLED)
REPORTED = (
    "ดำเนินการตามแผนแล้วและอยู่ระหว่างติดตามพื้นที่อำเภอรอบนอก",
    "ผลการดำเนินงานเป็นไปตามเป้าหมายของไตรมาส",
    "ยังต่ำกว่าเป้าหมายเพราะเจ้าหน้าที่มีจำกัด",
)
FOUND = ("", "พบว่าข้อมูลครบถ้วน", "พบว่าต้องปรับปรุงเอกสารบางรายการ")
RAISED = ("ขอให้เร่งพิจารณาสินเชื่อ", "ขอให้ทบทวนผังเมือง", "ขอหลักสูตรฝึกอบรมระยะสั้น")


class PartsMaker:
    """Makes the parts of a chunk of visits, table by table; used once."""

    def __init__(self, made: Sequence[MadeVisit], world: World) -> None:
        self.made = made
        self.recorded = [one for one in made if one.visit.state not in NOTHING_RECORDED]
        self.world = world

    def make(self) -> None:
        """Make and store them all."""
        self._make_notes_and_figures()
        self._make_sites()
        self._make_meetings()
        LedgerMaker(self.recorded, self.world).make()
        make_issues(self.recorded, self.world.today)
        self._make_history()

    def _make_notes_and_figures(self) -> None:
        notes: list[TopicNote] = []
        figures: list[Figure] = []
        for one in self.recorded:
            topics = self.world.topics.get(one.held_round.pk, [])
            for order, topic in enumerate(topics[:4]):
                note = _note(one, order, topic)
                notes.append(note)
                indicators = self.world.indicators.get(topic.pk, [])[:2]
                figures += [_figure(one, note, indicator) for indicator in indicators]
        TopicNote.objects.bulk_create(notes)
        Figure.objects.bulk_create(figures)

    def _make_sites(self) -> None:
        sites: list[VisitSite] = []
        dimensions: list[VisitDimension] = []
        for one in self.recorded:
            province = one.offices[0].province
            if province:
                site = one.chance.choice(self.world.sites[province.pk])
                sites.append(
                    VisitSite(
                        visit=one.visit,
                        site=site,
                        printed_name=site.name,
                        kind=site.kind,
                        province=province,
                    )
                )
            for dimension in one.chance.sample(Dimension.values, 2):
                score = one.chance.choice((None, 2, 3))
                dimensions.append(
                    VisitDimension(visit=one.visit, dimension=dimension, score=score)
                )
        VisitSite.objects.bulk_create(sites)
        VisitDimension.objects.bulk_create(dimensions)

    def _make_meetings(self) -> None:
        """Every second recorded visit met the chapters of its province."""
        held = [one for one in self.recorded if one.chance.random() < 1 / 2]
        meetings = Meeting.objects.bulk_create(
            Meeting(
                held_on=one.visit.starts_on,
                province=one.offices[0].province,
                mode=one.visit.mode,
                is_released=one.visit.state == VisitState.SIGNED_OFF,
            )
            for one in held
        )
        VisitMeeting.objects.bulk_create(
            VisitMeeting(visit=one.visit, meeting=meeting)
            for one, meeting in zip(held, meetings, strict=True)
        )
        parties = MeetingParty.objects.bulk_create(
            MeetingParty(
                meeting=meeting,
                order=order,
                kind=network.kind,
                printed_name=network.name,
                network=network,
            )
            for meeting in meetings
            for order, network in enumerate(
                self.world.networks[meeting.province_id or 0]
            )
        )
        Point.objects.bulk_create(
            Point(meeting_id=party.meeting_id, party=party, text=RAISED[party.order])
            for party in parties
        )

    def _make_history(self) -> None:
        content_type = ContentType.objects.get_for_model(Visit)
        Entry.objects.bulk_create(
            Entry(
                content_type=content_type,
                object_id=one.visit.pk,
                step="load",
                changes=[["source", None, one.visit.source]],
            )
            for one in self.made
        )


def _note(one: MadeVisit, order: int, topic: Topic) -> TopicNote:
    return TopicNote(
        visit=one.visit,
        order=order,
        unit=one.chance.choice(one.units),
        topic=topic,
        kind=topic.kind,
        title=topic.title_th,
        reported=one.chance.choice(REPORTED),
        found=one.chance.choice(FOUND),
    )


def _figure(one: MadeVisit, note: TopicNote, indicator: Indicator) -> Figure:
    return Figure(
        visit=one.visit,
        order=note.order,
        unit_inspected=note.unit,
        indicator=indicator,
        topic_kind=note.kind,
        name=indicator.name_th,
        value=one.chance.randrange(100),
        unit=indicator.unit_th,
        as_of=one.visit.starts_on,
    )
