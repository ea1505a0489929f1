"""Water samples: typed, asked about when old, read beside the limits of their day."""

import datetime as dt
from decimal import Decimal

import pytest
from django.conf import settings
from django.db import transaction
from django.urls import reverse

from audit.models import Entry
from inspections.management.commands.load_reference import shipped
from inspections.models import Issue, WaterLimit, WaterResult, WaterSample
from inspections.published import load_limits
from inspections.water_reading import Verdict, judged
from tests.factories import make_issue
from tests.page_forms import page_form, row_of
from tests.reading import client_of, page_of

DAY = dt.date(2023, 3, 1)

pytestmark = pytest.mark.usefixtures("twentieth_of_march")


@pytest.fixture
def client(officer):
    return client_of(officer)


@pytest.fixture
def issue(khon_kaen_office) -> Issue:
    return make_issue(office=khon_kaen_office, kind="mine_pit_water")


def edit_of(issue: Issue) -> str:
    return reverse("inspections:issue_edit", args=[issue.ref])


def opened(client, issue: Issue) -> dict[str, list[str]]:
    return page_form(client.get(edit_of(issue)), having="issue-title")


def make_sample(issue: Issue, day: dt.date = DAY, **results: str) -> WaterSample:
    """A sample held against class 3; `lead="<0.001"` is below detection."""
    sample = WaterSample.objects.create(issue=issue, taken_on=day, water_class=3)
    for name, text in results.items():
        WaterResult.objects.create(
            sample=sample,
            parameter=name,
            value=text.removeprefix("<"),
            is_below=text.startswith("<"),
        )
    return sample


def make_limit(parameter: str, **fields) -> WaterLimit:
    known = {
        "water_class": 3,
        "starts_on": dt.date(1994, 2, 25),
        "source": "ประกาศ ฉบับที่ 8",
        "is_checked": True,
    }
    return WaterLimit.objects.create(parameter=parameter, **(known | fields))


def test_a_sample_and_its_results_are_stored_shown_and_told(client, officer, issue):
    data = opened(client, issue)
    results = {"result_ph": "๗.๒๐", "result_lead": "<๐.๐๐๑", "result_bod": "0"}
    row_of(data, "samples", taken_on="1/3/2566", water_class="3", **results)

    assert client.post(edit_of(issue), data).status_code == 302

    page = page_of(officer, issue.get_absolute_url())
    for words in ("Water sample of 1 March 2023", "7.2", "&lt;0.001 mg/L", "Class 3"):
        assert words in page, words
    history = page_of(officer, f"{issue.get_absolute_url()}history/")
    for words in ("Water samples – 1 มี.ค. 2566", "Lead", "&lt;0.001", "Class 3"):
        assert words in history, words
    form = opened(client, issue)
    assert form["samples-0-result_lead"] == ["<0.001"]
    assert form["samples-0-result_bod"] == ["0"]
    client.post(edit_of(issue), form)
    assert Entry.objects.about(issue).last().changes == []
    changed = opened(client, issue) | {"samples-0-result_lead": ["0.002"]}
    assert client.post(edit_of(issue), changed).status_code == 302
    changes = Entry.objects.about(issue).last().changes
    assert changes == [[["samples", "1 มี.ค. 2566", "result_lead"], "<0.001", "0.002"]]
    removed = opened(client, issue) | {"samples-0-DELETE": ["on"]}
    client.post(edit_of(issue), removed)
    assert not WaterResult.objects.exists()


@pytest.mark.parametrize(
    ("day", "asks"), [("20/3/2565", False), ("19/3/2565", True), ("1/3/2560", True)]
)
def test_a_sample_older_than_12_months_is_asked_about(client, issue, day, asks):
    data = opened(client, issue)
    row_of(data, "samples", taken_on=day)

    response = client.post(edit_of(issue), data)

    assert response.status_code == (422 if asks else 302)
    if not asks:
        return
    page = response.content.decode()
    assert 'href="#id_samples-0-confirmed"' in page
    assert "The sample is older than 12 months." in page
    assert "field-error" not in page
    value = page.partition('name="samples-0-confirmed" value="')[2].partition('"')[0]
    again = page_form(response, having="issue-title")
    response = client.post(edit_of(issue), again | {"samples-0-confirmed": [value]})
    assert response.status_code == 302
    assert client.post(edit_of(issue), opened(client, issue)).status_code == 302


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ({"taken_on": "21/3/2566"}, "taken_on"),
        ({"taken_on": "", "laboratory": "สสภ. 10"}, "taken_on"),
        ({"taken_on": "1/3/2566", "result_ph": "14.1"}, "result_ph"),
        ({"taken_on": "1/3/2566", "result_lead": "<"}, "result_lead"),
        ({"taken_on": "1/3/2566", "result_lead": "<0.00"}, "result_lead"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(client, issue, row, field):
    data = opened(client, issue)
    row_of(data, "samples", **row)

    response = client.post(edit_of(issue), data)

    assert response.status_code == 422
    assert f'href="#id_samples-0-{field}"' in response.content.decode()
    assert not WaterSample.objects.exists()


WITHIN, BEYOND = Verdict.WITHIN, Verdict.BEYOND
JUDGED = [
    ("0.05", {"high": "0.05"}, WITHIN),
    ("0.050001", {"high": "0.05"}, BEYOND),
    ("5", {"low": "5", "high": "9"}, WITHIN),
    ("4.999", {"low": "5", "high": "9"}, BEYOND),
    ("9.1", {"low": "5", "high": "9"}, BEYOND),
    ("<0.05", {"high": "0.05"}, WITHIN),
    ("<0.051", {"high": "0.05"}, Verdict.UNKNOWN),
    ("<0.5", {"low": "4"}, BEYOND),
    ("<5", {"low": "4"}, Verdict.UNKNOWN),
    ("9", {"high": "1", "is_checked": False}, Verdict.NONE),
    ("9", {"high": "1", "condition": "ความกระด้างไม่เกิน 100"}, Verdict.NONE),
]


@pytest.mark.parametrize(("text", "limit", "verdict"), JUDGED)
def test_a_limit_judges_only_what_it_can(text, limit, verdict):
    numbers = {k: Decimal(v) for k, v in limit.items() if k in ("low", "high")}
    held = WaterLimit(**{"is_checked": True, **limit, **numbers})
    value = Decimal(text.removeprefix("<"))
    result = WaterResult(value=value, is_below=text.startswith("<"))

    assert judged(result, held) is verdict


def test_what_else_must_hold_is_told_in_the_readers_language(officer, issue):
    make_sample(issue, cadmium="0.004")
    thai = next(
        one["condition"]
        for one in shipped("water_limits")["limits"]
        if one["parameter"] == "cadmium"
    )
    with transaction.atomic():
        load_limits(shipped("water_limits"))

    english = page_of(officer, issue.get_absolute_url())
    client = client_of(officer)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "th"
    page = client.get(issue.get_absolute_url()).content.decode()

    for words in ("hardness up to 100 mg/L", "hardness above 100 mg/L"):
        assert words in english
        assert words not in page
    assert thai not in english
    assert thai in page


def test_the_limits_of_the_day_and_class_are_told(officer, issue):
    make_sample(issue, lead="0.06", bod="3", ph="7", cadmium="0.004")
    make_limit("lead", high="0.05")
    make_limit("lead", high="0.01", water_class=2, source="อีกประเภท")
    make_limit(
        "lead",
        high="0.1",
        ends_on=dt.date(1994, 2, 24),
        starts_on=dt.date(1990, 1, 1),
        source="เลิกใช้แล้ว",
    )
    make_limit("bod", high="2", is_checked=False)
    make_limit("ph", low="5", high="9", starts_on=DAY)
    make_limit("cadmium", high="0.005", condition="ความกระด้างไม่เกิน 100")
    future = make_limit("ph", low="6", starts_on=DAY + dt.timedelta(1), source="ต่อไป")

    page = page_of(officer, issue.get_absolute_url())

    for words in (
        "Limit ≤ 0.05",
        "Beyond the limit",
        "Limit ≤ 2",
        "not checked",
        "Limit 5–9",
        "Within the limit",
        "ความกระด้างไม่เกิน 100",
        "ประกาศ ฉบับที่ 8",
    ):
        assert words in page, words
    assert page.count("Beyond the limit") == page.count("Within the limit") == 1
    for words in ("อีกประเภท", "เลิกใช้แล้ว", "ต่อไป"):
        assert words not in page, words
    for day in (DAY, DAY + dt.timedelta(1)):
        on = set(WaterLimit.objects.on(day))
        assert on == {one for one in WaterLimit.objects.all() if one.holds_on(day)}
    assert not future.holds_on(DAY)


@pytest.mark.parametrize("rows", [1, 12])
def test_pages_cost_the_same_whatever_they_hold(
    client, issue, rows, django_assert_num_queries
):
    for number in range(rows):
        make_sample(issue, DAY - dt.timedelta(number), ph="7", lead="0.01")
    make_limit("lead", high="0.05")

    client.get(edit_of(issue))

    with django_assert_num_queries(12):
        client.get(edit_of(issue))
    with django_assert_num_queries(14):
        client.get(issue.get_absolute_url())
