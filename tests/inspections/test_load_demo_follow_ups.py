"""load_demo: the ledger of all rounds, with what came of each follow-up."""

from io import StringIO
from itertools import pairwise

import pytest
from django.core.management import call_command
from django.db.models import Count, F, Q
from django.utils import timezone

from audit.models import Attachment, Entry
from inspections import due
from inspections.actions import carried_to, has_evidence
from inspections.lifecycle import FOLLOW_UP_OPEN, FOLLOW_UP_STEPS, FollowUpState
from inspections.models import (
    Answer,
    Carry,
    FollowUp,
    Look,
    Redating,
    Round,
    Visit,
)
from inspections.rhythm import missed_reports
from tests.rows import all_rows, changed_tables

pytestmark = pytest.mark.django_db

KHON_KAEN = "moi-kkn"


@pytest.fixture(scope="module")
def demo(reference):
    """The demonstration, loaded once for this module."""
    call_command("load_demo", stdout=StringIO())


def own():
    """Those that are followed up: what was only imported isn't."""
    return FollowUp.objects.filter(is_imported=False)


def by_ministry():
    """Those that the ledger's file states."""
    marked = Entry.objects.filter(content_type__model="followup", step="demo")
    return FollowUp.objects.filter(pk__in=marked.values("object_id"))


def test_there_are_follow_ups_in_every_state_and_of_every_round(demo):
    assert set(own().values_list("state", flat=True)) == set(FollowUpState.values)
    assert set(own().values_list("round", flat=True)) == set(
        Round.objects.values_list("pk", flat=True)
    )
    assert 45 <= by_ministry().count() <= 60


def test_khon_kaen_kalasin_and_zone_5_have_their_share(demo):
    here = own().filter(answering_office__code=KHON_KAEN)

    assert here.count() >= 24
    states = set(here.values_list("state", flat=True))
    assert {*FOLLOW_UP_OPEN, "verified", "cannot_comply", "superseded"} <= states
    assert own().filter(answering_office__code="moi-ksn").count() >= 6
    zone_5 = own().filter(province__code__in=("80", "84", "86", "90", "93"))
    assert zone_5.exclude(state="draft").count() >= 9


def test_each_came_where_it_stands_by_the_steps_of_its_history(demo):
    for follow_up in by_ministry():
        state = str(FollowUpState.DRAFT)
        steps = [
            entry
            for entry in Entry.objects.about(follow_up)
            if entry.step in FOLLOW_UP_STEPS
        ]
        for entry in steps:
            step = FOLLOW_UP_STEPS[entry.step]
            assert state in step.sources
            assert ["state", state, step.target] in entry.changes
            state = step.target
        assert state == follow_up.state
        moves = Entry.objects.about(follow_up).exclude(
            Q(step="demo") | Q(step="still-open")
        )
        began_so = sum(
            a.step == "start" and b.step == "progress" and a.at == b.at
            for a, b in pairwise(moves)
        )
        assert follow_up.version == 1 + moves.count() - began_so


def test_nobody_verified_their_own_answer(demo):
    for follow_up in by_ministry().exclude(answered_by=None):
        judged = Entry.objects.about(follow_up).filter(step__in=("verify", "send-back"))
        assert all(entry.by != follow_up.answered_by for entry in judged)


def test_every_old_due_day_is_kept(demo):
    assert Redating.objects.count() >= 9
    for follow_up in FollowUp.objects.exclude(redatings=None):
        days = list(follow_up.redatings.all())
        assert days[-1].due_on == follow_up.due_on
        for earlier, later in pairwise(days):
            assert later.was_due_on == earlier.due_on
        assert all(day.reason for day in days)
    twice = FollowUp.objects.annotate(times=Count("redatings")).filter(times__gte=2)
    assert twice.filter(answering_office__code=KHON_KAEN).exists()


def test_what_is_open_has_one_carry_for_each_round_opened_since(demo):
    rounds = Round.objects.order_by("fiscal_year", "number")
    asked = by_ministry().filter(due.is_open(), answering_office__kind="provincial")
    assert asked.count() > 25
    for follow_up in asked:
        since = [held.pk for held in rounds if held.opens_on > follow_up.given_on]
        carried = follow_up.carries.order_by("round__fiscal_year", "round__number")
        assert list(carried.values_list("round", flat=True)) == since
    ages = asked.annotate(age=Count("carries")).values_list("age", flat=True)
    assert set(ages) == {0, 1, 2, 3, 4}


def test_nothing_is_carried_that_asks_for_nothing_was_over_or_goes_elsewhere(demo):
    carried = FollowUp.objects.exclude(carries=None)

    assert not carried.filter(kind__in=due.NOTHING_TO_DO).exists()
    assert not carried.exclude(answering_office__kind="provincial").exists()
    assert not carried.filter(is_imported=True).exists()
    assert not Carry.objects.filter(
        round__opens_on__lte=F("follow_up__given_on")
    ).exists()
    assert FollowUp.objects.filter(office__code="diw", carries=None).exists()


def test_the_sums_of_each_round_are_right(demo):
    """Carried in = judged + still open + ended by the office itself."""
    for held_round in Round.objects.all():
        carries = held_round.carries.all()
        looked = {look: carries.filter(look=look).count() for look in Look.values}
        unseen = carries.filter(look="")
        assert carries.count() == sum(looked.values()) + unseen.count()
        if held_round.state == "closed":
            left = unseen.exclude(follow_up__state__in=("cannot_comply",))
            assert not left.exists()
    opened = Round.objects.get(state="open")
    told = Entry.objects.about(opened).get(step="open").changes
    assert ["carried", None, opened.carries.count()] in told


def test_a_look_has_its_history(demo):
    for carry in Carry.objects.exclude(look="").select_related("follow_up"):
        step = {"still_open": "still-open", "sent_back": "send-back",
                "superseded": "supersede", "withdrawn": "withdraw"}.get(
                    carry.look, "verify")  # fmt: skip
        told = Entry.objects.about(carry.follow_up).filter(step=step)
        assert carry.note in set(told.values_list("reason", flat=True))


def test_the_visit_going_on_in_khon_kaen_has_looked_at_some_and_not_at_others(demo):
    visit = Visit.objects.get(source="DEMO-15")

    left = carried_to(visit)
    assert (visit.state, visit.kind) == ("in_progress", "normal")
    looked = set(left.filter(visit=visit).values_list("look", flat=True))
    assert looked == {"still_open", "verified"}
    assert left.to_look_at().count() >= 5


def test_visits_that_were_sent_have_looked_at_everything(demo):
    sent = Visit.objects.filter(
        source__startswith="DEMO-", state__in=("submitted", "returned", "signed_off")
    )

    assert any(carried_to(visit).exists() for visit in sent)
    assert not any(carried_to(visit).to_look_at().exists() for visit in sent)


def test_one_recommendation_went_to_five_provinces(demo):
    tied = own().exclude(given_together=None)

    assert tied.values("text", "given_together", "round").distinct().count() == 1
    assert tied.values("province").distinct().count() == tied.count() == 5
    assert tied.values("state").distinct().count() >= 4


def test_orders_with_a_rhythm_have_reports_and_the_next_is_due(demo):
    today = timezone.localdate()
    asked = own().exclude(rhythm="").filter(due.is_waited_for())

    assert {"weekly", "month_end"} <= set(asked.values_list("rhythm", flat=True))
    for follow_up in asked:
        assert follow_up.answers.exists()
        assert follow_up.report_due_on
        assert missed_reports(follow_up.rhythm, follow_up.report_due_on, today) <= 2
    ended = FollowUp.objects.exclude(rhythm="").exclude(due.is_waited_for())
    assert not ended.exclude(report_due_on=None).exists()


def test_high_priority_was_answered_with_photos(demo):
    answered = own().filter(priority="high", state__in=("answered", "verified"))

    assert answered.filter(answering_office__code=KHON_KAEN).exists()
    assert all(has_evidence(row) for row in answered if row.ref)
    photos = Attachment.objects.filter(content_type__model="answer")
    assert photos.count() >= 4
    assert all(photo.caption and photo.preview for photo in photos)


@pytest.mark.parametrize("kind", ["sme_bank", "fti"])
def test_networks_promised_at_meetings_in_khon_kaen(demo, kind):
    promised = own().filter(network__kind=kind, network__province__code="40")

    assert promised.count() >= 2
    assert set(promised.values_list("kind", flat=True)) == {"commitment"}
    for row in promised:
        assert row.meeting.parties.filter(network=row.network).exists()
        assert row.meeting.held_on == row.given_on


def test_one_promise_was_kept_with_a_note_and_one_was_not(demo):
    promised = own().filter(kind="commitment", round__state="closed")

    for kept in promised.filter(state="verified"):
        assert Entry.objects.about(kept).get(step="verify").reason
    states = set(promised.values_list("state", flat=True))
    assert {"verified", "cannot_comply", "issued"} <= states
    late = promised.filter(due.is_overdue(timezone.localdate()))
    assert late.exists()


def test_some_imported_ones_were_adopted_and_all_others_stay_imported(demo):
    imported = FollowUp.objects.filter(visit__source__startswith="TG-")

    adopted = imported.filter(is_imported=False)
    assert adopted.count() == 5
    assert imported.filter(is_imported=True).count() > 150
    for row in adopted:
        entry = Entry.objects.about(row).get(step="adopt")
        assert entry.by.username == "manager"
        assert row.due_on
        assert row.answering_office
        opened = Round.objects.get(state="open")
        assert row.carries.filter(round=opened).exists()


def test_answers_tell_who_wrote_them_for_which_office(demo):
    assert Answer.objects.count() > 35
    assert not Answer.objects.exclude(office=F("follow_up__answering_office")).exists()
    ours = Answer.objects.filter(office__code=KHON_KAEN)
    assert set(ours.values_list("by__username", flat=True)) == {"khonkaen"}


def test_some_are_due_soon_and_some_are_late_on_every_rung(demo):
    today = timezone.localdate()
    waited = own().filter(due.is_waited_for())
    late = {(today - row.due_on).days for row in waited if row.due_on < today}

    assert waited.filter(due.is_due_soon(today)).count() >= 4
    assert min(late) < 15 <= max(day for day in late if day < 30)
    assert max(late) >= 30


def test_a_second_run_changes_nothing(demo):
    before = all_rows()

    call_command("load_demo", stdout=StringIO())

    assert changed_tables(before, all_rows()) == set()
