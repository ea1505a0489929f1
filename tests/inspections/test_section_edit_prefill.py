"""A stored figure in its control: with commas, and no change while it is left."""

import pytest

from audit.models import Entry
from tests.factories import make_official_figure
from tests.inspections.writing import address, figure_in, form_of, in_form, make_draft
from tests.page_forms import row_of
from tests.reading import client_of

A_DAY = "1/3/2566"


@pytest.fixture
def made(khon_kaen_office):
    return make_draft(khon_kaen_office, type="decimal3", maximum=9_000_000)


@pytest.fixture
def clients(officer, head):
    """The officer's browser and the head's, in English."""
    return client_of(officer), client_of(head)


@pytest.fixture
def client(clients):
    return clients[0]


def store(section, indicator, **values):
    """A figure of the indicator, and one of the office's own in the first row."""
    day = {"as_of": "2023-03-01"}
    make_official_figure(section, indicator=indicator, **values, **day)
    make_official_figure(section, name="ก", unit="ข", order=2, **values, **day)


@pytest.mark.parametrize(
    ("values", "number", "up_to"),
    [
        (
            {"value": "4738161.149", "printed": "4738161.149"},
            ["4,738,161.149"],
            [""],
        ),
        ({"value": "4738161.5"}, ["4,738,161.5"], [""]),
        ({"value": "1234", "printed": "1234.0"}, ["1,234.0"], [""]),
        ({"value": "0", "printed": "0"}, ["0"], [""]),
        (
            {"value": None, "minimum": "8000", "maximum": "12000.25"},
            ["8,000"],
            ["12,000.25"],
        ),
    ],
)
def test_it_is_shown_with_commas_and_unchanged_while_it_is_left(
    client, section, indicator, values, number, up_to
):
    store(section, indicator, **values)
    before = list(section.figures.order_by("pk").values())
    entries = Entry.objects.count()

    form = form_of(client, section)
    response = client.post(address(section), form)

    for start in (f"indicator-{indicator.pk}", "figures-0"):
        assert (form[f"{start}-number"], form[f"{start}-up_to"]) == (number, up_to)
    assert response.status_code == 302
    assert list(section.figures.order_by("pk").values()) == before
    assert Entry.objects.count() == entries


@pytest.mark.parametrize("typed", ["4738161.149", "๔,๗๓๘,๑๖๑.๑๔๙", "4738161.1490"])
def test_the_same_number_typed_otherwise_is_no_change(
    client, section, indicator, typed
):
    store(section, indicator, value="4738161.149", printed="4738161.149")
    entries = Entry.objects.count()

    form = form_of(client, section) | figure_in(indicator, number=typed)
    client.post(address(section), form)

    assert Entry.objects.count() == entries
    assert {f.printed for f in section.figures.all()} == {"4738161.149"}


def test_a_change_beside_it_keeps_it_as_it_was_stated(client, section, indicator):
    store(section, indicator, value="1234", printed="1234.0")

    form = form_of(client, section) | figure_in(indicator, qualifier="about")
    client.post(address(section), form)

    figure = section.figures.get(indicator=indicator)
    assert (figure.printed, figure.qualifier) == ("1234.0", "about")


def test_whoever_left_it_has_no_conflict_with_who_changed_it(
    clients, section, indicator
):
    store(section, indicator, value="4738161.149", printed="4738161.149")
    mine, theirs = (form_of(client, section) for client in clients)
    changed = figure_in(indicator, number="5,000.5")
    clients[1].post(address(section), theirs | changed)
    mine |= figure_in(indicator, number="4738161.149")

    response = clients[0].post(address(section), mine | {"section-needs": ["ก"]})

    assert response.status_code == 302
    assert section.figures.get(indicator=indicator).printed == "5000.5"


def test_of_two_numbers_both_come_back_with_commas(clients, section, indicator):
    store(section, indicator, value="1234", printed="1234")
    mine, theirs = (form_of(client, section) for client in clients)
    clients[1].post(address(section), theirs | figure_in(indicator, number="5000"))

    response = clients[0].post(
        address(section), mine | figure_in(indicator, number="6000")
    )

    assert response.status_code == 409
    assert "5,000" in response.content.decode()
    assert in_form(response)[f"indicator-{indicator.pk}-number"] == ["6000"]


def test_nought_typed_while_somebody_else_saved_is_not_taken_for_empty(
    clients, section, indicator
):
    mine, theirs = (form_of(client, section) for client in clients)
    clients[1].post(address(section), theirs | {"section-needs": ["ก"]})
    mine |= figure_in(indicator, number="0", as_of=A_DAY)

    assert clients[0].post(address(section), mine).status_code == 302

    assert section.figures.get().value == 0


@pytest.mark.parametrize("typed", ["12000", "12,000"])
def test_a_row_of_a_page_that_was_left_is_not_stored_twice(client, section, typed):
    form = form_of(client, section)
    row_of(form, "figures", name="ก", number=typed, unit="ข", as_of=A_DAY)
    client.post(address(section), form)

    again = form_of(client, section)
    left = form | {"operation": again["operation"]}
    client.post(address(section), left | {"section-needs": ["ก"]})

    assert section.figures.count() == 1
