"""Two runs of the reminders at once: everything once, on both databases."""

import pytest
from django.core import mail

from inspections import digest, reminding
from inspections.models import Reminder
from tests.factories import make_follow_up
from tests.inspections.reminding import DUE, after, give_address, run
from tests.racing import meeting_before, race

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def waiting(officer, head, khon_kaen_office):
    give_address(officer, head)
    for _number in range(3):
        make_follow_up(office=khon_kaen_office, given_on=after(-40), due_on=DUE)


def once_each() -> None:
    assert sorted(one.to[0] for one in mail.outbox) == [
        "khonkaen.head@example.go.th",
        "khonkaen@example.go.th",
    ]
    assert Reminder.objects.count() == 6
    assert not Reminder.objects.filter(mailed_at=None).exists()


def test_two_runs_that_read_the_same_make_each_reminder_once(waiting):
    with meeting_before(reminding, "_wanted", 2):
        race([lambda: run(after(0))] * 2)

    once_each()


def test_two_runs_about_to_send_the_same_digest_send_it_once(waiting):
    with meeting_before(digest, "_claim", 2):
        race([lambda: run(after(0))] * 2)

    once_each()


def test_many_runs_at_once_send_everything_once(waiting):
    race([lambda: run(after(0))] * 6)

    once_each()


def test_without_the_claim_both_would_send(waiting, monkeypatch):
    """So that the tests above are known to bring the race about."""

    def careless(choice, today):
        return choice.digest_on is None or choice.digest_on < today

    monkeypatch.setattr(digest, "_claim", careless)
    with meeting_before(digest, "_claim", 2):
        race([lambda: run(after(0))] * 2)

    assert len(mail.outbox) > 2
