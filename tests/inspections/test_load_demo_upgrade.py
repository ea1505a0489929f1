"""load_demo on a database that an earlier version's load_demo has filled."""

from io import StringIO

import pytest
from django.core.management import call_command

from accounts.models import User
from audit.models import Entry
from inspections.actions import (
    carried_to,
    take_follow_up_step,
    take_round_step,
    take_section_step,
)
from inspections.lifecycle import RoundState, SectionState
from inspections.models import (
    Carry,
    FollowUp,
    Issue,
    ProvinceReport,
    ReportSection,
    Round,
    Visit,
)
from tests.rows import all_rows, changed_tables

pytestmark = pytest.mark.django_db


def run():
    output = StringIO()
    call_command("load_demo", stdout=output)
    return output.getvalue().strip()


@pytest.fixture
def earlier(reference, monkeypatch):
    """The demonstration as it was: visits and an open round, no report, no issue.

    Nor had anything of earlier rounds been kept, or anybody an e-mail address.
    """
    with monkeypatch.context() as patched:
        patched.setattr(
            "inspections.management.commands.load_demo.load_ledger",
            lambda *_given: False,
        )
        patched.setattr(
            "inspections.management.commands.load_demo.load_reported",
            lambda *_given: None,
        )
        run()
    ProvinceReport.objects.all().delete()
    User.objects.update(email="")
    held_round = Round.objects.get(state=RoundState.OPEN)
    Entry.objects.about(held_round).filter(step="open").delete()
    return held_round


def without_closed_rounds(monkeypatch):
    """They are the same on any database; leaving them out saves time."""
    monkeypatch.setattr(
        "inspections.demo.reporting.make_closed_reports", lambda *_given: 0
    )


def test_what_is_missing_is_added_and_what_was_there_stays(earlier):
    visits = list(Visit.objects.order_by("pk").values())
    users = list(User.objects.order_by("pk").values("username", "password", "title"))
    held_round = Round.objects.filter(pk=earlier.pk).values().get()

    assert run() == "demo: 0 real visits and 0 made-up ones added"

    assert list(Visit.objects.order_by("pk").values()) == visits
    found = User.objects.order_by("pk").values("username", "password", "title")
    assert list(found) == users
    assert not User.objects.filter(email="").exists()
    assert Round.objects.filter(pk=earlier.pk).values().get() == held_round
    assert not Round.objects.filter(reports=None).exists()
    sections = ReportSection.objects.filter(report__round=earlier)
    assert set(sections.values_list("state", flat=True)) == set(SectionState.values)
    assert Issue.objects.filter(round=earlier).exists()
    assert Carry.objects.filter(round=earlier, look="").exists()
    sent = Visit.objects.filter(round=earlier, state__in=("submitted", "signed_off"))
    assert not any(carried_to(visit).to_look_at().exists() for visit in sent)

    before = all_rows()
    run()
    assert changed_tables(before, all_rows()) == set()


def test_what_people_did_in_the_meantime_is_not_touched(earlier, monkeypatch):
    without_closed_rounds(monkeypatch)
    run()
    section = ReportSection.objects.get(
        report__round=earlier,
        report__office__code="moi-kkn",
        state=SectionState.SUBMITTED,
    )
    take_section_step(section, "withdraw", by=User.objects.get(username="khonkaen"))
    Issue.objects.filter(office__code="moi-kkn").first().sightings.all().delete()
    answered = FollowUp.objects.filter(office__code="moi-ksn", state="answered").first()
    take_follow_up_step(answered, "verify", by=User.objects.get(username="inspector12"))
    before = all_rows()

    run()

    assert changed_tables(before, all_rows()) == set()


def test_a_round_that_is_closed_by_now_gets_no_answers(earlier, monkeypatch):
    without_closed_rounds(monkeypatch)
    manager = User.objects.get(username="manager")
    take_round_step(earlier, "summarise", by=manager)
    Visit.objects.filter(round=earlier).update(state="cancelled")
    take_round_step(earlier, "close", by=manager)

    run()

    assert not ReportSection.objects.filter(report__round=earlier).exists()
    assert not Round.objects.filter(state=RoundState.OPEN).exists()
