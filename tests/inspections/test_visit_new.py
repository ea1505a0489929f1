"""Planning a visit: defaults, checks, what is stored, and who may."""

import datetime as dt

import pytest
import time_machine
from django.contrib.messages import get_messages
from django.urls import reverse

from audit.models import Entry
from inspections.models import Visit
from regions.models.office import OfficeKind
from tests.factories import make_office, make_round, make_unit, make_visit
from tests.page_forms import page_form, row_of
from tests.reading import client_of
from tests.rows import all_rows

URL = reverse("inspections:visit_new")
DAY = {"general-starts_on": ["1/3/2566"]}


def blank(client, url: str = URL) -> dict[str, list[str]]:
    """The form as the planner gets it."""
    return page_form(client.get(url), having="general-kind")


def filled(client, office, **fields) -> dict[str, list[str]]:
    """A plan that can be saved: one office, one day."""
    data = blank(client) | DAY | {"units-0-office": [str(office.pk)]}
    return data | {name.replace("__", "-"): [value] for name, value in fields.items()}


def told(response) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


@pytest.fixture
def planner(inspector):
    """The inspector of zone 12 in English, as messages are compared."""
    return client_of(inspector)


@pytest.fixture
def open_round(db):
    return make_round(fiscal_year=2566, number=1, state="open")


def test_starts_with_the_open_round_oneself_as_lead_and_one_unit(
    planner, inspector, open_round
):
    make_round(fiscal_year=2566, number=2, state="planned")

    form = blank(planner)

    assert form["general-round"] == [str(open_round.pk)]
    assert form["general-lead"] == [str(inspector.pk)]
    assert form["units-TOTAL_FORMS"] == ["1"]
    assert form["general-starts_on"] == [""]


@pytest.mark.parametrize("who", ["assistant", "manager"])
def test_who_does_not_lead_chooses_the_lead(request, who):
    assert blank(client_of(request.getfixturevalue(who)))["general-lead"] == [""]


def test_without_an_open_round_none_is_chosen(planner):
    make_round(state="closed")

    assert blank(planner)["general-round"] == [""]


def test_stores_the_plan(planner, inspector, assistant, khon_kaen_office, open_round):
    data = filled(
        planner,
        khon_kaen_office,
        general__starts_at="14.00",
        general__place=" ห้องประชุม  สอจ. ",
        general__mode="hybrid",
        units__0__head_wording="รักษาราชการแทน",
    )
    data["general-team"] = [str(assistant.pk)]

    response = planner.post(URL, data)

    visit = Visit.objects.get()
    assert response.headers["Location"] == visit.get_absolute_url()
    assert (visit.state, visit.kind, visit.mode) == ("planned", "normal", "hybrid")
    assert (visit.starts_on, visit.ends_on) == (dt.date(2023, 3, 1),) * 2
    assert visit.starts_at == dt.time(14)
    assert visit.place == "ห้องประชุม สอจ."
    assert (visit.lead, visit.created_by) == (inspector, inspector)
    assert (visit.round, visit.round_number, visit.fiscal_year) == (open_round, 1, 2566)
    assert visit.zone.number == 12
    assert [member.user for member in visit.members.all()] == [assistant]
    unit = visit.units.get()
    assert (unit.office, unit.printed_name) == (
        khon_kaen_office,
        khon_kaen_office.name_th,
    )
    assert [province.code for province in unit.provinces.all()] == ["40"]
    assert unit.head_wording == "รักษาราชการแทน"
    assert khon_kaen_office.name_th in visit.units_text
    entry = Entry.objects.about(visit).get()
    assert (entry.step, entry.by) == ("plan", inspector)
    assert ["starts_on", None, "2023-03-01"] in entry.changes


def test_several_units_keep_their_order(planner, khon_kaen_office, kalasin_office):
    agency = make_office(kind=OfficeKind.DEPARTMENT)
    data = filled(planner, kalasin_office)
    row_of(data, "units", office=str(khon_kaen_office.pk))
    row_of(data, "units", printed_name="หน่วยเฉพาะกิจ", province="")
    row_of(data, "units", office=str(agency.pk))

    assert planner.post(URL, data).status_code == 302

    units = Visit.objects.get().units.all()
    assert [unit.printed_name for unit in units] == [
        kalasin_office.name_th,
        khon_kaen_office.name_th,
        "หน่วยเฉพาะกิจ",
        agency.name_th,
    ]


@pytest.mark.parametrize(
    ("now", "ref"),
    [
        ("2023-09-30T16:59:00Z", "V-2566-00001"),
        ("2023-09-30T17:00:00Z", "V-2567-00001"),  # midnight in Bangkok
    ],
)
def test_the_reference_counts_in_the_fiscal_year_of_making(
    planner, khon_kaen_office, now, ref
):
    with time_machine.travel(now, tick=False):
        planner.post(URL, filled(planner, khon_kaen_office))

    assert Visit.objects.get().ref == ref


@time_machine.travel("2023-03-01T07:00:00Z", tick=False)
def test_references_are_sequential_and_a_refused_plan_takes_none(
    planner, khon_kaen_office
):
    for day in ("1/3/2566", "", "31/2/2566", "2/3/2566"):
        planner.post(URL, filled(planner, khon_kaen_office, general__starts_on=day))

    refs = Visit.objects.order_by("pk").values_list("ref", flat=True)
    assert list(refs) == ["V-2566-00001", "V-2566-00002"]


def test_without_a_round_the_first_day_says_the_fiscal_year(planner, khon_kaen_office):
    day = {"general__starts_on": "1 ต.ค. 66"}

    planner.post(URL, filled(planner, khon_kaen_office, **day))

    visit = Visit.objects.get()
    assert (visit.round, visit.round_number, visit.fiscal_year) == (None, None, 2567)


@pytest.mark.parametrize(
    "typed",
    ["1/3/2566", "๑ มีนาคม ๒๕๖๖", "1 มี.ค. 66", "01-03-2566", "2023-03-01", " 1/3/66 "],
)
def test_a_day_is_understood_as_people_write_it(planner, khon_kaen_office, typed):
    planner.post(URL, filled(planner, khon_kaen_office, general__starts_on=typed))

    assert Visit.objects.get().starts_on == dt.date(2023, 3, 1)


@pytest.mark.parametrize("typed", ["", "31/2/2566", "พรุ่งนี้", "1/3/3566", "1/3"])
def test_another_day_is_refused_beside_its_field_and_kept(
    planner, khon_kaen_office, typed
):
    data, before = (
        filled(planner, khon_kaen_office, general__starts_on=typed),
        all_rows(),
    )

    response = planner.post(URL, data)

    assert response.status_code == 422
    page = response.content.decode()
    assert "<title>Error: " in page
    assert 'href="#id_general-starts_on"' in page
    assert 'id="id_general-starts_on_error"' in page
    assert page_form(response, having="general-kind")["general-starts_on"] == [typed]
    assert all_rows() == before


def test_a_last_day_before_the_first_is_refused(planner, khon_kaen_office):
    data = filled(planner, khon_kaen_office, general__ends_on="28/2/2566")

    response = planner.post(URL, data)

    assert response.status_code == 422
    assert "The last day is before the first day." in response.content.decode()
    assert 'href="#id_general-ends_on"' in response.content.decode()


def test_a_plan_needs_a_unit(planner):
    data = blank(planner) | DAY

    for _ in ("blank row", "removed row"):
        response = planner.post(URL, data)

        assert response.status_code == 422
        page = response.content.decode()
        assert page.count("Say which office or place is inspected.") == 2
        assert 'href="#id_units-0-office"' in page
        data |= {"units-0-printed_name": ["เหมือง"], "units-0-DELETE": ["on"]}
    assert not Visit.objects.exists()


def test_a_unit_needs_a_name(planner, khon_kaen):
    data = blank(planner) | DAY | {"units-0-province": [str(khon_kaen.pk)]}

    response = planner.post(URL, data)

    assert response.status_code == 422
    assert 'href="#id_units-0-office"' in response.content.decode()


def test_what_is_odd_is_told_and_saved(planner, songkhla_office, khon_kaen_office):
    held = make_round(fiscal_year=2567, number=1, state="open")
    sunday = {"general__starts_on": "5/3/2566", "general__round": str(held.pk)}
    data = filled(planner, khon_kaen_office, **sunday)
    row_of(data, "units", printed_name="ที่อื่น", province=str(songkhla_office.province_id))
    data["general-zone"] = [str(khon_kaen_office.province.memberships.get().zone_id)]
    held.opens_on, held.closes_on = dt.date(2024, 1, 16), dt.date(2024, 3, 31)
    held.reports_due_on = held.opens_on
    held.save()

    response = planner.post(URL, data)

    assert response.status_code == 302
    assert Visit.objects.get().fiscal_year == 2567
    assert told(response)[:-1] == [
        "The dates lie outside the round's window.",
        "The first day lies in another fiscal year than the round.",
        "An inspected province lies outside the visit's zone.",
        "The first day is a Saturday or Sunday.",
    ]


def test_nothing_odd_is_told_of_an_ordinary_plan(planner, khon_kaen_office, open_round):
    response = planner.post(URL, filled(planner, khon_kaen_office))

    assert told(response) == ["The plan is saved."]


@pytest.mark.parametrize("who", ["inspector", "assistant"])
def test_offers_the_offices_of_the_own_places_and_agencies(
    request, who, khon_kaen_office, kalasin_office, songkhla_office
):
    agency = make_office(kind=OfficeKind.DEPARTMENT)
    client = client_of(request.getfixturevalue(who))

    page = client.get(URL).content.decode()

    for office in (khon_kaen_office, kalasin_office, agency):
        assert str(office.name_en) in page
    assert songkhla_office.name_en not in page


def test_an_office_of_others_is_refused(planner, khon_kaen_office, songkhla_office):
    response = planner.post(URL, filled(planner, songkhla_office))

    assert response.status_code == 422
    assert not Visit.objects.exists()


def test_a_manager_plans_anywhere(manager, inspector, songkhla_office):
    client = client_of(manager)
    data = filled(client, songkhla_office, general__lead=str(inspector.pk))

    assert client.post(URL, data).status_code == 302


@pytest.mark.parametrize("who", ["stranger", "officer", "manager"])
def test_a_lead_is_an_inspector_of_the_own_places(
    planner, request, khon_kaen_office, who
):
    other = request.getfixturevalue(who)
    data = filled(planner, khon_kaen_office, general__lead=str(other.pk))

    assert planner.post(URL, data).status_code == 422


def test_the_same_post_twice_plans_once(planner, khon_kaen_office):
    data = filled(planner, khon_kaen_office)

    answers = [planner.post(URL, data) for _ in range(2)]

    places = {answer.headers["Location"] for answer in answers}
    assert places == {Visit.objects.get().get_absolute_url()}


def test_an_older_copy_written_in_further_is_asked(planner, khon_kaen_office):
    data = filled(planner, khon_kaen_office)
    planner.post(URL, data)

    response = planner.post(URL, data | {"general-place": ["อีกที่หนึ่ง"]})

    assert response.status_code == 409
    again = page_form(response, having="general-kind")
    assert again["general-place"] == ["อีกที่หนึ่ง"]
    assert again["operation"] != data["operation"]
    assert Visit.objects.count() == 1


def test_what_was_put_off_is_planned_again(
    planner, inspector, assistant, kalasin, kalasin_office
):
    old = make_visit(offices=[kalasin_office], state="postponed", lead=inspector)
    old.members.create(user=assistant)
    make_unit(old, printed_name="เหมืองหินผาแดง", order=2, provinces=[kalasin])
    Visit.objects.filter(pk=old.pk).update(mode="online", place="ห้องเดิม")
    link = f"{URL}?from={old.ref}"
    assert link in planner.get(old.get_absolute_url()).content.decode()

    form = blank(planner, link)
    planner.post(link, form | {"general-starts_on": ["7/3/2566"]})

    visit = Visit.objects.exclude(pk=old.pk).get()
    assert visit.parent == old
    assert (visit.mode, visit.place, visit.lead) == ("online", "ห้องเดิม", inspector)
    assert [unit.printed_name for unit in visit.units.all()] == [
        kalasin_office.name_th,
        "เหมืองหินผาแดง",
    ]
    assert [unit.provinces.get() for unit in visit.units.all()] == [kalasin] * 2
    assert visit.members.get().user == assistant
    assert visit.starts_on == dt.date(2023, 3, 7)
    old.refresh_from_db()
    assert old.state == "postponed"


def test_another_zones_visit_is_no_template(planner, songkhla_office):
    theirs = make_visit(offices=[songkhla_office], state="postponed", place="ลับ")

    response = planner.get(f"{URL}?from={theirs.ref}")

    assert response.status_code == 200
    assert "ลับ" not in response.content.decode()


def test_adds_a_unit_without_script(planner, khon_kaen_office):
    data, before = filled(planner, khon_kaen_office), all_rows()

    response = planner.post(URL, data | {"add": ["units"]})

    again = page_form(response, having="general-kind")
    assert response.status_code == 200
    assert again["units-TOTAL_FORMS"] == ["2"]
    assert again["units-0-office"] == [str(khon_kaen_office.pk)]
    assert all_rows() == before


@pytest.mark.parametrize("who", ["officer", "head", "neighbour", "nobody"])
def test_who_does_not_go_out_gets_404(request, khon_kaen_office, who):
    client = client_of(request.getfixturevalue(who))
    before = all_rows()

    assert client.get(URL).status_code == 404
    assert client.post(URL, DAY).status_code == 404
    assert all_rows() == before


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options"])
def test_other_methods_are_refused(planner, method):
    assert getattr(planner, method)(URL).status_code == 405


@pytest.mark.parametrize("offices", [1, 12])
def test_costs_the_same_whatever_there_is_to_choose_from(
    planner, khon_kaen, django_assert_num_queries, offices
):
    for _ in range(offices):
        make_office(province=khon_kaen, kind=OfficeKind.DEPARTMENT)
        make_round(state="closed")

    with django_assert_num_queries(11):
        planner.get(URL)
