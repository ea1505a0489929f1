"""load_demo: issues of every round, in all kinds, severities and states."""

from collections import Counter, defaultdict
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from accounts.models import User
from audit.models import Attachment, Entry
from inspections.lifecycle import ISSUE_OPEN, ISSUE_STEPS, IssueState, RoundState
from inspections.models import (
    Complainant,
    Issue,
    IssueSighting,
    Severity,
    TopicKind,
)
from inspections.rights import steps_of
from thai.dates import fiscal_year

pytestmark = pytest.mark.django_db

#: What happens to an issue beside its steps.
BESIDE_STEPS = ("sight", "raise")


@pytest.fixture(scope="module")
def demo(reference):
    """The demonstration, loaded once for this module."""
    call_command("load_demo", stdout=StringIO())


@pytest.fixture(scope="module")
def told(demo, django_db_blocker):
    """The history of each issue by its key, the oldest row first."""
    steps = defaultdict(list)
    with django_db_blocker.unblock():
        rows = Entry.objects.filter(content_type__model="issue").order_by("pk")
        for entry in rows.select_related("by"):
            steps[entry.object_id].append(entry)
    return steps


def of_khon_kaen(**conditions):
    return Issue.objects.filter(
        office__code="moi-kkn", round__state=RoundState.OPEN, **conditions
    )


def test_there_are_some_hundred_of_every_kind_severity_and_state(demo):
    issues = Issue.objects.filter(round__state=RoundState.CLOSED)

    assert 250 < issues.count() < 600
    for name, choices in (
        ("kind", TopicKind),
        ("severity", Severity),
        ("state", IssueState),
    ):
        assert set(issues.values_list(name, flat=True)) == set(choices.values)
    assert issues.values("round").distinct().count() == 8
    assert issues.filter(is_repeated=True).exists()


def test_khon_kaen_has_one_in_every_state_and_work_waiting(demo):
    states = Counter(of_khon_kaen().values_list("state", flat=True))

    assert set(states) == set(IssueState.values)
    assert all(states[state] for state in ISSUE_OPEN)
    resolved = of_khon_kaen(state=IssueState.RESOLVED).first()
    office = User.objects.get(username="khonkaen")
    inspector = User.objects.get(username="inspector12")
    assert resolved.resolved_by == office
    assert set(steps_of(resolved, office)) == set()
    assert set(steps_of(resolved, inspector)) == {"verify", "send-back"}


def test_the_open_round_has_every_state_elsewhere_too(demo):
    others = Issue.objects.filter(round__state=RoundState.OPEN).exclude(
        office__code="moi-kkn"
    )

    assert set(others.values_list("state", flat=True)) == set(IssueState.values)


def test_two_issues_of_khon_kaen_have_a_picture(demo):
    photos = [
        photo for issue in of_khon_kaen() for photo in Attachment.objects.about(issue)
    ]

    assert len(photos) == 2
    assert all(photo.caption and photo.preview for photo in photos)


def test_two_newest_of_khon_kaen_have_a_complainant_that_their_office_may_ask(demo):
    officer = User.objects.get(username="khonkaen")

    asked = Complainant.objects.known_to(officer).select_related("issue")

    assert len({one.issue for one in asked}) == 2
    assert all(one.unseal().name for one in asked)


def test_numbers_run_in_the_order_in_which_issues_were_reported(demo):
    by_year = defaultdict(list)
    for issue in Issue.objects.order_by("ref"):
        year = fiscal_year(timezone.localdate(issue.created_at))
        assert issue.ref.startswith(f"I-{year}-")
        by_year[year].append(issue)

    assert len(by_year) == 5
    for issues in by_year.values():
        assert [int(issue.ref[-5:]) for issue in issues] == list(
            range(1, len(issues) + 1)
        )
        moments = [issue.created_at for issue in issues]
        assert moments == sorted(moments)


def test_each_was_reported_by_a_visit_to_the_place_or_by_its_office(demo):
    first = IssueSighting.objects.select_related("issue__office", "visit")
    by_visit = by_office = 0
    for sighting in first.prefetch_related("visit__units__provinces"):
        if sighting.visit:
            places = sighting.visit.province_ids()
            assert sighting.issue.office.province_id in places
            assert sighting.seen_on == sighting.visit.starts_on
            by_visit += 1
        else:
            assert sighting.office == sighting.issue.office
            by_office += 1
    assert by_visit > 20
    assert by_office > 200
    assert not Issue.objects.filter(sightings=None).exists()


def test_the_real_visits_reported_some(demo):
    assert IssueSighting.objects.filter(visit__source__startswith="TG-").exists()


def test_the_day_lies_in_the_window_of_its_round(demo):
    for issue in Issue.objects.select_related("round").filter(sightings__visit=None):
        assert issue.round.opens_on <= issue.seen_on <= issue.round.closes_on
        assert issue.seen_on < timezone.localdate()


def test_kinds_lie_where_the_round_asks_for_them(demo):
    for kind in (TopicKind.CANE_BURNING, TopicKind.MINE_PIT_WATER):
        for issue in Issue.objects.filter(kind=kind).select_related("round"):
            topic = issue.round.topics.get(kind=kind)
            assert topic.provinces.filter(pk=issue.province_id).exists()


def test_duplicates_name_an_original_that_shows_who_reported_them(demo):
    copies = Issue.objects.filter(state=IssueState.DUPLICATE)

    assert copies.count() > 10
    for issue in copies.select_related("duplicate_of"):
        original = issue.duplicate_of
        assert original.state != IssueState.DUPLICATE
        assert original.office_id == issue.office_id
        assert original.sightings.filter(seen_on=issue.seen_on).exists()


def test_states_were_reached_by_their_steps_in_order(demo, told):
    for issue in Issue.objects.all():
        entries = told[issue.pk]
        assert entries[0].step == "demo"
        state = str(IssueState.REPORTED)
        for entry in entries[1:]:
            if entry.step in BESIDE_STEPS:
                continue
            step = ISSUE_STEPS[entry.step]
            assert state in step.sources
            assert entry.changes[0] == ["state", state, step.target]
            state = step.target
        assert state == issue.state
        assert [entry.at for entry in entries] == sorted(entry.at for entry in entries)
        assert entries[-1].at < timezone.now()
        # A follow-up that points to it changes nothing of its own.
        assert issue.version == sum(entry.step != "raise" for entry in entries)


def test_nobody_verified_their_own_work(demo, told):
    for issue in Issue.objects.filter(state=IssueState.VERIFIED):
        (verified,) = [entry for entry in told[issue.pk] if entry.step == "verify"]
        resolved = [entry for entry in told[issue.pk] if entry.step == "resolve"]
        assert resolved[-1].by == issue.resolved_by
        assert resolved[-1].reason
        assert verified.by_name
        assert verified.by_name != resolved[-1].by_name


def test_what_was_dismissed_says_why(demo, told):
    for issue in Issue.objects.filter(state=IssueState.NOT_VALID):
        assert told[issue.pk][-1].reason


def test_they_can_be_searched_and_hold_no_gaps(demo):
    for issue in Issue.objects.all():
        assert issue.ref.lower() in issue.search_text
        assert issue.province_id == issue.office.province_id
        assert "{" not in issue.what + issue.title + issue.place
