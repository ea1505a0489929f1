"""Figures observed at a visit: held against their indicator, as in reports."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from inspections.models import Visit
from tests.factories import make_indicator, make_round, make_topic, make_visit
from tests.page_forms import page_form, row_of
from tests.reading import client_of

A_DAY = "1/3/2566"


@pytest.fixture
def topic(db):
    return make_topic(make_round(state="open"), kind="factory_mine")


@pytest.fixture
def indicator(topic):
    return make_indicator(topic, minimum=0, maximum=20_000)


@pytest.fixture
def visit(inspector, khon_kaen_office, zone_12, topic) -> Visit:
    return make_visit(
        offices=[khon_kaen_office], lead=inspector, zone=zone_12, round=topic.round
    )


@pytest.fixture
def client(inspector):
    """The inspector's browser, in English."""
    return client_of(inspector)


@pytest.fixture
def send(client, visit):
    """Posts the record with one new figure."""
    address = reverse("inspections:visit_record", args=[visit.ref])

    def post(**values):
        form = page_form(client.get(address), having="general-summary")
        row_of(form, "figures", **{"topic_kind": "other", **values})
        return client.post(address, form)

    return post


def fault_at(response, name: str) -> str:
    assert response.status_code == 422
    start = f'id="id_figures-0-{name}_error"'
    page = response.content.decode()
    assert start in page
    return page.partition(start)[2].partition("</p>")[0]


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("20001", "Enter a number from 0 to 20,000 โรง"),
        ("-1", "Enter a number from 0 to 20,000 โรง"),
        ("๑๒.๕", "Enter a whole number from 0 to 20,000 โรง"),
        ("abc", "Enter a whole number from 0 to 20,000 โรง"),
    ],
)
def test_a_number_is_held_against_its_indicator(send, indicator, number, words):
    response = send(indicator=str(indicator.pk), number=number)

    assert words in fault_at(response, "number")


def test_the_end_of_a_range_is_too(send, indicator):
    response = send(indicator=str(indicator.pk), number="1", up_to="99999")

    assert "from 0 to 20,000 โรง" in fault_at(response, "up_to")


def test_the_number_of_an_indicator_is_not_left_out(send, indicator):
    response = send(indicator=str(indicator.pk), number="", up_to="5")

    assert "Enter the number; 0 if it was zero." in fault_at(response, "number")


def test_without_an_indicator_only_a_number_is_asked_for(send):
    response = send(name="ก", unit="บาท", number="abc")

    assert "Enter a number such as 1,234.5." in fault_at(response, "number")


def test_without_an_indicator_any_number_is_a_number(send, visit):
    assert send(name="ก", unit="บาท", number="99999.5").status_code == 302

    assert visit.figures.get().printed == "99999.5"


CANE_OR_WATER = pytest.mark.parametrize("kind", ["cane_burning", "mine_pit_water"])
WORDS = "Enter the day as of which the number holds."


@CANE_OR_WATER
def test_cane_and_water_say_as_of_when(send, kind):
    response = send(name="ก", unit="ไร่", number="1", topic_kind=kind)

    assert WORDS in fault_at(response, "as_of")


@CANE_OR_WATER
def test_so_do_their_indicators(send, topic, indicator, kind):
    type(topic).objects.filter(pk=topic.pk).update(kind=kind)

    response = send(indicator=str(indicator.pk), number="1")

    assert WORDS in fault_at(response, "as_of")


@CANE_OR_WATER
def test_with_a_day_they_are_stored(send, visit, kind):
    figure = {"name": "ก", "unit": "ไร่", "number": "1", "as_of": A_DAY}

    assert send(**figure, topic_kind=kind).status_code == 302

    assert visit.figures.get().topic_kind == kind


def test_a_day_still_to_come_is_refused(send):
    tomorrow = timezone.localdate() + timedelta(days=1)

    response = send(name="ก", unit="ไร่", number="1", as_of=tomorrow.isoformat())

    assert "This day is still to come." in fault_at(response, "as_of")


def test_what_is_stored_and_not_written_in_is_not_judged_anew(client, visit, indicator):
    """As the real visits are: cane without a day, numbers of any size."""
    visit.figures.create(
        indicator=indicator,
        name="อ้อย",
        unit="ไร่",
        value=99_999,
        printed="99999.00",
        topic_kind="cane_burning",
    )
    address = reverse("inspections:visit_record", args=[visit.ref])
    form = page_form(client.get(address), having="general-summary")

    response = client.post(address, form | {"general-summary": ["สรุป"]})

    assert response.status_code == 302
    figure = visit.figures.get()
    assert (figure.printed, figure.as_of) == ("99999.00", None)

    form = page_form(client.get(address), having="general-summary")
    response = client.post(address, form | {"figures-0-qualifier": ["about"]})
    assert "from 0 to 20,000" in fault_at(response, "number")
