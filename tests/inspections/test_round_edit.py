"""Making a round and changing one: proposals, checks, history, merging, rights."""

import datetime as dt
from html import unescape
from urllib.parse import urlencode

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.http import QueryDict

from audit.models import Entry, StaleVersion
from inspections.forms.round import RoundPage
from inspections.lifecycle import RoundState
from inspections.models import Round
from inspections.rounds import store_round
from tests.factories import make_indicator, make_round, make_topic
from tests.page_forms import page_form
from tests.reading import client_of, page_of
from tests.rows import all_rows, changed_tables

NEW, URL = "/rounds/new/", "/rounds/2569-2/edit/"
DAYS = {
    "general-opens_on": ["8/6/2569"],
    "general-closes_on": ["15 ก.ย. 69"],
    "general-reports_due_on": ["2026-06-15"],
}
NOT_MANAGERS = ["inspector", "assistant", "officer", "head", "stranger", "nobody"]


@pytest.fixture
def latest(khon_kaen):
    """Round 1/2569 with one topic for one province and its indicator."""
    made = make_round(fiscal_year=2569, number=1, state=RoundState.CLOSED)
    topic = make_topic(made, title_th="อ้อย", guidance="ดู", applies_everywhere=False)
    topic.provinces.add(khon_kaen)
    make_indicator(topic, code="cane", maximum=10)
    return made


@pytest.fixture
def held_round(db):
    return make_round(
        fiscal_year=2569,
        number=2,
        opens_on=dt.date(2026, 6, 8),
        closes_on=dt.date(2026, 9, 15),
        reports_due_on=dt.date(2026, 6, 15),
        policy_note="เดิม",
    )


def opened(client, url=URL):
    return page_form(client.get(url), having="general-opens_on")


def faults(response) -> dict[str, list[str]]:
    assert response.status_code == 422, response.status_code
    return dict(response.context["page"].general.errors)


def test_proposes_the_next_round_with_the_topics_of_the_one_before(manager, latest):
    form = opened(client_of(manager), NEW)

    assert form["general-fiscal_year"] == ["2569"]
    assert form["general-number"] == ["2"]
    assert form["general-copy_from"] == [str(latest.pk)]
    assert form["general-opens_on"] == [""]


def test_after_the_second_round_comes_the_first_of_the_next_year(manager, held_round):
    form = opened(client_of(manager), NEW)

    assert (form["general-fiscal_year"], form["general-number"]) == (["2570"], ["1"])


@time_machine.travel(dt.datetime(2026, 11, 1, tzinfo=dt.UTC))
def test_the_very_first_round_is_of_this_year(manager):
    form = opened(client_of(manager), NEW)

    assert (form["general-fiscal_year"], form["general-number"]) == (["2570"], ["1"])
    assert form["general-copy_from"] == [""]


def test_stores_a_round_with_copied_topics_and_tells_it(manager, latest, khon_kaen):
    client = client_of(manager)

    response = client.post(NEW, opened(client, NEW) | DAYS)

    made = Round.objects.get(number=2)
    assert response.headers["Location"] == made.get_absolute_url()
    assert (made.state, made.opens_on) == (RoundState.PLANNED, dt.date(2026, 6, 8))
    topic = made.topics.get()
    assert (topic.title_th, topic.guidance) == ("อ้อย", "ดู")
    assert topic.copied_from == latest.topics.get()
    assert [province.pk for province in topic.provinces.all()] == [khon_kaen.pk]
    assert topic.indicators.get().code == "cane"
    entry = Entry.objects.about(made).get()
    assert (entry.step, entry.by) == ("make", manager)
    assert [["topics", "อ้อย", "title_th"], None, "อ้อย"] in entry.changes
    history = page_of(manager, f"/rounds/{made.key}/history/")
    assert "Planned the round" in history
    assert "8 Jun 2026" in history


def test_begins_without_topics_if_wanted(manager, latest):
    client = client_of(manager)

    client.post(NEW, opened(client, NEW) | DAYS | {"general-copy_from": [""]})

    assert not Round.objects.get(number=2).topics.exists()


def test_one_press_makes_one_round(manager, latest):
    client = client_of(manager)
    data = opened(client, NEW) | DAYS

    first, second = client.post(NEW, data), client.post(NEW, data)

    assert first.headers["Location"] == second.headers["Location"]
    assert Round.objects.filter(number=2).count() == 1


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("fiscal_year", "2026", "Buddhist era"),
        ("fiscal_year", "2569.5", "Buddhist era"),
        ("fiscal_year", "", "Enter a number."),
        ("number", "0", "from 1 to 99"),
        ("number", "1", "Round 1/2569 is there already."),
        ("closes_on", "1/6/2569", "before the first day"),
        ("reports_due_on", "7/6/2569", "within the round's window"),
        ("reports_due_on", "16/9/2569", "within the round's window"),
        ("opens_on", "31/6/2569", "no such day"),
    ],
)
def test_bad_input_is_told_beside_its_field(field, value, words, manager, latest):
    client = client_of(manager)
    data = opened(client, NEW) | DAYS | {f"general-{field}": [value]}
    before = all_rows()

    response = client.post(NEW, data)

    found = faults(response)
    assert list(found) == [field]
    assert words in unescape(response.content.decode())
    assert changed_tables(before, all_rows()) == set()


def test_who_is_quicker_makes_it(manager):
    """The check saw no twin yet, the database does; the page then looks again."""
    client = client_of(manager)
    data = opened(client, NEW) | DAYS | {"general-fiscal_year": ["2569"]}
    sent = QueryDict(urlencode(data, doseq=True))
    page = RoundPage(Round(), sent)
    assert page.is_valid()
    cleaned = page.general.cleaned_data
    make_round(fiscal_year=cleaned["fiscal_year"], number=cleaned["number"])

    with pytest.raises(StaleVersion):
        store_round(page.general, by=manager)

    assert not RoundPage(Round(), sent).is_valid()


@pytest.mark.parametrize("who", NOT_MANAGERS)
def test_nobody_else_makes_or_changes_one(who, held_round, request):
    client = client_of(request.getfixturevalue(who))

    for url in (NEW, URL):
        assert client.get(url).status_code == client.post(url).status_code == 404


def test_changes_are_stored_and_told(manager, held_round):
    client = client_of(manager)
    data = opened(client) | {
        "general-policy_note": ["ใหม่"],
        "general-reports_due_on": ["20/6/2569"],
    }

    assert client.post(URL, data).status_code == 302

    held_round.refresh_from_db()
    assert held_round.policy_note == "ใหม่"
    assert (held_round.reports_due_on, held_round.version) == (dt.date(2026, 6, 20), 2)
    entry = Entry.objects.about(held_round).get()
    assert entry.step == "edit"
    assert sorted(entry.changes) == [
        ["policy_note", "เดิม", "ใหม่"],
        ["reports_due_on", "2026-06-15", "2026-06-20"],
    ]


def test_a_planned_round_may_be_renamed(manager, held_round):
    client = client_of(manager)

    response = client.post(URL, opened(client) | {"general-number": ["3"]})
    response = confirmed(client, response, URL)

    assert response.headers["Location"] == "/rounds/2569-3/"


@pytest.mark.parametrize("state", [RoundState.OPEN, RoundState.SUMMARISING])
def test_an_opened_round_keeps_year_and_number(state, manager, held_round):
    held_round.state = state
    held_round.save()
    client = client_of(manager)
    data = opened(client)
    assert "general-number" not in data

    assert client.post(URL, data | {"general-policy_note": ["x"]}).status_code == 302
    forged = opened(client) | {"general-number": ["7"], "general-fiscal_year": ["2569"]}

    assert list(faults(client.post(URL, forged))) == ["number"]
    held_round.refresh_from_db()
    assert (held_round.number, held_round.policy_note) == (2, "x")


def test_a_closed_round_is_not_changed(manager, held_round):
    client = client_of(manager)
    data = opened(client) | {"general-policy_note": ["ยังพิมพ์อยู่"]}
    held_round.state = RoundState.CLOSED
    held_round.save()

    assert client.get(URL).headers["Location"] == held_round.get_absolute_url()
    response = client.post(URL, data)

    assert response.status_code == 409
    assert "the round is closed" in response.content.decode()
    assert "ยังพิมพ์อยู่" in response.content.decode()
    held_round.refresh_from_db()
    assert held_round.policy_note == "เดิม"


def test_the_model_itself_refuses_what_is_closed_or_named(held_round):
    held_round.state = RoundState.CLOSED
    held_round.save()
    held_round.policy_note, held_round.number = "x", 9

    with pytest.raises(ValidationError) as refused:
        held_round.full_clean()

    assert list(refused.value.message_dict) == ["number"]
    held_round.number = 2
    with pytest.raises(ValidationError) as refused:
        held_round.full_clean()
    assert list(refused.value.message_dict) == ["policy_note"]


def test_two_managers_change_different_things_and_both_stay(manager, held_round):
    client = client_of(manager)
    first, second = opened(client), opened(client)
    client.post(URL, first | {"general-policy_note": ["ของเขา"]})

    response = client.post(URL, second | {"general-reports_due_on": ["20/6/2569"]})

    assert response.status_code == 302
    held_round.refresh_from_db()
    assert held_round.policy_note == "ของเขา"
    assert held_round.reports_due_on == dt.date(2026, 6, 20)


def test_the_same_field_is_put_to_the_second_one(manager, held_round):
    client = client_of(manager)
    first, second = opened(client), opened(client)
    client.post(URL, first | {"general-policy_note": ["ของเขา"]})

    response = client.post(URL, second | {"general-policy_note": ["ของเรา"]})

    assert response.status_code == 409
    page = response.content.decode()
    assert "ของเขา" in page
    assert "ของเรา" in page


def questions(response) -> str:
    """What is asked; a fault beside a field would be an error, not a question."""
    assert faults(response).keys() == {"__all__"}
    return unescape(response.content.decode())


def confirmed(client, response, url: str):
    """Send the page again as it came, with the box ticked."""
    page = page_form(response, having="general-opens_on")
    box = response.context["page"].general.question.said
    return client.post(url, page | {"general-confirmed": [box]})


def test_an_overlap_is_asked_about_and_stored_when_confirmed(manager, held_round):
    make_round(
        fiscal_year=2569,
        number=1,
        opens_on=dt.date(2026, 1, 12),
        closes_on=dt.date(2026, 6, 9),
        reports_due_on=dt.date(2026, 1, 19),
    )
    client = client_of(manager)
    moved = {"general-opens_on": ["9/6/2569"]}

    response = client.post(URL, opened(client) | moved)

    told = "The window overlaps that of Round 1/2569, 12 Jan – 9 Jun 2026."
    assert told in questions(response)
    held_round.refresh_from_db()
    assert held_round.opens_on == dt.date(2026, 6, 8)
    assert confirmed(client, response, URL).status_code == 302
    held_round.refresh_from_db()
    assert held_round.opens_on == dt.date(2026, 6, 9)
    # What was confirmed isn't asked again when something else changes.
    note = {"general-policy_note": ["ใหม่"]}
    assert client.post(URL, opened(client) | note).status_code == 302
    clear = {"general-opens_on": ["10/6/2569"]}
    assert client.post(URL, opened(client) | clear).status_code == 302


def test_a_new_round_is_asked_about_all_that_is_odd_at_once(manager, held_round):
    """Other days, another number: what was confirmed was not these."""
    client = client_of(manager)
    odd = DAYS | {"general-fiscal_year": ["2571"], "general-number": ["3"]}

    response = client.post(NEW, opened(client, NEW) | odd)

    page = questions(response)
    assert "overlaps that of Round 2/2569," in page
    assert "The window leaves fiscal year 2571, 1 Oct 2027 – 30 Sep 2028." in page
    assert "There is no Round 2/2571 yet" in page
    assert not Round.objects.filter(fiscal_year=2571).exists()
    assert confirmed(client, response, NEW).status_code == 302
    assert Round.objects.filter(fiscal_year=2571, number=3).exists()


@pytest.mark.parametrize(
    ("first", "last", "is_odd"),
    [
        ("1/10/2569", "30/9/2570", False),
        ("30/9/2569", "31/12/2569", True),
        ("1/9/2570", "1/10/2570", True),
    ],
)
def test_the_fiscal_year_runs_from_october_to_september(
    first, last, is_odd, manager, latest
):
    client = client_of(manager)
    days = {
        "general-fiscal_year": ["2570"],
        "general-number": ["1"],
        "general-opens_on": [first],
        "general-closes_on": [last],
        "general-reports_due_on": [last],
    }

    response = client.post(NEW, opened(client, NEW) | days)

    assert response.status_code == (422 if is_odd else 302)


def test_a_page_without_a_form_shows_what_is_stored(held_round):
    page = RoundPage(held_round, None)

    assert page.general["policy_note"].value() == "เดิม"
    assert not page.is_stale
