"""Plain functions that make valid records; every default can be overridden."""

from datetime import date, datetime
from itertools import count
from typing import Any

from django.db import transaction

from accounts.models import Assignment, Role, User
from inspections.lifecycle import (
    FollowUpState,
    RoundState,
    SectionState,
    VisitState,
)
from inspections.models import (
    Answer,
    Carry,
    Figure,
    FollowUp,
    Indicator,
    Issue,
    IssueSighting,
    ProvinceReport,
    ReportSection,
    Round,
    Series,
    SeriesPoint,
    Topic,
    TopicKind,
    Visit,
    VisitMeeting,
    VisitUnit,
    next_reference,
)
from networks.models import Meeting, MeetingParty, Network, NetworkKind, Reach
from regions.models import Office, Province, Site, Zone, ZoneMembership
from regions.models.office import OfficeKind
from regions.models.site import SiteKind
from thai.dates import BANGKOK, fiscal_year

_serial = count(1)
LONG_AGO = date(2018, 9, 10)
A_DAY = date(2023, 3, 1)
#: Codes of the provinces that fixtures name, before or after others are made.
NAMED = ("40", "46", "90")


def make_zone(**fields: Any) -> Zone:
    number = fields.pop("number", None) or 20 + next(_serial) % 79
    values = {"name_th": f"เขตทดสอบ {number}", "name_en": f"Test zone {number}"}
    return Zone.objects.get_or_create(number=number, defaults={**values, **fields})[0]


def make_province(*, zone: Zone | None = None, **fields: Any) -> Province:
    number = next(_serial)
    code = fields.pop("code", None) or _free_code(number)
    values = {
        "name_th": f"จังหวัดทดสอบ{number}",
        "name_en": f"Test Province {number}",
        "abbr_th": f"ท{number}",
        "abbr_en": f"T{number}",
    }
    province = Province.objects.filter(code=code).first() or Province.objects.create(
        code=code, **{**values, **fields}
    )
    if zone:
        ZoneMembership.objects.get_or_create(
            zone=zone, province=province, defaults={"starts_on": LONG_AGO}
        )
    return province


def _free_code(number: int) -> str:
    """A two-digit code that no province has or a fixture gives, near the number."""
    taken = {*Province.objects.values_list("code", flat=True), *NAMED}
    codes = (f"{(number + step) % 100:02d}" for step in range(100))
    # A test with a hundred provinces shares them, as there are no more codes.
    return next((c for c in codes if c not in taken), f"{number % 100:02d}")


def make_office(*, province: Province | None = None, **fields: Any) -> Office:
    """A provincial office, or with `kind` another one."""
    number = next(_serial)
    kind = fields.setdefault("kind", OfficeKind.PROVINCIAL)
    if kind == OfficeKind.PROVINCIAL:
        province = province or make_province()
        fields.setdefault("code", f"moi-{province.abbr_en.lower()}")
        fields.setdefault("name_th", f"สำนักงานอุตสาหกรรมจังหวัด{province.name_th}")
        fields.setdefault("name_en", f"{province.name_en} Provincial Industry Office")
    fields.setdefault("code", f"agency{number}")
    fields.setdefault("name_th", f"หน่วยงานทดสอบ {number}")
    fields.setdefault("name_en", f"Test agency {number}")
    return Office.objects.create(province=province, **fields)


def make_user(**fields: Any) -> User:
    number = next(_serial)
    fields.setdefault("username", f"user{number}")
    fields.setdefault("title", "นาย")
    fields.setdefault("first_name", f"ทดสอบ{number}")
    fields.setdefault("last_name", "ใจดี")
    user = User(**fields)
    user.set_password("demo-2566")
    user.save()
    return user


def make_assignment(user: User, role: Role, **fields: Any) -> Assignment:
    """An assignment in force since long ago; `zone` or `office` by role."""
    fields.setdefault("starts_on", LONG_AGO)
    return Assignment.objects.create(user=user, role=role, **fields)


def make_site(*, provinces: list[Province] | None = None, **fields: Any) -> Site:
    fields.setdefault("name", f"โรงงานทดสอบ {next(_serial)}")
    fields.setdefault("kind", SiteKind.FACTORY)
    site = Site.objects.create(**fields)
    site.provinces.set(provinces if provinces is not None else [make_province()])
    return site


def make_network(**fields: Any) -> Network:
    fields.setdefault("kind", NetworkKind.OTHER)
    fields.setdefault("name", f"เครือข่ายทดสอบ {next(_serial)}")
    if fields.setdefault("reach", Reach.PROVINCIAL) == Reach.PROVINCIAL:
        fields.setdefault("province", None)
        fields["province"] = fields["province"] or make_province()
    return Network.objects.create(**fields)


def make_meeting(*, visit: Visit | None = None, **fields: Any) -> Meeting:
    """A meeting; with `visit` the one held at that visit."""
    fields.setdefault("held_on", A_DAY)
    fields.setdefault("title", f"ประชุมเครือข่าย {next(_serial)}")
    if visit:
        fields.setdefault("is_released", visit.state == VisitState.SIGNED_OFF)
    meeting = Meeting.objects.create(**fields)
    if visit:
        VisitMeeting.objects.create(visit=visit, meeting=meeting)
    return meeting


def make_party(meeting: Meeting, **fields: Any) -> MeetingParty:
    fields.setdefault("kind", NetworkKind.CHAMBER)
    fields.setdefault("printed_name", "หอการค้าจังหวัด")
    return MeetingParty.objects.create(meeting=meeting, **fields)


def make_round(**fields: Any) -> Round:
    # A long run makes more records than PostgreSQL's small integers count.
    number = 1 + next(_serial) % 30_000
    fields.setdefault("fiscal_year", 2560 + number % 30)
    fields.setdefault("number", number)
    fields.setdefault("opens_on", date(2023, 1, 16))
    fields.setdefault("closes_on", date(2023, 3, 31))
    fields.setdefault("reports_due_on", date(2023, 1, 31))
    return Round.objects.create(**fields)


def make_topic(held_round: Round, **fields: Any) -> Topic:
    fields.setdefault("kind", TopicKind.FACTORY_MINE)
    fields.setdefault("title_th", f"ประเด็นทดสอบ {next(_serial)}")
    fields.setdefault("title_en", "Test topic")
    return Topic.objects.create(round=held_round, **fields)


def make_indicator(topic: Topic, **fields: Any) -> Indicator:
    fields.setdefault("code", f"indicator-{next(_serial)}")
    fields.setdefault("name_th", "โรงงานที่ตรวจแล้ว")
    fields.setdefault("unit_th", "โรง")
    fields.setdefault("type", "integer")
    return Indicator.objects.create(topic=topic, **fields)


def make_visit(*, offices: list[Office] | None = None, **fields: Any) -> Visit:
    """A visit to `offices` (each a unit in its own province)."""
    fields.setdefault("starts_on", A_DAY)
    fields.setdefault("ends_on", fields["starts_on"])
    fields.setdefault("fiscal_year", fiscal_year(fields["starts_on"]))
    fields.setdefault("state", VisitState.IN_PROGRESS)
    if fields.get("round"):
        fields.setdefault("round_number", fields["round"].number)
    fields.setdefault("ref", next_reference("V", fields["fiscal_year"]))
    visit = Visit.objects.create(**fields)
    for order, office in enumerate(offices or []):
        make_unit(visit, office=office, order=order)
    return visit


def make_unit(visit: Visit, **fields: Any) -> VisitUnit:
    """An inspected unit; an office brings its name and province along."""
    provinces = fields.pop("provinces", None)
    office = fields.get("office")
    if office:
        fields.setdefault("printed_name", office.name_th)
        provinces = provinces or ([office.province] if office.province else [])
    unit = VisitUnit.objects.create(visit=visit, **fields)
    unit.provinces.set(provinces or [])
    return unit


def make_follow_up(**fields: Any) -> FollowUp:
    """A follow-up, issued with a number unless the state says draft."""
    fields.setdefault("text", f"ข้อเสนอแนะทดสอบ {next(_serial)}")
    fields.setdefault("given_on", A_DAY)
    fields.setdefault("state", FollowUpState.ISSUED)
    if fields["state"] != FollowUpState.DRAFT:
        fields.setdefault("ref", next_reference("F", fiscal_year(fields["given_on"])))
    if not any(fields.get(key) for key in ("office", "network", "company")):
        fields["office"] = make_office()
    return FollowUp.objects.create(**fields)


def make_carry(follow_up: FollowUp, held_round: Round, **fields: Any) -> Carry:
    """The follow-up as it was carried into the round; nobody has looked at it."""
    return Carry.objects.create(follow_up=follow_up, round=held_round, **fields)


def make_answer(follow_up: FollowUp, **fields: Any) -> Answer:
    """What the answering office says of it."""
    fields.setdefault("text", f"ดำเนินการแล้ว {next(_serial)}")
    fields.setdefault("answered_on", follow_up.given_on)
    fields.setdefault("office", follow_up.answering_office)
    return Answer.objects.create(follow_up=follow_up, **fields)


def make_report(*, office: Office | None = None, **fields: Any) -> ProvinceReport:
    """An office's report without sections, in an open round unless one is given."""
    if "round" not in fields:
        fields["round"] = make_round(state=RoundState.OPEN)
    return ProvinceReport.objects.create(office=office or make_office(), **fields)


def make_section(
    report: ProvinceReport | None = None, *, topic: Topic | None = None, **fields: Any
) -> ReportSection:
    """A section; beyond a draft it was submitted on a day that is in time."""
    report = report or make_report()
    topic = topic or make_topic(report.round)
    if fields.setdefault("state", SectionState.DRAFT) != SectionState.DRAFT:
        fields.setdefault("narrative", "ดำเนินการตามแผน")
        fields.setdefault(
            "first_submitted_at", datetime(2023, 1, 20, 9, 0, tzinfo=BANGKOK)
        )
        fields.setdefault("submitted_at", fields["first_submitted_at"])
    section = ReportSection.objects.create(report=report, topic=topic, **fields)
    with transaction.atomic():
        report.settle()
    return section


def make_official_figure(
    section: ReportSection, *, indicator: Indicator | None = None, **fields: Any
) -> Figure:
    """A figure of a report's section; of an indicator unless it has its own name."""
    if indicator is None and "name" not in fields:
        indicator = make_indicator(section.topic)
    if indicator:
        fields.setdefault("name", indicator.name_th)
        fields.setdefault("unit", indicator.unit_th)
    fields.setdefault("value", 12)
    fields.setdefault("topic_kind", section.topic.kind)
    return Figure.objects.create(section=section, indicator=indicator, **fields)


def make_series(key: str = "a-series", **fields: Any) -> Series:
    """A published series without figures."""
    fields.setdefault("kind", TopicKind.CANE_BURNING)
    fields.setdefault("name_th", "อ้อยเข้าหีบ")
    fields.setdefault("name_en", "Cane crushed")
    fields.setdefault("unit_th", "ตัน")
    fields.setdefault("unit_en", "tons")
    fields.setdefault("period", Series.Period.CROP_YEAR)
    return Series.objects.create(key=key, **fields)


def make_point(series: Series, period: str, printed: str, **fields: Any) -> SeriesPoint:
    """A published figure of the whole country, unless a place is given."""
    point = SeriesPoint(series=series, period=period, printed=printed, **fields)
    point.value = point.exact * point.scale
    point.source = point.source or "TG-71971"
    point.grade = point.grade or "A"
    point.save()
    return point


def make_issue(
    *, visit: Visit | None = None, person: User | None = None, **fields: Any
) -> Issue:
    """An issue reported by its office or, given one, by a visit or a person."""
    office = fields.setdefault("office", None) or make_office()
    fields["office"] = office
    fields.setdefault("kind", TopicKind.FACTORY_MINE)
    fields.setdefault("title", f"เรื่องทดสอบ {next(_serial)}")
    fields.setdefault("what", "พบน้ำเสียไหลออกนอกโรงงาน")
    fields.setdefault("seen_on", A_DAY)
    fields.setdefault("ref", next_reference("I", fiscal_year(fields["seen_on"])))
    if visit:
        fields.setdefault("round", visit.round)
    issue = Issue.objects.create(**fields)
    IssueSighting.objects.create(
        issue=issue,
        visit=visit,
        office=None if visit or person else office,
        seen_on=issue.seen_on,
        by=person or issue.created_by,
    )
    return issue
