"""The list of meetings: those of the reader's places."""

from datetime import date

import pytest

from inspections.lifecycle import VisitState
from tests.factories import make_meeting, make_party, make_round, make_visit
from tests.reading import client_of, count_of, file_of, page_of

URL = "/meetings/"


@pytest.fixture
def meeting(khon_kaen):
    return make_meeting(province=khon_kaen, title="ประชุมที่ขอนแก่น")


@pytest.mark.parametrize(
    "who", ["inspector", "assistant", "officer", "head", "manager"]
)
def test_shows_those_of_ones_own_place(who, meeting, request):
    page = page_of(request.getfixturevalue(who), URL)

    assert meeting.title in page


@pytest.mark.parametrize("who", ["stranger", "neighbour", "nobody"])
def test_hides_those_of_other_places_from_page_count_and_file(who, meeting, request):
    user = request.getfixturevalue(who)

    assert meeting.title not in page_of(user, URL)
    assert count_of(user, URL) == 0
    assert count_of(user, URL, q="ขอนแก่น") == 0
    assert file_of(user, URL) == []


def test_the_office_sees_a_visits_meeting_from_sign_off_on(
    officer, inspector, khon_kaen, khon_kaen_office
):
    visit = make_visit(offices=[khon_kaen_office])
    meeting = make_meeting(visit=visit, province=khon_kaen)

    assert count_of(inspector, URL) == 1
    assert count_of(officer, URL) == 0

    visit.state = VisitState.SIGNED_OFF
    visit.save()
    meeting.is_released = True
    meeting.save()

    assert count_of(officer, URL) == 1


def test_finds_by_party_place_words_and_days(manager, khon_kaen, songkhla):
    meeting = make_meeting(province=khon_kaen, held_on=date(2023, 3, 1))
    make_party(meeting, printed_name="หอการค้าจังหวัดขอนแก่น", kind="chamber")
    make_meeting(province=songkhla, held_on=None)

    assert count_of(manager, URL, kind="chamber") == 1
    assert count_of(manager, URL, kind="fti") == 0
    assert count_of(manager, URL, q="หอการค้า") == 1
    assert count_of(manager, URL, province="40") == 1
    assert count_of(manager, URL, zone=5) == 1
    assert count_of(manager, URL, since="1/3/2566", until="1 มี.ค. 66") == 1
    assert count_of(manager, URL, since="2/3/2566") == 0


@pytest.fixture
def in_a_round(khon_kaen, khon_kaen_office):
    """A meeting at a visit of round 1/2566 that was signed off, with others."""
    held_round = make_round(fiscal_year=2566, number=1)
    visit = make_visit(
        offices=[khon_kaen_office],
        round=held_round,
        round_number=1,
        state=VisitState.SIGNED_OFF,
    )
    make_meeting(province=khon_kaen)
    make_meeting(province=khon_kaen, visit=make_visit(offices=[khon_kaen_office]))
    return make_meeting(visit=visit, province=khon_kaen, title="ประชุมในรอบ")


def test_finds_by_the_round_of_the_visit(manager, in_a_round, songkhla):
    make_round(fiscal_year=2566, number=2)

    def found(**query):
        return [row["Subject"] for row in file_of(manager, URL, **query)]

    assert count_of(manager, URL) == 3
    assert found(round="2566-1") == [in_a_round.title]
    assert found(round="2566-1", zone=12, province="40") == [in_a_round.title]
    assert found(round="2566-1", zone=5) == found(round="2566-2") == []
    assert "Round 1/2566" in page_of(manager, URL, round="2566-1")


@pytest.mark.parametrize(
    ("who", "count"), [("inspector", 1), ("officer", 1), ("neighbour", 0)]
)
def test_a_rounds_meetings_are_those_of_the_readers_places(
    who, count, in_a_round, request
):
    user = request.getfixturevalue(who)

    assert count_of(user, URL, round="2566-1") == count
    assert len(file_of(user, URL, round="2566-1")) == count


def test_a_meeting_without_a_known_day_stands_last(manager, khon_kaen):
    make_meeting(province=khon_kaen, title="ไม่ทราบวัน", held_on=None)
    make_meeting(province=khon_kaen, title="มีวัน")

    titles = [row["Subject"] for row in file_of(manager, URL)]

    assert titles == ["มีวัน", "ไม่ทราบวัน"]


@pytest.mark.parametrize("count", [1, 12, 50])
def test_costs_the_same_whatever_it_lists(
    count, inspector, khon_kaen, django_assert_num_queries
):
    for _number in range(count):
        make_party(make_meeting(province=khon_kaen))
    client = client_of(inspector)
    client.get(URL)

    with django_assert_num_queries(
        7
    ):  # session, user, scope, count, keys, rows, parties
        client.get(URL)


@pytest.mark.parametrize("count", [1, 12, 50])
def test_a_round_costs_nothing_more(
    count, inspector, in_a_round, django_assert_num_queries
):
    held_round, place = in_a_round.at_visit.visit.round, in_a_round.province
    for _number in range(count):
        visit = make_visit(round=held_round, round_number=1)
        make_party(make_meeting(province=place, visit=visit))
    client = client_of(inspector)
    query = {"round": "2566-1", "zone": 12, "province": "40"}
    client.get(URL, query)

    with django_assert_num_queries(7):
        assert client.get(URL, query).context["listing"].page.count == count + 1


def test_a_meetings_link_tells_day_and_province(manager, khon_kaen):
    told = make_meeting(
        province=khon_kaen, held_on=date(2023, 3, 1), title="ประชุมภาคเอกชน"
    )
    bare = make_meeting(held_on=None, title="")

    page = page_of(manager, URL)

    assert f">1 Mar 2023 · Khon Kaen · {told.title}</a>" in page
    assert f'href="{bare.get_absolute_url()}">Network meeting</a>' in page
