"""Changing a meeting: merged, in history; one of a visit in that visit's record."""

from datetime import date

import pytest
from django.utils import translation

from audit.models import Entry
from inspections.history import told
from inspections.lifecycle import VisitState
from inspections.models import FollowUp
from networks.models import Reach
from tests.factories import (
    make_follow_up,
    make_meeting,
    make_network,
    make_party,
    make_visit,
)
from tests.page_forms import page_form, row_of
from tests.reading import client_of, page_of


@pytest.fixture
def club(khon_kaen, khon_kaen_office):
    return make_network(province=khon_kaen, reach=Reach.LOCAL)


@pytest.fixture
def meeting(khon_kaen, club):
    """With one party, two points and a promise that an office wrote down."""
    meeting = make_meeting(province=khon_kaen)
    party = make_party(meeting, network=club, represented_by="ประธาน", order=1)
    meeting.points.create(party=party, text="ขอลดค่าไฟ")
    meeting.points.create(party=party, text="ขอแก้กฎหมาย", level="ministry")
    make_follow_up(
        kind="commitment",
        network=club,
        meeting=meeting,
        state="draft",
        text="จะรับคนงาน",
        due_on=date(2023, 5, 1),
    )
    return meeting


def url_of(meeting) -> str:
    return f"/meetings/{meeting.pk}/edit/"


def opened(client, meeting):
    return page_form(client.get(url_of(meeting)), having="meeting-held_on")


@pytest.mark.parametrize(
    "who", ["inspector", "assistant", "officer", "head", "manager"]
)
def test_those_of_the_place_change_it(who, meeting, request):
    user = request.getfixturevalue(who)
    client = client_of(user)
    data = opened(client, meeting) | {
        "meeting-summary": ["ตกลงกันได้"],
        "parties-0-position": ["นายกสมาคม"],
        "parties-0-points_ministry": ["ขอแก้กฎหมาย"],
        "parties-0-points_province": ["ขอลดค่าไฟ"],
        "parties-0-points": [""],
    }

    answer = client.post(url_of(meeting), data)

    assert answer.headers["Location"] == meeting.get_absolute_url()
    meeting.refresh_from_db()
    assert meeting.summary == "ตกลงกันได้"
    assert meeting.parties.get().position == "นายกสมาคม"
    assert {(p.level, p.text) for p in meeting.points.all()} == {
        ("province", "ขอลดค่าไฟ"),
        ("ministry", "ขอแก้กฎหมาย"),
    }
    entry = Entry.objects.about(meeting).filter(step="edit").get()
    with translation.override("en"):
        [words] = told([entry])
    fields = {change.field for change in words.changes}
    assert {"summary", "position", "Points that the province can solve"} <= fields


@pytest.mark.parametrize("who", ["stranger", "neighbour", "nobody"])
def test_others_do_not(who, meeting, request):
    client = client_of(request.getfixturevalue(who))

    assert client.get(url_of(meeting)).status_code == 404
    assert client.post(url_of(meeting)).status_code == 404


def test_an_untouched_page_changes_nothing_but_the_version(officer, meeting):
    client = client_of(officer)
    before = [*meeting.points.values()]

    client.post(url_of(meeting), opened(client, meeting))

    assert [*meeting.points.values()] == before
    assert Entry.objects.about(meeting).get().changes == []
    assert FollowUp.objects.get().version == 1


def test_a_promise_not_issued_yet_is_mended_and_taken_away(officer, meeting, club):
    client = client_of(officer)
    data = opened(client, meeting) | {"promises-0-text": ["จะรับคนงาน ๒๐ คน"]}
    row_of(data, "promises", network=str(club.pk), text="จะจัดอบรม")

    client.post(url_of(meeting), data)

    first, second = FollowUp.objects.order_by("pk")
    assert (first.text, second.text) == ("จะรับคนงาน ๒๐ คน", "จะจัดอบรม")
    client.post(
        url_of(meeting), opened(client, meeting) | {"promises-0-DELETE": ["on"]}
    )
    assert FollowUp.objects.get() == second


def test_promises_follow_the_day_of_the_meeting(officer, meeting):
    client = client_of(officer)

    client.post(
        url_of(meeting), opened(client, meeting) | {"meeting-held_on": ["5/3/2566"]}
    )

    assert FollowUp.objects.get().given_on == date(2023, 3, 5)


def test_who_may_issue_issues_what_waits_by_saving(inspector, meeting):
    client = client_of(inspector)

    client.post(url_of(meeting), opened(client, meeting))

    given = FollowUp.objects.get()
    assert given.ref
    assert "promises-0-text" not in opened(client, meeting)


def test_two_at_once_lose_nothing(assistant, officer, meeting, club):
    first, second = client_of(assistant), client_of(officer)
    one, other = opened(first, meeting), opened(second, meeting)
    row_of(one, "parties", printed_name="ชมรมใหม่", kind="other")
    row_of(one, "promises", network=str(club.pk), text="จะจัดอบรม")
    other |= {"meeting-summary": ["ตกลงกันได้"], "promises-0-text": ["จะรับ ๒๐ คน"]}

    answers = [first.post(url_of(meeting), one), second.post(url_of(meeting), other)]

    assert [answer.status_code for answer in answers] == [302, 302]
    meeting.refresh_from_db()
    assert meeting.summary == "ตกลงกันได้"
    assert meeting.parties.count() == 2
    texts = FollowUp.objects.order_by("pk").values_list("text", flat=True)
    assert [*texts] == ["จะรับ ๒๐ คน", "จะจัดอบรม"]


def test_two_who_change_the_same_are_asked(assistant, officer, meeting):
    first, second = client_of(assistant), client_of(officer)
    one, other = opened(first, meeting), opened(second, meeting)
    first.post(url_of(meeting), one | {"meeting-summary": ["ของหนึ่ง"]})

    answer = second.post(url_of(meeting), other | {"meeting-summary": ["ของสอง"]})

    assert answer.status_code == 409
    assert "ของหนึ่ง" in answer.content.decode()
    again = page_form(answer, having="meeting-held_on")
    assert again["meeting-summary"] == ["ของสอง"]


def test_a_promise_issued_meanwhile_is_not_given_twice(inspector, officer, meeting):
    client = client_of(officer)
    data = opened(client, meeting)
    client_of(inspector).post(f"/meetings/{meeting.pk}/promises/")

    answer = client.post(url_of(meeting), data | {"meeting-summary": ["ต่อ"]})

    assert answer.status_code == 302
    assert FollowUp.objects.get().ref


@pytest.mark.parametrize("who", ["inspector", "manager"])
def test_one_of_an_open_visit_is_changed_in_the_visits_record(
    who, khon_kaen, khon_kaen_office, request
):
    visit = make_visit(offices=[khon_kaen_office], state=VisitState.IN_PROGRESS)
    meeting = make_meeting(visit=visit, province=khon_kaen)
    user = request.getfixturevalue(who)

    answer = client_of(user).get(url_of(meeting))

    record = f"/visits/{visit.ref}/record/"
    assert answer.headers["Location"] == f"{record}#networks"
    assert url_of(meeting) in page_of(user, meeting.get_absolute_url())


@pytest.mark.parametrize("who", ["officer", "inspector"])
def test_one_of_a_signed_off_visit_stays_as_it_was_signed(
    who, khon_kaen, khon_kaen_office, request
):
    visit = make_visit(offices=[khon_kaen_office], state=VisitState.SIGNED_OFF)
    meeting = make_meeting(visit=visit, province=khon_kaen)
    user = request.getfixturevalue(who)

    answer = client_of(user).get(url_of(meeting), follow=True)

    assert answer.redirect_chain == [(meeting.get_absolute_url(), 302)]
    assert "part of a visit&#x27;s record" in answer.content.decode()
    assert url_of(meeting) not in page_of(user, meeting.get_absolute_url())


def test_what_is_typed_and_not_saved_is_kept_for_its_writer(officer, meeting):
    client = client_of(officer)
    data = opened(client, meeting) | {"meeting-summary": ["ยังไม่เสร็จ"]}

    assert client.post(url_of(meeting), data | {"keep_draft": ["1"]}).status_code == 200

    assert opened(client, meeting)["meeting-summary"] == ["ยังไม่เสร็จ"]


@pytest.mark.parametrize("count", [1, 12])
def test_costs_the_same_whoever_came(
    count, officer, meeting, club, django_assert_num_queries
):
    for number in range(count):
        network = make_network(province=club.province, reach=Reach.LOCAL)
        party = make_party(meeting, network=network)
        meeting.points.create(party=party, text="ขอ")
        make_follow_up(
            kind="commitment",
            network=network,
            meeting=meeting,
            state="draft",
            order=number,
        )
    client = client_of(officer)
    client.get(url_of(meeting))

    # session, user, meeting, scope, right to edit; networks named by parties and by
    # promises; the draft, others' drafts; points without a party, provinces, parties,
    # their points, networks near and named, promises, the meeting for the heading; of
    # those who come, when each was met before and what it promised then
    with django_assert_num_queries(20):
        client.get(url_of(meeting))
