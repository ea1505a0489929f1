"""A round's page: progress by province, totals, what is in the way, the steps."""

import re
from datetime import date, datetime
from html import unescape

import pytest
import time_machine

from audit.models import Entry
from inspections.lifecycle import IssueState, RoundState, SectionState, VisitState
from inspections.models import ProvinceReport, ReportSection
from tests.factories import (
    make_carry,
    make_follow_up,
    make_issue,
    make_office,
    make_report,
    make_round,
    make_section,
    make_topic,
    make_visit,
)
from tests.page_forms import page_form
from tests.reading import client_of, count_of, file_of, page_of
from thai.dates import BANGKOK, format_range

URL = "/rounds/2569-1/"
COUNTED = re.compile(r'<a class="count" href="([^"]+)">([\d,]+)<')
TALLY = re.compile(r'href="([^"]+)"><b>([\d,]+)</b>')


@pytest.fixture
def held_round(db):
    return make_round(
        fiscal_year=2569,
        number=1,
        state=RoundState.OPEN,
        opens_on=date(2026, 1, 12),
        closes_on=date(2026, 3, 31),
        reports_due_on=date(2026, 1, 19),
    )


@pytest.fixture
def filled(held_round, khon_kaen_office, kalasin_office, songkhla_office):
    """Three reports in several states, visits, issues and a follow-up."""
    cane = make_topic(held_round, applies_everywhere=False, title_en="Cane")
    water = make_topic(held_round, title_en="Water")
    sent = datetime(2026, 1, 19, 23, 58, tzinfo=BANGKOK)
    late = datetime(2026, 1, 20, 0, 1, tzinfo=BANGKOK)
    ours = make_report(round=held_round, office=khon_kaen_office)
    make_section(ours, topic=cane, state="accepted", first_submitted_at=sent)
    make_section(ours, topic=water, state="submitted", first_submitted_at=late)
    theirs = make_report(round=held_round, office=kalasin_office)
    make_section(theirs, topic=water, state="accepted", first_submitted_at=sent)
    far = make_report(round=held_round, office=songkhla_office)
    make_section(far, topic=water)
    both = [khon_kaen_office, kalasin_office]
    make_visit(round=held_round, offices=both, state=VisitState.SIGNED_OFF)
    make_visit(round=held_round, offices=[khon_kaen_office])
    make_visit(round=held_round, offices=[songkhla_office], state="cancelled")
    make_issue(round=held_round, office=khon_kaen_office)
    make_issue(round=held_round, office=khon_kaen_office, state=IssueState.VERIFIED)
    make_issue(round=held_round, office=songkhla_office)
    make_follow_up(
        round=held_round, office=khon_kaen_office, province=khon_kaen_office.province
    )
    return held_round


def frozen_clock():
    return time_machine.travel(datetime(2026, 1, 24, 9, tzinfo=BANGKOK), tick=False)


def test_each_report_has_a_row_with_its_numbers(manager, filled):
    with frozen_clock():
        rows = {row["Office"].split(" Prov")[0]: row for row in file_of(manager, URL)}

    told = rows["Khon Kaen"]
    assert told["Zone"] == "Zone 12"
    assert told["State"] == "Submitted"
    assert told["Topics accepted"] == "1"
    assert told["Topics"] == "2"
    assert told["Days late"] == "1"
    assert told["Visits done"] == "1"
    assert told["Visits planned, done included"] == "2"
    assert told["Open issues"] == "1"
    assert rows["Kalasin"]["Days late"] == "0"
    assert rows["Kalasin"]["Visits planned, done included"] == "1"
    assert rows["Songkhla"]["Days late"] == "5"
    assert rows["Songkhla"]["Visits planned, done included"] == "0"


@pytest.mark.parametrize(
    ("who", "offices"),
    [
        ("manager", {"Khon Kaen", "Kalasin", "Songkhla"}),
        ("inspector", {"Khon Kaen", "Kalasin"}),
        ("assistant", {"Khon Kaen", "Kalasin"}),
        ("officer", {"Khon Kaen"}),
        ("neighbour", {"Kalasin"}),
        ("stranger", {"Songkhla"}),
        ("nobody", set()),
    ],
)
def test_a_reader_finds_only_their_own_reports(who, offices, filled, request):
    rows = file_of(request.getfixturevalue(who), URL)

    assert {row["Office"].split(" Prov")[0] for row in rows} == offices


@pytest.mark.parametrize(
    "who", ["manager", "inspector", "officer", "neighbour", "stranger", "nobody"]
)
def test_every_number_opens_a_list_with_that_count(who, filled, request):
    user = request.getfixturevalue(who)
    with frozen_clock():
        page = page_of(user, URL)
        found = COUNTED.findall(page) + TALLY.findall(page)
        counts = {unescape(url): int(number) for url, number in found}

        assert len(counts) >= 10
        assert {url: count_of(user, url) for url in counts} == counts


def test_tells_who_is_overdue_apart_from_who_was_late(manager, filled):
    make_section(
        make_report(round=filled, office=make_office(kind="department")),
        first_submitted_at=datetime(2026, 2, 1, tzinfo=BANGKOK),
    )

    with frozen_clock():
        tally = client_of(manager).get(URL).context["tally"]
        told = {item.url: item.number for item in tally if "late=late" in item.url}
        late = f"/reports/?round={filled.key}&late=late"

        assert told == {f"{late}&sending=missing": 1, f"{late}&sending=late": 2}
        assert {url: count_of(manager, url) for url in told} == told
        assert count_of(manager, late) == 3
        page = page_of(manager, URL)
        for words in ("Reports overdue, not sent in full", "Reports sent late"):
            assert words in page


def test_a_planned_round_says_when_its_reports_are_made(manager, inspector, held_round):
    held_round.state = RoundState.PLANNED
    held_round.save()
    told = "The reports are made when the round is opened."

    for user in (manager, inspector):
        assert told in page_of(user, URL)
    held_round.state = RoundState.OPEN
    held_round.save()
    assert told not in page_of(manager, URL)


@pytest.mark.parametrize(
    ("day", "told"), [(1, True), (11, True), (12, False), (31, False)]
)
def test_opening_long_before_the_window_is_asked_about(manager, held_round, day, told):
    """In the confirmation, and beside the button for who has no script."""
    held_round.state = RoundState.PLANNED
    held_round.save()
    with time_machine.travel(datetime(2025, 12, day, 9, tzinfo=BANGKOK)):
        page = unescape(page_of(manager, URL))

    asked = f"It begins on 12 January 2026, in {43 - day} days. Open it already now?"
    assert page.count(asked) == 2 * told


@pytest.mark.parametrize(
    ("state", "filled_button"),
    [(RoundState.PLANNED, "#steps"), (RoundState.OPEN, f"{URL}summary/")],
)
def test_the_filled_button_is_what_is_to_be_done_now(
    state, filled_button, manager, held_round
):
    held_round.state = state
    held_round.save()

    head = page_of(manager, URL).partition('class="page-head"')[2].partition("tally")[0]

    assert re.findall(r'class="button" href="([^"]+)"', head) == [filled_button]


def test_finds_reports_by_zone_state_and_lateness(manager, filled):
    def found(**query):
        rows = file_of(manager, URL, **query)
        return [row["Office"].split(" Prov")[0] for row in rows]

    with frozen_clock():
        assert found(zone=5) == ["Songkhla"]
        assert found(state="accepted") == ["Kalasin"]
        assert sorted(found(late="late")) == ["Khon Kaen", "Songkhla"]


def test_says_what_the_round_is_and_asks(manager, held_round, khon_kaen):
    topic = make_topic(held_round, applies_everywhere=False, title_en="Cane burning")
    topic.provinces.add(khon_kaen)

    page = page_of(manager, URL)

    for words in ("12 January 2026", "19 January 2026", "Cane burning", "Khon Kaen"):
        assert words in page
    assert "0 indicators" in page


def test_a_round_that_is_not_there_is_not_found(manager, held_round):
    for key in ("2569-2", "2569-01", "2569", "999999-1"):
        assert client_of(manager).get(f"/rounds/{key}/").status_code == 404


def test_managers_alone_are_offered_steps_and_edits(manager, inspector, held_round):
    ours, theirs = page_of(manager, URL), page_of(inspector, URL)

    assert f"{URL}step/summarise/" in ours
    assert f"{URL}edit/" in ours
    assert f"{URL}step/" not in theirs
    assert f"{URL}edit/" not in theirs


def test_what_is_in_the_way_of_closing_is_listed_beforehand(manager, filled, inspector):
    filled.state = RoundState.SUMMARISING
    filled.save()
    [unfinished] = filled.visits.filter(state=VisitState.IN_PROGRESS)

    page = page_of(manager, URL).partition('id="in-the-way"')[2].partition("<h2 id")[0]

    assert unfinished.get_absolute_url() in page
    assert filled.visits.get(state="signed_off").get_absolute_url() not in page
    assert 'state=submitted">1<' in page
    assert 'state=draft">1<' in page
    assert 'id="in-the-way"' not in page_of(inspector, URL)


def step(client, slug, **fields):
    data = page_form(client.get(URL), having="version")
    return client.post(f"{URL}step/{slug}/", {**data, **fields})


def test_closing_is_refused_with_every_visit_in_the_way(manager, filled):
    filled.state = RoundState.SUMMARISING
    filled.save()
    [unfinished] = filled.visits.filter(state=VisitState.IN_PROGRESS)
    filled.visits.filter(pk=unfinished.pk).update(units_text="สอจ. ขอนแก่น")
    client = client_of(manager)

    response = step(client, "close")

    assert response.status_code == 422
    told = (
        response.content.decode().partition("error-summary")[2].partition("</div>")[0]
    )
    assert unfinished.get_absolute_url() in told
    days = format_range(unfinished.starts_on, unfinished.ends_on, language="en")
    for words in (days, "In progress", "สอจ. ขอนแก่น"):
        assert words in told
    # The list of a refused page is that of the round, not of the step's address.
    assert f"{URL}?sort=" in response.content.decode()
    filled.refresh_from_db()
    assert filled.state == RoundState.SUMMARISING


def test_opening_makes_the_reports_and_closing_locks_them(
    manager, held_round, khon_kaen_office
):
    held_round.state = RoundState.PLANNED
    held_round.save()
    make_topic(held_round)
    client = client_of(manager)

    assert step(client, "open").status_code == 302
    assert step(client, "summarise").status_code == 302
    assert step(client, "close").status_code == 302

    held_round.refresh_from_db()
    assert held_round.state == RoundState.CLOSED
    assert ProvinceReport.objects.get().office == khon_kaen_office
    assert ReportSection.objects.get().is_locked
    assert [e.step for e in Entry.objects.about(held_round)] == [
        "open",
        "summarise",
        "close",
    ]
    history = page_of(manager, f"{URL}history/")
    for words in ("Opened the round", "Began the summary", "Closed the round"):
        assert words in history


def test_a_step_of_another_is_refused_and_an_unknown_one_not_found(
    inspector, held_round
):
    client = client_of(inspector)

    assert client.post(f"{URL}step/summarise/").status_code == 403
    assert client.post(f"{URL}step/explode/").status_code == 404
    assert client.get(f"{URL}step/summarise/").status_code == 405


@pytest.mark.parametrize("count", [1, 10, 60])
@pytest.mark.parametrize(
    ("who", "state", "queries"),
    [
        ("manager", RoundState.OPEN, 21),
        ("inspector", RoundState.OPEN, 21),
        ("officer", RoundState.OPEN, 21),
        ("manager", RoundState.SUMMARISING, 25),
    ],
)
def test_costs_the_same_whatever_it_lists(
    who,
    state,
    queries,
    count,
    request,
    held_round,
    khon_kaen,
    khon_kaen_office,
    django_assert_num_queries,
):
    user = request.getfixturevalue(who)
    held_round.state = state
    held_round.save()
    topic = make_topic(held_round, applies_everywhere=False)
    topic.provinces.add(khon_kaen)
    make_section(make_report(round=held_round, office=khon_kaen_office), topic=topic)
    for _number in range(count):
        office = make_office(province=khon_kaen, kind="department")
        report = make_report(round=held_round, office=office)
        make_section(report, topic=topic, state=SectionState.SUBMITTED)
        make_visit(round=held_round, offices=[khon_kaen_office])
        make_issue(round=held_round, office=office)
        given = make_follow_up(round=held_round, office=khon_kaen_office)
        make_carry(given, held_round)
    client = client_of(user)
    client.get(URL)

    with django_assert_num_queries(queries):
        client.get(URL)
