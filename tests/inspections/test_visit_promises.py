"""What a network promised at a visit: a row of the record, issued with the visit."""

import pytest

from inspections.actions import take_step
from inspections.lifecycle import VisitState
from inspections.loading.dump import dump as dumped
from inspections.models import FollowUp, FollowUpKind, Visit
from networks.models import MeetingParty, Point, Reach
from tests.factories import make_meeting, make_network, make_party, make_visit
from tests.page_forms import page_form, row_of
from tests.reading import client_of


@pytest.fixture
def visit(inspector, khon_kaen_office, zone_12) -> Visit:
    return make_visit(offices=[khon_kaen_office], lead=inspector, zone=zone_12)


@pytest.fixture
def bank(khon_kaen):
    return make_network(name="ธพว.", province=khon_kaen, reach=Reach.LOCAL)


def opened(client, visit):
    page = client.get(f"/visits/{visit.ref}/record/")
    return page_form(page, having="general-summary")


def post(client, visit, form):
    return client.post(f"/visits/{visit.ref}/record/", form)


def promised(form, bank, **fields):
    """A promise by the bank, who came to the visit."""
    row_of(form, "parties", network=str(bank.pk), position="ผู้จัดการ")
    told = {
        "kind": "commitment",
        "text": "ปล่อยกู้ ๕๐ ราย",
        "to": f"network:{bank.pk}",
        "due_on": "1/5/2566",
        "topic_kind": "other",
        "priority": "normal",
    }
    row_of(form, "recommendations", **(told | fields))
    return form


def test_it_is_a_draft_of_the_visit_and_was_given_at_its_meeting(
    inspector, visit, bank
):
    client = client_of(inspector)

    answer = post(client, visit, promised(opened(client, visit), bank))

    assert answer.status_code == 302
    given = FollowUp.objects.get()
    assert (given.kind, given.state) == (FollowUpKind.COMMITMENT, "draft")
    assert (given.visit, given.network) == (visit, bank)
    assert given.meeting == visit.meetings.get().meeting
    assert given.meeting.parties.get().position == "ผู้จัดการ"


def test_it_is_issued_when_the_visit_is_signed_off(
    inspector, manager, visit, bank, khon_kaen_office
):
    client = client_of(inspector)
    form = promised(opened(client, visit), bank) | {"general-summary": ["ตรวจแล้ว"]}
    post(client, visit, form)
    visit.refresh_from_db()
    for slug, by in (("submit", inspector), ("sign-off", manager)):
        take_step(visit, slug, by=by)

    given = FollowUp.objects.get()
    assert given.ref
    assert given.answering_office == khon_kaen_office


@pytest.mark.parametrize("to", ["office", "company"])
def test_nobody_but_a_network_makes_one(to, inspector, visit, bank, khon_kaen_office):
    client = client_of(inspector)
    whom = {"office": f"office:{khon_kaen_office.pk}", "company": "company"}[to]
    form = promised(opened(client, visit), bank, to=whom, company="บ้านโป่ง")

    answer = post(client, visit, form)

    assert answer.status_code == 422
    [row] = answer.context["page"].sets["recommendations"].forms
    assert len(row.errors["to"]) == 1
    assert "A commitment is a network&#x27;s own" in answer.content.decode()
    assert not FollowUp.objects.exists()


def test_points_keep_their_level_through_saving(inspector, visit, bank):
    client = client_of(inspector)
    form = opened(client, visit)
    row_of(
        form,
        "parties",
        network=str(bank.pk),
        points="ขอแรงงาน",
        points_other="ขอถนน\nขอรถไฟ",
    )
    post(client, visit, form)
    before = {(p.pk, p.level, p.text) for p in Point.objects.all()}

    answer = post(client, visit, opened(client, visit) | {"general-note": ["ต่อ"]})

    assert answer.status_code == 302
    assert {(p.pk, p.level, p.text) for p in Point.objects.all()} == before
    assert {level for _key, level, _text in before} == {"", "other_ministry"}


def test_a_kind_need_not_be_said_of_a_network_of_the_directory(inspector, visit, bank):
    client = client_of(inspector)
    form = opened(client, visit)
    row_of(form, "parties", network=str(bank.pk))

    assert post(client, visit, form).status_code == 302
    assert MeetingParty.objects.get().kind == bank.kind


def test_levels_and_positions_change_nothing_in_the_visits_file(khon_kaen, bank):
    visit = make_visit(state=VisitState.SIGNED_OFF)
    meeting = make_meeting(visit=visit, province=khon_kaen)
    party = make_party(meeting, network=bank, position="ผู้จัดการ")
    for number, level in enumerate(("", "ministry", "province")):
        text = f"ข้อ {number}"
        meeting.points.create(party=party, text=text, level=level, order=number)

    [(_visit, record)] = dumped(Visit.objects.all())

    [body] = record["networks"]
    assert body["points_th"] == ["ข้อ 0", "ข้อ 1", "ข้อ 2"]
    assert set(body) == {"type", "name_th", "points_th"}
