"""The lists of reports and their sections: who sees which, lateness, filters, files."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from audit.records import record
from inspections.lifecycle import RoundState, SectionState
from inspections.models import ProvinceReport, ReportSection
from inspections.tables.report import ReportListing, SectionListing
from inspections.topics import _put_in_place
from tests.factories import (
    make_office,
    make_province,
    make_report,
    make_round,
    make_section,
    make_topic,
)
from tests.reading import client_of, count_of, file_of, page_of
from tests.ui.test_listing_order import plans
from thai.dates import BANGKOK

REPORTS, SECTIONS = "/reports/", "/reports/topics/"
LISTS = [REPORTS, SECTIONS]
DUE = date(2023, 1, 31)


@pytest.fixture
def held_round(db):
    return make_round(
        fiscal_year=2566, number=1, state=RoundState.OPEN, reports_due_on=DUE
    )


@pytest.fixture
def topic(held_round):
    return make_topic(
        held_round, kind="cane_burning", title_th="การเผาอ้อย", title_en="Cane burning"
    )


@pytest.fixture
def section(held_round, topic, khon_kaen_office):
    report = make_report(office=khon_kaen_office, round=held_round)
    return make_section(report, topic=topic)


OWN = ["inspector", "assistant", "officer", "head", "manager"]
OTHERS = ["stranger", "neighbour", "nobody"]


@pytest.mark.parametrize("url", LISTS)
@pytest.mark.parametrize("who", OWN)
def test_shows_those_of_ones_own_place_as_links(url, who, section, request):
    page = page_of(request.getfixturevalue(who), url)

    address = {
        REPORTS: section.report.get_absolute_url(),
        SECTIONS: section.get_absolute_url(),
    }[url]
    assert f'<a href="{address}">' in page


@pytest.mark.parametrize("url", LISTS)
@pytest.mark.parametrize("who", OTHERS)
def test_hides_those_of_other_places_from_page_count_and_file(
    url, who, section, request
):
    user = request.getfixturevalue(who)

    assert section.report.get_absolute_url() not in page_of(user, url)
    assert count_of(user, url) == count_of(user, url, q="ขอนแก่น") == 0
    assert file_of(user, url) == []


@pytest.mark.parametrize("url", LISTS)
def test_is_only_read(url, manager):
    assert client_of(manager).post(url).status_code == 405


@pytest.mark.parametrize("url", LISTS)
def test_opens_with_the_newest_round_then_by_office(url, manager):
    older = make_round(fiscal_year=2565, number=2)
    newer = make_round(fiscal_year=2566, number=1)
    offices = [
        make_office(province=make_province(name_th=name, name_en=name))
        for name in ("กระบี่", "ชลบุรี")
    ]
    for held in (older, newer):
        topic = make_topic(held)
        for office in reversed(offices):
            make_section(make_report(office=office, round=held), topic=topic)

    rows = file_of(manager, url)

    assert [(row["Round"], row["Office"][:6]) for row in rows] == [
        (f"Round {number}/{year}", name)
        for year, number in ((2566, 1), (2565, 2))
        for name in ("กระบี่", "ชลบุรี")
    ]
    assert [row["Round"] for row in file_of(manager, url, sort="round")] == [
        row["Round"] for row in reversed(rows)
    ]


def at(hour: int, minute: int, day: date = DUE) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=BANGKOK)


NEXT = DUE + timedelta(days=1)


@pytest.mark.parametrize(
    ("sent", "words", "days"),
    [
        (at(23, 58), "in time", "0"),
        (at(0, 1, NEXT), "1 day late", "1"),
        (at(12, 0, NEXT + timedelta(days=9)), "10 days late", "10"),
    ],
)
@pytest.mark.parametrize("url", LISTS)
def test_the_due_day_ends_at_midnight_in_bangkok(
    url, sent, words, days, section, manager
):
    ReportSection.objects.update(
        state=SectionState.SUBMITTED, first_submitted_at=sent, submitted_at=sent
    )

    assert words in page_of(manager, url)
    assert [row["Days late"] for row in file_of(manager, url)] == [days]
    expected = "late" if days != "0" else "in_time"
    for late in ("late", "in_time"):
        assert count_of(manager, url, late=late) == (late == expected)


@pytest.mark.parametrize("url", LISTS)
@pytest.mark.parametrize(("ahead", "words"), [(0, "not due yet"), (-2, "2 days late")])
def test_what_is_not_sent_is_late_from_the_day_after(
    url, ahead, words, section, held_round, manager
):
    held_round.reports_due_on = timezone.localdate() + timedelta(days=ahead)
    held_round.closes_on = held_round.reports_due_on
    held_round.save()

    assert words in page_of(manager, url)
    assert count_of(manager, url, late="late") == (ahead < 0)


@pytest.mark.parametrize("url", LISTS)
def test_says_late_just_where_the_queryset_does(url, manager, held_round):
    today = timezone.localdate()
    due = today - timedelta(days=3)
    held_round.reports_due_on, held_round.closes_on = due, today
    held_round.save()
    moments = [None, at(23, 59, due), at(0, 0, due + timedelta(days=1))]
    topics = [make_topic(held_round) for _moment in moments]
    for pair in [(a, b) for a in moments for b in moments]:
        report = make_report(round=held_round)
        for topic, sent in zip(topics, pair, strict=False):
            state = SectionState.SUBMITTED if sent else SectionState.DRAFT
            make_section(
                report,
                topic=topic,
                state=state,
                first_submitted_at=sent,
                submitted_at=sent,
            )
    model = ProvinceReport if url == REPORTS else ReportSection

    late = [row for row in file_of(manager, url) if row["Days late"] not in ("", "0")]

    assert len(late) == model.objects.late(today).count()
    assert len(late) == count_of(manager, url, late="late")
    assert count_of(manager, url) == len(late) + count_of(manager, url, late="in_time")


def test_a_report_tells_how_far_it_is(manager, section, held_round):
    report = section.report
    for state in (SectionState.ACCEPTED, SectionState.ACCEPTED, SectionState.RETURNED):
        make_section(report, topic=make_topic(held_round), state=state)

    [row] = file_of(manager, REPORTS)

    assert row["State"] == "Draft"
    assert (row["Topics accepted"], row["Topics"]) == ("2", "4")
    assert "2/4" in page_of(manager, REPORTS)
    assert row["Last submitted"] == "2023-01-20"


def test_a_section_tells_since_when_it_waits(manager, section, khon_kaen_office):
    sent = at(9, 0)
    ReportSection.objects.update(
        state=SectionState.SUBMITTED, first_submitted_at=sent, submitted_at=sent
    )
    assert file_of(manager, SECTIONS)[0]["Waiting since"] == "2023-01-31"

    ReportSection.objects.update(state=SectionState.RETURNED)
    entry = record(section, "return", by=manager)
    [row] = file_of(manager, SECTIONS)
    assert row["Waiting since"] == timezone.localdate(entry.at).isoformat()

    ReportSection.objects.update(state=SectionState.ACCEPTED)
    assert file_of(manager, SECTIONS)[0]["Waiting since"] == ""


@pytest.mark.parametrize("url", LISTS)
def test_finds_by_what_it_is(url, manager, section, songkhla_office):
    other_round = make_round(fiscal_year=2565, number=2, state=RoundState.CLOSED)
    other = make_section(
        make_report(office=songkhla_office, round=other_round),
        topic=make_topic(other_round, kind="mine_pit_water"),
        state=SectionState.ACCEPTED,
    )
    queries = [
        {"round": "2566-1"},
        {"zone": 12},
        {"province": "40"},
        {"office": section.report.office.code},
        {"state": "draft"},
        {"q": "ขอนแก่น"},
        {"current": "on"},
    ]
    if url == SECTIONS:
        queries += [{"topic": "cane_burning"}, {"topic_id": section.topic_id}]

    assert count_of(manager, url) == 2
    for query in queries:
        [row] = file_of(manager, url, **query)
        assert row["Province"] == "Khon Kaen", query
    assert count_of(manager, url, state="accepted", round="2565-2") == 1
    assert other.topic_id != section.topic_id


@pytest.mark.parametrize("url", LISTS)
def test_mine_are_of_my_provinces_ours_of_my_office(
    url, inspector, officer, section, songkhla_office
):
    make_section(make_report(office=songkhla_office, round=section.report.round))

    assert count_of(inspector, url, mine="on") == 1
    assert count_of(officer, url, ours="on") == 1
    assert 'name="ours"' not in page_of(inspector, url)
    assert 'name="mine"' not in page_of(officer, url)


@pytest.mark.parametrize("url", LISTS)
def test_is_closed_to_what_it_doesnt_know(url, manager, section):
    for query in ({"state": "x"}, {"late": "x"}, {"round": "1-1"}):
        assert count_of(manager, url, **query) == 0


def test_no_file_holds_what_an_office_wrote(officer, manager, section):
    ReportSection.objects.update(narrative="ร่างที่ยังไม่ส่ง")

    for user in (officer, manager):
        assert "ร่าง" not in str(file_of(user, SECTIONS))
        assert count_of(user, SECTIONS, q="ร่างที่ยังไม่ส่ง") == 0


@pytest.mark.parametrize("count", [1, 12, 50])
@pytest.mark.parametrize("who", ["inspector", "officer", "manager"])
@pytest.mark.parametrize("url", LISTS)
def test_costs_the_same_whatever_it_lists(
    url, who, count, request, khon_kaen_office, django_assert_num_queries
):
    user = request.getfixturevalue(who)
    for _number in range(count):
        held = make_round(reports_due_on=DUE)
        report = make_report(office=khon_kaen_office, round=held)
        for state in SectionState:
            record(make_section(report, state=state), "return", by=user)
    client = client_of(user)
    client.get(url)

    # session, user, scope, count, keys, rows, sections or history
    with django_assert_num_queries(7):
        client.get(url)
    with django_assert_num_queries(7):
        client.get(url, {"q": "ขอนแก่น", "province": "40", "late": "late"})


def test_sections_follow_their_topics_when_these_are_put_in_order(
    held_round, khon_kaen_office, manager
):
    report = make_report(office=khon_kaen_office, round=held_round)
    first, second = (
        make_topic(held_round, title_th=title, title_en=title, order=order)
        for order, title in enumerate(("First", "Second"))
    )
    for topic in (second, first):
        make_section(report, topic=topic)
    assert [row["Topic"] for row in file_of(manager, SECTIONS)] == ["First", "Second"]

    _put_in_place(second, 1, is_new=False)

    assert [row["Topic"] for row in file_of(manager, SECTIONS)] == ["Second", "First"]


def test_an_index_gives_the_usual_order(held_round, manager):
    for listing, model, index in (
        (ReportListing, ProvinceReport, "report_by_place"),
        (SectionListing, ReportSection, "section_by_place"),
    ):
        with CaptureQueriesContext(connection) as queries:
            listing("en").order(model).first(model.objects.visible_to(manager), 0, 51)
        told = plans(queries.captured_queries[-1:])
        assert index in told
        assert "TEMP B-TREE" not in told
        assert "Sort" not in told
