"""A small ministry, and what people of it do there at odd times, at random."""

import random
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import time_machine

from accounts.models import Role, User
from inspections.actions import (
    STILL_OPEN,
    Given,
    StepRefused,
    Told,
    accept_all,
    carried_to,
    redate,
    report_progress,
    submit_all,
    take_follow_up_step,
    take_issue_step,
    take_look,
    take_round_step,
    take_section_step,
    take_step,
)
from inspections.lifecycle import (
    FOLLOW_UP_STEPS,
    ISSUE_STEPS,
    ROUND_STEPS,
    SECTION_PARTS,
    SECTION_STEPS,
    VISIT_SECTIONS,
    VISIT_STEPS,
    VisitState,
)
from inspections.models import (
    Dimension,
    FollowUp,
    FollowUpKind,
    Issue,
    Level,
    ProvinceReport,
    ReportSection,
    Round,
    Severity,
    TopicKind,
    Visit,
)
from regions.models import Office, Zone
from tests.counting import Reader
from tests.factories import (
    make_assignment,
    make_follow_up,
    make_issue,
    make_meeting,
    make_network,
    make_office,
    make_party,
    make_province,
    make_round,
    make_site,
    make_topic,
    make_unit,
    make_user,
    make_visit,
    make_zone,
)
from thai.dates import BANGKOK

#: The three rounds: one that is over, the open one, one that is only planned.
OPENED_ON = date(2022, 11, 1), date(2023, 1, 16), date(2023, 3, 20)
#: Reports of the open round are due on this day.
DUE_ON = date(2023, 1, 31)
STARTS_AT = datetime(2023, 1, 16, 8, 0, tzinfo=BANGKOK)


@dataclass
class Ministry:
    """The places, the people by their roles, and the chance that moves them."""

    chance: random.Random
    zones: list[Zone] = field(default_factory=list)
    offices: list[Office] = field(default_factory=list)
    readers: dict[str, Reader] = field(default_factory=dict)
    rounds: list[Round] = field(default_factory=list)
    now: datetime = STARTS_AT

    @property
    def users(self) -> list[User]:
        """Everybody."""
        return [reader.user for reader in self.readers.values()]


def make_ministry(seed: int) -> Ministry:
    """Two zones, three provinces, a round in each state, reports, what was left."""
    ministry = Ministry(random.Random(seed))  # noqa: S311 - the same each time
    ministry.zones = [make_zone(number=number) for number in (12, 5)]
    for zone, code, name in ((0, "40", "KKN"), (0, "46", "KSN"), (1, "90", "SKA")):
        province = make_province(zone=ministry.zones[zone], code=code, abbr_en=name)
        ministry.offices.append(make_office(province=province))
    _hand_out_roles(ministry)
    here = ministry.offices[0].province
    with time_machine.travel(STARTS_AT, tick=False):
        for number, opens_on in enumerate(OPENED_ON, start=1):
            held_round = make_round(
                fiscal_year=2566,
                number=number,
                opens_on=opens_on,
                closes_on=opens_on + timedelta(days=60),
                reports_due_on=opens_on + timedelta(days=15),
            )
            make_topic(held_round)
            cane = make_topic(
                held_round, kind=TopicKind.CANE_BURNING, applies_everywhere=False
            )
            cane.provinces.set([here])
            manager = ministry.readers["manager"].user
            ministry.rounds.append(held_round)
            if number < len(OPENED_ON):
                take_round_step(held_round, "open", by=manager)
            if number == 1:
                _leave_something_open(ministry, held_round)
                take_round_step(held_round, "summarise", by=manager)
                take_round_step(held_round, "close", by=manager)
    return ministry


def _leave_something_open(ministry: Ministry, held_round: Round) -> None:
    """What the first round leaves to the next, and one that isn't carried."""
    for office in ministry.offices * 3:
        make_follow_up(round=held_round, office=office, given_on=date(2022, 12, 1))
    kind = FollowUpKind.COMMENDATION
    make_follow_up(round=held_round, office=ministry.offices[0], kind=kind)


def _hand_out_roles(ministry: Ministry) -> None:
    first, second, third = (office.province_id for office in ministry.offices)
    zone_12, zone_5 = ministry.zones
    near, far = frozenset({first, second}), frozenset({third})

    def join(name: str, *roles: tuple[Role, dict[str, Any]], **held: Any) -> None:
        user = make_user(username=name)
        for role, place in roles:
            make_assignment(user, role, **place)
        ministry.readers[name] = Reader(user, **held)

    here, beside, _there = ministry.offices
    join("manager", (Role.MANAGER, {}), everything=True)
    join("inspector", (Role.INSPECTOR, {"zone": zone_12}), inspected=near)
    join("stranger", (Role.INSPECTOR, {"zone": zone_5}), inspected=far)
    join("assistant", (Role.ASSISTANT, {"zone": zone_12}), assisted=near)
    join("officer", (Role.OFFICER, {"office": here}), office=here)
    join("head", (Role.HEAD, {"office": here}), office=here)
    join("neighbour", (Role.OFFICER, {"office": beside}), office=beside)
    join("nobody")


def change(ministry: Ministry, times: int) -> dict[str, int]:
    """So many acts one after the other; tells of each kind how many were done."""
    done: dict[str, int] = {}
    while sum(done.values()) < times:
        chance = ministry.chance
        ministry.now += timedelta(minutes=chance.choice([1, 2, 30, 400, 600]))
        act = chance.choice(ACTS)
        with time_machine.travel(ministry.now, tick=False), suppress(StepRefused):
            # Whoever acts is somebody who has just signed in.
            user = User.objects.get(pk=chance.choice(ministry.users).pk)
            if act(ministry, user):
                done[act.__name__] = done.get(act.__name__, 0) + 1
    return done


def _any(ministry: Ministry, rows: Any) -> Any:
    """One of the rows by chance, the same in any database; None if there is none."""
    found = list(rows.order_by("pk"))
    return ministry.chance.choice(found) if found else None


def _given(ministry: Ministry, parts: Any) -> Given:
    original = _any(ministry, Issue.objects.all())
    part = ministry.chance.choice(list(parts))
    return Given("เหตุผล", {part: "แก้ด้วย"}, original=original.ref if original else "")


def plan_a_visit(ministry: Ministry, user: User) -> bool:
    """A visit to one office or two, in a round or none, with or without a lead."""
    chance = ministry.chance
    offices = chance.sample(ministry.offices, chance.choice([1, 1, 2]))
    starts_on = ministry.now.date() + timedelta(days=chance.randint(-5, 9))
    visit = make_visit(
        offices=offices,
        state=VisitState.PLANNED,
        starts_on=starts_on,
        ends_on=starts_on + timedelta(days=chance.randint(0, 2)),
        round=chance.choice([*ministry.rounds, ministry.rounds[1], None]),
        zone=chance.choice([*ministry.zones, None]),
        lead=chance.choice([user, None]),
        summary="บันทึกแล้ว",
    )
    if chance.random() < 0.2:
        visit.members.create(user=chance.choice(ministry.users))
    if chance.random() < 0.2:
        agency = make_office(kind="department")
        make_unit(visit, office=agency, provinces=[ministry.offices[2].province])
    return True


def record_in_a_visit(ministry: Ministry, user: User) -> bool:
    """A recommendation, an issue or a meeting in a visit under way."""
    chance = ministry.chance
    under_way = [VisitState.IN_PROGRESS, VisitState.RETURNED]
    visit = _any(ministry, Visit.objects.filter(state__in=under_way))
    if visit is None:
        return False
    office = chance.choice(ministry.offices)
    if chance.random() < 0.4:
        meeting = make_meeting(visit=visit, province=office.province)
        make_party(meeting, network=make_network(province=office.province))
        make_party(meeting, network=None)
    elif chance.random() < 0.4:
        make_issue(visit=visit, office=office, **_facts(ministry))
    else:
        make_follow_up(visit=visit, office=office, state="draft", **_terms(ministry))
    return True


def _facts(ministry: Ministry) -> dict[str, Any]:
    chance = ministry.chance
    return {
        "kind": chance.choice(TopicKind.values),
        "severity": chance.choice(Severity.values),
        "seen_on": ministry.now.date(),
        "created_by": chance.choice(ministry.users),
    }


def _terms(ministry: Ministry) -> dict[str, Any]:
    chance = ministry.chance
    given_on = ministry.now.date()
    return {
        "kind": chance.choice(FollowUpKind.values),
        "level": chance.choice([*Level.values, ""]),
        "dimension": chance.choice([*Dimension.values, ""]),
        "given_on": given_on,
        "due_on": chance.choice([None, given_on, given_on + timedelta(days=20)]),
    }


def step_a_visit(ministry: Ministry, user: User) -> bool:
    """Any step of any visit, refused where it isn't theirs or not its turn."""
    visit = _any(ministry, Visit.objects.all())
    if visit is None:
        return False
    slug = ministry.chance.choice(_possible(visit, VISIT_STEPS))
    take_step(visit, slug, by=user, given=_given(ministry, VISIT_SECTIONS))
    return True


def _possible(document: Any, steps: Any) -> list[str]:
    """Mostly the steps of its state, else time goes by with refusals."""
    fitting = [slug for slug, step in steps.items() if document.state in step.sources]
    return fitting or list(steps)


def step_a_section(ministry: Ministry, user: User) -> bool:
    """Any step of any section of any round."""
    section = _any(ministry, ReportSection.objects.select_related("report__round"))
    ReportSection.objects.filter(pk=section.pk).update(narrative="ดำเนินการแล้ว")
    section.refresh_from_db()
    slug = ministry.chance.choice(_possible(section, SECTION_STEPS))
    take_section_step(section, slug, by=user, given=_given(ministry, SECTION_PARTS))
    return True


def step_a_report(ministry: Ministry, user: User) -> bool:
    """All of a report sent or accepted at once; with or without rights it is tried."""
    report = _any(ministry, ProvinceReport.objects.all())
    step = ministry.chance.choice([submit_all, accept_all])
    return bool(step(report, by=user))


def report_an_issue(ministry: Ministry, user: User) -> bool:
    """An issue that an office reports, at a site or not, in the round of that day."""
    office = ministry.chance.choice(ministry.offices)
    assert office.province
    site = ministry.chance.choice([None, make_site(provinces=[office.province])])
    held_round = ministry.chance.choice([ministry.rounds[1], None])
    make_issue(office=office, round=held_round, site=site, **_facts(ministry))
    return True


def step_an_issue(ministry: Ministry, user: User) -> bool:
    """Any step of any issue."""
    issue = _any(ministry, Issue.objects.all())
    if issue is None:
        return False
    slug = ministry.chance.choice(_possible(issue, ISSUE_STEPS))
    take_issue_step(issue, slug, by=user, given=_given(ministry, [""]))
    return True


def give_a_follow_up(ministry: Ministry, user: User) -> bool:
    """A follow-up given without a visit: to an office, a network or a company."""
    chance = ministry.chance
    province = chance.choice(ministry.offices).province
    to: dict[str, Any] = chance.choice(
        [
            {"office": chance.choice(ministry.offices)},
            {"network": make_network(province=province)},
            {"company": "บริษัททดสอบ", "province": province},
        ]
    )
    held_round = chance.choice([*ministry.rounds, None])
    imported = chance.random() < 0.2
    make_follow_up(round=held_round, is_imported=imported, **to, **_terms(ministry))
    return True


def step_a_follow_up(ministry: Ministry, user: User) -> bool:
    """Any step of any follow-up, by whoever may or may not."""
    row = _any(ministry, FollowUp.objects.all())
    slug = ministry.chance.choice(_possible(row, FOLLOW_UP_STEPS))
    office = ministry.offices[0].pk
    given = Given("เหตุผล", office=office, content=_told(ministry))
    take_follow_up_step(row, slug, by=user, given=given)
    return True


def _told(ministry: Ministry) -> Told:
    progress = ministry.chance.choice([None, 0, 50, 100])
    return Told("ดำเนินการแล้ว", ministry.now.date(), progress)


def write_about_a_follow_up(ministry: Ministry, user: User) -> bool:
    """Progress that an office reports, or another due day."""
    row = _any(ministry, FollowUp.objects.exclude(state="draft"))
    if ministry.chance.random() < 0.5:
        report_progress(row, _told(ministry), by=user)
    else:
        due_on = row.given_on + timedelta(days=ministry.chance.randint(0, 60))
        redate(row, due_on, reason="เหตุผล", by=user)
    return True


def look_at_what_was_left(ministry: Ministry, user: User) -> bool:
    """At a visit, begun for it, one of those left from before."""
    states = [VisitState.PLANNED, VisitState.IN_PROGRESS]
    coming = Visit.objects.filter(state__in=states).order_by("pk")
    left = [(visit, carry) for visit in coming for carry in carried_to(visit)]
    if not left:
        return False
    visit, carry = ministry.chance.choice(left)
    slug = ministry.chance.choice([STILL_OPEN, "verify", "send-back", "supersede"])
    judge = _rather_a_manager(ministry, user)
    if visit.state == VisitState.PLANNED:
        take_step(visit, "start", by=ministry.readers["inspector"].user)
    take_look(visit, carry, slug, by=judge, given=Given("ดูแล้ว"))
    return True


def move_a_round(ministry: Ministry, user: User) -> bool:
    """Rarely, a round is opened, summarised, closed or reopened."""
    held_round = _any(ministry, Round.objects.all())
    if ministry.chance.random() < 0.7:
        return False
    slug = ministry.chance.choice(_possible(held_round, ROUND_STEPS))
    judge = _rather_a_manager(ministry, user)
    take_round_step(held_round, slug, by=judge, given=Given("เหตุผล"))
    return True


def _rather_a_manager(ministry: Ministry, user: User) -> User:
    """For what a manager alone may do, or else it would hardly ever be done."""
    manager = ministry.readers["manager"].user
    return ministry.chance.choice([user, User.objects.get(pk=manager.pk)])


ACTS: list[Callable[[Ministry, User], bool]] = [
    plan_a_visit,
    record_in_a_visit,
    step_a_visit,
    step_a_visit,
    step_a_visit,
    step_a_section,
    step_a_section,
    step_a_report,
    report_an_issue,
    step_an_issue,
    step_an_issue,
    give_a_follow_up,
    step_a_follow_up,
    step_a_follow_up,
    write_about_a_follow_up,
    look_at_what_was_left,
    move_a_round,
]
