"""Choosing what comes by e-mail, and on which days."""

import pytest
from django.urls import reverse

from audit.models import Entry
from audit.operations import new_key
from inspections.models import ReminderChoice, ReminderKind
from tests.page_forms import page_form
from tests.reading import client_of, page_of

pytestmark = pytest.mark.django_db
URL = reverse("inspections:reminder_settings")


def form_of(client) -> dict:
    return page_form(client.get(URL), having="operation")


def test_at_first_everything_comes_every_day(officer):
    form = form_of(client_of(officer))

    assert form["is_mailed"] == ["on"]
    assert form["weekdays"] == list("0123456")
    assert form["kinds"] == ReminderKind.values
    assert not ReminderChoice.objects.exists()


def test_says_where_the_mail_goes_or_that_there_is_no_address(officer, head):
    officer.email = "khonkaen@example.go.th"
    officer.save()

    assert "khonkaen@example.go.th" in page_of(officer, URL)
    assert "has no e-mail address" in page_of(head, URL)


def test_keeps_what_was_chosen_and_shows_it_again(officer, head):
    client = client_of(officer)
    form = form_of(client) | {"weekdays": ["0", "3"], "kinds": ["late", "due"]}

    answer = client.post(URL, form, follow=True)

    choice = ReminderChoice.objects.get()
    assert (choice.user, choice.is_mailed, choice.weekdays, choice.kinds) == (
        officer,
        True,
        [0, 3],
        ["late", "due"],
    )
    assert "Your choice is saved." in answer.content.decode()
    again = form_of(client)
    assert (again["weekdays"], again["kinds"]) == (["0", "3"], ["due", "late"])
    assert form_of(client_of(head))["weekdays"] == list("0123456")


def test_no_mail_at_all_may_be_chosen(officer):
    client_of(officer).post(URL, {"operation": new_key()})

    assert ReminderChoice.objects.get().is_mailed is False


def test_leaves_history_but_not_for_nothing(officer):
    client = client_of(officer)
    client.post(URL, form_of(client) | {"weekdays": ["0"]})

    client.post(URL, form_of(client))

    entry = Entry.objects.about(ReminderChoice.objects.get()).get()
    assert (entry.step, entry.by) == ("choose", officer)
    assert entry.changes == [["weekdays", "[0, 1, 2, 3, 4, 5, 6]", "[0]"]]


@pytest.mark.parametrize(
    ("sent", "fault"),
    [
        ({"is_mailed": "on", "kinds": ["due"]}, "Choose at least one day"),
        ({"is_mailed": "on", "weekdays": ["0"]}, "Choose at least one kind"),
        ({"weekdays": ["7"]}, "Select a valid choice"),
        ({"weekdays": ["Monday"]}, "Select a valid choice"),
        ({"kinds": ["everything"]}, "Select a valid choice"),
        ({"kinds": ["\0"], "weekdays": ["9" * 30]}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_boxes_and_kept(officer, sent, fault):
    key = new_key()

    answer = client_of(officer).post(URL, sent | {"operation": key})

    assert answer.status_code == 422
    assert fault in answer.content.decode()
    form = page_form(answer, having="operation")
    assert form["operation"] == [key]
    assert form.get("is_mailed") == (
        [sent["is_mailed"]] if "is_mailed" in sent else None
    )
    assert not ReminderChoice.objects.exists()


def test_a_press_counts_once_and_an_old_page_is_shown_again(officer):
    client = client_of(officer)
    form = form_of(client)
    client.post(URL, form)
    choice = ReminderChoice.objects.get()

    twin = client.post(URL, form)
    other = client.post(URL, form | {"weekdays": ["6"]})

    assert (twin.status_code, other.status_code) == (302, 409)
    choice.refresh_from_db()
    assert choice.weekdays == [0, 1, 2, 3, 4, 5, 6]
    shown = page_form(other, having="operation")
    assert shown["weekdays"] == ["6"]
    assert shown["operation"] != form["operation"]


def test_what_else_is_sent_changes_nothing(officer, head):
    sent = {"user": head.pk, "digest_on": "2099-01-01", "operation": new_key()}

    client_of(officer).post(URL, sent)

    choice = ReminderChoice.objects.get()
    assert (choice.user, choice.digest_on) == (officer, None)


def test_costs_the_same_always(officer, django_assert_num_queries):
    client = client_of(officer)
    client.get(URL)

    with django_assert_num_queries(3):
        client.get(URL)
