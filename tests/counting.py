"""Every number of a page with the list it opens, and the same in plain Python.

`numbers_on` and `count_of_list` read pages as people do. `Plain` counts anew what
an address means for a reader: from the rules of DESIGN §4, over all records as
they stand, with no QuerySet of the product.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from html import unescape
from urllib.parse import parse_qsl, urlsplit

from django.utils import timezone

from accounts.models import User
from audit.models import Entry
from inspections.models import (
    Answer,
    Carry,
    FollowUp,
    Issue,
    ProvinceReport,
    ReportSection,
    Visit,
)
from networks.models import Meeting, Network
from regions.models import Office, Site, ZoneMembership
from thai.dates import parse_date

NUMBER = r"(\d[\d,]*)"
#: How pages write a number that opens what it counts.
WRITTEN = (
    rf'<a class="count" href="([^"]+)">{NUMBER}',
    rf'<a(?: class="tally--\w+")? href="([^"]+)"><b>{NUMBER}</b>',
    rf'<a href="([^"]+)">Show all: [^<]*\({NUMBER}\)</a>',
)
LIST_COUNT = re.compile(rf'<p class="count">(?:No entries|Showing .* of {NUMBER})</p>')


def numbers_on(page: str) -> Iterator[tuple[str, int]]:
    """The address and the value of every number of a page that is a link."""
    for pattern in WRITTEN:
        for address, number in re.findall(pattern, page):
            yield unescape(address), int(number.replace(",", ""))


def count_of_list(page: str) -> int:
    """How many rows a list says it has, in its own words."""
    (number,) = LIST_COUNT.findall(page)
    return int(number.replace(",", "")) if number else 0


#: States of a follow-up in which its office has yet to answer.
WAITED_FOR = {"issued", "acknowledged", "in_progress"}
#: What a filter of promises holds, where that is not one outcome.
PROMISES = {"settled": {"kept", "missed"}}


@dataclass(frozen=True)
class Reader:
    """Somebody's roles as they were handed out; keys of provinces and offices."""

    user: User
    everything: bool = False
    inspected: frozenset[int] = frozenset()
    assisted: frozenset[int] = frozenset()
    office: Office | None = None

    @property
    def goes_to(self) -> frozenset[int]:
        """The provinces in which they are an inspector or assistant."""
        return self.inspected | self.assisted

    @property
    def offices(self) -> set[int]:
        """The key of their office."""
        return {self.office.pk} if self.office else set()


@dataclass
class Plain:
    """All records, read once; `count` says how many of them an address means."""

    today: date = field(default_factory=timezone.localdate)

    def __post_init__(self) -> None:
        self.visits = list(
            Visit.objects.select_related("round", "zone").prefetch_related(
                "units__provinces", "units__office", "members"
            )
        )
        self.reports = list(
            ProvinceReport.objects.select_related("round", "office__province")
        )
        self.sections = list(ReportSection.objects.select_related("topic"))
        self.issues = list(
            Issue.objects.select_related("round", "office__province", "site")
        )
        self.follow_ups = list(
            FollowUp.objects.select_related("round", "office__province", "network")
        )
        self.carries = defaultdict(list)
        for carry in Carry.objects.select_related("round"):
            self.carries[carry.follow_up_id].append(carry)
        self.meetings = list(Meeting.objects.prefetch_related("parties"))
        self.networks = list(Network.objects.all())
        self.sites = list(Site.objects.prefetch_related("provinces"))
        self.by_key = {visit.pk: visit for visit in self.visits}
        self._relate()

    def _relate(self) -> None:
        offices = Office.objects.filter(kind="provincial")
        self.office_of_province = {o.province_id: o for o in offices}
        members = ZoneMembership.objects.select_related("zone", "province")
        self.zone_of = {
            m.province_id: str(m.zone.number)
            for m in members
            if m.starts_on <= self.today and (not m.ends_on or self.today <= m.ends_on)
        }
        self.code_of = {m.province_id: m.province.code for m in members}
        self.sections_of = defaultdict(list)
        for section in self.sections:
            self.sections_of[section.report_id].append(section)
        self.report_of = {report.pk: report for report in self.reports}
        self.seen_at = defaultdict(list)
        for key, visit in Issue.objects.values_list("pk", "sightings__visit"):
            self.seen_at[key] += [self.by_key[visit]] if visit else []
        held = Meeting.objects.values_list("pk", "at_visit__visit")
        self.held_at = {key: self.by_key.get(visit) for key, visit in held}
        final = Answer.objects.filter(is_final=True)
        self.answered = set(final.values_list("follow_up", flat=True))
        signed = Entry.objects.filter(step="sign-off").values_list("object_id", "at")
        self.signed = [(key, timezone.localdate(at)) for key, at in signed]

    def count(self, reader: Reader, address: str) -> int:
        """How many rows the list at an address has for a reader."""
        place = urlsplit(address)
        query = {k: v for k, v in parse_qsl(place.query) if k != "sort"}
        rows, visible, means = {
            "/visits/": (self.visits, self.sees_visit, self.visit_is),
            "/reports/": (self.reports, self.sees_report, self.report_is),
            "/reports/topics/": (self.sections, self.sees_section, self.section_is),
            "/issues/": (self.issues, self.sees_issue, self.issue_is),
            "/follow-ups/": (self.follow_ups, self.sees_follow_up, self.follow_up_is),
            "/meetings/": (self.meetings, self.sees_meeting, self.meeting_is),
            "/networks/": (self.networks, lambda *_: True, self.network_is),
            "/sites/": (self.sites, lambda *_: True, self.site_is),
        }[place.path]
        return sum(
            visible(reader, row)  # type: ignore[operator]
            and all(means(reader, row, name, query) for name in query)  # type: ignore[operator]
            for row in rows
        )

    # --- Who sees what ------------------------------------------------------------

    def goes_on(self, reader: Reader, visit: Visit) -> bool:
        """Leads it or is in its team."""
        team = {member.user_id for member in visit.members.all()}
        return reader.user.pk in {visit.lead_id, *team}

    def sees_whole(self, reader: Reader, visit: Visit) -> bool:
        """Not only as an inspected office."""
        places = {p.pk for unit in visit.units.all() for p in unit.provinces.all()}
        return (
            reader.everything
            or self.goes_on(reader, visit)
            or bool(places & reader.goes_to)
        )

    def sees_visit(self, reader: Reader, visit: Visit) -> bool:
        """Whole, or as an inspected office."""
        inspected = {unit.office_id for unit in visit.units.all()}
        return self.sees_whole(reader, visit) or bool(inspected & reader.offices)

    def sees_report(self, reader: Reader, report: ProvinceReport) -> bool:
        """Its office, who goes to its province, managers."""
        return (
            reader.everything
            or report.office_id in reader.offices
            or report.office.province_id in reader.goes_to
        )

    def sees_section(self, reader: Reader, section: ReportSection) -> bool:
        """As its report."""
        return self.sees_report(reader, self.report_of[section.report_id])

    def sees_issue(self, reader: Reader, issue: Issue) -> bool:
        """Its office, who goes to its province or went on a visit that saw it."""
        return (
            reader.everything
            or issue.office_id in reader.offices
            or issue.office.province_id in reader.goes_to
            or any(self.sees_whole(reader, v) for v in self.seen_at[issue.pk])
        )

    def sees_follow_up(self, reader: Reader, row: FollowUp) -> bool:
        """Numbered; and the visit seen whole, or of the place, or to be answered."""
        if row.ref is None:
            return False
        visit = self.by_key.get(row.visit_id or 0)
        answers = self.answers(row)
        return (
            reader.everything
            or bool(visit and self.sees_whole(reader, visit))
            or self.province_of(row) in reader.goes_to
            or bool(answers and answers.pk in reader.offices)
        )

    def sees_meeting(self, reader: Reader, meeting: Meeting) -> bool:
        """As the visit it was held at; by an office of the place once signed off."""
        visit = self.held_at[meeting.pk]
        released = visit is None or visit.state == "signed_off"
        at_home = reader.office and meeting.province_id == reader.office.province_id
        return (
            reader.everything
            or meeting.province_id in reader.goes_to
            or bool(at_home and meeting.province_id and released)
            or bool(visit and self.sees_whole(reader, visit))
        )

    # --- What the filters mean ----------------------------------------------------

    def province_of(self, row: FollowUp) -> int | None:
        """Where who it is addressed to is."""
        place = row.office or row.network or row
        return place.province_id

    def answers(self, row: FollowUp) -> Office | None:
        """The office addressed, else that of the province."""
        return row.office or self.office_of_province.get(self.province_of(row))

    def lies(self, province: int | None, name: str, query: Mapping[str, str]) -> bool:
        """Whether a province is the one asked for, or lies in the zone."""
        found = self.zone_of if name.endswith("zone") else self.code_of
        return found.get(province or 0) == query[name]

    def visit_is(self, reader: Reader, row: Visit, name: str, query: dict) -> bool:
        """Whether a visit passes the filter `name`."""
        value = query[name]
        whole = self.sees_whole(reader, row) or reader.office is None
        units = [u for u in row.units.all() if whole or u.office_id in reader.offices]
        if name in ("since", "until", "signed_off_since"):
            day = parse_date(value)
            assert day
            return {
                "since": row.ends_on >= day,
                "until": row.starts_on <= day,
                "signed_off_since": row.state == "signed_off"
                and any(key == row.pk and at >= day for key, at in self.signed),
            }[name]
        provinces = {p for unit in row.units.all() for p in unit.provinces.all()}
        keys = {province.pk for province in provinces}
        unattended = row.lead_id is None and keys & reader.inspected
        put_off = {"postponed", "cancelled"}
        return {
            "round": bool(row.round) and row.round.key == value,
            "zone": bool(row.zone) and str(row.zone.number) == value,
            "province": any(
                p.code == value for unit in units for p in unit.provinces.all()
            ),
            "office": any(unit.office and unit.office.code == value for unit in units),
            "state": row.state == value,
            "late": row.state in {"planned", "in_progress"}
            and row.ends_on < self.today,
            "ours": any(u.office_id in reader.offices for u in row.units.all()),
            "mine": bool(
                self.goes_on(reader, row) or unattended or keys & reader.assisted
            ),
            "progress": {
                "done": row.state == "signed_off",
                "open": row.state not in {*put_off, "signed_off"},
                "off": row.state in put_off,
                "not-cancelled": row.state != "cancelled",
            }.get(value),
        }[name]

    def sent(self, section: ReportSection) -> str:
        """Whether its first submission kept to the due day."""
        due = self.report_of[section.report_id].round.reports_due_on
        if section.first_submitted_at is None:
            return "missing"
        day = timezone.localdate(section.first_submitted_at)
        return "late" if day > due else "in_time"

    def is_late(self, section: ReportSection) -> bool:
        """Sent after the due day, or not sent though it is over."""
        due = self.report_of[section.report_id].round.reports_due_on
        sent = self.sent(section)
        return sent == "late" or (sent == "missing" and self.today > due)

    def report_is(
        self, reader: Reader, row: ProvinceReport, name: str, query: dict
    ) -> bool:
        """Whether a report passes the filter `name`."""
        sections = self.sections_of[row.pk]
        order = ["draft", "returned", "submitted", "accepted"]
        sent = {self.sent(section) for section in sections}
        worst = next((w for w in ("missing", "late") if w in sent), "in_time")
        province, value = row.office.province_id, query[name]
        if name in ("zone", "province"):
            return self.lies(province, name, query)
        return {
            "round": row.round.key == value,
            "office": row.office.code == value,
            "state": min((s.state for s in sections), key=order.index) == value,
            "late": any(map(self.is_late, sections)) == (value == "late"),
            "sending": worst == value,
            "current": row.round.state in {"open", "summarising"},
            "mine": province in reader.goes_to,
            "ours": row.office_id in reader.offices,
        }[name]

    def section_is(
        self, reader: Reader, row: ReportSection, name: str, query: dict
    ) -> bool:
        """Whether a section passes the filter `name`."""
        own = {
            "topic_id": str(row.topic_id),
            "topic": row.topic.kind,
            "state": row.state,
            "sending": self.sent(row),
            "late": "late" if self.is_late(row) else "in_time",
        }
        if name in own:
            return own[name] == query[name]
        return self.report_is(reader, self.report_of[row.report_id], name, query)

    def issue_is(self, reader: Reader, row: Issue, name: str, query: dict) -> bool:
        """Whether an issue passes the filter `name`."""
        value, province = query[name], row.office.province_id
        if name in ("zone", "province"):
            return self.lies(province, name, query)
        judges = (
            reader.everything
            or province in reader.inspected
            or (
                bool(reader.inspected)
                and any(self.goes_on(reader, v) for v in self.seen_at[row.pk])
            )
        )
        waits = row.state in {"reported", "in_hand", "resolved"}
        return {
            "round": bool(row.round) and row.round.key == value,
            "kind": row.kind == value,
            "severity": row.severity == value,
            "state": row.state == value,
            "status": waits == (value == "open"),
            "office": row.office.code == value,
            "site": str(row.site_id) == value,
            "ours": row.office_id in reader.offices,
            "to_verify": row.state == "resolved"
            and row.resolved_by_id != reader.user.pk
            and judges,
        }[name]

    def follow_up_is(
        self, reader: Reader, row: FollowUp, name: str, query: dict
    ) -> bool:
        """Whether a follow-up passes the filter `name`."""
        value, answers = query[name], self.answers(row)
        if name in ("zone", "province"):
            return self.lies(self.province_of(row), name, query)
        asks = row.kind not in {"observation", "commendation"} and not row.is_imported
        waits = row.state in WAITED_FOR
        is_open = waits or row.state == "answered"
        days = (row.due_on - self.today).days if row.due_on else None
        into = query.get("carried")
        carries = [c for c in self.carries[row.pk] if into in (None, c.round.key)]
        return {
            "round": bool(row.round) and row.round.key == value,
            "office": bool(answers) and answers.code == value,
            "ours": bool(answers) and answers.pk in reader.offices,
            "network": str(row.network_id) == value,
            "network_kind": bool(row.network) and row.network.kind == value,
            "promise": self.outcome(row) in PROMISES.get(value, {value}),
            "kind": row.kind == value,
            "state": row.state == value,
            "level": (row.level or "none") == value,
            "dimension": (row.dimension or "none") == value,
            "imported": row.is_imported == (value == "yes"),
            "sent_back": row.state == "in_progress" and row.pk in self.answered,
            "to_verify": self.may_verify(reader, row),
            "carried": bool(carries),
            "outcome": self.came_of(row, carries) == value,
            "looked": any(
                {"no": c.look == "" and is_open, "yes": c.look != ""}[query["looked"]]
                for c in carries
            )
            if name == "looked"
            else None,
            "status": is_open == (value == "open"),
            "deadline": asks
            and {
                "open": is_open,
                "soon": waits and days is not None and 0 <= days <= 14,
                "overdue": waits and days is not None and days < 0,
                "reports": waits
                and row.report_due_on is not None
                and row.report_due_on <= self.today,
            }.get(value, False),
        }[name]

    def came_of(self, row: FollowUp, carries: list[Carry]) -> str:
        """How it ended in the rounds of these carries, or that it stayed open."""
        last = max((carry.pk for carry in self.carries[row.pk]), default=None)
        is_passed_on = any(carry.pk != last for carry in carries)
        is_open = row.state in WAITED_FOR or row.state == "answered"
        return "open" if is_passed_on or is_open else row.state

    def outcome(self, row: FollowUp) -> str:
        """What came of a promise; "none" of anything else."""
        if row.kind != "commitment":
            return "none"
        if row.is_imported:
            return ""
        if row.state in WAITED_FOR | {"answered"}:
            is_late = bool(row.due_on) and row.due_on < self.today
            return "missed" if is_late and row.state in WAITED_FOR else "pending"
        return {"verified": "kept", "cannot_comply": "missed"}.get(row.state, "")

    def may_verify(self, reader: Reader, row: FollowUp) -> bool:
        """Answered by somebody else, of their places or of a visit they went on."""
        visit = self.by_key.get(row.visit_id or 0)
        went = bool(reader.inspected and visit and self.goes_on(reader, visit))
        judges = reader.everything or self.province_of(row) in reader.inspected or went
        is_other = row.answered_by_id != reader.user.pk
        return row.state == "answered" and is_other and judges

    def meeting_is(self, reader: Reader, row: Meeting, name: str, query: dict) -> bool:
        """Whether a meeting passes the filter `name`."""
        if name in ("zone", "province"):
            return self.lies(row.province_id, name, query)
        visit = self.held_at[row.pk]
        held_round = visit.round if visit else None
        return {"round": bool(held_round) and held_round.key == query[name]}[name]

    def network_is(self, reader: Reader, row: Network, name: str, query: dict) -> bool:
        """Whether a network passes the filter; those on a meeting speak of one."""
        if name in ("zone", "province"):
            return self.lies(row.province_id, name, query)
        met = {"met_in": "round", "met_zone": "zone", "met_province": "province"}
        asked = {met[key]: value for key, value in query.items() if key in met}
        return any(
            self.sees_meeting(reader, meeting)
            and all(self.meeting_is(reader, meeting, key, asked) for key in asked)
            for meeting in self.meetings
            if any(party.network_id == row.pk for party in meeting.parties.all())
        )

    def site_is(self, reader: Reader, row: Site, name: str, query: dict) -> bool:
        """Whether a site passes the filter `name`."""
        return query[name] in {province.code for province in row.provinces.all()}
