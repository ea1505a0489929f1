"""The page of one follow-up."""

from datetime import date

import pytest
from django.urls import reverse

from inspections.lifecycle import FollowUpState, VisitState
from tests.factories import make_follow_up, make_meeting, make_network, make_visit
from tests.reading import client_of, page_of


def url_of(ref):
    return reverse("inspections:follow_up_detail", args=[ref])


@pytest.fixture
def follow_up(khon_kaen_office):
    visit = make_visit(offices=[khon_kaen_office], state=VisitState.SIGNED_OFF)
    return make_follow_up(
        office=khon_kaen_office,
        visit=visit,
        meeting=make_meeting(visit=visit, province=khon_kaen_office.province),
        text="เร่งตรวจโรงงาน\n\nและรายงานผล",
        due_on=date(2023, 3, 31),
        level="area",
        dimension="community",
    )


@pytest.mark.parametrize(
    "who", ["inspector", "assistant", "officer", "head", "manager"]
)
def test_shows_text_addressee_days_and_where_it_was_given(who, follow_up, request):
    page = page_of(request.getfixturevalue(who), url_of(follow_up.ref))

    assert "<p>เร่งตรวจโรงงาน</p>" in page
    assert follow_up.office.get_absolute_url() in page
    assert "1 March 2023" in page
    assert "31 March 2023" in page
    assert "Overdue" in page
    assert "Area level" in page
    assert "No harm to the community" in page
    assert follow_up.visit.get_absolute_url() in page
    assert follow_up.meeting.get_absolute_url() in page


@pytest.mark.parametrize("who", ["stranger", "neighbour", "nobody"])
def test_is_not_there_for_other_places(who, follow_up, request):
    client = client_of(request.getfixturevalue(who))

    assert client.get(url_of(follow_up.ref)).status_code == 404


def test_does_not_name_the_visit_to_who_may_not_see_it(neighbour, kalasin_office):
    visit = make_visit(state=VisitState.SIGNED_OFF)
    follow_up = make_follow_up(visit=visit, office=kalasin_office)

    page = page_of(neighbour, url_of(follow_up.ref))

    assert visit.ref not in page


def test_a_network_s_page_is_linked_and_its_province_s_office_answers(
    officer, khon_kaen, khon_kaen_office
):
    network = make_network(province=khon_kaen)
    follow_up = make_follow_up(network=network)

    page = page_of(officer, url_of(follow_up.ref))

    assert network.get_absolute_url() in page
    assert khon_kaen_office.get_absolute_url() in page


def test_an_imported_one_is_never_overdue_and_says_so(manager, khon_kaen_office):
    follow_up = make_follow_up(
        office=khon_kaen_office, due_on=date(2023, 3, 31), is_imported=True
    )

    page = page_of(manager, url_of(follow_up.ref))

    assert "Overdue" not in page
    assert "Imported from an earlier record" in page


def test_a_draft_has_no_page(manager, khon_kaen_office):
    make_follow_up(office=khon_kaen_office, state=FollowUpState.DRAFT)

    assert client_of(manager).get("/follow-ups/None/").status_code == 404


def test_is_only_read(manager, follow_up):
    assert client_of(manager).post(url_of(follow_up.ref)).status_code == 405
