"""A record's recommendations: reports asked for, and all inspected offices at once."""

import pytest
from django.urls import reverse

from audit.models import Entry
from inspections.actions import take_step
from inspections.lifecycle import FollowUpState, VisitState
from inspections.models import FollowUp
from tests.factories import make_visit
from tests.page_forms import page_form, row_of

EVERY = '<option value="every">All inspected offices of this visit</option>'


@pytest.fixture
def visit(inspector, khon_kaen_office, kalasin_office, zone_12):
    return make_visit(
        offices=[khon_kaen_office, kalasin_office],
        lead=inspector,
        zone=zone_12,
        state=VisitState.IN_PROGRESS,
        summary="สรุป",
    )


def add(form, **fields):
    """A new recommendation, as the page sends it."""
    told = {"kind": "order", "text": "เร่งตรวจ", "topic_kind": "other"}
    row_of(form, "recommendations", **{**told, "priority": "normal", **fields})


def address(visit):
    return reverse("inspections:visit_record", args=[visit.ref])


@pytest.fixture
def form(client, inspector, visit):
    client.force_login(inspector)
    client.cookies["django_language"] = "en"
    return page_form(client.get(address(visit)), having="general-starts_on")


def test_a_recommendation_asks_for_reports(client, visit, form, khon_kaen_office):
    add(form, to=f"office:{khon_kaen_office.pk}", rhythm="weekly")

    assert client.post(address(visit), form).status_code == 302

    given = visit.follow_ups.get()
    assert given.rhythm == "weekly"
    assert given.report_due_on is None
    changes = Entry.objects.about(visit).last().changes
    assert "weekly" in [after for _path, _before, after in changes]


def test_one_for_all_inspected_offices_is_a_draft_for_each(
    client, visit, form, khon_kaen_office, kalasin_office
):
    add(form, to="every", rhythm="daily", priority="high")

    assert client.post(address(visit), form).status_code == 302

    rows = list(visit.follow_ups.all())
    assert {row.office for row in rows} == {khon_kaen_office, kalasin_office}
    assert {row.answering_office for row in rows} == {row.office for row in rows}
    assert {row.province for row in rows} == {row.office.province for row in rows}
    told = {(row.text, row.rhythm, row.priority, row.state, row.ref) for row in rows}
    assert told == {("เร่งตรวจ", "daily", "high", FollowUpState.DRAFT, None)}
    assert len({row.given_together for row in rows}) == 1
    assert rows[0].given_together
    shown = page_form(client.get(address(visit)), having="general-starts_on")
    assert {shown[f"recommendations-{number}-to"][0] for number in range(2)} == {
        f"office:{row.office_id}" for row in rows
    }


def test_a_row_may_be_given_to_all_later_but_once(client, visit, form, inspector):
    add(form, to=f"office:{visit.units.first().office_id}")
    client.post(address(visit), form)
    assert visit.follow_ups.count() == 1
    again = page_form(client.get(address(visit)), having="general-starts_on")
    again["recommendations-0-to"] = ["every"]

    assert client.post(address(visit), again).status_code == 302
    third = page_form(client.get(address(visit)), having="general-starts_on")
    third["recommendations-0-to"] = ["every"]
    refused = client.post(address(visit), third)

    assert visit.follow_ups.count() == 2
    assert refused.status_code == 422
    assert "All of them have it already" in refused.content.decode()


def test_each_gets_its_number_at_the_sign_off(client, visit, form, inspector, manager):
    add(form, to="every")
    client.post(address(visit), form)
    visit.refresh_from_db()

    take_step(visit, "submit", by=inspector)
    take_step(visit, "sign-off", by=manager)

    rows = FollowUp.objects.filter(visit=visit)
    assert {row.state for row in rows} == {FollowUpState.ISSUED}
    assert len({row.ref for row in rows}) == 2
    assert len({row.given_together for row in rows}) == 1


def test_is_offered_only_where_there_are_several(
    client, inspector, visit, khon_kaen_office
):
    client.force_login(inspector)
    client.cookies["django_language"] = "en"
    sole = make_visit(
        offices=[khon_kaen_office], lead=inspector, state=VisitState.IN_PROGRESS
    )

    assert EVERY in client.get(address(visit)).content.decode()
    assert EVERY not in client.get(address(sole)).content.decode()


def test_sent_all_the_same_it_is_refused(client, inspector, khon_kaen_office):
    client.force_login(inspector)
    sole = make_visit(
        offices=[khon_kaen_office], lead=inspector, state=VisitState.IN_PROGRESS
    )
    form = page_form(client.get(address(sole)), having="general-starts_on")
    add(form, to="every")

    assert client.post(address(sole), form).status_code == 422
    assert not FollowUp.objects.exists()
