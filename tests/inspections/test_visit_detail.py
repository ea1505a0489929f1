"""What each reader sees of a visit: all of it, the plan, or an office's own part."""

import re

import pytest
from django.urls import reverse

from inspections.lifecycle import VisitState
from inspections.models import Visit
from regions.models.office import OfficeKind
from tests.factories import (
    make_assignment,
    make_issue,
    make_office,
    make_site,
    make_unit,
    make_user,
    make_visit,
)
from tests.inspections.cast import OUTSIDERS, SEE_ALL, SEE_OWN_PART, WRITE, join
from tests.inspections.full_visit import (
    COMMON,
    INNER,
    PLAN,
    attach,
    make_full_visit,
    words_of,
)
from tests.reading import client_of, page_of

OURS, THEIRS = words_of("ขอนแก่น"), words_of("กาฬสินธุ์")
UNSIGNED = sorted(set(VisitState) - {"signed_off"})


@pytest.fixture
def two_offices(khon_kaen_office, kalasin_office):
    return {"ขอนแก่น": khon_kaen_office, "กาฬสินธุ์": kalasin_office}


@pytest.fixture
def visit(two_offices, manager, zone_12) -> Visit:
    """Signed off; of the Khon Kaen and the Kalasin office, and full of words."""
    visit = make_full_visit(two_offices, zone=zone_12)
    attach(visit, manager)
    return visit


def moved_to(visit: Visit, state: str) -> Visit:
    Visit.objects.filter(pk=visit.pk).update(state=state)
    return visit


def seen(page: str, words) -> list[str]:
    return [word for word in words if word in page]


def without_tokens(response) -> str:
    """A page without what differs each time it is drawn, and its own address."""
    page = response.content.decode().replace(response.wsgi_request.path, "")
    return re.sub(r'(csrfmiddlewaretoken" value=)"\w+"', r"\1", page)


def read(user, visit: Visit) -> str:
    return page_of(user, visit.get_absolute_url())


@pytest.mark.parametrize("state", VisitState.values)
@pytest.mark.parametrize("who", SEE_ALL)
def test_who_sees_it_whole_sees_every_word(request, visit, who, state):
    words = {*PLAN, *COMMON, *INNER, *OURS, *THEIRS}

    page = read(join(request, who, moved_to(visit, state)), visit)

    assert set(seen(page, words)) == words
    assert reverse("inspections:visit_history", args=[visit.ref]) in page


@pytest.mark.parametrize("who", [*SEE_OWN_PART, "neighbour"])
def test_of_two_units_an_office_sees_its_own_from_sign_off(
    request, visit, two_offices, who
):
    ours, theirs = (THEIRS, OURS) if who == "neighbour" else (OURS, THEIRS)
    other = "ขอนแก่น" if who == "neighbour" else "กาฬสินธุ์"

    page = read(request.getfixturevalue(who), visit)

    assert seen(page, PLAN) == [*PLAN]
    assert seen(page, ours) == [*ours]
    assert seen(page, (*theirs, *COMMON, *INNER)) == []
    assert two_offices[other].name_en not in page
    assert two_offices[other].name_th not in page
    assert "/files/" not in page


@pytest.mark.parametrize("state", UNSIGNED)
@pytest.mark.parametrize("who", [*SEE_OWN_PART, "neighbour"])
def test_before_sign_off_an_office_sees_the_plan_alone(request, visit, who, state):
    page = read(request.getfixturevalue(who), moved_to(visit, state))

    assert seen(page, PLAN) == [*PLAN]
    assert seen(page, (*OURS, *THEIRS, *COMMON, *INNER)) == []
    assert "What was recorded is shown here when the visit is signed off." in page


def test_the_only_office_sees_the_common_parts_too_but_nothing_inner(
    officer, manager, khon_kaen_office
):
    visit = make_full_visit({"ขอนแก่น": khon_kaen_office})
    attach(visit, manager)

    page = read(officer, visit)

    assert seen(page, (*PLAN, *COMMON, *OURS)) == [*PLAN, *COMMON, *OURS]
    assert seen(page, INNER) == []


def test_the_only_office_sees_the_plan_alone_until_then(officer, khon_kaen_office):
    visit = make_full_visit({"ขอนแก่น": khon_kaen_office}, state="submitted")

    assert seen(read(officer, visit), (*COMMON, *OURS, *INNER)) == []


def test_an_agency_sees_no_provinces_part(khon_kaen_office, visit):
    agency = make_office(kind=OfficeKind.DEPARTMENT)
    unit = make_unit(visit, office=agency, order=9)
    visit.notes.create(title="เรื่องของกรม", unit=unit)
    user = make_user()
    make_assignment(user, "officer", office=agency)

    page = read(user, visit)

    assert "เรื่องของกรม" in page
    assert seen(page, (*OURS, *THEIRS, *COMMON, *INNER)) == []


def test_an_office_that_is_only_near_sees_nothing(neighbour, khon_kaen_office, kalasin):
    """Held in Kalasin, with a Kalasin site; only Khon Kaen was inspected."""
    visit = make_full_visit({"ขอนแก่น": khon_kaen_office}, meeting_province=kalasin)
    visit.sites_seen.create(
        printed_name="เหมืองชายแดน",
        site=make_site(provinces=[kalasin]),
        province=kalasin,
    )

    response = client_of(neighbour).get(visit.get_absolute_url())

    assert response.status_code == 404


def test_a_note_of_the_whole_visit_is_not_one_offices(officer, visit):
    visit.notes.create(title="เรื่องรวม", reported="ทั้งสองจังหวัด")
    visit.figures.create(name="ยอดรวม", value=9, unit="โรง")
    visit.sites_seen.create(printed_name="เหมืองไม่ทราบจังหวัด", kind="mine")

    assert seen(read(officer, visit), ("เรื่องรวม", "ยอดรวม", "เหมืองไม่ทราบ")) == []


@pytest.mark.parametrize("who", [name for name in OUTSIDERS if name != "neighbour"])
@pytest.mark.parametrize("state", ["planned", "signed_off"])
def test_outsiders_and_unknown_visits_get_the_same_404(request, visit, who, state):
    client = client_of(join(request, who, moved_to(visit, state)))

    theirs = client.get(visit.get_absolute_url())
    unknown = client.get(reverse("inspections:visit_detail", args=["V-2566-99999"]))

    assert theirs.status_code == unknown.status_code == 404
    assert without_tokens(theirs) == without_tokens(unknown)


@pytest.mark.parametrize("who", SEE_ALL)
@pytest.mark.parametrize("state", VisitState.values)
def test_offers_the_record_the_plan_and_planning_again_to_who_may(
    request, khon_kaen_office, who, state
):
    visit = make_visit(offices=[khon_kaen_office], state=state)

    page = read(join(request, who, visit), visit)

    may = who in WRITE
    offered = [
        reverse("inspections:visit_record", args=[visit.ref]) in page,
        reverse("inspections:visit_edit", args=[visit.ref]) in page,
        f"?from={visit.ref}" in page,
    ]
    assert offered == [
        may and state in {"in_progress", "returned"},
        may and state == "planned",
        may and state in {"postponed", "cancelled"},
    ]


@pytest.mark.parametrize("who", SEE_OWN_PART)
@pytest.mark.parametrize("state", VisitState.values)
def test_offers_an_office_nothing_to_press(request, visit, who, state):
    page = read(request.getfixturevalue(who), moved_to(visit, state))

    ref = visit.ref
    for end in ("record/", "edit/", "history/", "step/", "files/"):
        assert f"/visits/{ref}/{end}" not in page
    assert f"?from={ref}" not in page


def test_days_read_as_people_write_them(manager, khon_kaen_office):
    visit = make_visit(offices=[khon_kaen_office], starts_at="14:00")
    client = client_of(manager)
    english = client.get(visit.get_absolute_url()).content.decode()
    client.cookies["django_language"] = "th"

    thai = client.get(visit.get_absolute_url()).content.decode()

    assert "1 มีนาคม 2566" in thai
    assert "14.00 น." in thai
    assert "1 Mar 2023" in english
    assert "14:00" in english


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_other_methods_are_refused(client, manager, visit, method):
    client.force_login(manager)

    response = getattr(client, method)(visit.get_absolute_url())

    assert response.status_code == 405


@pytest.mark.parametrize(
    ("who", "queries"), [("manager", 22), ("inspector", 23), ("officer", 16)]
)
@pytest.mark.parametrize("rows", [1, 12])
def test_costs_the_same_whatever_it_holds(
    request,
    manager,
    visit,
    khon_kaen_office,
    django_assert_num_queries,
    who,
    queries,
    rows,
):
    office = visit.units.first().office
    for number in range(rows):
        make_unit(visit, office=office, order=number)
        visit.notes.create(title=f"{number}", unit=visit.units.first())
        visit.sites_seen.create(printed_name=f"{number}", province=office.province)
        visit.comments.create(section="general", text="ก", by=manager)
        attach(visit, manager, media_type="image/png")
        make_issue(visit=visit, office=khon_kaen_office)
    client = client_of(request.getfixturevalue(who))

    with django_assert_num_queries(queries):
        client.get(visit.get_absolute_url())
