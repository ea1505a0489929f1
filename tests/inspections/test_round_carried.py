"""What a round took over and what it left, on its page and in its summary."""

import pytest

from inspections.lifecycle import FollowUpState, RoundState
from inspections.models import FollowUp, FollowUpKind
from tests.factories import make_carry, make_follow_up, make_round, make_topic
from tests.reading import client_of, count_of, page_of

FIRST, SECOND = "/rounds/2566-1/", "/rounds/2566-2/"
PLACES = {"manager": 5, "inspector": 4, "officer": 3, "stranger": 1, "nobody": 0}


@pytest.fixture
def rounds(db, khon_kaen_office, kalasin_office, songkhla_office):
    """Five given in round 1, one closed in each way, and carried into round 2."""
    first = make_round(fiscal_year=2566, number=1, state=RoundState.CLOSED)
    second = make_round(fiscal_year=2566, number=2, state=RoundState.OPEN)
    for one in (first, second):
        make_topic(one)
    offices = [*[khon_kaen_office] * 3, kalasin_office, songkhla_office]
    states = ["verified", "issued", "cannot_comply", "superseded", "answered"]
    for office, state in zip(offices, states, strict=True):
        given = make_follow_up(office=office, round=first, state=state)
        make_carry(given, second)
    # Neither carried nor given in round 1.
    make_follow_up(office=khon_kaen_office, round=second)
    return first, second


def over(user, url):
    return client_of(user).get(url).context["over"]


def told(numbers):
    return {number.text: number.value for number in numbers}


def test_the_ends_and_what_is_still_open_add_up(manager, rounds):
    found = over(manager, SECOND)

    assert told(found.standing) == {
        "Verified": 1,
        "Still open": 2,
        "Cannot comply": 1,
        "Superseded": 1,
        "Withdrawn": 0,
    }
    assert found.total.value == sum(told(found.standing).values()) == 5
    assert found.unseen.value == 2


@pytest.mark.parametrize(("who", "count"), PLACES.items())
def test_every_number_opens_its_rows_for_everybody(who, count, rounds, request):
    user = request.getfixturevalue(who)
    into, left = over(user, SECOND), over(user, FIRST)

    numbers = [into.total, *into.standing, into.unseen, *left.passed_on]

    assert into.total.value == count
    assert {n.url: count_of(user, n.url) for n in numbers} == {
        n.url: n.value for n in numbers
    }


def test_the_round_that_gave_them_says_where_they_went(manager, rounds):
    third = make_round(fiscal_year=2566, number=3, state=RoundState.SUMMARISING)
    make_carry(FollowUp.objects.filter(state="issued").first(), third)

    page, found = page_of(manager, FIRST), over(manager, FIRST)

    assert told(found.passed_on) == {"Round 2/2566": 5, "Round 3/2566": 1}
    assert found.total.value == 0
    assert "into Round 2/2566" in page
    assert 'href="/follow-ups/?round=2566-1&amp;carried=2566-2">5<' in page


def test_what_changes_later_is_counted_as_it_stands_today(manager, rounds):
    FollowUp.objects.filter(state=FollowUpState.ANSWERED).update(state="withdrawn")
    # Even what asks for nothing any more was carried.
    changed = FollowUp.objects.filter(state="issued", round__number=1)
    changed.update(kind=FollowUpKind.OBSERVATION)

    found = over(manager, SECOND)

    assert (told(found.standing)["Withdrawn"], found.total.value) == (1, 5)
    assert told(found.standing)["Still open"] == 1
    assert found.unseen.value == count_of(manager, found.unseen.url) == 1


def test_what_a_later_round_took_over_stays_open_in_this_one(manager, rounds):
    third = make_round(fiscal_year=2566, number=3, state=RoundState.SUMMARISING)
    taken = FollowUp.objects.filter(round__number=1, state="issued")
    make_carry(taken.get(), third)
    taken.update(state="verified")

    second, later = over(manager, SECOND), over(manager, "/rounds/2566-3/")

    assert told(second.standing)["Still open"] == 2
    assert told(second.standing)["Verified"] == 1
    assert told(later.standing)["Verified"] == later.total.value == 1
    for number in (*second.standing, *later.standing):
        assert count_of(manager, number.url) == number.value, number


def test_a_planned_round_tells_nothing_of_it(manager, rounds):
    planned = make_round(fiscal_year=2566, number=4)

    page = client_of(manager).get(planned.get_absolute_url())

    assert page.context["over"] is None
    assert 'id="carried"' not in page.content.decode()


@pytest.mark.parametrize(
    ("who", "query", "count"),
    [
        ("manager", {}, 5),
        ("manager", {"zone": "12"}, 4),
        ("inspector", {"province": "46"}, 1),
        ("officer", {}, 3),
    ],
)
def test_the_summary_tells_the_same_of_its_places(who, query, count, rounds, request):
    user = request.getfixturevalue(who)
    response = client_of(user).get(f"{SECOND}summary/", query)

    [block] = [b for b in response.context["blocks"] if b.key == "carried"]
    [standing, looked] = block.tallies

    assert block.total.value == count
    assert standing.numbers[-1] == block.total
    assert sum(number.value for number in standing.numbers[:-1]) == count
    for number in (*standing.numbers, *looked.numbers):
        assert count_of(user, number.url) == number.value


def test_the_first_round_s_summary_tells_what_it_left(manager, rounds):
    page = page_of(manager, f"{FIRST}summary/")

    assert "Left open by this round and carried on" in page
    assert "Nothing was left from before" not in page


def test_a_round_without_a_past_says_so(manager, rounds):
    make_topic(make_round(fiscal_year=2566, number=3, state=RoundState.SUMMARISING))

    page = page_of(manager, "/rounds/2566-3/summary/")

    assert "Nothing was left from before when this round opened." in page


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({"carried": "2566-2"}, 5),
        ({"carried": "2566-1"}, 0),
        ({"carried": "2566-2", "looked": "no"}, 2),
        ({"carried": "2566-2", "looked": "yes"}, 1),
        ({"looked": "no"}, 3),
        ({"status": "open"}, 3),
        ({"status": "closed"}, 3),
    ],
)
def test_the_ledger_finds_them(query, count, manager, rounds):
    first, _second = rounds
    later = make_round(fiscal_year=2566, number=3, state=RoundState.SUMMARISING)
    seen, twice = FollowUp.objects.filter(round=first).order_by("pk")[:2]
    seen.carries.update(look="verified", looked_at="2023-03-01T09:00+07:00")
    make_carry(twice, later)
    make_carry(FollowUp.objects.get(round__number=2), later)

    assert count_of(manager, "/follow-ups/", **query) == count


def test_an_unknown_round_finds_nothing(manager, rounds):
    page = client_of(manager).get("/follow-ups/", {"carried": "2599-9"})

    assert page.context["listing"].page.count == 0
