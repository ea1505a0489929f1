"""The list of rounds: open to all, its numbers those of the reader's own lists."""

import pytest

from inspections.lifecycle import RoundState, SectionState, VisitState
from tests.factories import make_office, make_report, make_round, make_topic, make_visit
from tests.reading import client_of, count_of, file_of, page_of

URL = "/rounds/"


@pytest.fixture
def held_round(khon_kaen_office, songkhla_office):
    """Open, with an accepted and a drafted report, visits to both places."""
    made = make_round(
        fiscal_year=2569, number=1, state=RoundState.OPEN, policy_note="ปั้นคู่ชุมชน"
    )
    make_topic(made, title_th="น้ำขุมเหมือง")
    make_report(round=made, office=khon_kaen_office, state=SectionState.ACCEPTED)
    make_report(round=made, office=songkhla_office)
    for office in (khon_kaen_office, songkhla_office):
        make_visit(round=made, offices=[office], state=VisitState.SIGNED_OFF)
        make_visit(round=made, offices=[office], state=VisitState.PLANNED)
        make_visit(round=made, offices=[office], state=VisitState.CANCELLED)
    return made


def numbers(row):
    return [
        row["Reports accepted"],
        row["Reports"],
        row["Visits done"],
        row["Visits planned, done included"],
    ]


@pytest.mark.parametrize(
    ("who", "told"),
    [
        ("manager", ["1", "2", "2", "4"]),
        ("inspector", ["1", "1", "1", "2"]),
        ("officer", ["1", "1", "1", "2"]),
        ("stranger", ["0", "1", "1", "2"]),
        ("nobody", ["", "", "0", "0"]),
    ],
)
def test_everybody_sees_the_rounds_with_their_own_numbers(
    who, told, held_round, request
):
    user = request.getfixturevalue(who)

    [row] = file_of(user, URL)

    assert row["Round"] == "Round 1/2569"
    assert row["Topics"] == "1"
    assert numbers(row) == told


@pytest.mark.parametrize("who", ["manager", "inspector", "officer", "nobody"])
def test_each_number_opens_just_the_rows_it_counts(who, held_round, request):
    user = request.getfixturevalue(who)
    page = page_of(user, URL)

    for path, query in (
        ("/reports/", {"round": "2569-1", "state": "accepted"}),
        ("/reports/", {"round": "2569-1"}),
        ("/visits/", {"round": "2569-1", "progress": "done"}),
        ("/visits/", {"round": "2569-1", "progress": "not-cancelled"}),
    ):
        address = f"{path}?" + "&amp;".join(f"{k}={v}" for k, v in query.items())
        count = count_of(user, path, **query)
        if who == "nobody" and path == "/reports/":
            assert address not in page
        else:
            assert f'<a class="count" href="{address}">{count}<span' in page


@pytest.mark.parametrize(
    "query",
    [
        {"year": 2569},
        {"state": "open"},
        {"q": "1/2569"},
        {"q": "รอบที่ ๑/๒๕๖๙"},
        {"q": "Round 2569"},
        {"q": "คู่ชุมชน"},
        {"q": "ขุมเหมือง"},
    ],
)
def test_finds_by_name_year_state_note_and_topic(query, manager, held_round):
    make_round(fiscal_year=2568, number=2, state=RoundState.CLOSED)

    assert [row["Round"] for row in file_of(manager, URL, **query)] == ["Round 1/2569"]


def test_shows_the_newest_first_unless_asked_otherwise(manager):
    for year, number in ((2568, 2), (2569, 1), (2568, 1)):
        make_round(fiscal_year=year, number=number)

    names = [row["Round"] for row in file_of(manager, URL)]
    turned = [row["Round"] for row in file_of(manager, URL, sort="name")]

    assert names == ["Round 1/2569", "Round 2/2568", "Round 1/2568"]
    assert turned == names[::-1]


def test_only_managers_are_offered_a_new_one(manager, inspector, officer):
    assert "/rounds/new/" in page_of(manager, URL)
    assert "/rounds/new/" not in page_of(inspector, URL)
    assert "/rounds/new/" not in page_of(officer, URL)


def test_says_that_there_is_none_yet(manager):
    assert "No round is planned yet." in page_of(manager, URL)


@pytest.mark.parametrize("count", [1, 12, 40])
@pytest.mark.parametrize("who", ["manager", "inspector", "officer"])
def test_costs_the_same_whatever_it_lists(
    who, count, request, khon_kaen_office, django_assert_num_queries
):
    user = request.getfixturevalue(who)
    for _number in range(count):
        held = make_round()
        make_topic(held)
        make_report(round=held, office=khon_kaen_office)
        make_report(round=held, office=make_office(kind="department"))
        make_visit(round=held, offices=[khon_kaen_office])
    client = client_of(user)
    client.get(URL)

    # session, user, scope, count, keys, rows with topics, reports, visits
    with django_assert_num_queries(8):
        client.get(URL)
