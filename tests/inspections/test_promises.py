"""Which promises count as kept, which as not; every number opens just its rows."""

import random
import re
from datetime import timedelta
from html import unescape

import pytest
from django.utils import timezone

from inspections.lifecycle import FollowUpState
from inspections.models import FollowUp
from inspections.promises import (
    KEPT,
    MISSED,
    PENDING,
    SETTLED,
    by_kind,
    by_network,
    counts_as,
    tally,
)
from networks.models import NetworkKind, Reach
from tests.factories import make_follow_up, make_meeting, make_network, make_office
from tests.reading import client_of, count_of, page_of

TODAY = timezone.localdate()
A_DAY = timedelta(days=1)
OPEN = {"issued", "acknowledged", "in_progress", "answered"}


def plainly(row: FollowUp) -> str:
    """The rule in plain Python."""
    if row.kind != "commitment" or row.is_imported:
        return ""
    if row.state == "verified":
        return KEPT
    is_late = row.state in OPEN - {"answered"} and row.due_on and row.due_on < TODAY
    if row.state == "cannot_comply" or is_late:
        return MISSED
    return PENDING if row.state in OPEN else ""


def promise(network, state="issued", **fields):
    fields = {"due_on": TODAY, "given_on": TODAY - 30 * A_DAY} | fields
    fields.setdefault("kind", "commitment")
    return make_follow_up(network=network, state=state, **fields)


@pytest.fixture
def bank(khon_kaen, khon_kaen_office):
    return make_network(
        name="ธพว.", kind=NetworkKind.SME_BANK, province=khon_kaen, reach=Reach.LOCAL
    )


@pytest.mark.parametrize(
    ("state", "days", "outcome"),
    [
        ("verified", -9, KEPT),
        ("cannot_comply", 9, MISSED),
        ("issued", -1, MISSED),
        ("acknowledged", -1, MISSED),
        ("in_progress", -1, MISSED),
        ("issued", 0, PENDING),
        ("in_progress", 9, PENDING),
        # Whether it was kept, somebody has yet to say.
        ("answered", -9, PENDING),
        ("superseded", -9, ""),
        ("withdrawn", -9, ""),
        ("draft", -9, ""),
    ],
)
def test_what_a_promise_counts_as(state, days, outcome, bank):
    promise(bank, state, due_on=TODAY + days * A_DAY)

    found = {
        name
        for name in (KEPT, MISSED, SETTLED, PENDING)
        if FollowUp.objects.filter(counts_as(name, TODAY)).exists()
    }

    settled = {SETTLED} if outcome in {KEPT, MISSED} else set()
    assert found == {outcome} - {""} | settled


@pytest.mark.parametrize("fields", [{"kind": "order"}, {"is_imported": True}])
def test_neither_other_kinds_nor_what_was_only_imported_counts(fields, bank):
    for state in ("verified", "cannot_comply", "issued"):
        promise(bank, state, due_on=TODAY - A_DAY, **fields)

    assert tally(FollowUp.objects.all(), TODAY) == []


@pytest.mark.parametrize("seed", range(3))
def test_the_numbers_are_those_of_plain_python(seed, khon_kaen, manager):
    chance = random.Random(seed)  # noqa: S311 - the same numbers each time
    kinds = [NetworkKind.SME_BANK, NetworkKind.OTHER, NetworkKind.UNIVERSITY]
    networks = [
        make_network(kind=kind, province=khon_kaen, reach=Reach.LOCAL)
        for kind in (*kinds, NetworkKind.SME_BANK)
    ]
    for _number in range(60):
        promise(
            chance.choice(networks),
            chance.choice(FollowUpState.values),
            due_on=TODAY + chance.randint(-3, 3) * A_DAY,
            kind=chance.choice(["commitment", "commitment", "order"]),
            is_imported=chance.random() < 0.1,
        )
    rows = list(FollowUp.objects.select_related("network"))
    tallied = tally(FollowUp.objects.all(), TODAY)

    for name, found, key in (
        ("network", by_network(tallied), lambda row: row.network_id),
        ("network_kind", by_kind(tallied), lambda row: row.network.kind),
    ):
        for value in {key(row) for row in rows}:
            counted = {
                outcome: sum(
                    plainly(row) == outcome for row in rows if key(row) == value
                )
                for outcome in (KEPT, MISSED, PENDING)
            }
            rate = found[value]
            assert (rate.kept, rate.missed, rate.pending) == tuple(counted.values())
            for outcome, number in counted.items():
                query = {name: value, "promise": outcome}
                assert count_of(manager, "/follow-ups/", **query) == number


def links(page: str) -> dict[str, int]:
    """Every number of the page that opens the ledger, by the ledger's address."""
    found = re.findall(r'<a class="count" href="(/follow-ups/[^"]*)">([\d,]+)', page)
    return {unescape(address): int(number) for address, number in found}


@pytest.mark.parametrize("who", ["inspector", "officer", "manager", "stranger"])
def test_each_number_opens_just_its_rows_of_those_the_reader_may_see(
    who, bank, songkhla, request
):
    user = request.getfixturevalue(who)
    make_office(province=songkhla)
    far = make_network(kind=NetworkKind.SME_BANK, province=songkhla, reach=Reach.LOCAL)
    for network in (bank, far):
        for state in ("verified", "verified", "cannot_comply", "issued"):
            promise(network, state)
    promise(bank, "verified")
    client = client_of(user)

    for url in ("/networks/", bank.get_absolute_url()):
        told = links(page_of(user, url))
        for address, number in told.items():
            assert client.get(address).context["listing"].page.count == number, address
        if url == "/networks/":
            everything = told["/follow-ups/?network_kind=sme_bank&promise=settled"]
            expected = {"manager": 7, "stranger": 3}.get(who, 4)
            assert everything == expected
        else:
            assert bool(told) is (who != "stranger")


def test_the_pages_say_the_rate_in_words(inspector, bank):
    for state in ("verified", "verified", "verified", "cannot_comply", "issued"):
        promise(bank, state)

    for url in ("/networks/", bank.get_absolute_url()):
        page = re.sub(r"<[^>]*>", "", page_of(inspector, url))
        words = re.sub(r"\s+", " ", page)
        assert re.search(
            r"Kept: 3 promises kept of 4 settled promises \(75 %\)", words
        ), url


def test_nothing_is_said_of_a_network_that_promised_nothing(inspector, bank):
    make_follow_up(network=bank)

    assert links(page_of(inspector, bank.get_absolute_url())) == {}
    assert "Promises by kind of network" not in page_of(inspector, "/networks/")


def test_what_is_only_pending_has_no_rate_yet(inspector, bank):
    promise(bank)

    page = page_of(inspector, bank.get_absolute_url())

    assert "None is due yet." in page
    assert "%" not in page[page.index("None is due yet.") :][:200]


# --- Who answers --------------------------------------------------------------------


def test_the_office_of_its_own_province_answers_for_a_network(
    bank, khon_kaen_office, kalasin, kalasin_office
):
    branch = make_network(parent=bank, province=kalasin, reach=Reach.LOCAL)

    assert promise(bank).answering_office == khon_kaen_office
    assert promise(branch).answering_office == kalasin_office


def test_a_branch_of_several_provinces_does_not_take_that_of_its_parent(bank):
    branch = make_network(parent=bank, reach=Reach.REGIONAL)

    given = promise(branch)

    assert (given.province, given.answering_office) == (None, None)


def test_an_office_of_another_kind_does_not_answer_for_it(khon_kaen, khon_kaen_office):
    make_office(kind="bank", province=khon_kaen)
    network = make_network(province=khon_kaen, reach=Reach.LOCAL)

    assert promise(network).answering_office == khon_kaen_office


def test_its_own_province_wins_over_that_of_the_meeting(
    bank, kalasin, khon_kaen_office
):
    meeting = make_meeting(province=kalasin)

    assert promise(bank, meeting=meeting).answering_office == khon_kaen_office
