"""Issuing with one press what was promised at a meeting."""

import pytest

from audit.models import Entry
from inspections.models import FollowUp
from networks.models import Reach
from tests.factories import make_follow_up, make_meeting, make_network
from tests.page_forms import page_form
from tests.reading import client_of, page_of


@pytest.fixture
def meeting(khon_kaen, khon_kaen_office):
    """At which two networks of Khon Kaen promised something."""
    meeting = make_meeting(province=khon_kaen)
    for text in ("ปล่อยกู้", "จัดอบรม"):
        network = make_network(province=khon_kaen, reach=Reach.LOCAL)
        promise(meeting, network, text)
    return meeting


def promise(meeting, network, text):
    return make_follow_up(
        kind="commitment", network=network, meeting=meeting, state="draft", text=text
    )


def url_of(meeting) -> str:
    return f"/meetings/{meeting.pk}/promises/"


def press(user, meeting, **fields):
    client = client_of(user)
    form = page_form(client.get(meeting.get_absolute_url()), having="version")
    return client.post(url_of(meeting), form | fields)


@pytest.mark.parametrize("who", ["inspector", "manager"])
def test_an_inspector_of_the_place_or_manager_issues_all(who, meeting, request):
    user = request.getfixturevalue(who)

    answer = press(user, meeting)

    assert answer.headers["Location"] == f"{meeting.get_absolute_url()}#promised"
    assert [row.state for row in FollowUp.objects.all()] == ["issued", "issued"]
    refs = {row.ref for row in FollowUp.objects.all()}
    entry = Entry.objects.about(meeting).get()
    assert (entry.step, entry.by) == ("issue", user)
    assert {after for _path, _before, after in entry.changes} == refs
    page = page_of(user, meeting.get_absolute_url())
    assert all(ref in page for ref in refs)
    assert url_of(meeting) not in page


@pytest.mark.parametrize("who", ["officer", "head", "assistant"])
def test_it_is_for_others_of_the_place_to_wait(who, meeting, request):
    user = request.getfixturevalue(who)

    assert client_of(user).post(url_of(meeting)).status_code == 403
    assert url_of(meeting) not in page_of(user, meeting.get_absolute_url())
    assert not FollowUp.objects.exclude(state="draft").exists()


@pytest.mark.parametrize("who", ["stranger", "neighbour", "nobody"])
def test_others_know_nothing_of_it(who, meeting, request):
    client = client_of(request.getfixturevalue(who))

    assert client.post(url_of(meeting)).status_code == 404


def test_the_promise_of_another_place_waits_for_who_may(
    inspector, manager, meeting, songkhla
):
    far = promise(meeting, make_network(province=songkhla), "ไกล")

    press(inspector, meeting)

    far.refresh_from_db()
    assert far.state == "draft"
    assert FollowUp.objects.filter(state="issued").count() == 2
    press(manager, meeting)
    far.refresh_from_db()
    assert far.state == "issued"


def test_a_second_press_says_that_nothing_is_left(inspector, meeting):
    press(inspector, meeting)

    answer = client_of(inspector).post(url_of(meeting))

    assert answer.status_code == 409
    assert "Nothing is left to issue here" in answer.content.decode()


def test_a_double_press_counts_once(inspector, meeting):
    client = client_of(inspector)
    form = page_form(client.get(meeting.get_absolute_url()), having="version")

    first, second = (client.post(url_of(meeting), form) for _twice in (1, 2))

    assert first.status_code == 302
    assert second.status_code in {302, 409}
    assert Entry.objects.about(meeting).count() == 1


def test_nothing_is_issued_that_was_not_read(inspector, meeting):
    answer = press(inspector, meeting, version=[str(meeting.version + 1)])

    assert answer.status_code == 409
    assert "Look again." in answer.content.decode()
    assert not FollowUp.objects.exclude(state="draft").exists()
