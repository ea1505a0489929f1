"""Setting another due day: who may, what is refused, and that each old day stays."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.models import Entry
from inspections import follow_up_saving
from inspections.actions import redate, take_follow_up_step
from inspections.lifecycle import FOLLOW_UP_WAITING, FollowUpState
from inspections.models import FollowUp, Redating
from tests.factories import make_follow_up, make_visit
from tests.inspections.cast import join
from tests.page_forms import page_form
from tests.racing import meeting_before, race_posts
from tests.reading import client_of, page_of
from tests.rows import all_rows

MAY = ["inspector", "manager"]
MAY_NOT = ["assistant", "officer", "head"]
OUTSIDE = ["stranger", "neighbour", "nobody"]
NEW = timezone.localdate() + timedelta(30)


def address(follow_up: FollowUp) -> str:
    return reverse("inspections:follow_up_redate", args=[follow_up.ref])


@pytest.fixture
def follow_up(khon_kaen_office) -> FollowUp:
    return make_follow_up(office=khon_kaen_office, due_on=date(2023, 3, 31))


@pytest.fixture
def client(inspector):
    return client_of(inspector)


def fill(client, follow_up, due_on=NEW, reason="น้ำท่วม") -> dict[str, list[str]]:
    form = page_form(client.get(address(follow_up)), having="redating-reason")
    day = due_on if isinstance(due_on, str) else due_on.isoformat()
    return form | {"redating-due_on": [day], "redating-reason": [reason]}


@pytest.mark.parametrize("who", MAY)
def test_the_new_day_counts_and_the_old_one_is_kept(request, who, follow_up):
    user = request.getfixturevalue(who)
    client = client_of(user)
    assert address(follow_up) in page_of(user, follow_up.get_absolute_url())

    response = client.post(address(follow_up), fill(client, follow_up))

    assert response.headers["Location"] == follow_up.get_absolute_url()
    follow_up.refresh_from_db()
    assert (follow_up.due_on, follow_up.state) == (NEW, "issued")
    kept = Redating.objects.get()
    assert (kept.was_due_on, kept.due_on) == (date(2023, 3, 31), NEW)
    assert (kept.reason, kept.by) == ("น้ำท่วม", user)
    entry = Entry.objects.about(follow_up).get()
    assert (entry.step, entry.reason) == ("re-date", "น้ำท่วม")


def test_every_day_it_ever_had_is_shown_on_both_pages_and_in_the_history(
    client, inspector, officer, follow_up
):
    client.post(address(follow_up), fill(client, follow_up))
    again = fill(client, follow_up, NEW + timedelta(5), "ขอขยายอีก")
    client.post(address(follow_up), again)

    for url in (follow_up.get_absolute_url(), address(follow_up)):
        page = page_of(inspector, url)
        assert "was due 31 March 2023" in page
        assert page.count("was due") == 2
        for words in ("น้ำท่วม", "ขอขยายอีก", f"changed by {inspector}"):
            assert words in page
    for url in (
        follow_up.get_absolute_url(),
        f"{follow_up.get_absolute_url()}history/",
    ):
        page = page_of(officer, url)
        assert "น้ำท่วม" in page
        assert "ขอขยายอีก" in page


def test_one_that_had_no_day_gets_one(client, inspector, khon_kaen_office):
    follow_up = make_follow_up(office=khon_kaen_office)

    client.post(address(follow_up), fill(client, follow_up))

    page = page_of(inspector, follow_up.get_absolute_url())
    assert "had no day before" in page


def test_it_is_no_longer_overdue_then(client, inspector, follow_up):
    assert "Overdue" in page_of(inspector, follow_up.get_absolute_url())

    client.post(address(follow_up), fill(client, follow_up))

    assert "Overdue" not in page_of(inspector, follow_up.get_absolute_url())


@pytest.mark.parametrize(
    ("due_on", "reason", "field", "words"),
    [
        ("28 ก.พ. 2566", "ก", "due_on", "It cannot be due before it is given."),
        ("31 มีนาคม 2566", "ก", "due_on", "This is the day it is due already."),
        ("1 เมษายน 2566", "ก", "due_on", "This day is past."),
        ("31/12/2600", "ก", "due_on", "more than five years away"),
        ("", "ก", "due_on", "Enter a date."),
        ("พรุ่งนี้", "ก", "due_on", "Enter a date such as"),
        ("1\0", "ก", "due_on", "Enter a date such as"),
        (NEW, " ", "reason", "Give the reason."),
        (NEW, "ก" * 20_001, "reason", "at most"),
    ],
)
def test_bad_input_is_told_beside_its_field_and_all_is_kept(
    client, follow_up, due_on, reason, field, words
):
    form, before = fill(client, follow_up, due_on, reason), all_rows()

    response = client.post(address(follow_up), form)

    page = response.content.decode()
    assert response.status_code == 422
    assert f'href="#id_redating-{field}"' in page
    assert words in page
    again = page_form(response, having="redating-reason")
    assert again["redating-due_on"] == form["redating-due_on"]
    assert again["redating-reason"] == form["redating-reason"]
    assert all_rows() == before


def test_hostile_text_is_shown_as_text(client, inspector, follow_up):
    client.post(address(follow_up), fill(client, follow_up, reason="<b>{{ x }}</b>"))

    page = page_of(inspector, follow_up.get_absolute_url())
    assert "&lt;b&gt;{{ x }}&lt;/b&gt;" in page


def test_sent_twice_it_is_changed_once(client, follow_up):
    form = fill(client, follow_up)

    assert client.post(address(follow_up), form).status_code == 302
    assert client.post(address(follow_up), form).status_code == 302
    assert Redating.objects.count() == 1


@pytest.mark.parametrize("who", MAY_NOT)
def test_others_who_see_it_are_told_whom_to_ask(request, who, follow_up):
    user = request.getfixturevalue(who)
    assert address(follow_up) not in page_of(user, follow_up.get_absolute_url())
    client, before = client_of(user), all_rows()

    opened = client.get(address(follow_up))
    response = client.post(address(follow_up), {"redating-reason": "ก"})

    assert opened.headers["Location"] == follow_up.get_absolute_url()
    assert response.status_code == 403
    assert "Only an inspector of the place or a manager" in response.content.decode()
    assert all_rows() == before


@pytest.mark.parametrize("who", OUTSIDE)
def test_for_outsiders_it_is_not_there(request, who, follow_up):
    client, before = client_of(request.getfixturevalue(who)), all_rows()

    assert client.get(address(follow_up)).status_code == 404
    assert client.post(address(follow_up)).status_code == 404
    assert all_rows() == before


def test_who_led_the_visit_that_gave_it_may_too(request, khon_kaen_office):
    visit = make_visit(offices=[khon_kaen_office], state="signed_off")
    follow_up = make_follow_up(office=khon_kaen_office, visit=visit)
    client = client_of(join(request, "lead_from_elsewhere", visit))

    assert client.post(address(follow_up), fill(client, follow_up)).status_code == 302


@pytest.mark.parametrize(
    "state", [*sorted(set(FollowUpState) - FOLLOW_UP_WAITING - {"draft"}), "imported"]
)
def test_it_is_too_late_once_nothing_is_waited_for(client, follow_up, state):
    form = fill(client, follow_up, reason="เก็บไว้")
    changed = {"is_imported": True} if state == "imported" else {"state": state}
    FollowUp.objects.filter(pk=follow_up.pk).update(**changed)

    response = client.post(address(follow_up), form)

    assert client.get(address(follow_up)).status_code == 302
    assert response.status_code == 409
    again = page_form(response, having="redating-reason")
    assert again["redating-reason"] == ["เก็บไว้"]
    assert not Redating.objects.exists()


def test_the_second_of_two_reads_who_was_quicker_and_when(client, manager, follow_up):
    form = fill(client, follow_up)
    redate(follow_up, NEW + timedelta(9), reason="ก่อน", by=manager)

    response = client.post(address(follow_up), form)

    page = response.content.decode()
    assert response.status_code == 409
    assert f"Last changed by {manager}" in page
    assert "ก่อน" in page
    again = page_form(response, having="redating-reason")
    assert client.post(address(follow_up), again).status_code == 302
    assert Redating.objects.count() == 2


def test_answered_meanwhile_names_who_did(client, officer, follow_up):
    form = fill(client, follow_up)
    take_follow_up_step(follow_up, "acknowledge", by=officer)

    response = client.post(address(follow_up), form)

    assert response.status_code == 409
    assert f"Last changed by {officer}" in response.content.decode()


@pytest.mark.django_db(transaction=True)
def test_of_two_at_the_same_moment_one_day_counts(inspector, manager, follow_up):
    clients = [client_of(inspector), client_of(manager)]
    forms = [fill(one, follow_up, NEW + timedelta(n)) for n, one in enumerate(clients)]

    with meeting_before(follow_up_saving, "redate", 2):
        answers = race_posts(clients, address(follow_up), forms)

    assert sorted(answer.status_code for answer in answers) == [302, 409]
    assert Redating.objects.count() == 1


@pytest.mark.parametrize("count", [1, 12])
def test_the_page_costs_the_same_whatever_days_it_had(
    client, inspector, follow_up, count, django_assert_num_queries
):
    for number in range(count):
        follow_up.redatings.create(
            was_due_on=date(2023, 3, 31),
            due_on=NEW + timedelta(number),
            reason="ก",
            by=inspector,
        )
    client.get(address(follow_up))

    with django_assert_num_queries(5):
        client.get(address(follow_up))
