"""The inbox: what came, whose it is, marking it as read."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from accounts.models import Assignment
from audit.operations import new_key
from inspections.models import Reminder, Rung
from tests.factories import make_follow_up
from tests.inspections.reminding import DUE, after, run
from tests.page_forms import page_form
from tests.reading import client_of, count_of, file_of, page_of

pytestmark = pytest.mark.django_db
URL = reverse("inspections:reminder_list")
READ_ALL = reverse("inspections:reminder_read_all")


@pytest.fixture
def follow_up(khon_kaen_office):
    return make_follow_up(
        office=khon_kaen_office,
        given_on=after(-40),
        due_on=DUE,
        text="เร่งตรวจโรงงาน <b>",
    )


@pytest.fixture
def reminder(follow_up, officer):
    return make_reminder(officer, follow_up)


def make_reminder(user, follow_up, **fields) -> Reminder:
    fields.setdefault("rung", Rung.DUE)
    fields.setdefault("due_on", DUE)
    return Reminder.objects.create(user=user, follow_up=follow_up, **fields)


def read_address(reminder) -> str:
    return reverse("inspections:reminder_read", args=[reminder.pk])


def test_shows_what_came_with_a_link_and_says_in_words_that_it_is_unread(
    officer, reminder
):
    page = page_of(officer, URL)

    assert reminder.follow_up.get_absolute_url() in page
    assert "เร่งตรวจโรงงาน &lt;b&gt;" in page
    assert "The due day is here" in page
    assert "15 Dec 2026" in page
    assert "Unread" in page
    assert f'formaction="{read_address(reminder)}"' in page


def test_an_empty_inbox_says_what_will_come(officer):
    page = page_of(officer, URL)

    assert "Nothing has come yet." in page
    assert "Mark all as read" not in page


def test_the_newest_stands_first(officer, follow_up):
    first = make_reminder(officer, follow_up, rung=Rung.BEFORE)
    second = make_reminder(officer, follow_up)
    Reminder.objects.filter(pk=second.pk).update(
        made_at=first.made_at + timedelta(days=1)
    )

    rows = file_of(officer, URL)

    assert [row["Reminder"] for row in rows] == [
        "The due day is here",
        "Due within 7 days",
    ]


@pytest.mark.parametrize("who", ["head", "inspector", "manager", "neighbour", "nobody"])
def test_anothers_reminders_are_nobodys_business(who, request, reminder):
    user = request.getfixturevalue(who)

    assert count_of(user, URL) == 0
    assert client_of(user).post(read_address(reminder)).status_code == 404
    reminder.refresh_from_db()
    assert reminder.read_at is None


def test_what_one_may_no_longer_see_is_gone_from_the_inbox(officer, reminder):
    Assignment.objects.filter(user=officer).update(ends_on=date(2020, 1, 1))

    assert count_of(officer, URL) == 0
    assert client_of(officer).post(read_address(reminder)).status_code == 404


def test_is_found_by_text_kind_and_whether_it_was_read(officer, follow_up):
    make_reminder(officer, follow_up, rung=Rung.BEFORE)
    done = make_reminder(officer, follow_up)
    client_of(officer).post(read_address(done), {"operation": new_key()})

    assert count_of(officer, URL, q="โรงงาน") == 2
    assert count_of(officer, URL, q="อ้อย") == 0
    assert count_of(officer, URL, kind="due") == 1
    assert count_of(officer, URL, kind="late") == 0
    assert count_of(officer, URL, unread="on") == 1


# --- Marking as read ----------------------------------------------------------------


def test_marks_one_as_read(officer, follow_up):
    kept = make_reminder(officer, follow_up, rung=Rung.BEFORE)
    read = make_reminder(officer, follow_up)

    answer = client_of(officer).post(read_address(read), {"operation": new_key()})

    assert answer.headers["Location"] == URL
    assert [*Reminder.objects.filter(read_at=None)] == [kept]


def test_two_buttons_of_one_page_are_two_acts(officer, follow_up):
    """They share one form, and so one operation key."""
    client, key = client_of(officer), new_key()
    both = [make_reminder(officer, follow_up, rung=rung) for rung in ("before", "due")]

    for reminder in both:
        client.post(read_address(reminder), {"operation": key})

    assert not Reminder.objects.filter(read_at=None).exists()


def test_a_second_press_keeps_the_first_moment(officer, reminder):
    client, sent = client_of(officer), {"operation": new_key()}
    with time_machine.travel("2026-12-15T03:00:00Z", tick=False):
        client.post(read_address(reminder), sent)
    first = Reminder.objects.get().read_at

    client.post(read_address(reminder), sent)
    client.post(READ_ALL, {"operation": new_key()})

    assert Reminder.objects.get().read_at == first


def test_marks_all_of_ones_own_as_read(officer, head, follow_up):
    for rung in ("before", "due"):
        make_reminder(officer, follow_up, rung=rung)
    others = make_reminder(head, follow_up)
    client = client_of(officer)
    form = page_form(client.get(URL), having="operation")

    answer = client.post(READ_ALL, form, follow=True)

    assert answer.redirect_chain == [(URL, 302)]
    assert [*Reminder.objects.filter(read_at=None)] == [others]
    assert "Unread" not in answer.content.decode().partition("<tbody>")[2]


@pytest.mark.parametrize("count", [1, 12, 50])
def test_costs_the_same_whatever_came(
    count, officer, khon_kaen_office, django_assert_num_queries
):
    for _number in range(count):
        given = make_follow_up(office=khon_kaen_office, given_on=after(-40), due_on=DUE)
        make_reminder(officer, given)
    client = client_of(officer)
    client.get(URL)

    # Session, user, scope; unread; count, keys, rows.
    with django_assert_num_queries(7):
        client.get(URL)


# --- Elsewhere ----------------------------------------------------------------------


def test_the_home_page_counts_what_is_unread(officer, reminder):
    client = client_of(officer)

    before = client.get("/").content.decode()
    client.post(READ_ALL, {"operation": new_key()})
    after_reading = client.get("/").content.decode()

    assert f'<a href="{URL}">1 reminder you have not read</a>' in before
    assert "you have not read" not in after_reading


@pytest.mark.parametrize("who", ["officer", "nobody", "manager"])
def test_every_page_and_the_account_lead_to_the_inbox(who, request):
    user = request.getfixturevalue(who)

    assert f'href="{URL}"' in page_of(user, "/visits/")
    assert f'href="{URL}"' in page_of(user, "/account/")


def test_a_follow_up_says_beforehand_when_it_reminds_whom(officer, follow_up):
    with time_machine.travel("2026-12-10T03:00:00Z", tick=False):
        page = page_of(officer, follow_up.get_absolute_url())

    assert "Next reminder:" in page
    assert "15 Dec 2026 – The due day is here" in page
    assert "the head of the office" in page
    assert "14 Jan 2027 – 30 days overdue or more" in page
    assert "8 Dec 2026" not in page


def test_what_was_announced_is_what_comes(officer, head, follow_up):
    with time_machine.travel("2026-12-10T03:00:00Z", tick=False):
        ahead = client_of(officer).get(follow_up.get_absolute_url()).context["ladder"]

    run(ahead[0].on)

    assert {row.rung for row in Reminder.objects.all()} == {ahead[0].step.rung}
