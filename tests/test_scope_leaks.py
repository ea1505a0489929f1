"""Nothing of others' visits comes out: not by address, list, count, search or file.

Every text of the world is a canary with who may read it; each reader must find
exactly those that are theirs, wherever they look. See `world` and `crawler`.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import cache, partial
from typing import Any
from urllib.parse import parse_qsl

import pytest
import time_machine
from django.db.models import F, Model, Value
from django.db.models.functions import Replace
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from inspections.lifecycle import IssueState, VisitState
from inspections.lists import (
    FOLLOW_UPS,
    ISSUES,
    MEETINGS,
    NETWORKS,
    REPORTS,
    ROUNDS,
    SECTIONS,
    SITES,
    VISITS,
)
from inspections.models import (
    Complainant,
    Figure,
    FollowUp,
    Issue,
    ProvinceReport,
    ReportSection,
    TopicNote,
    Visit,
    VisitSite,
)
from inspections.search import refresh_visit
from networks.models import Meeting
from regions.models import Province
from tests.access import (
    AS_SEEN_FROM,
    OF_THE_PLACE,
    OFFICE,
    READERS,
    ROLES,
    asking,
)
from tests.crawler import Crawl, addresses, offered, text_of
from tests.reading import file_of
from tests.world import Canary, World, built_world
from ui.directories import Directory

NOW = timezone.now()
SIGNED_IN = asking(*(role for role in ROLES if role != "anonymous"))
#: Who sees something of a visit, but not all; and who nothing of Khon Kaen.
PART = ["officer", "head", "neighbour"]
OUTSIDE = ["stranger", "nobody"]
VISIT_LIST, FOLLOW_UP_LIST, MEETING_LIST = (
    "/visits/",
    "/follow-ups/",
    "/meetings/",
)
ISSUE_LIST, REPORT_LIST, SECTION_LIST = "/issues/", "/reports/", "/reports/topics/"
PLACES = {"moi-kkn": "here", "moi-ksn": "next-door", "moi-ska": "elsewhere"}
LISTED = (VISIT_LIST, FOLLOW_UP_LIST, MEETING_LIST, ISSUE_LIST, REPORT_LIST)
SEARCHED = (
    *(VISITS, FOLLOW_UPS, MEETINGS, NETWORKS, SITES),
    *(ROUNDS, REPORTS, SECTIONS, ISSUES),
)


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> Iterator[World]:
    with built_world(django_db_blocker) as built:
        yield built


def crawled(world: World, role: str) -> Crawl:
    return Crawl(world.client(role)).visit(addresses(world))


def read_anew(world: World, role: str) -> Crawl:
    """The whole crawl, filters and all, as of one moment."""
    Directory.forget()
    with time_machine.travel(NOW, tick=False):
        return crawled(world, role).filtered_lists()


@pytest.fixture(scope="module")
def read(world) -> Callable[[str], Crawl]:
    """The same of the world as it was built, read once for all tests."""
    return cache(partial(read_anew, world))


# --- Pages and files ----------------------------------------------------------------


@pytest.mark.parametrize("role", SIGNED_IN)
def test_everybody_finds_what_is_theirs_and_nothing_else(world, read, db, role):
    crawl = read(role) if role in {*PART, *OUTSIDE} else crawled(world, role)
    theirs = {one.token: one.where for one in world.canaries if one.is_for(role)}
    where = {one.token: one.where for one in world.canaries}

    leaked = {where[t]: url for t, url in crawl.seen.items() if t not in theirs}
    missed = {where[t] for t in theirs if t not in crawl.seen}

    assert leaked == {}
    assert missed == set()
    assert crawl.broken == {}, "a link that its reader may not follow"
    assert len(crawl.pages) > 120


def test_the_world_is_full_of_canaries_and_each_role_has_some_refused(world):
    counts = {
        role: sum(one.is_for(role) for one in world.canaries)
        for role in ROLES
        if role != "anonymous"
    }

    unsent = sum(one.who <= OFFICE for one in world.canaries)
    told = (counts, unsent, len(world.canaries))
    assert unsent > 100, told
    assert counts["manager"] == len(world.canaries) - unsent > 900, told
    assert 30 < counts["nobody"] < counts["neighbour"] < counts["officer"], told
    assert counts["officer"] < counts["inspector"] < counts["manager"], told
    assert counts["nobody"] < counts["stranger"] < counts["inspector"], told
    assert counts["officer"] == counts["head"] + 1, "what an officer has not saved"


def test_nobody_reads_anything_without_signing_in(world, db):
    crawl = crawled(world, "anonymous")

    assert crawl.seen == {}
    assert {*crawl.statuses.values()} <= {200, 302}
    assert len(crawl.pages) > 100


# --- Searches -----------------------------------------------------------------------


def request_of(world: World, role: str) -> HttpRequest:
    request = HttpRequest()
    request.user = world.users[role]
    request.user.__dict__.pop("scope", None)
    return request


def hidden_from(world: World, role: str) -> list[Canary]:
    """One canary of each field and place that this reader may not read."""
    kinds = {
        one.where.partition("[")[0]: one
        for one in world.canaries
        if not one.is_for(role)
    }
    return list(kinds.values())


@pytest.mark.parametrize("role", asking("inspector", *PART, *OUTSIDE))
def test_no_search_finds_what_its_reader_may_not_read(world, db, role):
    """By the lists' own filters; a row that is found would tell of it."""
    request: Any = request_of(world, role)
    hidden = hidden_from(world, role)

    found = {
        one.where
        for one in hidden
        for whole in SEARCHED
        if whole.filtered(request, q=one.token).exists()
    }

    assert found == set()
    assert len(hidden) > 30


def test_searches_find_what_their_reader_may_read(world, db):
    """So that the test above is known to look in the right way."""
    request: Any = request_of(world, "manager")

    found = [
        one
        for one in hidden_from(world, "nobody")
        for whole in SEARCHED
        if whole.filtered(request, q=one.token).exists()
    ]

    assert len(found) > 15


@pytest.mark.parametrize("role", asking("officer", "stranger"))
def test_the_page_of_a_search_shows_no_row_either(world, db, role):
    """The same over HTTP, for one canary of each field."""
    client = world.client(role)

    for one in hidden_from(world, role)[::4]:
        for url in (*LISTED, SECTION_LIST):
            response = client.get(url, {"q": one.token})
            assert response.context["listing"].page.count == 0, (one.where, url)


def test_an_office_finds_a_shared_visit_by_its_plan_and_its_own_unit(world, db):
    visit = world.visits["planned shared"]
    here = Province.objects.get(code="40")
    own, other = visit.units.order_by("order")
    client = world.client("officer")

    def refs(text: str) -> list[str]:
        found = client.get(VISIT_LIST, {"q": text, "format": "csv"})
        return [line.split(",")[0] for line in text_of(found).splitlines()]

    for text in (
        visit.ref,
        visit.place,
        own.printed_name,
        own.office.name_th,
        "KHON kaen",
        here.name_th,
        str(visit.lead),
    ):
        assert visit.ref in refs(text), text
    for text in (
        other.printed_name,
        other.office.name_th,
        "Kalasin",
        visit.source,
        visit.note,
    ):
        assert visit.ref not in refs(text), text


# --- Lists and counts, against plain Python ------------------------------------------


def standing(label: str, role: str) -> str:
    return AS_SEEN_FROM[label.split()[-1]].get(role, role)


def known_units(world: World, label: str, role: str) -> list[Any]:
    """The units of a visit that the reader may know of; none if not of the visit."""
    who = standing(label, role)
    if who not in READERS | OFFICE:
        return []
    units = list(world.visits[label].units.all())
    if who in READERS:
        return units
    held = {a.office_id for a in world.users[role].assignments.all()}
    return [unit for unit in units if unit.office_id in held]


PROGRESS = {
    "done": {"signed_off"},
    "open": {"planned", "in_progress", "submitted", "returned"},
    "off": {"postponed", "cancelled"},
    "not-cancelled": set(VisitState.values) - {"cancelled"},
}


def visits_under(world: World, role: str, name: str, value: str) -> set[str]:
    """The references that the list must hold under one filter."""
    today = timezone.localdate()

    def fits(visit: Visit, units: list[Any]) -> bool:
        return {
            "": lambda: True,
            "round": lambda: bool(visit.round) and visit.round.key == value,
            "zone": lambda: bool(visit.zone) and str(visit.zone.number) == value,
            "province": lambda: (
                value in {p.code for unit in units for p in unit.provinces.all()}
            ),
            "office": lambda: value in {unit.office.code for unit in units},
            "kind": lambda: visit.kind == value,
            "mode": lambda: visit.mode == value,
            "state": lambda: visit.state == value,
            "progress": lambda: visit.state in PROGRESS[value],
            "lead": lambda: str(visit.lead_id) == value,
            "late": lambda: (
                visit.state in {"planned", "in_progress"} and visit.ends_on < today
            ),
            "ours": lambda: any(
                unit.office_id == held.office_id
                for unit in units
                for held in world.users[role].assignments.all()
            ),
        }[name]()

    return {
        visit.ref
        for label, visit in world.visits.items()
        if (units := known_units(world, label, role)) and fits(visit, units)
    }


def named(rows: list[dict[str, str]]) -> set[str]:
    """What the first column of a file names: reference or title of each row."""
    return {next(iter(row.values())) for row in rows}


@pytest.mark.parametrize("role", asking("inspector", "lead", *PART, *OUTSIDE))
def test_the_list_of_visits_holds_what_plain_python_says(world, db, role):
    user, client = world.users[role], world.client(role)
    page = text_of(client.get(VISIT_LIST))
    queries = [q for q in offered(page) if not q.startswith("mine=")]
    assert len(queries) > 20

    for query in ["", *queries]:
        [(name, value)] = parse_qsl(query) or [("", "")]
        asked = {name: value} if name else {}

        refs = named(file_of(user, VISIT_LIST, **asked))
        count = client.get(VISIT_LIST, asked).context["listing"].page.count

        assert refs == visits_under(world, role, name, value), query
        assert count == len(refs), query


@pytest.mark.parametrize("role", asking("inspector", "lead", *PART, *OUTSIDE))
def test_the_lists_of_follow_ups_and_meetings_hold_what_plain_python_says(
    world, db, role
):
    user = world.users[role]
    follow_ups = [one.record for one in world.follow_ups if one.is_for(role)]
    meetings = [one.record for one in world.meetings if one.is_for(role)]

    def given(**asked: str) -> set[str]:
        return named(file_of(user, FOLLOW_UP_LIST, **asked))

    def met(**asked: str) -> set[str]:
        return named(file_of(user, MEETING_LIST, **asked))

    assert given() == {one.ref for one in follow_ups}
    assert met() == {one.title for one in meetings}
    for code in ("40", "46", "90"):
        assert given(province=code) == {
            one.ref for one in follow_ups if one.province.code == code
        }
        assert met(province=code) == {
            one.title for one in meetings if one.province and one.province.code == code
        }
    for code in ("moi-kkn", "moi-ksn", "moi-ska"):
        assert given(office=code) == {
            one.ref for one in follow_ups if one.answering_office.code == code
        }


@pytest.mark.parametrize("role", asking("inspector", "lead", "former", *PART, *OUTSIDE))
def test_the_lists_of_issues_and_reports_hold_what_plain_python_says(world, db, role):
    user = world.users[role]
    issues = {
        world.issues[label]
        for label in world.issues
        if standing(label, role) in _issue_readers(label)
    }
    reports = {
        report
        for report in ProvinceReport.objects.all()
        if standing(PLACES[report.office.code], role) in OF_THE_PLACE
    }

    def kept(**asked: str) -> set[str]:
        return named(file_of(user, ISSUE_LIST, **asked))

    assert kept() == {issue.ref for issue in issues}
    for state in IssueState.values:
        assert kept(state=state) == {i.ref for i in issues if i.state == state}
    for code in ("40", "46", "90"):
        assert kept(province=code) == {
            i.ref for i in issues if i.province and i.province.code == code
        }
    for code, place in PLACES.items():
        assert kept(office=code) == {i.ref for i in issues if i.office.code == code}
        for url, number in ((REPORT_LIST, 1), (SECTION_LIST, None)):
            found = file_of(user, url, office=code)
            theirs = [report for report in reports if report.office.code == code]
            expected = sum(number or one.sections.count() for one in theirs)
            assert len(found) == expected, (url, place)
    assert len(file_of(user, REPORT_LIST)) == len(reports)


def _issue_readers(label: str) -> frozenset[str]:
    return READERS | OFFICE if "visit" in label else OF_THE_PLACE


@pytest.mark.parametrize("role", asking(*PART, "nobody"))
def test_a_draft_is_never_its_addressees(world, db, role):
    """Whatever page may ask for it one day."""
    user = world.users[role]

    assert FollowUp.objects.filter(state="draft").count() > 10
    assert not FollowUp.objects.visible_to(user).filter(state="draft").exists()


@pytest.mark.parametrize("role", asking("inspector", "lead", *PART, *OUTSIDE))
def test_pages_of_places_count_what_plain_python_counts(world, db, role):
    client = world.client(role)

    def counts(name: str, *address: Any) -> dict[str, int]:
        sections = client.get(reverse(name, args=address)).context["sections"]
        return {one.key: int(one.count) for one in sections}

    for code in ("40", "46", "90"):
        here = counts("regions:province_detail", code)
        assert here["visits"] == len(visits_under(world, role, "province", code))
        assert here["follow-ups"] == sum(
            one.is_for(role) and one.record.province.code == code
            for one in world.follow_ups
        )
        assert here["meetings"] == sum(
            one.is_for(role)
            and one.record.province is not None
            and one.record.province.code == code
            for one in world.meetings
        )
    for number in ("12", "5"):
        found = counts("regions:zone_detail", number)["visits"]
        assert found == len(visits_under(world, role, "zone", number))
    for code in ("moi-kkn", "moi-ksn", "moi-ska"):
        found = counts("regions:office_detail", code)["visits"]
        assert found == len(visits_under(world, role, "office", code))


# --- What is not theirs makes no difference -------------------------------------------


def differences(before: Crawl, after: Crawl) -> list[str]:
    """The addresses that answer otherwise."""
    old, new = before.pages, after.pages
    return [url for url in old | new if old.get(url) != new.get(url)]


def remove(visits: Iterable[Visit]) -> None:
    """Let these visits never have been; registers and people stay."""
    keys = [visit.pk for visit in visits]
    FollowUp.objects.filter(visit__in=keys).delete()
    Meeting.objects.filter(at_visit__visit__in=keys).delete()
    for part in (TopicNote, Figure):
        part.objects.filter(visit__in=keys).delete()
    Visit.objects.filter(parent__in=keys).update(parent=None)
    Visit.objects.filter(pk__in=keys).delete()


def remove_reports(reports: Iterable[ProvinceReport]) -> None:
    """Let these reports never have been."""
    keys = [report.pk for report in reports]
    Figure.objects.filter(section__report__in=keys).delete()
    ReportSection.objects.filter(report__in=keys).delete()
    ProvinceReport.objects.filter(pk__in=keys).delete()


def remove_issues(issues: Iterable[Issue]) -> None:
    """Let these issues never have been; what was their duplicate is none now."""
    keys = [issue.pk for issue in issues]
    held = Issue.objects.filter(duplicate_of__in=keys).exclude(pk__in=keys)
    assert not held.exists(), "its state would tell"
    Issue.objects.filter(pk__in=keys).update(duplicate_of=None, state="reported")
    Complainant.objects.filter(issue__in=keys).delete()
    Issue.objects.filter(pk__in=keys).delete()


@pytest.mark.parametrize("role", asking("stranger", "neighbour"))
def test_without_others_visits_every_page_of_an_outsider_is_the_same(
    world, read, db, role
):
    """Counts, orders, pages, choices, files: nothing hints that they exist."""
    before = read(role)
    managers = Crawl(world.client("manager")).ask(VISIT_LIST)
    others = [
        visit
        for label, visit in world.visits.items()
        if standing(label, role) not in READERS | OFFICE
    ]

    hidden = [
        report
        for report in ProvinceReport.objects.select_related("office")
        if standing(PLACES[report.office.code], role) not in OF_THE_PLACE
    ]
    unseen = [
        issue
        for label, issue in world.issues.items()
        if standing(label, role) not in _issue_readers(label)
    ]

    remove_reports(hidden)
    remove_issues(unseen)
    remove(others)

    assert len(others) > 6
    assert len(hidden) >= 3
    assert len(unseen) > 6
    assert len(before.pages) > 200
    assert differences(before, read_anew(world, role)) == []
    assert Crawl(world.client("manager")).ask(VISIT_LIST) != managers


def test_an_office_sees_no_trace_of_what_another_unit_of_its_visit_did(world, read, db):
    """The other unit's part is rewritten and grows; the office's pages stay."""
    before = read("officer")
    hidden = [one.token for one in world.canaries if not one.is_for("officer")]

    for label, visit in world.visits.items():
        if label.endswith("shared"):
            _grow(visit)
    for model, name in _texts():
        for number, token in enumerate(hidden):
            model.objects.filter(**{f"{name}__contains": token}).update(
                **{name: Replace(F(name), Value(token), Value(f"another{number}"))}
            )
    for visit in world.visits.values():
        visit.refresh_from_db()
        refresh_visit(visit)

    assert differences(before, read_anew(world, "officer")) == []


def _grow(visit: Visit) -> None:
    """Add to the part of the other unit, of which the office may know nothing."""
    other = visit.units.get(office__code="moi-ksn")
    place = other.office.province
    for number in range(3):
        TopicNote.objects.create(visit=visit, unit=other, title=f"more {number}")
        Figure.objects.create(
            visit=visit, unit_inspected=other, name=f"more {number}", value=number
        )
        VisitSite.objects.create(visit=visit, province=place, printed_name="more")
        visit.flags.create(code="more")
    visit.comments.create(section="topics", text="more", by_id=visit.lead_id)


def _texts() -> Iterator[tuple[type[Model], str]]:
    """The text columns of what a visit holds."""
    for model in (Visit, FollowUp, TopicNote, Figure, VisitSite):
        for field in model._meta.get_fields():
            if field.get_internal_type() in {"CharField", "TextField"}:
                yield model, field.name


def test_before_sign_off_an_office_can_not_tell_whether_it_is_the_only_one(
    world, read, db
):
    before = read("officer")

    for state in ("planned", "in_progress", "submitted"):
        visit = world.visits[f"{state} shared"]
        other = visit.units.get(office__code="moi-ksn")
        visit.notes.filter(unit=other).delete()
        visit.figures.filter(unit_inspected=other).delete()
        other.delete()
        refresh_visit(visit)

    assert differences(before, read_anew(world, "officer")) == []


# --- As soon as it changes ------------------------------------------------------------


def test_a_right_ends_with_the_next_request(world, db):
    """Assignment ended, account closed, office changed: one request later at most."""
    visit = world.visits["signed_off here"]
    yesterday = date(2023, 1, 1)
    for role, change in (
        ("inspector", lambda user: user.assignments.update(ends_on=yesterday)),
        ("officer", lambda user: user.assignments.all().delete()),
        ("assistant", lambda user: type(user).objects.update(is_active=False)),
    ):
        client = world.client(role)
        assert client.get(visit.get_absolute_url()).status_code == 200

        change(world.users[role])

        answer = client.get(visit.get_absolute_url()).status_code
        assert answer == (302 if role == "assistant" else 404)
