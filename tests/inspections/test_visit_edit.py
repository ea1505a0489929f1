"""Changing a plan: while nothing has begun, merged when two do it at once."""

import datetime as dt

import pytest
from django.urls import reverse

from audit.models import Entry
from inspections.lifecycle import VisitState
from inspections.models import Visit
from tests.factories import make_round, make_unit, make_visit
from tests.inspections.cast import OUTSIDERS, SEE_OWN_PART, WRITE, join
from tests.page_forms import page_form, row_of
from tests.reading import client_of
from tests.rows import all_rows, changed_tables

STARTED = sorted(set(VisitState) - {"planned"})


def address(visit: Visit) -> str:
    return reverse("inspections:visit_edit", args=[visit.ref])


@pytest.fixture
def visit(inspector, khon_kaen_office, zone_12) -> Visit:
    """Planned, led by the inspector, to the Khon Kaen office."""
    return make_visit(
        offices=[khon_kaen_office], lead=inspector, zone=zone_12, state="planned"
    )


@pytest.fixture
def planner(inspector):
    """The inspector of zone 12, in English."""
    return client_of(inspector)


def opened(client, visit) -> dict[str, list[str]]:
    return page_form(client.get(address(visit)), having="general-kind")


def test_stores_what_differs_and_tells_it(planner, visit, inspector):
    data = opened(planner, visit)
    data |= {"general-ends_on": ["2/3/2566"], "general-place": ["ห้องประชุม"]}

    response = planner.post(address(visit), data)

    assert response.headers["Location"] == visit.get_absolute_url()
    visit.refresh_from_db()
    assert (visit.ends_on, visit.place) == (dt.date(2023, 3, 2), "ห้องประชุม")
    assert (visit.state, visit.version) == ("planned", 2)
    entry = Entry.objects.about(visit).get()
    assert (entry.step, entry.by) == ("replan", inspector)
    assert sorted(entry.changes) == [
        ["ends_on", "2023-03-01", "2023-03-02"],
        ["place", None, "ห้องประชุม"],
    ]


def test_keeps_its_reference_and_the_stated_round(planner, visit):
    held = make_round(fiscal_year=2567, number=2, state="closed")
    data = opened(planner, visit) | {"general-round": [str(held.pk)]}

    planner.post(address(visit), data)

    ref = visit.ref
    visit.refresh_from_db()
    assert (visit.ref, visit.fiscal_year, visit.round_number) == (ref, 2567, 2)


def test_adds_and_removes_units(planner, visit, kalasin_office):
    data = opened(planner, visit) | {"units-0-DELETE": ["on"]}
    row_of(data, "units", office=str(kalasin_office.pk))

    planner.post(address(visit), data)

    assert visit.units.get().office == kalasin_office
    visit.refresh_from_db()
    assert visit.units_text == kalasin_office.name_th
    changes = Entry.objects.about(visit).get().changes
    assert [kalasin_office.name_th in change[0] for change in changes] == [False, True]


def test_the_last_unit_is_not_removed(planner, visit):
    data = opened(planner, visit) | {"units-0-DELETE": ["on"]}
    row_of(data, "units", office="", printed_name="")

    response = planner.post(address(visit), data)

    assert response.status_code == 422
    assert visit.units.exists()


def test_a_last_day_before_the_first_is_refused(planner, visit):
    data = opened(planner, visit) | {"general-starts_on": ["9/3/2566"]}
    before = all_rows()

    response = planner.post(address(visit), data)

    assert response.status_code == 422
    assert changed_tables(before, all_rows()) == set()


def test_an_office_of_others_that_is_already_in_the_plan_may_stay(
    planner, visit, songkhla_office
):
    make_unit(visit, office=songkhla_office, order=2)
    data = opened(planner, visit) | {"general-place": ["ที่ใหม่"]}

    assert planner.post(address(visit), data).status_code == 302
    assert visit.units.count() == 2


def test_different_fields_of_two_planners_are_both_kept(planner, visit, assistant):
    other = client_of(assistant)
    ours, theirs = opened(planner, visit), opened(other, visit)
    other.post(address(visit), theirs | {"general-place": ["ห้องผู้ช่วย"]})

    response = planner.post(address(visit), ours | {"general-starts_at": ["9.00"]})

    assert response.status_code == 302
    visit.refresh_from_db()
    assert (visit.place, visit.starts_at) == ("ห้องผู้ช่วย", dt.time(9))


def test_the_same_field_comes_back_with_both_texts(planner, visit, assistant):
    other = client_of(assistant)
    ours, theirs = opened(planner, visit), opened(other, visit)
    other.post(address(visit), theirs | {"general-place": ["ห้องผู้ช่วย"]})

    response = planner.post(address(visit), ours | {"general-place": ["ห้องผู้ตรวจ"]})

    assert response.status_code == 409
    assert "ห้องผู้ช่วย" in response.content.decode()
    again = page_form(response, having="general-kind")
    assert again["general-place"] == ["ห้องผู้ตรวจ"]
    assert Visit.objects.get().place == "ห้องผู้ช่วย"
    assert planner.post(address(visit), again).status_code == 302
    assert Visit.objects.get().place == "ห้องผู้ตรวจ"


def test_keeps_the_words_when_the_visit_was_started_meanwhile(planner, visit):
    data = opened(planner, visit) | {"general-place": ["ที่ใหม่"]}
    Visit.objects.filter(pk=visit.pk).update(state="in_progress", version=2)
    before = all_rows()

    response = planner.post(address(visit), data)

    assert response.status_code == 409
    assert page_form(response, having="general-kind")["general-place"] == ["ที่ใหม่"]
    assert changed_tables(before, all_rows()) == set()


@pytest.mark.parametrize("who", WRITE)
def test_who_goes_out_there_or_manages_may(request, visit, who):
    client = client_of(join(request, who, visit))

    data = opened(client, visit) | {"general-place": ["ที่ใหม่"]}

    if data["general-lead"] == [""]:
        data["general-lead"] = [str(visit.lead_id)]
    assert client.post(address(visit), data).status_code == 302
    assert Visit.objects.get().place == "ที่ใหม่"


@pytest.mark.parametrize("who", [*OUTSIDERS, *SEE_OWN_PART, "former_lead"])
def test_everybody_else_gets_404(request, visit, who):
    client, before = client_of(join(request, who, visit)), all_rows()

    assert client.get(address(visit)).status_code == 404
    assert client.post(address(visit), {}).status_code == 404
    assert changed_tables(before, all_rows()) == set()


@pytest.mark.parametrize("state", STARTED)
def test_is_closed_once_the_visit_began_or_was_put_off(planner, visit, state):
    Visit.objects.filter(pk=visit.pk).update(state=state)

    response = planner.get(address(visit))

    assert response.headers["Location"] == visit.get_absolute_url()
    assert address(visit) not in planner.get(visit.get_absolute_url()).content.decode()


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options"])
def test_other_methods_are_refused(planner, visit, method):
    assert getattr(planner, method)(address(visit)).status_code == 405


@pytest.mark.parametrize("units", [1, 12])
def test_costs_the_same_whatever_it_holds(
    planner, visit, khon_kaen, django_assert_num_queries, units
):
    for number in range(units):
        make_unit(visit, printed_name=f"หน่วย {number}", provinces=[khon_kaen])

    with django_assert_num_queries(15):
        planner.get(address(visit))
