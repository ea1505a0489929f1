"""Setting another due day: by whom, when, with a reason; every old day is kept."""

from datetime import date

import pytest

from audit.models import Entry
from inspections.actions import Given, StepRefused, Told, Why, redate
from inspections.actions import take_follow_up_step as take
from inspections.models import FollowUp, Visit
from tests.factories import make_follow_up, make_visit
from tests.inspections.cast import ACTORS, join
from tests.inspections.steps import put
from tests.rows import all_rows, changed_tables

STATES = {
    "draft", "issued", "acknowledged", "in_progress", "answered", "verified",
    "cannot_comply", "superseded", "withdrawn",
}  # fmt: skip
RUNNING = {"issued", "acknowledged", "in_progress"}
OLD, NEW = date(2023, 4, 1), date(2023, 5, 1)


@pytest.fixture
def visit(khon_kaen_office) -> Visit:
    return make_visit(offices=[khon_kaen_office], state="signed_off")


@pytest.fixture
def follow_up(visit, khon_kaen_office) -> FollowUp:
    return make_follow_up(visit=visit, office=khon_kaen_office, due_on=OLD)


def refused(follow_up, by, due_on=NEW, reason="น้ำท่วม", **more) -> StepRefused:
    """The refusal, which has left every row as it was."""
    before = all_rows()
    with pytest.raises(StepRefused) as caught:
        redate(follow_up, due_on, reason=reason, by=by, **more)
    assert changed_tables(before, all_rows()) == set()
    return caught.value


@pytest.mark.parametrize("who", ACTORS)
def test_inspectors_of_the_place_and_managers_redate_what_is_running(
    request, visit, follow_up, who
):
    user = join(request, who, visit)
    for state in sorted(STATES):
        put(follow_up, state, ref=None if state == "draft" else "F-2566-00777")
        fresh = FollowUp.objects.get(pk=follow_up.pk)
        if not ACTORS[who]:
            assert refused(fresh, user).why is Why.NOT_YOURS
        elif state not in RUNNING:
            assert refused(fresh, user).why is Why.MOVED_ON
        else:
            day = NEW.replace(day=1 + sorted(RUNNING).index(state))
            redate(fresh, day, reason="น้ำท่วม", by=user)
            assert fresh.due_on == day


def test_every_old_day_and_reason_is_kept(follow_up, inspector, manager):
    third = date(2023, 6, 30)
    redate(follow_up, NEW, reason=" รองบประมาณ ", by=inspector)
    redate(follow_up, third, reason="จัดซื้อล่าช้า", by=manager)

    rows = follow_up.redatings.values_list("was_due_on", "due_on", "reason", "by")
    assert list(rows) == [
        (OLD, NEW, "รองบประมาณ", inspector.pk),
        (NEW, third, "จัดซื้อล่าช้า", manager.pk),
    ]
    follow_up.refresh_from_db()
    assert (follow_up.due_on, follow_up.version) == (third, 3)
    told = Entry.objects.about(follow_up).values_list("step", "reason", "changes")
    assert list(told) == [
        ("re-date", "รองบประมาณ", [["due_on", "2023-04-01", "2023-05-01"]]),
        ("re-date", "จัดซื้อล่าช้า", [["due_on", "2023-05-01", "2023-06-30"]]),
    ]


def test_one_without_a_day_gets_one(follow_up, inspector):
    FollowUp.objects.update(due_on=None)
    follow_up.refresh_from_db()

    redate(follow_up, NEW, reason="กำหนดวันเพิ่ม", by=inspector)

    assert follow_up.redatings.get().was_due_on is None
    assert Entry.objects.about(follow_up).get().changes == [
        ["due_on", None, "2023-05-01"]
    ]


@pytest.mark.parametrize("due_on", [date(2023, 3, 1), date(2023, 3, 15)])
def test_an_earlier_day_is_possible_down_to_the_day_it_was_given(
    follow_up, inspector, due_on
):
    redate(follow_up, due_on, reason="เร่งรัด", by=inspector)

    assert follow_up.due_on == due_on


@pytest.mark.parametrize(
    ("due_on", "reason", "field"),
    [
        (date(2023, 2, 28), "น้ำท่วม", "due_on"),
        (OLD, "น้ำท่วม", "due_on"),
        (NEW, "", "reason"),
        (NEW, " \n ", "reason"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(
    follow_up, inspector, due_on, reason, field
):
    answer = refused(follow_up, inspector, due_on, reason)

    assert (answer.why, answer.field) == (Why.INCOMPLETE, field)


def test_an_imported_one_is_adopted_first(follow_up, manager):
    put(follow_up, "issued", is_imported=True)

    assert refused(follow_up, manager).why is Why.MOVED_ON


def test_what_was_read_in_an_older_version_is_not_redated(
    follow_up, inspector, officer
):
    read = FollowUp.objects.get(pk=follow_up.pk)
    take(follow_up, "acknowledge", by=officer)

    late = refused(read, inspector)
    stale = refused(follow_up, inspector, version=read.version)

    for answer in (late, stale):
        assert (answer.why, answer.last.by) == (Why.MOVED_ON, officer)


def test_what_was_answered_meanwhile_is_not_redated(follow_up, inspector, officer):
    told = Told(text="แล้วเสร็จ", answered_on=OLD)
    take(follow_up, "answer", by=officer, given=Given(content=told))

    answer = refused(follow_up, inspector)

    assert (answer.why, answer.last.step) == (Why.MOVED_ON, "answer")
