"""The records of made visits: notes, figures, sites, networks, recommendations."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType

from audit.models import Entry
from inspections.lifecycle import FollowUpState, VisitState
from inspections.models import (
    Dimension,
    Figure,
    FollowUp,
    FollowUpKind,
    Indicator,
    Topic,
    TopicNote,
    Visit,
    VisitDimension,
    VisitMeeting,
    VisitSite,
)
from inspections.models.reference import reserve_references
from networks.models import Meeting, MeetingParty, Point
from thai.text import search_fold

if TYPE_CHECKING:
    from inspections.scale.visits import MadeVisit
    from inspections.scale.world import World

NOTHING_RECORDED = (VisitState.PLANNED, VisitState.POSTPONED, VisitState.CANCELLED)
KINDS = (FollowUpKind.ORDER, FollowUpKind.RECOMMENDATION, FollowUpKind.ADVICE)
REPORTED = (
    "ดำเนินการตามแผนแล้วและอยู่ระหว่างติดตามพื้นที่อำเภอรอบนอก",
    "ผลการดำเนินงานเป็นไปตามเป้าหมายของไตรมาส",
    "ยังต่ำกว่าเป้าหมายเพราะเจ้าหน้าที่มีจำกัด",
)
FOUND = ("", "พบว่าข้อมูลครบถ้วน", "พบว่าต้องปรับปรุงเอกสารบางรายการ")
GIVEN = (
    "ให้รายงานความก้าวหน้าทุกสิ้นเดือน",
    "ให้ตรวจซ้ำภายในกำหนดและแจ้งผลให้ชุมชนทราบ",
    "ให้ประสานหน่วยงานในพื้นที่เพื่อแก้ไขร่วมกัน",
)
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
        self._make_follow_ups()
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

    def _make_follow_ups(self) -> None:
        given = [
            self._follow_up(one, order)
            for one in self.recorded
            for order in range(one.chance.randrange(4))
        ]
        issued = [row for row in given if row.state == FollowUpState.ISSUED]
        for year in sorted({row.visit.fiscal_year for row in issued if row.visit}):
            of_year = [
                row for row in issued if row.visit and row.visit.fiscal_year == year
            ]
            references = reserve_references("F", year, len(of_year))
            for row, reference in zip(of_year, references, strict=True):
                row.ref = reference
        for row in given:
            row.search_text = search_fold(f"{row.ref or ''} {row.text}")
        FollowUp.objects.bulk_create(given)

    def _follow_up(self, one: MadeVisit, order: int) -> FollowUp:
        office = one.chance.choice(one.offices)
        topics = self.world.topics.get(one.held_round.pk, [])
        is_issued = one.visit.state == VisitState.SIGNED_OFF
        return FollowUp(
            visit=one.visit,
            round=one.held_round,
            order=order,
            state=FollowUpState.ISSUED if is_issued else FollowUpState.DRAFT,
            kind=one.chance.choice(KINDS),
            text=one.chance.choice(GIVEN),
            topic_kind=one.chance.choice(topics).kind if topics else "other",
            level="area",
            office=office,
            answering_office=office,
            province=office.province,
            given_on=one.visit.ends_on,
            due_on=one.visit.ends_on + timedelta(days=one.chance.choice((15, 30, 60))),
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
