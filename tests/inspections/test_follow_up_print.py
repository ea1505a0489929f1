"""The ledger on paper: by province and office, the oldest first."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from inspections import printing
from inspections.lifecycle import FollowUpState
from tests.factories import make_carry, make_follow_up, make_round
from tests.reading import client_of, page_of

URL = "/follow-ups/print/"


def groups(user, **query):
    """The numbers on the page, by office."""
    shown = client_of(user).get(URL, query).context["groups"]
    return {group.office: [row.ref for row in group.rows] for group in shown}


@pytest.fixture
def given(khon_kaen_office, kalasin_office, songkhla_office):
    """Two in Khon Kaen, the newer one issued first; one each elsewhere."""
    rows = {
        "new": make_follow_up(office=khon_kaen_office, given_on=date(2023, 5, 1)),
        "old": make_follow_up(office=khon_kaen_office, given_on=date(2023, 1, 1)),
        "near": make_follow_up(office=kalasin_office),
        "far": make_follow_up(office=songkhla_office),
    }
    make_carry(rows["old"], make_round())
    return {name: row.ref for name, row in rows.items()}


def test_groups_by_office_the_oldest_first(
    inspector, given, khon_kaen_office, kalasin_office
):
    assert groups(inspector) == {
        str(kalasin_office.name_en): [given["near"]],
        str(khon_kaen_office.name_en): [given["old"], given["new"]],
    }


def test_has_what_a_meeting_needs(inspector, given):
    page = page_of(inspector, URL, province="40")

    assert "1 January 2023" in page or "1 Jan 2023" in page
    assert '<td class="number" data-label="Age in rounds">1</td>' in page
    assert ">Notes</th>" in page
    assert "Khon Kaen" in page
    assert "Province: Khon Kaen" in page


@pytest.mark.parametrize("who", ["stranger", "neighbour", "nobody"])
def test_hides_what_is_of_other_places(who, given, request):
    page = page_of(request.getfixturevalue(who), URL)

    assert given["old"] not in page


def test_takes_the_filters_of_the_list(manager, khon_kaen_office, given):
    past = timezone.localdate() - timedelta(days=1)
    late = make_follow_up(office=khon_kaen_office, due_on=past)
    make_follow_up(office=khon_kaen_office, due_on=past, state=FollowUpState.VERIFIED)

    page = page_of(manager, URL, deadline="overdue")

    assert groups(manager, deadline="overdue") == {
        str(khon_kaen_office.name_en): [late.ref]
    }
    assert '<span class="status status--late">Overdue</span>' in page


def test_a_wrong_filter_is_told_and_prints_nothing(manager, given):
    response = client_of(manager).get(URL, {"province": "00"})

    assert response.status_code == 422
    assert "province" in response.context["filters"].form.errors
    assert given["old"] not in response.content.decode()


def test_says_where_it_stops(manager, given, monkeypatch):
    monkeypatch.setattr(printing, "CAP", 2)
    monkeypatch.setattr("inspections.views.follow_up_list.CAP", 2)

    page = page_of(manager, URL)

    assert "Only the first 2 follow-ups are here." in page
    assert sum(map(len, groups(manager).values())) == 2
    monkeypatch.setattr(printing, "CAP", 4)
    assert "Only the first" not in page_of(manager, URL)


def test_an_empty_ledger_says_so(manager):
    assert "No entry matches the filters." in page_of(manager, URL)


def test_the_list_leads_here_under_its_filters(manager, given):
    page = page_of(manager, "/follow-ups/", province="40", sort="due_on")

    assert f'href="{URL}?province=40"' in page


@pytest.mark.parametrize("count", [1, 12])
def test_costs_the_same_whatever_it_prints(
    count, inspector, khon_kaen_office, kalasin_office, django_assert_num_queries
):
    for _number in range(count):
        make_follow_up(office=khon_kaen_office)
        make_follow_up(company="บริษัท", province=kalasin_office.province)
    client = client_of(inspector)
    client.get(URL)

    with django_assert_num_queries(4):  # session, user, scope, rows
        client.get(URL)
