"""Every number opens the list with just so many rows, for everybody, at any time.

A crawler reads each number on the home page, the rounds, the summaries and the
pages of places, and finds it in the list that it opens and in a count by plain
Python (`tests.counting`): in a ministry as it begins, and after 300 acts of random
people at odd times.
"""

from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine

from inspections.models import Carry
from tests.changes import Ministry, change, make_ministry
from tests.counting import Plain, Reader, count_of_list, numbers_on
from tests.reading import client_of

PLACES = [
    *(f"/provinces/{code}/" for code in ("40", "46", "90")),
    *(f"/zones/{number}/" for number in (12, 5)),
    *(f"/offices/moi-{code}/" for code in ("kkn", "ksn", "ska")),
]
ROUNDS = ["/rounds/", "/rounds/2566-1/", "/rounds/2566-2/", "/rounds/2566-3/"]
SUMMARY = "/rounds/2566-2/summary/"
#: Whose summaries are read beside those that open by themselves.
ALSO = {
    "manager": ["/rounds/2566-1/summary/", f"{SUMMARY}?zone=12"],
    "inspector": [f"{SUMMARY}?province=40"],
    "assistant": [f"{SUMMARY}?province=46"],
}
#: Who has no place to sum up.
WITHOUT = {"nobody"}
CHANGES = 300


@pytest.fixture
def ministry(db) -> Ministry:
    return make_ministry(seed=2566)


def numbers_of(name: str, reader: Reader) -> Iterator[tuple[str, int, str]]:
    """Each number that somebody finds: its address, value, and the page it is on."""
    client, seen = client_of(reader.user), set()
    for page in ["/", *ROUNDS, *PLACES, SUMMARY, *ALSO.get(name, [])]:
        response = client.get(page)
        if response.status_code == 404:
            assert (page, name in WITHOUT) == (SUMMARY, True)
            continue
        for address, value in numbers_on(response.content.decode()):
            if (address, value) not in seen:
                seen.add((address, value))
                yield address, value, page


def wrong_numbers(ministry: Ministry, names: Iterable[str]) -> list[str]:
    """What a list or plain Python counts otherwise than a number says."""
    plain, found = Plain(), []
    for name in names:
        reader = ministry.readers[name]
        client, opened, total = client_of(reader.user), set(), 0
        for address, value, page in numbers_of(name, reader):
            counted = plain.count(reader, address)
            listed = value
            # Of the many lists that are empty one of each kind is opened.
            if value or kind_of(address) not in opened:
                opened.add(kind_of(address))
                listed = rows_listed(client, address)
            if not value == counted == listed:
                found.append(f"{name}, {page}: {value=} {listed=} {counted=} {address}")
            total += 1
        assert total > 10, name
    return found


def kind_of(address: str) -> tuple[str, ...]:
    """Which list under which filters, whatever their values."""
    place = urlsplit(address)
    return (place.path, *parse_qs(place.query))


def rows_listed(client: Any, address: str) -> int:
    """How many rows a list says it has; -1 where it refuses a filter."""
    response = client.get(address)
    right = response.context["listing"].filters.is_valid()
    return count_of_list(response.content.decode()) if right else -1


def test_numbers_agree_as_a_round_begins(ministry):
    with time_machine.travel(ministry.now, tick=False):
        assert wrong_numbers(ministry, ["inspector", "officer", "nobody"]) == []


def test_numbers_agree_after_many_changes(ministry):
    done = change(ministry, CHANGES)

    assert len(done) >= 12, done
    # Else nothing was carried far enough to be counted wrongly.
    assert Carry.objects.filter(round__number=3).exists()
    with time_machine.travel(ministry.now, tick=False):
        assert wrong_numbers(ministry, ministry.readers) == []
