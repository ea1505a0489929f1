"""The forms of a follow-up store what they show, and nothing more.

As in `test_mass_assignment`, from which the means come.
"""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from audit.models import Attachment
from tests.test_mass_assignment import assert_nothing_more, filled, junk
from tests.world import World, built_world

PREFIXES = ["", "answer-", "redating-", "follow_up-", "files-0-", "files-1-"]


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> Iterator[World]:
    with built_world(django_db_blocker) as built:
        yield built


def address(world: World, name: str, label: str, *more: str) -> str:
    args = [*world.objects["follow_up"][label], *more]
    return reverse(f"inspections:{name}", args=args)


@pytest.mark.parametrize("button", ["done", "going_on"])
def test_an_answer_stores_only_what_its_page_shows(world, db, button):
    client = world.client("officer")
    url = address(world, "follow_up_answer", "in_progress alone here")
    form, shown = filled(client, url, "answer-text")
    form |= {"answer-text": ["changed"], button: ["1"]}

    extra = junk({*shown, "done", "going_on"}, PREFIXES)
    assert_nothing_more(client, url, form, extra)


def test_another_due_day_stores_only_what_its_page_shows(world, db):
    client = world.client("inspector")
    url = address(world, "follow_up_redate", "in_progress alone here")
    form, shown = filled(client, url, "redating-reason")
    day = timezone.localdate() + timedelta(20)
    form |= {"redating-reason": ["changed"], "redating-due_on": [day.isoformat()]}

    assert_nothing_more(client, url, form, junk(shown, PREFIXES))


@pytest.mark.parametrize(
    ("role", "step", "label", "given"),
    [
        ("officer", "acknowledge", "alone here", {}),
        ("officer", "cannot", "alone here", {"reason": "flood"}),
        ("inspector", "withdraw", "in_progress alone here", {"reason": "flood"}),
        ("inspector", "verify", "answered alone here", {"reason": ""}),
        ("manager", "adopt", "imported alone here", {}),
    ],
)
def test_a_step_moves_the_state_and_nothing_else(world, db, role, step, label, given):
    client = world.client(role)
    url = address(world, "follow_up_step", label, step)
    form = {name: [value] for name, value in given.items()}

    assert_nothing_more(client, url, form, junk({*form, "reason"}, PREFIXES))


def test_evidence_of_another_answer_is_not_reached_by_its_number(world, db):
    client = world.client("officer")
    url = address(world, "follow_up_answer", "in_progress alone here")
    form, _shown = filled(client, url, "answer-text")
    _ref, theirs = world.objects["follow_up_file"]["answered alone here"]
    stored = Attachment.objects.filter(pk=theirs).values().get()
    form |= {"answer-text": ["changed"], "files-TOTAL_FORMS": ["1"]}
    form |= {"files-0-id": [str(theirs)], "files-0-caption": ["taken"]}

    for change in ({}, {"files-0-DELETE": ["on"]}):
        with transaction.atomic():
            client.post(url, {**form, **change})
            assert Attachment.objects.filter(pk=theirs).values().get() == stored
            transaction.set_rollback(True)
