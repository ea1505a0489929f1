"""The ledger: who sees which follow-up, how it is found, its file."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from inspections.lifecycle import FollowUpState, VisitState
from inspections.models import FollowUp
from tests.factories import (
    make_follow_up,
    make_network,
    make_office,
    make_round,
    make_visit,
)
from tests.reading import client_of, count_of, file_of, page_of

URL = "/follow-ups/"
OWN = ["inspector", "assistant", "officer", "head", "manager"]
OTHERS = ["stranger", "neighbour", "nobody"]


@pytest.fixture
def follow_up(khon_kaen_office):
    return make_follow_up(office=khon_kaen_office, text="เร่งตรวจโรงงานลักลอบเผาอ้อย")


@pytest.mark.parametrize("who", OWN)
def test_shows_those_of_ones_own_place(who, follow_up, request):
    user = request.getfixturevalue(who)

    assert follow_up.get_absolute_url() in page_of(user, URL)
    assert [row["Number"] for row in file_of(user, URL)] == [follow_up.ref]


@pytest.mark.parametrize("who", OTHERS)
def test_hides_those_of_other_places_from_page_count_and_file(who, follow_up, request):
    user = request.getfixturevalue(who)

    assert follow_up.ref not in page_of(user, URL)
    assert count_of(user, URL) == count_of(user, URL, q="เผาอ้อย") == 0
    assert file_of(user, URL) == []


def test_is_only_read(manager):
    assert client_of(manager).post(URL).status_code == 405


@pytest.mark.parametrize("who", ["inspector", "officer", "manager"])
def test_drafts_belong_to_their_visit_and_are_not_listed(
    who, request, khon_kaen_office
):
    visit = make_visit(offices=[khon_kaen_office])
    make_follow_up(visit=visit, office=khon_kaen_office, state=FollowUpState.DRAFT)

    assert count_of(request.getfixturevalue(who), URL) == 0


def test_an_office_sees_of_a_shared_visit_only_what_it_must_answer(
    officer, neighbour, khon_kaen_office, kalasin_office
):
    visit = make_visit(
        offices=[khon_kaen_office, kalasin_office], state=VisitState.SIGNED_OFF
    )
    ours = make_follow_up(visit=visit, office=khon_kaen_office)
    theirs = make_follow_up(visit=visit, office=kalasin_office)

    assert [row["Number"] for row in file_of(officer, URL)] == [ours.ref]
    assert [row["Number"] for row in file_of(neighbour, URL)] == [theirs.ref]


def test_the_industry_office_answers_for_a_network_of_its_province(
    officer, khon_kaen, khon_kaen_office
):
    network = make_network(province=khon_kaen)
    follow_up = make_follow_up(network=network)

    [row] = file_of(officer, URL, ours="on")

    assert row["Number"] == follow_up.ref
    assert row["Addressed to"] == network.name


def test_finds_by_what_a_follow_up_is(manager, follow_up, songkhla_office):
    network = make_network(province=songkhla_office.province)
    other = make_follow_up(
        network=network,
        round=make_round(fiscal_year=2566, number=1),
        kind="commitment",
        level="policy",
        dimension="income",
        topic_kind="mine_pit_water",
        priority="high",
        due_on=date(2040, 1, 31),
        is_imported=True,
        text="ปล่อยสินเชื่อ",
    )

    def found(**query):
        return [row["Number"] for row in file_of(manager, URL, **query)]

    for query in (
        {"round": "2566-1"},
        {"province": "90"},
        {"zone": 5},
        {"office": songkhla_office.code},
        {"kind": "commitment"},
        {"level": "policy"},
        {"dimension": "income"},
        {"topic": "mine_pit_water"},
        {"priority": "high"},
        {"imported": "yes"},
        {"network": network.pk},
        {"due_since": "31/1/2583", "due_until": "31/1/2583"},
        {"q": "สินเชื่อ"},
        {"q": other.ref},
    ):
        assert found(**query) == [other.ref], query
    assert found(imported="no") == [follow_up.ref]
    assert len(found(state="issued")) == 2
    assert count_of(manager, URL, state="draft") == 0


@pytest.mark.parametrize(
    ("name", "label", "value"),
    [("level", "Level", "area"), ("dimension", "Dimension", "income")],
)
def test_finds_those_of_which_nothing_was_stated(
    name, label, value, manager, officer, khon_kaen_office
):
    stated = make_follow_up(office=khon_kaen_office, **{name: value})
    silent = make_follow_up(office=khon_kaen_office)
    make_follow_up()

    def found(wanted):
        return [row["Number"] for row in file_of(officer, URL, **{name: wanted})]

    assert found(value) == [stated.ref]
    assert found("none") == [silent.ref]
    assert count_of(manager, URL, **{name: "none"}) == 2
    assert f"{label}: Not stated" in page_of(officer, URL, **{name: "none"})


def test_a_follow_up_has_always_a_kind_so_none_is_no_choice(manager, follow_up):
    listing = client_of(manager).get(URL, {"kind": "none"}).context["listing"]

    assert "kind" in listing.filters.form.errors


def test_a_rounds_follow_ups_are_those_of_the_readers_places(
    officer, neighbour, inspector, khon_kaen_office
):
    held_round = make_round(fiscal_year=2566, number=1)
    ours = make_follow_up(office=khon_kaen_office, round=held_round)
    make_follow_up(office=khon_kaen_office)

    for user, refs in ((officer, [ours.ref]), (inspector, [ours.ref]), (neighbour, [])):
        found = file_of(user, URL, round="2566-1", zone=12, province="40")
        assert [row["Number"] for row in found] == refs


@pytest.fixture
def dated(khon_kaen_office):
    """Follow-ups by how their due day lies to today."""
    today = timezone.localdate()

    def make(days, **fields):
        due_on = today + timedelta(days=days)
        return make_follow_up(office=khon_kaen_office, due_on=due_on, **fields).ref

    return {
        "yesterday": make(-1),
        "today": make(0),
        "soon": make(14),
        "later": make(15),
        "imported": make(-1, is_imported=True),
        "praise": make(-1, kind="commendation"),
        "undated": make_follow_up(office=khon_kaen_office).ref,
    }


@pytest.mark.parametrize(
    ("deadline", "names"),
    [
        ("overdue", {"yesterday"}),
        ("soon", {"today", "soon"}),
        ("open", {"yesterday", "today", "soon", "later", "undated"}),
    ],
)
def test_finds_by_how_pressing_it_is(deadline, names, dated, officer):
    rows = file_of(officer, URL, deadline=deadline)

    assert {row["Number"] for row in rows} == {dated[name] for name in names}


def test_tells_which_are_overdue(dated, officer):
    states = {row["Number"]: row["State"] for row in file_of(officer, URL)}

    overdue = {ref for ref, state in states.items() if state == "Overdue"}
    assert overdue == {dated["yesterday"]}


def test_sorts_by_due_day_with_those_without_one_last(dated, officer):
    refs = [row["Number"] for row in file_of(officer, URL, sort="due_on")]

    assert refs[-1] == dated["undated"]
    assert refs.index(dated["today"]) < refs.index(dated["later"])


@pytest.mark.parametrize("count", [1, 12, 50])
@pytest.mark.parametrize("who", ["inspector", "officer", "manager"])
def test_costs_the_same_whatever_it_lists(
    who, count, request, khon_kaen_office, django_assert_num_queries
):
    user = request.getfixturevalue(who)
    for _number in range(count):
        office = make_office(kind="department")
        make_follow_up(office=office)
        make_follow_up(office=khon_kaen_office, visit=make_visit())
    client = client_of(user)
    client.get(URL)

    with django_assert_num_queries(6):  # session, user, scope, count, keys, rows
        client.get(URL)
    held_round = make_round(fiscal_year=2566, number=1)
    FollowUp.objects.filter(office=khon_kaen_office).update(round=held_round)
    query = {"round": "2566-1", "level": "none", "zone": 12}
    client.get(URL, query)
    with django_assert_num_queries(6):
        assert client.get(URL, query).context["listing"].page.count == count


def test_what_was_issued_last_stands_first(manager, khon_kaen_office):
    issued = [("F-2569-00009", 2026), ("F-2570-00002", 2021), ("F-2570-00001", 2027)]
    for ref, year in issued:
        make_follow_up(office=khon_kaen_office, ref=ref, given_on=date(year, 1, 1))

    refs = [row["Number"] for row in file_of(manager, URL)]

    assert refs == ["F-2570-00002", "F-2570-00001", "F-2569-00009"]
