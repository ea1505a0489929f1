"""A small ministry with something unmistakable in each of its texts.

Visits to Khon Kaen in every state, some shared with Kalasin, some to Songkhla;
whatever hangs on a visit; rounds, reports and issues (see `world_reports`); people
in every relation to them (see `access.ROLES`).
Every text holds a canary of its own, noted with who may ever read it.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client

from accounts.models import Role, User
from audit.models import Attachment
from audit.records import record
from inspections.lifecycle import VISIT_SECTIONS, VisitState
from inspections.models import (
    Dimension,
    Figure,
    FollowUp,
    Issue,
    Reminder,
    ReviewComment,
    Rung,
    TopicNote,
    Visit,
    VisitDimension,
    VisitFlag,
    VisitSession,
    VisitSite,
)
from inspections.search import refresh_visit
from networks.models import Contact, NetworkAlias, Point
from regions.models import Office, Province
from tests import factories as make
from tests.access import AS_SEEN_FROM, FIELD, MANAGERS, OFFICE, READERS, SIGNED_IN
from tests.world_ledger import build_ledger
from tests.world_left import build_left
from tests.world_reports import build_issues, build_rounds, keep_unsaved

PDF = b"%PDF-1.4\n% "
#: Numbers in canaries: as digits they would be words of their own.
AS_LETTERS = str.maketrans("0123456789", "abcdefghij")
A_KEY = "7d1b1a3e-9d3c-4a53-9f0c-1f6f3f0f4a11"
SHARED_STATES = ("planned", "in_progress", "submitted", "signed_off")


@dataclass(frozen=True)
class Canary:
    """A text that stands in one field; `who` may read it, as seen from `place`."""

    token: str
    where: str
    who: frozenset[str]
    place: str

    def is_for(self, role: str) -> bool:
        """Whether somebody of this role may ever read it."""
        return AS_SEEN_FROM[self.place].get(role, role) in self.who


@dataclass(frozen=True)
class Held:
    """A row of a list, and who sees it, as seen from `place`."""

    record: Any
    who: frozenset[str]
    place: str

    def is_for(self, role: str) -> bool:
        """Whether somebody of this role sees the row."""
        return AS_SEEN_FROM[self.place].get(role, role) in self.who


@dataclass
class World:
    """What was built: who there is, the objects by kind and label, the canaries."""

    users: dict[str, User] = field(default_factory=dict)
    sessions: dict[str, str] = field(default_factory=dict)
    objects: dict[str, dict[str, tuple[Any, ...]]] = field(default_factory=dict)
    visits: dict[str, Visit] = field(default_factory=dict)
    issues: dict[str, Issue] = field(default_factory=dict)
    follow_ups: list[Held] = field(default_factory=list)
    meetings: list[Held] = field(default_factory=list)
    canaries: list[Canary] = field(default_factory=list)

    def client(self, role: str) -> Client:
        """A browser of somebody of this role, in Thai: texts stand as printed."""
        client = Client()
        if role in self.sessions:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[role]
        return client

    def plant(self, where: str, who: Iterable[str], place: str) -> str:
        """A new canary; one Latin word, which no search or comparison takes apart."""
        number = f"{len(self.canaries):04}".translate(AS_LETTERS)
        token = f"cnry{number}z"
        self.canaries.append(Canary(token, where, frozenset(who), place))
        return token

    def keep(self, kind: str, label: str, *address: Any) -> None:
        """Note where an object of the access table is found."""
        self.objects.setdefault(kind, {})[label] = address


@contextmanager
def built_world(django_db_blocker: Any) -> Iterator[World]:
    """The world, for as long as one module's tests run; then it never was."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build_world()
        transaction.set_rollback(True)


def build_world() -> World:
    """Everything, in one go."""
    world = World()
    places = Places(world)
    _people(world, places)
    for state in VisitState.values:
        _visit(world, places, f"{state} here")
    for state in SHARED_STATES:
        _visit(world, places, f"{state} shared")
        _visit(world, places, f"{state} elsewhere")
    for state in ("planned", "signed_off"):
        _visit(world, places, f"{state} agency")
    _without_a_visit(world, places)
    build_rounds(world, places)
    build_issues(world, places)
    build_ledger(world, places)
    build_left(world, places)
    for role, user in world.users.items():
        client = Client()
        client.force_login(user)
        world.sessions[role] = client.cookies[settings.SESSION_COOKIE_NAME].value
    keep_unsaved(world)
    return world


class Places:
    """Provinces, their offices, networks and sites, by the names of the places."""

    def __init__(self, world: World) -> None:
        self.zones = {
            "here": make.make_zone(number=12, name_th="กลาง", name_en="Middle"),
            "elsewhere": make.make_zone(number=5, name_th="ใต้", name_en="South"),
        }
        self.provinces = {
            "here": self._province("here", "40", "ขอนแก่น", "Khon Kaen", "KKN"),
            "next-door": self._province("here", "46", "กาฬสินธุ์", "Kalasin", "KSN"),
            "elsewhere": self._province("elsewhere", "90", "สงขลา", "Songkhla", "SKA"),
        }
        self.offices = {
            place: make.make_office(province=province)
            for place, province in self.provinces.items()
        }
        self.networks = {}
        self.sites = {}
        for place, province in self.provinces.items():
            self._registers(world, place, province)
        bank = make.make_office(kind="bank", province=self.provinces["here"])
        self.offices["agency"] = bank
        registers: list[dict] = [self.zones, self.provinces, self.networks, self.sites]
        for register in registers:
            register["agency"] = register["here"]
        self.round = make.make_round(fiscal_year=2566, number=1, state="open")
        world.keep("zone", "here", 12)
        make.make_point(make.make_series(), "2565/66", "93.89", scale=1_000_000)
        world.keep("series", "here", "a-series")

    def _province(self, zone: str, code: str, *names: str) -> Province:
        thai, english, short = names
        return make.make_province(
            zone=self.zones[zone],
            code=code,
            name_th=thai,
            name_en=english,
            abbr_th=short.lower(),
            abbr_en=short,
        )

    def _registers(self, world: World, place: str, province: Province) -> None:
        """Directories: their entries are for all, their people for the place."""

        def text(where: str, who: frozenset[str] = SIGNED_IN) -> str:
            return world.plant(f"{where} {place}", who, place)

        of_the_place = FIELD | MANAGERS | OFFICE
        office = self.offices[place]
        network = self.networks[place] = make.make_network(
            province=province, name=text("network.name"), note=text("network.note")
        )
        NetworkAlias.objects.create(network=network, name=text("alias.name"))
        Contact.objects.create(
            network=network,
            first_name=text("contact.first_name", of_the_place),
            last_name=text("contact.last_name", of_the_place),
            position=text("contact.position", of_the_place),
            phone=text("contact.phone", of_the_place),
            email=f"{text('contact.email', of_the_place)}@example.go.th",
        )
        site = self.sites[place] = make.make_site(
            provinces=[province], name=text("site.name"), note=text("site.note")
        )
        office.head_title_th = text("office.head_title")
        office.save()
        world.keep("province", place, province.code)
        world.keep("office", place, office.code)
        world.keep("network", place, network.pk)
        world.keep("site", place, site.pk)


def _people(world: World, places: Places) -> None:
    """One user for each role; who works in an office is known to its place only."""
    for role in ("nobody", "inspector", "assistant", "lead", "stranger", "manager"):
        world.users[role] = make.make_user(username=role)
    world.users["former"] = make.make_user(
        username="former", last_name=world.plant("team member", READERS, "here")
    )
    world.users["superuser"] = make.make_user(
        username="superuser", is_superuser=True, is_staff=True
    )
    here, elsewhere = places.zones["here"], places.zones["elsewhere"]
    for role, held, zone in (
        ("inspector", Role.INSPECTOR, here),
        ("assistant", Role.ASSISTANT, here),
        ("lead", Role.INSPECTOR, elsewhere),
        ("stranger", Role.INSPECTOR, elsewhere),
    ):
        make.make_assignment(world.users[role], held, zone=zone)
    make.make_assignment(world.users["manager"], Role.MANAGER)
    of_the_place = FIELD | MANAGERS | OFFICE
    for role, held, place in (
        ("officer", Role.OFFICER, "here"),
        ("head", Role.HEAD, "here"),
        ("neighbour", Role.OFFICER, "next-door"),
    ):
        name = world.plant(f"name of {role}", of_the_place, place)
        world.users[role] = make.make_user(username=role, last_name=name)
        office = places.offices[place]
        make.make_assignment(world.users[role], held, office=office)


class _Planting:
    """Plants the texts of one visit; each method says who may read them.

    An office reads its plan at once and the rest from sign-off: of a visit to
    it alone everything, of a shared one what is its own.
    """

    def __init__(self, world: World, label: str) -> None:
        self.world, self.label = world, label
        self.state, *_words, self.place = label.split()
        self.home = "here" if self.place == "shared" else self.place
        #: What a visit leaves in a province is its industry office's too.
        self.province = "here" if self.place == "agency" else self.home
        self.is_released = self.state == VisitState.SIGNED_OFF

    def _text(self, where: str, who: frozenset[str], place: str) -> str:
        return self.world.plant(f"{where} [{self.label}]", who, place)

    def inner(self, where: str) -> str:
        """For those who see the visit whole."""
        return self._text(where, READERS, self.home)

    def plan(self, where: str) -> str:
        """For the inspected offices too, at once."""
        return self._text(where, READERS | OFFICE, self.place)

    def unit(self, where: str, place: str) -> str:
        """For that unit's own office too, at once."""
        return self._text(where, READERS | OFFICE, place)

    def common(self, where: str) -> str:
        """For the office, if it alone was inspected, from sign-off."""
        is_sole = self.place != "shared" and self.is_released
        return self._text(where, READERS | OFFICE if is_sole else READERS, self.home)

    def own(self, where: str, place: str) -> str:
        """For that place's office from sign-off."""
        who = READERS | OFFICE if self.is_released else READERS
        return self._text(where, who, place)


def _visit(world: World, places: Places, label: str) -> None:
    """A visit with every part that a record can have."""
    text = _Planting(world, label)
    home = text.home
    number = len(world.visits)
    visit = make.make_visit(
        state=text.state,
        starts_on=date(2023, 1, 2 + number),
        round=places.round,
        zone=places.zones[home],
        meeting_province=places.provinces[home],
        lead=world.users["stranger" if home == "elsewhere" else "lead"],
        created_by=world.users["assistant"],
        source=text.inner("visit.source"),
        place=text.plan("visit.place"),
        lead_wording=text.plan("visit.lead_wording"),
        summary=text.common("visit.summary"),
        note=text.inner("visit.note"),
    )
    world.visits[label] = visit
    if home != "elsewhere":
        visit.members.create(user=world.users["former"])
    parts = [home, "next-door"] if text.place == "shared" else [home]
    for order, place in enumerate(parts):
        _unit(visit, text, place, places.offices[place], places.sites[place], order)
    _record(visit, text)
    _meeting(world, visit, text, places)
    _follow_ups(world, visit, text, places, parts)
    _review(visit, text, world.users["manager"])
    world.keep("visit", label, visit.ref)
    world.keep("visit_step", label, visit.ref, "start")
    refresh_visit(visit)


def _unit(
    visit: Visit, text: _Planting, place: str, office: Office, site: Any, order: int
) -> None:
    unit = make.make_unit(
        visit,
        office=office,
        order=order,
        printed_name=text.unit(f"unit.printed_name {place}", place),
        head_wording=text.unit(f"unit.head_wording {place}", place),
    )
    TopicNote.objects.create(
        visit=visit,
        unit=unit,
        title=text.own(f"note.title {place}", place),
        reported=text.own(f"note.reported {place}", place),
        found=text.own(f"note.found {place}", place),
        obstacle=text.own(f"note.obstacle {place}", place),
        not_inspected_reason=text.own(f"note.reason {place}", place),
    )
    Figure.objects.create(
        visit=visit,
        unit_inspected=unit,
        name=text.own(f"figure.name {place}", place),
        unit=text.own(f"figure.unit {place}", place),
        value=7,
    )
    VisitSite.objects.create(
        visit=visit,
        site=site,
        province=office.province,
        printed_name=text.own(f"site.printed_name {place}", place),
        note=text.own(f"site.note {place}", place),
    )


def _record(visit: Visit, text: _Planting) -> None:
    VisitSession.objects.create(
        visit=visit,
        place=text.common("session.place"),
        activity=text.common("session.activity"),
    )
    TopicNote.objects.create(visit=visit, title=text.common("note of the whole visit"))
    Figure.objects.create(
        visit=visit, name=text.common("figure of the whole visit"), value=7
    )
    VisitDimension.objects.create(
        visit=visit,
        dimension=Dimension.COMMUNITY,
        evidence=text.common("dimension.evidence"),
    )
    VisitFlag.objects.create(visit=visit, code=text.inner("flag.code"))
    content = ContentFile(PDF + text.common("content of a file").encode())
    attachment = Attachment(
        record=visit,
        by=text.world.users["lead"],
        original_name=f"{text.common('file.original_name')}.pdf",
        caption=text.common("file.caption"),
        media_type="application/pdf",
        size=len(content),
    )
    attachment.file.save("", content)
    text.world.keep("visit_file", text.label, visit.ref, attachment.pk)


def _meeting(world: World, visit: Visit, text: _Planting, places: Places) -> None:
    home = text.province
    meeting = make.make_meeting(
        visit=visit,
        province=places.provinces[home],
        title=text.own("meeting.title", home),
        place=text.own("meeting.place", home),
        summary=text.own("meeting.summary", home),
    )
    party = make.make_party(
        meeting,
        network=places.networks[home],
        printed_name=text.own("party.printed_name", home),
        represented_by=text.own("party.represented_by", home),
    )
    Point.objects.create(
        meeting=meeting, party=party, text=text.own("point.text", home)
    )
    who = READERS | OFFICE if text.is_released else READERS
    world.meetings.append(Held(meeting, who, home))
    if text.label in {"in_progress here", "signed_off here", "signed_off elsewhere"}:
        word = "released" if text.is_released else "draft"
        world.keep("meeting", f"{word} {home}", meeting.pk)


def _follow_ups(
    world: World, visit: Visit, text: _Planting, places: Places, parts: list[str]
) -> None:
    """A draft stays inside the record; an issued one is its addressee's."""
    for place in parts:
        given = make.make_follow_up(
            visit=visit,
            office=places.offices[place],
            state="issued" if text.is_released else "draft",
            text=text.own(f"follow_up.text {place}", place),
        )
        if text.is_released:
            world.follow_ups.append(Held(given, READERS | OFFICE, place))
            # Of a shared visit only Kalasin's is another's than the visit's.
            where = place if place == "next-door" else text.place
            if where != "shared":
                world.keep("follow_up", f"visit {where}", given.ref)
    asked = make.make_follow_up(
        visit=visit,
        company=text.own("follow_up.company", text.province),
        province=places.provinces[text.province],
        state="issued" if text.is_released else "draft",
        text=text.own("follow_up.text to a company", text.province),
    )
    if text.is_released:
        world.follow_ups.append(Held(asked, READERS | OFFICE, text.province))


def _review(visit: Visit, text: _Planting, manager: User) -> None:
    if text.state in {VisitState.RETURNED, VisitState.SUBMITTED}:
        for section in VISIT_SECTIONS:
            ReviewComment.objects.create(
                visit=visit,
                section=section,
                text=text.inner(f"comment on {section}"),
                by=manager,
            )
    record(
        visit,
        "record",
        by=manager,
        reason=text.inner("history.reason"),
        changes=[
            ("note", None, text.inner("history after")),
            ("summary", text.inner("history before"), None),
        ],
    )


def _without_a_visit(world: World, places: Places) -> None:
    """What hangs on no visit, or on one that says little; an unsaved upload."""
    of_the_place = FIELD | MANAGERS | OFFICE
    for place in ("here", "elsewhere"):
        text = world.plant(f"follow_up without a visit {place}", of_the_place, place)
        alone = make.make_follow_up(office=places.offices[place], text=text)
        world.keep("follow_up", f"alone {place}", alone.ref)
        world.follow_ups.append(Held(alone, of_the_place, place))
        _reminders(world, alone, place)
        title = world.plant(f"meeting without a visit {place}", of_the_place, place)
        meeting = make.make_meeting(province=places.provinces[place], title=title)
        promised = world.plant(f"promise not issued {place}", of_the_place, place)
        make.make_follow_up(
            kind="commitment",
            meeting=meeting,
            network=places.networks[place],
            state="draft",
            text=promised,
        )
        world.keep("meeting", f"alone {place}", meeting.pk)
        world.meetings.append(Held(meeting, of_the_place, place))
    for state in ("in_progress", "signed_off"):
        _bare_visit(world, places, f"{state} bare here")
    staged = Attachment(
        by=world.users["inspector"],
        staged_key=A_KEY,
        original_name="staged.pdf",
        media_type="application/pdf",
        size=1,
    )
    staged.file.save("", ContentFile(PDF))
    world.keep("upload", "staged here", staged.pk)


def _reminders(world: World, follow_up: FollowUp, place: str) -> None:
    """Of Khon Kaen's the officer and the head were told; each has their own."""
    for role in ("head", "officer") if place == "here" else ():
        reminder = Reminder.objects.create(
            user=world.users[role],
            follow_up=follow_up,
            rung=Rung.DUE,
            due_on=follow_up.given_on,
        )
        if role == "officer":
            world.keep("reminder", f"unread {place}", reminder.pk)


def _bare_visit(world: World, places: Places, label: str) -> None:
    """A visit that follows one elsewhere; its meeting is in no province."""
    text = _Planting(world, label)
    visit = world.visits[label] = make.make_visit(
        offices=[places.offices["here"]],
        state=text.state,
        lead=world.users["lead"],
        parent=world.visits["signed_off elsewhere"],
        starts_on=date(2022, 12, 1),
        fiscal_year=2566,
    )
    visit.members.create(user=world.users["former"])
    refresh_visit(visit)
    meeting = make.make_meeting(visit=visit, title=text.common("meeting.title"))
    world.meetings.append(Held(meeting, READERS, "here"))
    if not text.is_released:
        world.keep("meeting", "placeless here", meeting.pk)
