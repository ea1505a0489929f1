"""The ledger's filters: how old, where carried, to whom, and what waits for whom."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from inspections.acting import acts_of
from inspections.lifecycle import FOLLOW_UP_STEPS, FollowUpState, RoundState
from inspections.models import FollowUp, FollowUpKind
from tests.factories import (
    make_answer,
    make_carry,
    make_follow_up,
    make_network,
    make_round,
    make_user,
    make_visit,
)
from tests.page_forms import page_form
from tests.reading import client_of, count_of, file_of, page_of

URL = "/follow-ups/"


def found(user, **query):
    """The numbers that the list shows under these filters."""
    return {row["Number"] for row in file_of(user, URL, **query)}


def test_tells_in_how_many_rounds_it_was_carried(manager, khon_kaen_office):
    rounds = [make_round(fiscal_year=2570 + n, number=1) for n in range(4)]
    refs = {}
    for age in (0, 1, 2, 4):
        row = make_follow_up(office=khon_kaen_office)
        refs[age] = row.ref
        for held_round in rounds[:age]:
            make_carry(row, held_round)

    rows = {row["Number"]: row["Age in rounds"] for row in file_of(manager, URL)}

    assert rows == {ref: str(age) for age, ref in refs.items()}
    for asked, age in (("0", 0), ("1", 1), ("2", 2), ("3", 4)):
        assert found(manager, age=asked) == {refs[age]}, asked
    assert found(manager, carried="2570-1") == {refs[1], refs[2], refs[4]}
    assert found(manager, carried="2573-1") == {refs[4]}


def test_finds_by_a_part_of_the_networks_or_companys_name(manager, khon_kaen):
    network = make_network(province=khon_kaen, name="หอการค้าจังหวัดขอนแก่น")
    promised = make_follow_up(network=network)
    asked = make_follow_up(company="บริษัท น้ำตาลทดสอบ จำกัด", province=khon_kaen)
    make_follow_up(text="น้ำตาล หอการค้า")

    assert found(manager, partner="หอการค้า") == {promised.ref}
    assert found(manager, partner="น้ำตาล จำกัด") == {asked.ref}


def test_finds_those_given_together(manager):
    together = uuid4()
    tied = {make_follow_up(given_together=together).ref for _number in range(2)}
    make_follow_up(given_together=uuid4())
    make_follow_up()

    assert found(manager, together=together) == tied
    assert "Given together: yes" in page_of(manager, URL, together=together)


def test_a_key_that_is_none_is_said_to_be_wrong(manager):
    make_follow_up()

    listing = client_of(manager).get(URL, {"together": "x"}).context["listing"]

    assert "together" in listing.filters.form.errors
    assert not listing.page.keys


def test_finds_those_on_which_a_report_is_due(officer, khon_kaen_office):
    today = timezone.localdate()

    def make(days, **fields):
        due = today + timedelta(days=days)
        return make_follow_up(
            office=khon_kaen_office, rhythm="weekly", report_due_on=due, **fields
        ).ref

    late, now = make(-8), make(0)
    make(1)
    make(-1, state=FollowUpState.ANSWERED)
    make(-1, is_imported=True)
    make_follow_up(office=khon_kaen_office)

    assert found(officer, deadline="reports") == {late, now}
    rows = file_of(officer, URL, deadline="reports", sort="due_on")
    assert rows[0]["Reports asked for"] == "Every week"
    assert rows[0]["Next report due on"]


@pytest.mark.parametrize(
    "state", [state for state in FollowUpState if state != FollowUpState.DRAFT]
)
def test_finds_by_each_state(state, manager):
    wanted = make_follow_up(state=state)
    for other in {*FollowUpState} - {state, FollowUpState.DRAFT}:
        make_follow_up(state=other)

    assert found(manager, state=state) == {wanted.ref}


def test_finds_those_sent_back(officer, khon_kaen_office):
    begun, back = (
        make_follow_up(office=khon_kaen_office, state=FollowUpState.IN_PROGRESS)
        for _number in range(2)
    )
    make_answer(begun)
    make_answer(back, is_final=True)
    make_answer(
        make_follow_up(office=khon_kaen_office, state=FollowUpState.ANSWERED),
        is_final=True,
    )

    assert found(officer, sent_back="on") == {back.ref}


# --- What waits for whom ------------------------------------------------------------


@pytest.fixture
def everything(
    khon_kaen_office, songkhla_office, inspector, stranger, manager, officer
):
    """Follow-ups in each state, here and elsewhere, by a name that says which."""
    refs = {}
    for place, office in (("here", khon_kaen_office), ("far", songkhla_office)):
        for state in {*FollowUpState} - {FollowUpState.DRAFT}:
            refs[f"{state.value} {place}"] = make_follow_up(office=office, state=state)
    answered = {"office": khon_kaen_office, "state": FollowUpState.ANSWERED}
    refs["by inspector"] = make_follow_up(**answered, answered_by=inspector)
    refs["by manager"] = make_follow_up(**answered, answered_by=manager)
    refs["imported"] = make_follow_up(office=khon_kaen_office, is_imported=True)
    refs["praise"] = make_follow_up(office=khon_kaen_office, kind="commendation")
    held_round = make_round(state=RoundState.OPEN)
    for name, look in (("carried", ""), ("seen", "sent_back")):
        moment = timezone.now() if look else None
        refs[name] = make_follow_up(office=khon_kaen_office)
        make_carry(refs[name], held_round, look=look, looked_at=moment)
    return {name: row.ref for name, row in refs.items()}


OF_THE_OFFICE = {"issued here", "acknowledged here", "in_progress here"}
ANSWERS = {"answered here", "by inspector", "by manager"}


@pytest.mark.parametrize(
    ("who", "names"),
    [
        ("officer", OF_THE_OFFICE | {"carried", "seen"}),
        ("inspector", {"answered here", "by manager", "carried"}),
        ("stranger", {"answered far"}),
        ("manager", {"answered here", "answered far", "by inspector"}),
    ],
)
def test_finds_what_waits_for_the_reader(who, names, everything, request):
    user = request.getfixturevalue(who)

    assert found(user, mine="on") == {everything[name] for name in names}


@pytest.mark.parametrize("who", ["assistant", "nobody"])
def test_nothing_waits_for_who_decides_nothing(who, everything, request):
    user = request.getfixturevalue(who)

    assert 'name="mine"' not in page_of(user, URL)
    assert count_of(user, URL, mine="on") == count_of(user, URL, to_verify="on") == 0


def test_an_inspector_verifies_what_their_visit_gave_elsewhere(
    inspector, songkhla_office
):
    led = make_visit(offices=[songkhla_office], lead=inspector)
    joined = make_visit(offices=[songkhla_office], lead=make_user())
    joined.members.create(user=inspector)
    state = FollowUpState.ANSWERED
    own = {
        make_follow_up(visit=visit, office=songkhla_office, state=state).ref
        for visit in (led, joined)
    }
    other = make_visit(offices=[songkhla_office], lead=make_user())
    make_follow_up(visit=other, office=songkhla_office, state=state)

    assert found(inspector, to_verify="on") == found(inspector, mine="on") == own


# --- Acting from the row ------------------------------------------------------------


def pressed(page, ref):
    """The steps that a row offers at once."""
    return {
        slug
        for slug in FOLLOW_UP_STEPS
        if f'formaction="{reverse("inspections:follow_up_step", args=[ref, slug])}"'
        in page
    }


@pytest.mark.parametrize(
    ("who", "name", "slugs"),
    [
        ("officer", "issued here", {"acknowledge", "start"}),
        ("officer", "acknowledged here", {"start"}),
        ("officer", "in_progress here", set()),
        ("inspector", "answered here", {"verify"}),
        ("manager", "by inspector", {"verify"}),
        ("inspector", "carried", set()),
    ],
)
def test_a_row_offers_what_can_be_done_at_once(who, name, slugs, everything, request):
    page = page_of(request.getfixturevalue(who), URL, mine="on")

    assert pressed(page, everything[name]) == slugs


def test_a_row_leads_to_what_asks_for_more(officer, inspector, everything):
    ref, page = everything["in_progress here"], page_of(officer, URL, mine="on")
    assert f'href="{reverse("inspections:follow_up_answer", args=[ref])}"' in page

    ref, page = everything["answered here"], page_of(inspector, URL, mine="on")
    assert f'href="/follow-ups/{ref}/#step-send-back"' in page


def test_what_only_wants_looking_at_says_why_it_waits(inspector, everything):
    page = page_of(inspector, URL, mine="on")

    words = "Not looked at in this round yet"
    hidden = f'<span class="visually-hidden"> {everything["carried"]}</span>'
    assert f"{words}{hidden}" in page


def test_how_a_promise_was_kept_is_written_first(inspector, khon_kaen):
    promise = make_follow_up(
        network=make_network(province=khon_kaen),
        kind=FollowUpKind.COMMITMENT,
        state=FollowUpState.ANSWERED,
    )

    page = page_of(inspector, URL, mine="on")

    assert pressed(page, promise.ref) == set()
    assert f'href="/follow-ups/{promise.ref}/#step-verify"' in page


def test_filters_of_what_is_to_be_done_draw_acts(officer, everything):
    assert "formaction" not in page_of(officer, URL)
    for query in ({"mine": "on"}, {"ours": "on"}, {"state": "issued"}):
        assert "formaction" in page_of(officer, URL, **query), query
    assert "What you can do" not in file_of(officer, URL, mine="on")[0]


def test_each_row_is_told_apart_by_its_number(officer, everything):
    page = page_of(officer, URL, mine="on")

    ref = everything["issued here"]
    assert f'Acknowledge<span class="visually-hidden"> {ref}</span>' in page


def test_the_form_brings_back_to_the_same_rows(officer, khon_kaen_office):
    follow_up = make_follow_up(office=khon_kaen_office)
    client, query = client_of(officer), "?mine=on&sort=due_on"

    page = client.get(f"{URL}{query}")

    assert f'name="next" value="{URL}{query.replace("&", "&amp;")}"' in (
        page.content.decode()
    )
    assert f'name="version" value="{follow_up.version}"' in page.content.decode()
    with pytest.raises(AssertionError):  # "next" marks a form that is no page's own
        page_form(page, having="next")


def test_acts_are_those_of_its_page(inspector, officer, everything):
    row = FollowUp.objects.get(ref=everything["issued here"])

    assert [act.slug for act in acts_of(row, officer)] == [
        "acknowledge",
        "start",
        "answer",
    ]
    assert [*acts_of(row, inspector)] == []
    to_look_at = acts_of(row, inspector, is_to_look_at=True)
    assert [act.slug for act in to_look_at] == ["look"]


# --- Costs ----------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 12, 50])
def test_acting_costs_the_same_whatever_it_lists(
    count, inspector, songkhla_office, khon_kaen_office, django_assert_num_queries
):
    held_round = make_round(state=RoundState.OPEN)
    for _number in range(count):
        visit = make_visit(offices=[songkhla_office], lead=make_user())
        visit.members.create(user=inspector)
        make_follow_up(
            visit=visit, office=songkhla_office, state=FollowUpState.ANSWERED
        )
        make_carry(make_follow_up(office=khon_kaen_office), held_round)
    client = client_of(inspector)
    query = {"mine": "on"}
    client.get(URL, query)

    # session, user, scope, count, keys, rows; follow-ups with visits, their teams
    with django_assert_num_queries(8):
        listing = client.get(URL, query).context["listing"]
    assert listing.page.count == 2 * count


@pytest.mark.parametrize("count", [1, 12, 50])
@pytest.mark.parametrize(
    "query",
    [
        {"carried": "2566-2"},
        {"age": "1"},
        {"to_verify": "on", "province": "40"},
        {"partner": "บริษัท"},
        {"deadline": "overdue", "sort": "state"},
    ],
)
def test_each_filter_costs_the_same_whatever_it_lists(
    query, count, inspector, khon_kaen, khon_kaen_office, django_assert_num_queries
):
    held_round = make_round(fiscal_year=2566, number=2)
    for state in (FollowUpState.ANSWERED, FollowUpState.ISSUED):
        for _number in range(count):
            row = make_follow_up(
                company="บริษัททดสอบ",
                province=khon_kaen,
                state=state,
                due_on=date(2023, 3, 2),
            )
            make_carry(row, held_round)
    client = client_of(inspector)
    client.get(URL, query)

    # session, user, scope, count, keys, rows; of filters of what is to be done
    # what can be done, too
    is_acting = {"to_verify", "deadline"} & query.keys()
    with django_assert_num_queries(7 if is_acting else 6):
        assert client.get(URL, query).context["listing"].page.count >= count
