"""The list of visits: who sees which, how it is found, its file."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from audit.records import record
from inspections.lifecycle import VisitState
from inspections.models import Visit
from tests.factories import (
    make_office,
    make_round,
    make_unit,
    make_user,
    make_visit,
)
from tests.reading import client_of, count_of, file_of, page_of

URL = "/visits/"


@pytest.fixture
def visit(khon_kaen_office, zone_12):
    return make_visit(
        offices=[khon_kaen_office],
        zone=zone_12,
        units_text="สำนักงานอุตสาหกรรมจังหวัดขอนแก่น",
        search_text="เผาอ้อยในเขตเมือง",
    )


OWN = ["inspector", "assistant", "officer", "head", "manager"]
OTHERS = ["stranger", "neighbour", "nobody"]


@pytest.mark.parametrize("who", OWN)
def test_shows_visits_of_ones_own_place(who, visit, request):
    user = request.getfixturevalue(who)

    assert visit.get_absolute_url() in page_of(user, URL)
    assert [row["Number"] for row in file_of(user, URL)] == [visit.ref]


@pytest.mark.parametrize("who", OTHERS)
def test_hides_visits_of_other_places_from_page_count_and_file(who, visit, request):
    user = request.getfixturevalue(who)

    assert visit.ref not in page_of(user, URL)
    assert count_of(user, URL) == count_of(user, URL, q="เผาอ้อย") == 0
    assert file_of(user, URL) == []


@pytest.mark.parametrize("who", ["inspector", "assistant", "manager"])
def test_offers_to_plan_one(who, request):
    assert "/visits/new/" in page_of(request.getfixturevalue(who), URL)


@pytest.mark.parametrize("who", ["officer", "nobody"])
def test_offers_no_planning_to_others(who, request):
    assert "/visits/new/" not in page_of(request.getfixturevalue(who), URL)


def test_is_only_read(inspector):
    assert client_of(inspector).post(URL).status_code == 405


def test_an_office_reads_of_a_shared_visit_only_its_own_unit(
    officer, inspector, kalasin_office, visit
):
    make_unit(visit, office=kalasin_office, order=1)
    Visit.objects.update(units_text="ขอนแก่น, กาฬสินธุ์")

    [row] = file_of(officer, URL)

    assert row["Inspected"] == "Khon Kaen Provincial Industry Office"
    assert row["Provinces"] == "Khon Kaen"
    assert "กาฬสินธุ์" not in page_of(officer, URL).partition('id="results"')[2]
    assert file_of(inspector, URL)[0]["Provinces"] == "Kalasin, Khon Kaen"


def test_an_office_finds_nothing_by_another_unit_or_by_the_record(
    officer, inspector, kalasin_office, visit
):
    make_unit(visit, office=kalasin_office, order=1)

    assert count_of(inspector, URL, q="เผาอ้อย") == 1
    assert count_of(officer, URL, q="เผาอ้อย") == 0
    assert count_of(officer, URL, q="กาฬสินธุ์") == 0
    assert count_of(officer, URL, q="ขอนแก่น") == 1
    assert count_of(officer, URL, province="46") == 0
    assert count_of(officer, URL, office=kalasin_office.code) == 0
    assert count_of(officer, URL, office=visit.units.first().office.code) == 1


def test_finds_by_what_a_visit_is(manager, visit, songkhla_office, zone_5):
    held_round = make_round(fiscal_year=2566, number=1)
    lead = make_user()
    other = make_visit(
        offices=[songkhla_office],
        zone=zone_5,
        round=held_round,
        kind="special",
        mode="online",
        lead=lead,
        state=VisitState.SIGNED_OFF,
        search_text="น้ำขุมเหมือง",
    )

    def found(**query):
        return [row["Number"] for row in file_of(manager, URL, **query)]

    assert len(found()) == 2
    for query in (
        {"round": "2566-1"},
        {"zone": 5},
        {"province": "90"},
        {"office": songkhla_office.code},
        {"kind": "special"},
        {"mode": "online"},
        {"state": "signed_off"},
        {"lead": lead.pk},
        {"q": "ขุมเหมือง น้ำ"},
    ):
        assert found(**query) == [other.ref], query


def test_a_visit_of_several_days_is_found_on_each(manager):
    make_visit(starts_on=date(2023, 3, 1), ends_on=date(2023, 3, 3))

    assert count_of(manager, URL, since="3/3/2566") == 1
    assert count_of(manager, URL, since="4/3/2566") == 0
    assert count_of(manager, URL, until="1 มี.ค. 2566") == 1
    assert count_of(manager, URL, until="28/2/2566") == 0


def test_days_the_wrong_way_round_show_nothing_and_say_why(manager):
    make_visit()

    page = page_of(manager, URL, since="2/3/2566", until="1/3/2566")

    assert "This day lies before the first one." in page


def test_mine_are_those_i_lead_or_join_or_that_nobody_leads(
    inspector, assistant, khon_kaen_office, songkhla_office
):
    led = make_visit(lead=inspector, offices=[songkhla_office])
    joined = make_visit(offices=[songkhla_office], lead=make_user())
    joined.members.create(user=inspector)
    leaderless = make_visit(offices=[khon_kaen_office])
    others = make_visit(offices=[khon_kaen_office], lead=make_user())

    def mine(user):
        return {row["Number"] for row in file_of(user, URL, mine="on")}

    assert mine(inspector) == {led.ref, joined.ref, leaderless.ref}
    assert mine(assistant) == {leaderless.ref, others.ref}


def test_late_are_visits_that_are_over_and_not_submitted(manager):
    late = {
        make_visit(state=state).ref
        for state in (VisitState.PLANNED, VisitState.IN_PROGRESS)
    }
    make_visit(state=VisitState.SUBMITTED)
    make_visit(state=VisitState.PLANNED, starts_on=date(2090, 1, 1))

    assert {row["Number"] for row in file_of(manager, URL, late="on")} == late


PROGRESS = {
    "done": {VisitState.SIGNED_OFF},
    "open": {
        VisitState.PLANNED,
        VisitState.IN_PROGRESS,
        VisitState.SUBMITTED,
        VisitState.RETURNED,
    },
    "off": {VisitState.POSTPONED, VisitState.CANCELLED},
    "not-cancelled": set(VisitState) - {VisitState.CANCELLED},
}


@pytest.mark.parametrize("progress", PROGRESS)
def test_finds_by_how_far_a_visit_is(progress, manager, zone_12, khon_kaen_office):
    held_round = make_round(fiscal_year=2566, number=1)
    told = {
        state: make_visit(
            state=state,
            round=held_round,
            round_number=1,
            zone=zone_12,
            offices=[khon_kaen_office],
        ).ref
        for state in VisitState
    }
    for state in VisitState:
        make_visit(state=state)

    rows = file_of(
        manager, URL, round="2566-1", zone=12, province="40", progress=progress
    )

    assert {row["Number"] for row in rows} == {told[one] for one in PROGRESS[progress]}
    assert len(rows) == len(PROGRESS[progress])


def test_each_visit_is_done_or_open_or_off():
    parts = [PROGRESS[name] for name in ("done", "open", "off")]

    assert set().union(*parts) == set(VisitState)
    assert sum(map(len, parts)) == len(VisitState)


def test_a_link_to_a_round_made_just_now_is_followed(manager, khon_kaen_office):
    client = client_of(manager)
    client.get(URL)  # the rounds as they are now are kept from here on
    held_round = make_round(fiscal_year=2570, number=1)
    visit = make_visit(round=held_round, round_number=1, offices=[khon_kaen_office])
    make_visit()

    listing = client.get(URL, {"round": "2570-1"}).context["listing"]

    assert listing.page.keys == [visit.pk]
    assert "Round: Round 1/2570" in page_of(manager, URL, round="2570-1")


def test_finds_by_the_day_of_sign_off(manager, visit):
    visit.state = VisitState.SIGNED_OFF
    visit.save()
    make_visit(state=VisitState.SIGNED_OFF)
    signed = timezone.localdate(record(visit, "sign-off", by=manager).at)
    next_day = signed + timedelta(days=1)

    assert count_of(manager, URL, signed_off_since=signed.isoformat()) == 1
    assert count_of(manager, URL, signed_off_since=next_day.isoformat()) == 0


def test_opens_with_the_newest_and_sorts_by_date_number_and_state(manager):
    first = make_visit(starts_on=date(2023, 1, 1), state=VisitState.SUBMITTED)
    second = make_visit(starts_on=date(2023, 2, 1), state=VisitState.CANCELLED)

    def order(**query):
        return [row["Number"] for row in file_of(manager, URL, **query)]

    assert order() == [second.ref, first.ref]
    assert order(sort="days") == [first.ref, second.ref]
    assert order(sort="-ref") == [second.ref, first.ref]
    assert order(sort="state") == [second.ref, first.ref]


def test_the_file_holds_every_useful_column(manager, visit):
    held_round = make_round(fiscal_year=2566, number=1)
    lead = make_user(first_name="สมชาย", last_name="ใจดี")
    Visit.objects.update(
        source="TG-1", round=held_round, round_number=1, lead=lead, place="ห้องประชุม 1"
    )

    [row] = file_of(manager, URL)

    assert row == {
        "Number": visit.ref,
        "Source": "TG-1",
        "Fiscal year": "2566",
        "Round": "Round 1/2566",
        "First day": "2023-03-01",
        "Last day": "2023-03-01",
        "Days (B.E.)": "1 มี.ค. 2566",
        "Inspected": "Khon Kaen Provincial Industry Office",
        "Provinces": "Khon Kaen",
        "Zone": "Zone 12",
        "Meeting place": "ห้องประชุม 1",
        "Kind": "Normal inspection",
        "Mode": "On site",
        "State": "In progress",
        "Lead": "นายสมชาย ใจดี",
    }


@pytest.mark.parametrize("count", [1, 12, 50])
@pytest.mark.parametrize(
    ("who", "queries"),
    [
        # session, user, scope, count, keys, rows, provinces, names
        ("inspector", 8),
        ("officer", 8),
        ("manager", 8),
    ],
)
def test_costs_the_same_whatever_it_lists(
    who, queries, count, request, khon_kaen_office, django_assert_num_queries
):
    user = request.getfixturevalue(who)
    for _number in range(count):
        office = make_office(kind="department")
        visit = make_visit(
            offices=[khon_kaen_office, office],
            lead=make_user(),
            search_text="ขอนแก่น",
        )
        make_unit(visit, printed_name="หน่วยอื่น", order=3)
    client = client_of(user)
    client.get(URL)

    with django_assert_num_queries(queries):
        client.get(URL)
    with django_assert_num_queries(queries):
        client.get(URL, {"q": "ขอนแก่น", "province": "40", "since": "1/1/2566"})


def test_names_offices_in_the_readers_language(manager, khon_kaen_office):
    visit = make_visit(units_text="สอจ.ขอนแก่น / โรงงานตัวอย่าง")
    make_unit(visit, office=khon_kaen_office, printed_name="สอจ.ขอนแก่น")
    make_unit(visit, printed_name="โรงงานตัวอย่าง", order=2)

    [row] = file_of(manager, URL)
    client = client_of(manager)
    client.cookies["django_language"] = "th"

    assert row["Inspected"] == f"{khon_kaen_office.name_en} / โรงงานตัวอย่าง"
    assert visit.units_text in client.get(URL).content.decode()


@pytest.mark.parametrize(
    ("who", "mine", "ours"),
    [
        ("inspector", True, False),
        ("assistant", True, False),
        ("officer", False, True),
        ("manager", False, False),
    ],
)
def test_offers_only_filters_that_mean_something_to_the_reader(
    who, mine, ours, request
):
    user = request.getfixturevalue(who)

    page = page_of(user, URL)

    assert ('name="mine"' in page) is mine
    assert ('name="ours"' in page) is ours
    assert count_of(user, URL, ours="on") == 0
