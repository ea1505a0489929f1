"""Two issues that are one: both keep what they were, and who reported them is told."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from audit.models import Entry
from inspections.actions import Given, take_issue_step
from inspections.models import Issue, Reminder, ReminderChoice, Rung
from tests.factories import make_issue, make_office, make_user
from tests.inspections.reminding import give_address, run
from tests.reading import client_of, count_of, file_of, page_of

INBOX = reverse("inspections:reminder_list")
TITLE = "กลิ่นเหม็นจากโรงงานแป้งมัน"


@pytest.fixture
def original(khon_kaen_office, officer) -> Issue:
    return reported(officer, khon_kaen_office, title="น้ำเสียจากโรงงาน")


@pytest.fixture
def issue(khon_kaen_office, inspector) -> Issue:
    return reported(inspector, khon_kaen_office, title=TITLE)


def reported(by: User, office, **fields) -> Issue:
    issue = make_issue(office=office, created_by=by, **fields)
    issue.sightings.all().delete()
    issue.sightings.create(by=by, seen_on=issue.seen_on)
    return issue


def merge(issue: Issue, original: Issue, by: User) -> None:
    given = Given(original=original.ref)
    take_issue_step(issue, "duplicate", by=by, given=given)


def told() -> list[tuple[str, str, str]]:
    rows = Reminder.objects.order_by("pk").select_related("user", "issue")
    return [(row.user.username, row.rung, row.issue.ref) for row in rows]


def test_both_reporters_are_told_with_a_link_that_they_may_open(
    issue, original, manager, officer, inspector
):
    merge(issue, original, manager)

    assert told() == [
        (inspector.username, Rung.DUPLICATE, issue.ref),
        (officer.username, Rung.JOINED, original.ref),
    ]
    for user, about, words in (
        (inspector, issue, "What you reported was known already"),
        (officer, original, "Others reported the same"),
    ):
        page = page_of(user, INBOX)
        assert words in page
        assert f'href="{about.get_absolute_url()}"' in page
        assert about.title in page
        assert original.ref in page_of(user, about.get_absolute_url())
        assert "1 unread" in page
    [row] = file_of(inspector, INBOX, kind="news", q="แป้งมัน")
    assert (row["Number"], row["State now"]) == (issue.ref, "Duplicate")
    assert count_of(inspector, INBOX, kind="due") == 0
    reminder = Reminder.objects.get(user=officer)
    client_of(officer).post(reverse("inspections:reminder_read", args=[reminder.pk]))
    assert "1 unread" not in page_of(officer, INBOX)


def test_nothing_moves_away_and_what_was_seen_stands_on_both(
    issue, original, manager, inspector
):
    day = issue.seen_on - timedelta(days=3)
    issue.sightings.create(by=inspector, seen_on=day)

    merge(issue, original, manager)

    assert issue.sightings.count() == 2
    assert {seen.seen_on for seen in original.sightings.filter(by=inspector)} == {
        day,
        issue.seen_on,
    }
    assert [e.step for e in Entry.objects.about(issue)] == ["duplicate"]
    assert [e.step for e in Entry.objects.about(original)] == ["join"]


def test_the_next_digest_tells_it_once_in_the_readers_language(
    issue, original, manager, officer, inspector
):
    give_address(officer, inspector)
    User.objects.filter(pk=inspector.pk).update(language="th")
    User.objects.filter(pk=officer.pk).update(language="en")
    merge(issue, original, manager)
    today = timezone.localdate()

    assert run(today) == "reminders: 0 made, digests: 2 sent, 0 failed"
    assert run(today + timedelta(days=1)).endswith("digests: 0 sent, 0 failed")

    told_to = {one.to[0].partition("@")[0]: one for one in mail.outbox}
    english = told_to[officer.username]
    assert english.subject.startswith("News of 1 issue – ")
    assert "Others reported the same (1)" in english.body
    assert f"http://127.0.0.1:8000{original.get_absolute_url()}" in english.body
    thai = told_to[inspector.username]
    assert TITLE in thai.body
    assert "News of" not in thai.subject
    assert "What you reported" not in thai.body


def test_who_merged_them_and_who_left_is_not_disturbed(
    issue, original, officer, inspector
):
    User.objects.filter(pk=officer.pk).update(is_active=False)
    give_address(inspector)

    merge(issue, original, inspector)

    [(who, _rung, _ref)] = told()
    assert who == inspector.username
    assert "1 unread" not in page_of(inspector, INBOX)
    assert run(timezone.localdate()).endswith("digests: 0 sent, 0 failed")


def test_who_reported_both_is_told_once_and_who_saw_it_again_too(
    issue, original, manager, officer, inspector, head
):
    original.sightings.create(by=inspector, seen_on=date(2023, 1, 1))
    original.sightings.create(by=head, seen_on=date(2023, 1, 1))

    merge(issue, original, manager)

    assert sorted(told()) == sorted(
        [
            (inspector.username, Rung.DUPLICATE, issue.ref),
            (officer.username, Rung.JOINED, original.ref),
            (head.username, Rung.JOINED, original.ref),
        ]
    )


def test_what_the_reporter_may_not_see_any_more_is_neither_listed_nor_mailed(
    issue, original, manager, inspector
):
    merge(issue, original, manager)
    give_address(inspector)
    elsewhere = make_office(kind="department")
    Issue.objects.filter(pk=issue.pk).update(office=elsewhere, province=None)

    assert count_of(inspector, INBOX) == 0
    assert run(timezone.localdate()).endswith("digests: 0 sent, 0 failed")


def test_news_can_be_refused_by_mail_and_stays_in_the_inbox(
    issue, original, manager, inspector
):
    give_address(inspector)
    kinds = ["before", "due", "late", "rhythm"]
    ReminderChoice.objects.create(user=inspector, kinds=kinds)

    merge(issue, original, manager)

    assert run(timezone.localdate()).endswith("digests: 0 sent, 0 failed")
    assert count_of(inspector, INBOX) == 1


def test_telling_costs_the_same_however_many_reported_it(
    issue, original, manager, django_assert_max_num_queries
):
    for number in range(12):
        original.sightings.create(by=make_user(), seen_on=date(2023, 1, 1 + number))
    manager.scope  # noqa: B018 - read before

    with django_assert_max_num_queries(30):
        merge(issue, original, manager)
    assert len(told()) == 14
