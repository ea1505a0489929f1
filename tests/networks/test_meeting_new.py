"""Recording a meeting outside any visit: who came, what they raised and promised."""

from datetime import date, timedelta
from html import unescape

import pytest
from django.utils import timezone

from audit.models import Entry
from inspections.lifecycle import FollowUpState
from inspections.models import FollowUp, FollowUpKind
from networks.models import Meeting, NetworkKind, Reach
from tests.factories import make_follow_up, make_network, make_round
from tests.page_forms import page_form, row_of
from tests.reading import client_of, page_of

NEW = "/meetings/new/"
WRITERS = ["inspector", "assistant", "officer", "head", "manager"]
#: Those of them who may issue what was promised.
ISSUERS = ["inspector", "manager"]


@pytest.fixture
def bank(khon_kaen, khon_kaen_office):
    return make_network(
        name="ธพว. สาขาขอนแก่น",
        kind=NetworkKind.SME_BANK,
        province=khon_kaen,
        reach=Reach.LOCAL,
    )


def typed(client, bank, **fields):
    """A meeting of the 1st of March 2566 to which the bank came."""
    data = page_form(client.get(NEW), having="meeting-held_on") | {
        "meeting-held_on": ["1/3/2566"],
        "meeting-province": [str(bank.province_id)],
        "parties-0-network": [str(bank.pk)],
    }
    return data | {f"meeting-{name}": [value] for name, value in fields.items()}


def promise(data, bank, **fields):
    """Add to it what the bank promised by the 1st of May."""
    told = {"network": str(bank.pk), "text": "ปล่อยกู้ ๕๐ ราย", "due_on": "1/5/2566"}
    row_of(data, "promises", **(told | fields))
    return data


def text_of(response) -> str:
    return unescape(response.content.decode())


@pytest.mark.parametrize("who", WRITERS)
def test_those_of_the_place_record_who_came_and_what_they_raised(who, bank, request):
    user = request.getfixturevalue(who)
    client = client_of(user)
    data = typed(client, bank, title="ประชุมเครือข่าย", points="ขอแรงงาน") | {
        "parties-0-represented_by": ["นายชาญ ดี"],
        "parties-0-position": ["ผู้จัดการสาขา"],
        "parties-0-points": ["ขอลดค่าไฟ"],
        "parties-0-points_ministry": ["ขอแก้กฎหมาย\nขอลดดอกเบี้ย"],
    }

    answer = client.post(NEW, data)

    meeting = Meeting.objects.get()
    assert answer.headers["Location"] == meeting.get_absolute_url()
    assert (meeting.created_by, meeting.is_released) == (user, True)
    party = meeting.parties.get()
    assert (party.network, party.kind, party.printed_name) == (
        bank,
        NetworkKind.SME_BANK,
        bank.name,
    )
    assert (party.represented_by, party.position) == ("นายชาญ ดี", "ผู้จัดการสาขา")
    assert {(p.party, p.level, p.text) for p in meeting.points.all()} == {
        (None, "", "ขอแรงงาน"),
        (party, "", "ขอลดค่าไฟ"),
        (party, "ministry", "ขอแก้กฎหมาย"),
        (party, "ministry", "ขอลดดอกเบี้ย"),
    }
    page = page_of(user, meeting.get_absolute_url())
    for words in ("ผู้จัดการสาขา", "ขอแก้กฎหมาย", "For the ministry", "ขอแรงงาน"):
        assert words in page
    entry = Entry.objects.about(meeting).get()
    assert (entry.step, entry.by) == ("record", user)
    assert [
        ["parties", bank.name, "points_ministry"],
        None,
        "ขอแก้กฎหมาย\nขอลดดอกเบี้ย",
    ] in entry.changes


@pytest.mark.parametrize("who", ISSUERS)
def test_who_may_issue_promises_issues_them_by_saving(
    who, bank, khon_kaen_office, request
):
    held_round = make_round(
        opens_on=date(2023, 2, 1), closes_on=date(2023, 3, 31), state="closed"
    )
    user = request.getfixturevalue(who)
    client = client_of(user)

    client.post(NEW, promise(typed(client, bank), bank))

    given = FollowUp.objects.get()
    assert (given.kind, given.state) == (FollowUpKind.COMMITMENT, "issued")
    assert given.ref
    assert (given.network, given.meeting) == (bank, Meeting.objects.get())
    assert (given.given_on, given.due_on) == (date(2023, 3, 1), date(2023, 5, 1))
    assert given.answering_office == khon_kaen_office
    assert given.round == held_round
    assert [e.step for e in Entry.objects.about(given)] == ["give", "issue"]


@pytest.mark.parametrize("who", [who for who in WRITERS if who not in ISSUERS])
def test_what_others_write_down_waits_with_the_meeting(who, bank, request):
    user = request.getfixturevalue(who)
    client = client_of(user)

    client.post(NEW, promise(typed(client, bank), bank))

    given = FollowUp.objects.get()
    assert (given.state, given.ref) == (FollowUpState.DRAFT, None)
    page = page_of(user, given.meeting.get_absolute_url())
    assert "ปล่อยกู้ ๕๐ ราย" in page
    assert f"/meetings/{given.meeting_id}/promises/" not in page
    assert given.text not in page_of(user, "/follow-ups/")


def test_the_province_of_the_meeting_answers_for_a_network_of_several(
    manager, khon_kaen, khon_kaen_office
):
    region = make_network(kind=NetworkKind.SME_BANK, reach=Reach.REGIONAL)
    client = client_of(manager)
    data = typed(client, region, province=str(khon_kaen.pk))

    client.post(NEW, promise(data, region))

    given = FollowUp.objects.get()
    assert (given.province, given.answering_office) == (khon_kaen, khon_kaen_office)


def test_a_body_typed_by_name_is_tied_to_the_directory_by_kind_and_place(
    inspector, bank, khon_kaen
):
    client = client_of(inspector)
    data = typed(client, bank) | {
        "parties-0-network": [""],
        "parties-0-kind": ["chamber"],
        "parties-0-printed_name": ["หอการค้า"],
    }

    client.post(NEW, data)

    party = Meeting.objects.get().parties.get()
    assert party.network.name == "หอการค้าจังหวัดขอนแก่น"
    assert party.printed_name == "หอการค้า"


def test_a_network_leads_here_and_is_there_already(inspector, bank):
    address = f"{NEW}?network={bank.pk}"
    assert address in page_of(inspector, bank.get_absolute_url())

    data = page_form(client_of(inspector).get(address), having="meeting-held_on")

    assert data["parties-0-network"] == [str(bank.pk)]
    assert data["meeting-province"] == [str(bank.province_id)]


@pytest.mark.parametrize(
    ("part", "field", "typed_in", "words"),
    [
        ("meeting", "held_on", "", "Write the day of the meeting."),
        ("meeting", "held_on", "31/12/2600", "more than a year away"),
        ("meeting", "province", "", "Choose the province."),
        ("promises-0", "network", "", "Choose which network promised it."),
        ("promises-0", "text", "", "Write what was promised."),
        ("promises-0", "due_on", "31/12/2600", "more than five years away"),
        ("promises-0", "due_on", "28/2/2566", "It cannot be due before it is given."),
    ],
)
def test_what_is_missing_or_cannot_be_is_said_beside_it_and_all_is_kept(
    part, field, typed_in, words, inspector, bank
):
    client = client_of(inspector)
    data = promise(typed(client, bank, summary="เล่าไว้ยาว"), bank)

    answer = client.post(NEW, data | {f"{part}-{field}": [typed_in]})

    assert answer.status_code == 422
    assert words in text_of(answer)
    again = page_form(answer, having="meeting-held_on")
    assert again["meeting-summary"] == ["เล่าไว้ยาว"]
    assert again[f"{part}-{field}"] == [typed_in]
    assert not Meeting.objects.exists()
    assert not FollowUp.objects.exists()


def test_opened_for_a_network_it_tells_what_that_promised_last_time(inspector, bank):
    make_follow_up(
        kind="commitment", network=bank, text="ปล่อยกู้ให้โรงสี", given_on=date(2023, 1, 9)
    )

    page = page_of(inspector, f"{NEW}?network={bank.pk}")

    assert "ปล่อยกู้ให้โรงสี" in page[page.index('id="last-time"') :]
    form = page_form(
        client_of(inspector).get(f"{NEW}?network={bank.pk}"), having="promises-0-text"
    )
    assert form["promises-0-network"] == [str(bank.pk)]
    assert 'id="last-time"' not in page_of(inspector, NEW)


def test_nothing_is_promised_at_a_meeting_that_is_still_to_come(inspector, bank):
    client = client_of(inspector)
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    data = typed(client, bank, held_on=tomorrow)

    refused = client.post(NEW, promise(dict(data), bank, due_on=""))

    assert refused.status_code == 422
    assert "The meeting is still to come." in text_of(refused)
    assert client.post(NEW, data).status_code == 302
    page = page_of(inspector, Meeting.objects.get().get_absolute_url())
    assert "Still to come" in page


@pytest.mark.parametrize("who", ["inspector", "officer"])
def test_the_place_must_be_ones_own(who, bank, songkhla, request):
    client = client_of(request.getfixturevalue(who))

    answer = client.post(NEW, typed(client, bank, province=str(songkhla.pk)))

    assert answer.status_code == 422
    assert not Meeting.objects.exists()


def test_nobody_else_records_one(nobody):
    client = client_of(nobody)

    assert client.get(NEW).status_code == client.post(NEW).status_code == 404
    assert NEW not in page_of(nobody, "/meetings/")


def test_the_list_of_meetings_leads_here(officer):
    assert NEW in page_of(officer, "/meetings/")


def test_one_press_records_one(inspector, bank):
    client = client_of(inspector)
    data = promise(typed(client, bank), bank)

    first, second = client.post(NEW, data), client.post(NEW, data)

    assert first.headers["Location"] == second.headers["Location"]
    assert Meeting.objects.count() == FollowUp.objects.count() == 1


@pytest.mark.parametrize("count", [1, 12])
def test_costs_the_same_whatever_is_offered(
    count, inspector, khon_kaen, django_assert_num_queries
):
    for _number in range(count):
        make_network(province=khon_kaen)
    client = client_of(inspector)
    client.get(NEW)

    # session, user, draft, others' drafts, scope, provinces, networks
    with django_assert_num_queries(7):
        client.get(NEW)
