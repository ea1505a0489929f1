"""The summary of a round: who may open whose, and what it says."""

from datetime import date, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine

from accounts.models import Role
from inspections.actions import take_section_step
from inspections.lifecycle import RoundState, VisitState
from tests.factories import (
    make_assignment,
    make_follow_up,
    make_issue,
    make_meeting,
    make_network,
    make_office,
    make_party,
    make_report,
    make_round,
    make_section,
    make_topic,
    make_user,
    make_visit,
)
from tests.reading import client_of, page_of
from thai.dates import BANGKOK

URL = "/rounds/2566-1/summary/"
#: Three days after the due day.
LATE = datetime(2023, 2, 3, 9, 0, tzinfo=BANGKOK)


@pytest.fixture
def held_round(db):
    held = make_round(
        fiscal_year=2566,
        number=1,
        state=RoundState.OPEN,
        policy_note="ใช้หัวและใจ",
        opens_on=date(2023, 1, 16),
        closes_on=date(2023, 3, 31),
        reports_due_on=date(2023, 1, 31),
    )
    make_topic(held, title_en="First topic")
    return held


def answer(user, **query):
    return client_of(user).get(URL, query)


def blocks_of(user, **query):
    """The blocks of a summary by their keys."""
    return {block.key: block for block in answer(user, **query).context["blocks"]}


def told(block):
    """All numbers of a block as {title: {text: value}}."""
    return {
        tally.title: {number.text: number.value for number in tally.numbers}
        for tally in block.tallies
    }


@pytest.mark.parametrize(
    ("who", "query", "title"),
    [
        ("manager", {}, "The whole ministry"),
        ("manager", {"zone": "5"}, "Zone 5"),
        ("manager", {"zone": ""}, "The whole ministry"),
        ("manager", {"province": "90"}, "Songkhla"),
        ("inspector", {}, "Zone 12"),
        ("inspector", {"zone": "12"}, "Zone 12"),
        ("inspector", {"province": "40"}, "Khon Kaen"),
        ("inspector", {"zone": "5"}, None),
        ("inspector", {"province": "90"}, None),
        ("assistant", {}, "Zone 12"),
        ("assistant", {"province": "46"}, "Kalasin"),
        ("officer", {}, "Khon Kaen"),
        ("head", {"province": "40"}, "Khon Kaen"),
        ("officer", {"province": "46"}, None),
        ("officer", {"zone": "12"}, None),
        ("neighbour", {"province": "40"}, None),
        ("nobody", {}, None),
        ("manager", {"zone": "77"}, None),
        ("manager", {"province": "x"}, None),
    ],
)
def test_shows_the_places_of_its_reader(
    who, query, title, held_round, khon_kaen, songkhla, request
):
    got = answer(request.getfixturevalue(who), **query)

    if title is None:
        assert got.status_code == 404
    else:
        assert got.context["place"].title.startswith(title)
        assert got.context["place"].title in got.content.decode()


def test_an_agency_has_no_province_to_sum_up(held_round):
    user = make_user()
    make_assignment(user, Role.OFFICER, office=make_office(kind="department"))

    assert answer(user).status_code == 404


@pytest.mark.parametrize(
    ("who", "offered"),
    [
        ("manager", {"zone": {"5", "12"}, "province": {"40", "46", "90"}}),
        ("inspector", {"zone": {"12"}, "province": {"40", "46"}}),
        ("officer", {}),
    ],
)
def test_offers_the_places_of_its_reader(
    who, offered, held_round, khon_kaen, kalasin, songkhla, request
):
    pickers = answer(request.getfixturevalue(who)).context["pickers"]

    assert {picker.name: {*picker.choices} for picker in pickers} == offered


def test_says_what_round_it_is(held_round, officer):
    page = page_of(officer, URL)

    for words in ("Summary of Round 1/2566", "Open", "31 January 2023", "ใช้หัวและใจ"):
        assert words in page


def test_an_unknown_round_is_404(held_round, manager):
    assert client_of(manager).get("/rounds/2566-2/summary/").status_code == 404
    assert client_of(manager).get("/rounds/2566-01/summary/").status_code == 404


def test_is_only_read(held_round, manager):
    assert client_of(manager).post(URL).status_code == 405


def test_says_in_words_what_is_empty(held_round, manager):
    page = page_of(manager, URL)

    for words in (
        "No visit is planned in this round.",
        "No recommendation or order was issued in this round.",
        "No meeting with networks was held in this round.",
    ):
        assert words in page


def test_counts_visits_done_of_planned(held_round, zone_12, khon_kaen_office, manager):
    for state in VisitState:
        make_visit(
            offices=[khon_kaen_office], round=held_round, zone=zone_12, state=state
        )
    make_visit(offices=[khon_kaen_office], zone=zone_12)

    visits = told(blocks_of(manager, zone="12")["visits"])

    assert visits["Done of planned"] == {
        "Done: signed off": 1,
        "Planned, without the cancelled": len(VisitState) - 1,
    }
    assert visits["By state"].pop("All") == len(VisitState)
    assert [*visits["By state"].values()] == [1] * len(VisitState)


def test_counts_follow_ups_by_what_was_stated(held_round, khon_kaen_office, officer):
    make_follow_up(office=khon_kaen_office, round=held_round, level="area")
    make_follow_up(office=khon_kaen_office, round=held_round, kind="order")
    make_follow_up(office=khon_kaen_office, level="area")
    make_follow_up(office=make_office(), round=held_round)

    found = told(blocks_of(officer)["follow-ups"])

    assert found["By kind"]["All"] == 2
    assert found["By kind"]["Order"] == 1
    assert found["By level"] == {"Area level": 1, "Policy level": 0, "Not stated": 1}
    assert found["By dimension"]["Not stated"] == 2


def test_counts_the_networks_met_in_the_round(
    held_round, khon_kaen, khon_kaen_office, inspector, stranger
):
    network = make_network(province=khon_kaen)
    for state in (VisitState.SIGNED_OFF, VisitState.SUBMITTED):
        visit = make_visit(offices=[khon_kaen_office], round=held_round, state=state)
        meeting = make_meeting(visit=visit, province=khon_kaen)
        make_party(meeting, network=network)

    met = {"Different networks met": 1, "Meetings held": 2}
    assert told(blocks_of(inspector)["networks"])["Met"] == met
    assert blocks_of(stranger)["networks"].total.value == 0


#: Filters that name the round otherwise.
AS_ROUND = {"met_in": "round", "carried": "round"}


def test_every_number_names_the_place_and_round(held_round, zone_12, manager):
    for block in blocks_of(manager, zone="12").values():
        for number in numbers_of(block):
            query = parse_qs(urlsplit(number.url).query)
            # What was carried into the round was given in others.
            asked = {AS_ROUND.get(name, name): v for name, v in query.items()}
            assert asked["round"] == ["2566-1"], number
            assert ["12"] in (query.get("zone"), query.get("met_zone")), number


def numbers_of(block):
    """Every number of a block."""
    yield block.total
    for tally in block.tallies:
        yield from tally.numbers
    for grid in block.grids:
        for _label, numbers in grid.rows:
            yield from numbers


@pytest.fixture
def reported(held_round, khon_kaen_office, kalasin_office):
    """Two offices' reports on two topics: in time, late, returned, still to come."""
    first = held_round.topics.get()
    second = make_topic(held_round, title_en="Second topic")
    here = make_report(office=khon_kaen_office, round=held_round)
    there = make_report(office=kalasin_office, round=held_round)
    make_section(here, topic=first, state="accepted")
    make_section(here, topic=second, state="returned", first_submitted_at=LATE)
    make_section(there, topic=first, state="submitted")
    make_section(there, topic=second)


def test_counts_topics_by_state(reported, manager, officer):
    def rows(user):
        (grid,) = blocks_of(user)["reports"].grids
        return {label: [n.value for n in numbers] for label, numbers in grid.rows}

    # The columns are the four states and all.
    assert rows(manager) == {
        "First topic": [0, 0, 1, 1, 2],
        "Second topic": [1, 1, 0, 0, 2],
        "All": [1, 1, 1, 1, 4],
    }
    assert rows(officer)["All"] == [0, 1, 0, 1, 2]


@time_machine.travel("2023-02-10T05:00:00Z", tick=False)
def test_tells_who_kept_to_the_due_day(reported, manager, officer):
    block = blocks_of(manager)["reports"]
    found = told(block)

    assert found["Reports by due day"] == {
        "In time": 0,
        "Sent late": 1,
        "Not in yet": 1,
    }
    assert found["Topics by due day"] == {
        "In time": 2,
        "Sent late": 1,
        "Not in yet": 1,
    }
    assert block.remarks == [
        "The latest topic came 3 days after the due day.",
        "What is not in yet is 10 days late.",
    ]
    assert blocks_of(officer)["reports"].remarks == block.remarks[:1]


@time_machine.travel("2023-01-31T16:59:00Z", tick=False)
def test_nothing_is_late_before_the_day_has_ended(
    held_round, officer, khon_kaen_office
):
    make_section(make_report(office=khon_kaen_office, round=held_round))

    assert blocks_of(officer)["reports"].remarks == []


def test_counts_issues_by_kind_and_severity(held_round, khon_kaen_office, inspector):
    for kind, severity, state in (
        ("cane_burning", "high", "reported"),
        ("cane_burning", "critical", "verified"),
        ("other", "high", "resolved"),
    ):
        make_issue(
            office=khon_kaen_office,
            round=held_round,
            kind=kind,
            severity=severity,
            state=state,
        )
    make_issue(office=khon_kaen_office)

    block = blocks_of(inspector)["issues"]

    (grid,) = block.grids
    rows = {label: [n.value for n in numbers] for label, numbers in grid.rows}
    # The columns are the severities, the worst first, and all.
    assert rows["Illegal cane burning"] == [1, 1, 0, 0, 2]
    assert rows["All"] == [1, 2, 0, 0, 3]
    states = told(block)["By state"]
    assert (states["Still to be dealt with"], states["All"]) == (2, 3)


@pytest.mark.parametrize("who", ["manager", "inspector", "officer"])
def test_every_number_is_that_of_its_list(
    who, reported, held_round, zone_12, khon_kaen, khon_kaen_office, request
):
    user = request.getfixturevalue(who)
    visit = make_visit(offices=[khon_kaen_office], round=held_round, zone=zone_12)
    make_party(make_meeting(visit=visit, province=khon_kaen), network=make_network())
    make_follow_up(office=khon_kaen_office, round=held_round, level="policy")
    make_issue(office=khon_kaen_office, round=held_round)
    client = client_of(user)

    for block in blocks_of(user).values():
        for number in numbers_of(block):
            listing = client.get(number.url).context["listing"]
            assert listing.filters.is_valid(), number
            assert listing.page.count == number.value, number


@pytest.mark.parametrize("count", [0, 1, 12])
@pytest.mark.parametrize("who", ["manager", "inspector", "officer"])
def test_costs_the_same_whatever_it_counts(
    who, count, held_round, request, khon_kaen_office, django_assert_num_queries
):
    user = request.getfixturevalue(who)
    if count:
        report = make_report(office=khon_kaen_office, round=held_round)
    for _number in range(count):
        make_section(report, topic=make_topic(held_round), state="submitted")
        make_visit(offices=[khon_kaen_office], round=held_round)
        make_follow_up(office=khon_kaen_office, round=held_round)
        make_issue(office=khon_kaen_office, round=held_round)
    client = client_of(user)
    client.get(URL)

    # session, user, scope; round, topics; what was carried in and on; visits, reports,
    # topics of reports and the latest, issues, follow-ups, networks, meetings
    with django_assert_num_queries(15):
        client.get(URL)


@pytest.mark.parametrize("who", ["manager", "inspector", "assistant", "officer"])
def test_the_page_of_a_round_leads_to_its_summary(who, held_round, request):
    user = request.getfixturevalue(who)

    assert URL in page_of(user, held_round.get_absolute_url())


def test_who_has_no_place_is_not_led_there(held_round, nobody):
    assert URL not in page_of(nobody, held_round.get_absolute_url())


@pytest.mark.parametrize(
    ("moment", "sending"),
    [
        (datetime(2023, 1, 31, 23, 58, tzinfo=BANGKOK), "In time"),
        (datetime(2023, 2, 1, 0, 1, tzinfo=BANGKOK), "Sent late"),
    ],
)
def test_the_due_day_ends_at_midnight_in_bangkok(
    moment, sending, held_round, khon_kaen_office, officer
):
    report = make_report(office=khon_kaen_office, round=held_round)
    section = make_section(report, narrative="ดำเนินการแล้ว")
    with time_machine.travel(moment, tick=False):
        take_section_step(section, "submit", by=officer)

        found = told(blocks_of(officer)["reports"])
        late = client_of(officer).get("/reports/?round=2566-1&late=late")
        page = page_of(officer, held_round.get_absolute_url())

    for title in ("Reports by due day", "Topics by due day"):
        assert [text for text, n in found[title].items() if n] == [sending]
    assert late.context["listing"].page.count == (sending != "In time")
    assert ("1 day late" in page) is (sending != "In time")
