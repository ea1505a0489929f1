"""Every state × step × role of a round, and what opening and closing one does."""

import pytest
from django.db.models import Count

from audit.models import Entry
from inspections.actions import (
    Given,
    Why,
    add_sections,
    take_round_step,
    visits_in_the_way,
)
from inspections.lifecycle import ROUND_STEPS, RoundState, VisitState
from inspections.models import ProvinceReport, ReportSection, Round
from inspections.rights import may_manage_rounds, may_write_section, steps_of
from tests.factories import (
    make_indicator,
    make_office,
    make_province,
    make_round,
    make_section,
    make_topic,
    make_visit,
)
from tests.inspections.cast import ACTORS, join
from tests.inspections.steps import Trial, as_table, expected, history, put, refused
from tests.rows import all_rows, changed_tables

#: slug: from, to, who, what it asks for. Written out a second time on purpose.
STEPS = {
    "open": ({"planned"}, "open", {"manager"}, ""),
    "summarise": ({"open"}, "summarising", {"manager"}, ""),
    "close": ({"summarising"}, "closed", {"manager"}, ""),
    "reopen": ({"closed"}, "summarising", {"manager"}, "reason"),
}
#: Only a manager's; that of a visit of the round makes nobody one.
WHO = {name: {"manager"} & actors for name, actors in ACTORS.items()}
STATES = {"planned", "open", "summarising", "closed"}
GIVEN = {slug: Given(reason=" ยังขาดสองจังหวัด ") for slug in STEPS}


@pytest.fixture
def held_round(khon_kaen_office) -> Round:
    """Planned, with one topic for all and nothing in the way."""
    held_round = make_round(state="planned")
    make_topic(held_round)
    return held_round


@pytest.fixture
def phuket_office(zone_5):
    """The office of a province without cane."""
    return make_office(
        province=make_province(zone=zone_5, code="83", name_en="Phuket", abbr_en="PKT")
    )


def topics_of(office) -> list[str]:
    """The topics of the office's report, in the order of the round."""
    sections = ReportSection.objects.filter(report__office=office)
    return [section.topic.title_th for section in sections.order_by("topic__order")]


def test_the_table_is_the_one_of_the_product():
    assert as_table(ROUND_STEPS) == STEPS
    assert set(RoundState.values) == STATES


@pytest.mark.parametrize("who", WHO)
def test_offers_and_takes_exactly_the_steps_of_the_table(
    request, held_round, khon_kaen_office, who
):
    visit = make_visit(offices=[khon_kaen_office], state="signed_off", round=held_round)
    user = join(request, who, visit)
    for state in sorted(STATES):
        put(held_round, state)

        Trial(held_round, take_round_step, user, GIVEN).run(
            expected(STEPS, WHO[who], state)
        )

    assert may_manage_rounds(user) == (WHO[who] == {"manager"})


@pytest.mark.parametrize("step", STEPS)
def test_a_step_leaves_one_history_row_with_state_and_reason(manager, held_round, step):
    (source,), target, _who, _asks = STEPS[step]
    put(held_round, source)
    version = held_round.version

    take_round_step(held_round, step, by=manager, given=GIVEN[step])

    entry = Entry.objects.about(held_round).get()
    assert (entry.step, entry.by, entry.by_name) == (step, manager, str(manager))
    assert entry.changes == [["state", source, target]]
    assert entry.reason == "ยังขาดสองจังหวัด"
    held_round.refresh_from_db()
    assert (held_round.state, held_round.version) == (target, version + 1)


def test_what_was_decided_on_an_older_version_is_refused(manager, held_round):
    Round.objects.filter(pk=held_round.pk).update(version=4)
    held_round.refresh_from_db()

    answer = refused(take_round_step, held_round, "open", manager, Given(version=3))

    assert answer.why is Why.MOVED_ON


def test_reopening_needs_a_reason(manager, held_round):
    put(held_round, "closed")

    answer = refused(take_round_step, held_round, "reopen", manager, Given(reason=" "))

    assert (answer.why, answer.field) == (Why.INCOMPLETE, "reason")


# --- Opening ---------------------------------------------------------------------


def test_a_round_without_topic_is_not_opened(manager):
    empty = make_round(state="planned")

    answer = refused(take_round_step, empty, "open", manager)

    assert answer.why is Why.INCOMPLETE


def test_at_most_one_round_is_open_and_the_other_is_named(manager, held_round):
    other = make_round(state="open")

    answer = refused(take_round_step, held_round, "open", manager)

    assert answer.why is Why.INCOMPLETE
    assert list(answer.standing) == [other]
    take_round_step(other, "summarise", by=manager)
    take_round_step(held_round, "open", by=manager)
    assert held_round.state == "open"


def test_reopening_is_possible_while_another_is_open(manager, held_round):
    """It goes back to being summarised, not to being open."""
    put(held_round, "closed")
    make_round(state="open")

    take_round_step(held_round, "reopen", by=manager, given=GIVEN["reopen"])

    assert held_round.state == "summarising"


def test_opening_gives_each_provincial_office_its_own_topics(
    manager, held_round, khon_kaen_office, kalasin_office, phuket_office
):
    for kind in ("department", "bank", "institute"):
        make_office(kind=kind, province=khon_kaen_office.province)
    everywhere = held_round.topics.get().title_th
    cane = make_topic(
        held_round, title_th="อ้อยไฟไหม้", applies_everywhere=False, order=1
    )
    cane.provinces.set([khon_kaen_office.province, kalasin_office.province])
    nowhere = make_topic(
        held_round, title_th="ไม่มีจังหวัด", applies_everywhere=False, order=2
    )
    # Named, but meant for all: what is named then counts for nothing.
    for_all = make_topic(held_round, title_th="ทุกจังหวัด", order=3)
    for_all.provinces.set([kalasin_office.province])

    take_round_step(held_round, "open", by=manager)

    assert topics_of(khon_kaen_office) == [everywhere, "อ้อยไฟไหม้", "ทุกจังหวัด"]
    assert topics_of(kalasin_office) == [everywhere, "อ้อยไฟไหม้", "ทุกจังหวัด"]
    assert topics_of(phuket_office) == [everywhere, "ทุกจังหวัด"]
    reports = ProvinceReport.objects.filter(round=held_round)
    assert {report.office for report in reports} == {
        khon_kaen_office,
        kalasin_office,
        phuket_office,
    }
    assert {report.state for report in reports} == {"draft"}
    assert [history(report) for report in reports] == [["make"]] * 3
    assert nowhere.sections.count() == 0
    drafts = ReportSection.objects.values_list(
        "state", "first_submitted_at", "submitted_at", "opened_at", "narrative"
    )
    assert set(drafts) == {("draft", None, None, None, "")}


def test_an_office_without_any_topic_has_no_report(manager, phuket_office, kalasin):
    make_office(province=kalasin)
    held_round = make_round(state="planned")
    topic = make_topic(held_round, applies_everywhere=False)
    topic.provinces.set([kalasin])

    take_round_step(held_round, "open", by=manager)

    assert ProvinceReport.objects.get().office.province == kalasin


def test_opening_writes_into_no_other_round(manager, held_round, khon_kaen_office):
    before = make_section(state="accepted")
    rows = list(ReportSection.objects.filter(pk=before.pk).values())

    take_round_step(put(before.report.round, "closed"), "reopen", by=manager,
                    given=GIVEN["reopen"])  # fmt: skip
    take_round_step(held_round, "open", by=manager)

    assert list(ReportSection.objects.filter(pk=before.pk).values()) == rows
    assert before.report.round.topics.get().sections.count() == 1


@pytest.mark.parametrize("state", sorted(STATES))
def test_a_topic_added_while_reports_are_written_adds_drafts(
    manager, held_round, khon_kaen_office, kalasin_office, state
):
    take_round_step(held_round, "open", by=manager)
    done = ReportSection.objects.get(report__office=khon_kaen_office)
    put(done, "accepted", submitted_at="2023-01-20T02:00Z",
        first_submitted_at="2023-01-20T02:00Z")  # fmt: skip
    done.report.settle()
    put(held_round, state)
    topic = make_topic(held_round, applies_everywhere=False)
    topic.provinces.set([khon_kaen_office.province])

    number = add_sections(topic, by=manager)

    is_reporting = state in {"open", "summarising"}
    assert number == topic.sections.count() == is_reporting
    assert add_sections(topic, by=manager) == 0
    per_report = ReportSection.objects.values("report__office").annotate(n=Count("pk"))
    assert {row["report__office"]: row["n"] for row in per_report} == {
        khon_kaen_office.pk: 1 + is_reporting,
        kalasin_office.pk: 1,
    }
    report = ProvinceReport.objects.get(office=khon_kaen_office)
    assert report.state == ("draft" if is_reporting else "accepted")
    done.refresh_from_db()
    assert done.state == "accepted"


def test_a_topic_for_an_office_that_had_none_makes_its_report(
    manager, khon_kaen_office, phuket_office
):
    held_round = make_round(state="planned")
    cane = make_topic(held_round, applies_everywhere=False)
    cane.provinces.set([khon_kaen_office.province])
    take_round_step(held_round, "open", by=manager)
    assert topics_of(phuket_office) == []

    add_sections(make_topic(held_round, title_th="ใหม่", order=1), by=manager)

    assert topics_of(phuket_office) == ["ใหม่"]
    report = ProvinceReport.objects.get(office=phuket_office)
    assert history(report) == ["make"]


def test_a_topic_read_before_the_round_was_opened_gets_its_sections_too(
    manager, held_round, khon_kaen_office
):
    late = make_topic(held_round)
    assert late.round.state == "planned"
    Round.objects.filter(pk=held_round.pk).update(state="open")

    assert add_sections(late, by=manager) == 1


# --- Closing ---------------------------------------------------------------------

FINISHED = {"signed_off", "postponed", "cancelled"}


def test_closing_lists_every_unfinished_visit_and_no_other(manager, held_round):
    put(held_round, "summarising")
    visits = {s: make_visit(state=s, round=held_round) for s in VisitState.values}
    make_visit(state="planned", round=make_round())
    make_visit(state="planned")

    answer = refused(take_round_step, held_round, "close", manager)

    assert answer.why is Why.INCOMPLETE
    unfinished = {visits[state] for state in set(visits) - FINISHED}
    assert set(answer.standing) == unfinished == set(visits_in_the_way(held_round))
    for visit in unfinished:
        put(visit, "signed_off")
    take_round_step(held_round, "close", by=manager)
    assert held_round.state == "closed"


def test_closing_locks_all_reports_as_they_are_and_reopening_frees_them(
    manager, officer, khon_kaen_office, held_round
):
    take_round_step(held_round, "open", by=manager)
    section = ReportSection.objects.get()
    take_round_step(held_round, "summarise", by=manager)
    assert may_write_section(section, officer)

    take_round_step(held_round, "close", by=manager)

    section.refresh_from_db()
    assert section.state == "draft"
    assert not may_write_section(section, officer)
    assert steps_of(ReportSection.objects.get(), officer) == {}
    take_round_step(held_round, "reopen", by=manager, given=GIVEN["reopen"])
    assert may_write_section(section, officer)
    assert set(steps_of(ReportSection.objects.get(), officer)) == {"submit"}


def test_a_refused_opening_makes_nothing(manager, held_round, khon_kaen_office):
    """Failing in the midst of making the reports, the round stays planned."""
    make_indicator(held_round.topics.get())
    before = all_rows()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("inspections.actions.stepping.record", _broken)
        with pytest.raises(OSError, match="no history"):
            take_round_step(held_round, "open", by=manager)

    assert changed_tables(before, all_rows()) == set()


def _broken(*args, **kwargs):
    raise OSError("no history today")
