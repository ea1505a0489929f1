"""History rows: what they hold, and that they are written with the change."""

from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from django.db import transaction
from django.utils.functional import lazystr

from audit.models import Entry
from audit.records import current_request_id, difference, plain, record, snapshot
from inspections.lifecycle import VisitState
from tests.factories import make_user, make_visit


@pytest.mark.django_db(transaction=True)
def test_is_refused_outside_a_transaction():
    visit = make_visit()

    with pytest.raises(transaction.TransactionManagementError):
        record(visit, "plan", by=None)

    assert not Entry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_goes_with_the_change_that_failed():
    visit = make_visit()

    def change_and_fail():
        with transaction.atomic():
            record(visit, "plan", by=None)
            raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011 - our own, raised above
        change_and_fail()

    assert not Entry.objects.exists()


@pytest.mark.django_db
def test_tells_who_what_when_and_why():
    visit, user = make_visit(), make_user(first_name="กานดา", last_name="ศรีวิลัย")
    token = current_request_id.set("a" * 32)

    record(visit, "cancel", by=user, reason="ฝนตก", changes=[("place", None, "ก")])
    current_request_id.reset(token)

    entry = Entry.objects.about(visit).get()
    assert entry.record == visit
    assert (entry.by, entry.by_name) == (user, "นายกานดา ศรีวิลัย")
    assert (entry.step, entry.reason) == ("cancel", "ฝนตก")
    assert entry.changes == [["place", None, "ก"]]
    assert entry.request_id == "a" * 32
    assert entry.at is not None


@pytest.mark.django_db
def test_keeps_the_name_that_somebody_had_then():
    visit, user = make_visit(), make_user(first_name="กานดา", last_name="เดิม")
    record(visit, "plan", by=user)

    user.last_name = "ใหม่"
    user.save()

    assert Entry.objects.get().by_name == "นายกานดา เดิม"


@pytest.mark.django_db
def test_the_systems_own_acts_have_no_user():
    entry = record(make_visit(), "load", by=None)

    assert (entry.by, entry.by_name) == (None, "")


@pytest.mark.django_db
def test_tells_the_history_of_one_record_in_order():
    ours, theirs = make_visit(), make_visit()
    for visit, step in ((ours, "plan"), (theirs, "plan"), (ours, "start")):
        record(visit, step, by=None)

    assert [entry.step for entry in Entry.objects.about(ours)] == ["plan", "start"]


def test_no_request_id_comes_from_the_client(client, db, inspector):
    client.force_login(inspector)

    client.get("/", headers={"x-request-id": "forged"})

    assert current_request_id.get() == ""


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        (None, None),
        ("ข้อความ", "ข้อความ"),
        (0, 0),
        (False, False),
        (Decimal("1234.500000"), "1234.500000"),
        (Decimal("1E+3"), "1000"),
        (date(2023, 3, 1), "2023-03-01"),
        (time(14), "14:00:00"),
        (datetime(2023, 3, 1, 7, tzinfo=UTC), "2023-03-01T07:00:00+00:00"),
        (VisitState.PLANNED, "planned"),
        (lazystr("ข้อความ"), "ข้อความ"),
    ],
)
def test_keeps_plain_values(value, kept):
    assert plain(value) == kept


@pytest.mark.parametrize(
    ("before", "after"),
    [({"a": None}, {"a": ""}), ({}, {"a": ""}), ({"a": 1}, {"a": 1}), ({}, {})],
)
def test_nothing_differs(before, after):
    assert difference(before, after) == []


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ({"a": "ก"}, {"a": "ข"}, [("a", "ก", "ข")]),
        ({"a": "ก"}, {}, [("a", "ก", None)]),
        ({}, {"a": 0}, [("a", None, 0)]),
        ({"a": 0}, {"a": ""}, [("a", 0, "")]),
        ({"a": None}, {"a": False}, [("a", None, False)]),
    ],
)
def test_zero_and_no_are_values_that_differ_from_nothing(before, after, told):
    assert difference(before, after) == told


def test_a_snapshot_holds_the_named_fields_alone(db):
    visit = make_visit(place="ห้องประชุม")

    assert snapshot(visit, ("place", "starts_on")) == {
        "place": "ห้องประชุม",
        "starts_on": "2023-03-01",
    }
