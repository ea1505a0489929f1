"""The home page: what waits, for each role, and counts that their lists agree with."""

from datetime import timedelta
from urllib.parse import parse_qs, urlparse

import pytest
from django.utils import timezone

from audit.records import record
from inspections.lifecycle import VisitState
from tests.factories import make_follow_up, make_unit, make_user, make_visit
from tests.reading import client_of, page_of

ROLES = ["inspector", "assistant", "officer", "head", "manager"]


def waiting(user):
    """The items of somebody's home page by key."""
    items = client_of(user).get("/").context["waiting"]
    return {item.matter.key: item for item in items}


@pytest.fixture
def world(khon_kaen_office, songkhla_office, inspector, stranger, manager):
    """Visits in every state, over and coming, here and elsewhere; follow-ups too."""
    today = timezone.localdate()
    for office, lead in ((khon_kaen_office, inspector), (songkhla_office, stranger)):
        for state in VisitState:
            for days in (-40, -1, 0, 3, 40):
                visit = make_visit(
                    offices=[office],
                    lead=lead,
                    state=state,
                    starts_on=today + timedelta(days=days),
                )
                if state == VisitState.SIGNED_OFF:
                    record(visit, "sign-off", by=manager)
        for days in (-3, 0, 10, 20, None):
            due_on = None if days is None else today + timedelta(days=days)
            given_on = today - timedelta(days=30)
            make_follow_up(office=office, due_on=due_on, given_on=given_on)
            make_follow_up(
                office=office, due_on=due_on, given_on=given_on, is_imported=True
            )


@pytest.mark.parametrize(
    ("who", "keys"),
    [
        ("inspector", {"returned", "past", "recording", "coming", "submitted"}),
        ("assistant", {"returned", "past", "recording", "coming", "submitted"}),
        (
            "manager",
            {"to-sign-off", "late", "this-week", "returned-by-us", "drafts"},
        ),
        ("officer", {"overdue", "soon", "open", "planned-to-us", "signed-off"}),
        ("head", {"overdue", "soon", "open", "planned-to-us", "signed-off"}),
    ],
)
def test_each_role_has_its_own_matters(who, keys, world, request):
    assert waiting(request.getfixturevalue(who)).keys() == keys


@pytest.mark.parametrize("who", ROLES)
def test_every_count_is_the_count_of_the_list_it_opens(who, world, request):
    user = request.getfixturevalue(who)

    for item in waiting(user).values():
        target = urlparse(item.url)
        query = {name: values[0] for name, values in parse_qs(target.query).items()}
        page = client_of(user).get(target.path, query).context["listing"].page
        assert (item.matter.key, item.count) == (item.matter.key, page.count)
        assert item.count > 0


def test_counts_what_is_meant(world, inspector, manager, officer):
    counts = {key: item.count for key, item in waiting(inspector).items()}
    assert counts == {
        "returned": 5,
        "past": 2,
        "recording": 5,
        "coming": 3,
        "submitted": 5,
    }
    counts = {key: item.count for key, item in waiting(manager).items()}
    assert counts == {
        "to-sign-off": 10,
        "late": 8,
        "this-week": 4,
        "returned-by-us": 10,
        "drafts": 10,
    }
    counts = {key: item.count for key, item in waiting(officer).items()}
    assert counts == {
        "overdue": 1,
        "soon": 2,
        "open": 5,
        "planned-to-us": 3,
        "signed-off": 5,
    }


def test_shows_what_is_to_be_mended(inspector, manager, khon_kaen_office):
    visit = make_visit(
        offices=[khon_kaen_office], lead=inspector, state=VisitState.RETURNED
    )
    visit.comments.create(section="figures", text="ใส่หน่วยด้วย", by=manager)
    visit.comments.create(
        section="topics", text="แก้แล้ว", by=manager, resolved_at=timezone.now()
    )

    page = page_of(inspector, "/")

    assert visit.get_absolute_url() in page
    assert "ใส่หน่วยด้วย" in page
    assert "แก้แล้ว" not in page


def test_the_most_pressing_comes_first(inspector, khon_kaen_office):
    today = timezone.localdate()
    for days in (9, 2, 30):
        make_visit(
            offices=[khon_kaen_office],
            lead=inspector,
            state=VisitState.PLANNED,
            starts_on=today + timedelta(days=days),
        )

    rows = waiting(inspector)["coming"].rows

    assert [(visit.starts_on - today).days for visit in rows] == [2, 9, 30]


def test_an_office_does_not_learn_who_else_is_visited(
    officer, khon_kaen_office, kalasin_office
):
    visit = make_visit(
        offices=[khon_kaen_office],
        state=VisitState.PLANNED,
        starts_on=timezone.localdate(),
        units_text="ขอนแก่น, กาฬสินธุ์",
    )
    make_unit(visit, office=kalasin_office)

    page = page_of(officer, "/")

    assert f" · {khon_kaen_office.name_en}</a>" in page
    assert kalasin_office.name_en not in page
    assert "กาฬสินธุ์" not in page


@pytest.mark.parametrize("who", [*ROLES, "nobody"])
def test_an_empty_day_says_so(who, request):
    page = page_of(request.getfixturevalue(who), "/")

    if who == "nobody":
        assert "Ask the Inspection Division" in page
    else:
        assert "Nothing waits for you today." in page


@pytest.mark.parametrize("who", ROLES)
def test_nothing_of_other_places_waits(who, request, songkhla_office, stranger):
    visit = make_visit(
        offices=[songkhla_office], lead=stranger, state=VisitState.RETURNED
    )
    make_follow_up(office=songkhla_office, due_on=visit.starts_on)

    found = waiting(request.getfixturevalue(who))

    assert found.keys() == ({"returned-by-us"} if who == "manager" else set())


@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("inspector", True),
        ("assistant", True),
        ("manager", True),
        ("officer", False),
        ("nobody", False),
    ],
)
def test_offers_to_plan_a_visit_to_who_may(who, may, request):
    assert ("/visits/new/" in page_of(request.getfixturevalue(who), "/")) is may


def test_is_only_read(inspector):
    assert client_of(inspector).post("/").status_code == 405


@pytest.mark.parametrize("count", [1, 12])
@pytest.mark.parametrize(
    ("who", "queries"),
    [
        # session, user, scope; then for each matter count, rows, comments; units
        ("inspector", 17),
        ("manager", 19),
        ("officer", 15),
    ],
)
def test_costs_the_same_whatever_waits(
    who, queries, count, request, khon_kaen_office, manager, django_assert_num_queries
):
    user, today = request.getfixturevalue(who), timezone.localdate()
    for _number in range(count):
        for state in VisitState:
            for days in (-1, 1):
                visit = make_visit(
                    offices=[khon_kaen_office],
                    lead=make_user(),
                    state=state,
                    starts_on=today + timedelta(days=days),
                )
                visit.members.create(user=user)
                visit.comments.create(section="figures", text="แก้", by=manager)
                if state == VisitState.SIGNED_OFF:
                    record(visit, "sign-off", by=manager)
        for days in (-1, 1):
            make_follow_up(
                office=khon_kaen_office,
                given_on=today - timedelta(days=9),
                due_on=today + timedelta(days=days),
            )
    client = client_of(user)
    client.get("/")

    with django_assert_num_queries(queries):
        client.get("/")
