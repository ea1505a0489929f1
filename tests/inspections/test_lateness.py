"""When a section is late: the due day ends at midnight in Bangkok, everywhere alike."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from inspections.actions import Given, take_section_step
from inspections.models import ProvinceReport, ReportSection, Round
from tests.factories import make_report, make_round, make_section, make_topic
from tests.reading import count_of, page_of
from thai.dates import BANGKOK

DUE = date(2023, 1, 31)
#: Moments of the first submission, and by how many days that is late. Bangkok is
#: seven hours ahead: its new day begins at 17.00 in London.
MOMENTS = {
    "2023-01-31T23:58+07:00": 0,
    "2023-01-31T23:59:59.999+07:00": 0,
    "2023-02-01T00:00+07:00": 1,
    "2023-02-01T00:01+07:00": 1,
    "2023-02-01T06:59+07:00": 1,
    "2023-02-01T07:01+07:00": 1,
    "2023-01-31T07:01+07:00": 0,
    "2023-01-30T23:58+07:00": 0,
    "2023-02-02T23:59+07:00": 2,
    "2023-03-03T08:00+07:00": 31,
}


def at(moment: str | datetime):
    return time_machine.travel(
        datetime.fromisoformat(moment) if isinstance(moment, str) else moment,
        tick=False,
    )


@pytest.fixture
def report(khon_kaen_office) -> ProvinceReport:
    held_round = make_round(
        fiscal_year=2566, number=1, state="open", reports_due_on=DUE
    )
    return make_report(office=khon_kaen_office, round=held_round)


def late_on(today: date) -> tuple[int, int]:
    """How many sections and reports are late."""
    return (
        ReportSection.objects.late(today).count(),
        ProvinceReport.objects.late(today).count(),
    )


def send(section, officer, moment):
    with at(moment):
        take_section_step(section, "submit", by=officer)


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_submission_is_late_from_midnight_in_bangkok(officer, report, moment):
    section = make_section(report, narrative="ก")

    send(section, officer, moment)

    days = MOMENTS[moment]
    for today in (DUE, DUE + timedelta(60)):
        assert section.days_late(today) == days
        assert late_on(today) == ((1, 1) if days else (0, 0))


@pytest.mark.parametrize("moment", MOMENTS)
def test_what_is_not_sent_is_late_by_the_hour_of_reading(report, moment):
    section = make_section(report)

    with at(moment):
        today = timezone.localdate()

    assert section.days_late(today) == MOMENTS[moment]
    assert late_on(today) == ((1, 1) if MOMENTS[moment] else (0, 0))


@pytest.mark.parametrize("way_back", ["withdraw", "return", "reopen"])
def test_the_first_submission_counts_whatever_came_back(
    officer, manager, report, way_back
):
    section = make_section(report, narrative="ก")
    send(section, officer, "2023-01-31T23:58+07:00")
    with at("2023-02-05T09:00+07:00"):
        if way_back == "reopen":
            take_section_step(section, "accept", by=manager)
        given = Given(reason="ขาดตัวเลข", comments={"figures": "ขาด"})
        by = officer if way_back == "withdraw" else manager
        take_section_step(section, way_back, by=by, given=given)
    assert late_on(date(2023, 2, 6)) == (0, 0)

    send(section, officer, "2023-02-06T09:00+07:00")

    assert section.days_late(date(2023, 2, 7)) == 0
    assert late_on(date(2023, 2, 7)) == (0, 0)


def test_once_late_a_resubmission_mends_nothing(officer, report):
    section = make_section(report, narrative="ก")
    send(section, officer, "2023-02-01T00:01+07:00")
    take_section_step(section, "withdraw", by=officer)
    send(section, officer, "2023-02-04T00:01+07:00")

    assert section.days_late(date(2023, 2, 7)) == 1


def test_one_late_section_makes_the_report_late(officer, report):
    """However many others were in time, and though each is accepted."""
    for _ in range(3):
        make_section(report, state="accepted")
    assert late_on(date(2023, 2, 7)) == (0, 0)

    make_section(
        report,
        state="accepted",
        first_submitted_at=datetime(2023, 2, 1, 0, 1, tzinfo=BANGKOK),
    )

    assert late_on(date(2023, 1, 1)) == late_on(date(2023, 2, 7)) == (1, 1)


def test_another_due_day_is_counted_by_from_then_on(officer, report):
    section = make_section(report, narrative="ก")
    send(section, officer, "2023-02-01T00:01+07:00")
    never = make_section(report)
    today = date(2023, 2, 3)
    assert late_on(today) == (2, 1)

    for due, late, reports in (
        (date(2023, 2, 1), [0, 2], (1, 1)),
        (date(2023, 2, 3), [0, 0], (0, 0)),
        (date(2023, 1, 20), [12, 14], (2, 1)),
    ):
        Round.objects.update(reports_due_on=due)
        rows = ReportSection.objects.order_by("pk")
        assert [row.days_late(today) for row in rows] == late
        assert late_on(today) == reports
    assert never.first_submitted_at is None


def test_a_closed_round_still_tells_what_never_came(report):
    make_section(report)
    Round.objects.update(state="closed")

    assert late_on(date(2024, 1, 1)) == (1, 1)


@pytest.mark.parametrize("who", ["manager", "inspector", "officer"])
@pytest.mark.parametrize(
    ("moment", "days"),
    [
        ("2023-01-31T23:58+07:00", 0),
        ("2023-02-01T00:01+07:00", 1),
        ("2023-02-03T00:01+07:00", 3),
    ],
)
def test_lists_pages_and_summary_agree_on_who_is_late(
    request, officer, report, who, moment, days
):
    """Read a minute later, so that the day is the same for what never came."""
    section = make_section(report, narrative="ก", topic=make_topic(report.round))
    send(section, officer, moment)
    user = request.getfixturevalue(who)
    told = f"{days} day{'s' if days > 1 else ''} late" if days else "in time"

    with at(datetime.fromisoformat(moment) + timedelta(minutes=1)):
        for address in ("/reports/", "/reports/topics/"):
            late = count_of(user, address, round="2566-1", late="late")
            in_time = count_of(user, address, round="2566-1", late="in_time")
            assert (late, in_time) == ((1, 0) if days else (0, 1)), address
            assert told in page_of(user, address), address
        assert told in page_of(user, "/rounds/2566-1/")
        assert told in page_of(user, report.get_absolute_url())
        summary = page_of(user, "/rounds/2566-1/summary/")
        assert ("The latest topic came" in summary) == bool(days)


@pytest.mark.parametrize(
    ("moment", "days"), [("2023-01-31T23:59+07:00", 0), ("2023-02-01T00:01+07:00", 1)]
)
def test_they_agree_on_what_never_came_too(manager, report, moment, days):
    make_section(report)
    told = "1 day late" if days else "not due yet"

    with at(moment):
        for address in ("/reports/", "/reports/topics/"):
            assert count_of(manager, address, late="late") == days
            assert told in page_of(manager, address)
        assert told in page_of(manager, "/rounds/2566-1/")
        assert told in page_of(manager, report.get_absolute_url())
        summary = page_of(manager, "/rounds/2566-1/summary/")
        assert ("1 day late" in summary) == bool(days)
