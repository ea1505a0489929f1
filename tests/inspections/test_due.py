"""When a follow-up is open, waited for, due soon or overdue."""

from datetime import date, timedelta

import pytest

from inspections import due
from inspections.lifecycle import FollowUpState
from inspections.models import FollowUp, FollowUpKind
from tests.factories import make_follow_up

pytestmark = pytest.mark.django_db

TODAY = date(2023, 5, 10)
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
LAST_SOON = TODAY + timedelta(days=14)
WAITING = {"issued", "acknowledged", "in_progress"}
ASKING = {"order", "recommendation", "advice", "commitment"}


def found(rule) -> set[str]:
    return set(FollowUp.objects.filter(rule).values_list("state", flat=True))


@pytest.fixture
def one_in_each_state(khon_kaen_office) -> None:
    """Each was due yesterday."""
    for state in FollowUpState.values:
        make_follow_up(office=khon_kaen_office, state=state, due_on=YESTERDAY)


def test_what_was_answered_is_open_but_neither_waited_for_nor_overdue(
    one_in_each_state,
):
    assert found(due.is_open()) == {*WAITING, "answered"}
    assert found(due.is_waited_for()) == WAITING
    assert found(due.is_overdue(TODAY)) == WAITING
    FollowUp.objects.update(due_on=TODAY)
    assert found(due.is_due_soon(TODAY)) == WAITING


@pytest.mark.parametrize("kind", FollowUpKind.values)
def test_what_asks_for_nothing_is_never_waited_for(khon_kaen_office, kind):
    make_follow_up(office=khon_kaen_office, kind=kind, due_on=YESTERDAY)

    for rule in (due.is_open(), due.is_waited_for(), due.is_overdue(TODAY)):
        assert FollowUp.objects.filter(rule).exists() == (kind in ASKING)


def test_an_imported_one_waits_until_it_is_adopted(one_in_each_state):
    FollowUp.objects.update(is_imported=True)

    for rule in (due.is_open(), due.is_waited_for(), due.is_overdue(TODAY)):
        assert found(rule) == set()


@pytest.mark.parametrize(
    ("due_on", "is_soon", "is_late"),
    [
        (YESTERDAY, False, True),
        (TODAY, True, False),
        (TOMORROW, True, False),
        (LAST_SOON, True, False),
        (LAST_SOON + timedelta(days=1), False, False),
        (None, False, False),
    ],
)
def test_due_soon_begins_today_and_overdue_tomorrow(
    khon_kaen_office, due_on, is_soon, is_late
):
    make_follow_up(office=khon_kaen_office, due_on=due_on)

    assert FollowUp.objects.filter(due.is_due_soon(TODAY)).exists() == is_soon
    assert FollowUp.objects.filter(due.is_overdue(TODAY)).exists() == is_late


@pytest.mark.parametrize("is_imported", [True, False])
def test_read_values_count_as_overdue_as_the_rows_do(khon_kaen_office, is_imported):
    for state in FollowUpState.values:
        for kind in FollowUpKind.values:
            for due_on in (YESTERDAY, TODAY, None):
                make_follow_up(
                    office=khon_kaen_office, state=state, kind=kind, due_on=due_on,
                    is_imported=is_imported,
                )  # fmt: skip

    late = set(FollowUp.objects.filter(due.is_overdue(TODAY)))

    assert {
        row
        for row in FollowUp.objects.all()
        if due.counts_as_overdue(
            row.kind, row.state, row.due_on, TODAY, is_imported=row.is_imported
        )
    } == late
    assert bool(late) != is_imported
