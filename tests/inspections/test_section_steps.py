"""Every state × step × role of a report's section, and what follows from each step."""

from datetime import date
from decimal import Decimal

import pytest

from accounts.models import Role
from audit.models import Entry
from inspections.actions import (
    Given,
    StepRefused,
    Why,
    accept_all,
    mark_opened,
    submit_all,
    take_section_step,
)
from inspections.lifecycle import SECTION_PARTS, SECTION_STEPS, RoundState, SectionState
from inspections.models import ProvinceReport, ReportSection
from inspections.rights import may_write_section, steps_of
from tests.factories import (
    make_assignment,
    make_issue,
    make_official_figure,
    make_report,
    make_section,
    make_user,
    make_visit,
)
from tests.inspections.cast import ACTORS, join
from tests.inspections.steps import (
    Trial,
    as_table,
    expected,
    history,
    put,
    refused,
    taken,
)
from tests.rows import all_rows, changed_tables

#: slug: from, to, who, what it asks for. Written out a second time on purpose.
STEPS = {
    "submit": ({"draft", "returned"}, "submitted", {"office"}, ""),
    "withdraw": ({"submitted"}, "draft", {"office"}, ""),
    "accept": ({"submitted"}, "accepted", {"inspector", "manager"}, ""),
    "return": ({"submitted"}, "returned", {"inspector", "manager"}, "comments"),
    "reopen": ({"accepted"}, "returned", {"manager"}, "reason"),
}
#: Who is what for the Khon Kaen office's report. Having led a visit to it gives
#: nothing: a report is judged by who inspects the place today.
WHO: dict[str, set[str]] = {
    **{name: set() for name in ACTORS},
    "officer": {"office"},
    "head": {"office"},
    "inspector": {"inspector"},
    "inspector_everywhere": {"inspector"},
    "manager": {"manager"},
    "superuser": {"manager"},
    "former_officer": set(),
}
GIVEN = {
    "submit": Given(),
    "withdraw": Given(),
    "accept": Given(),
    "return": Given(comments={"narrative": " เขียนผลลัพธ์ ", "needs": "  "}),
    "reopen": Given(reason=" พบตัวเลขผิด "),
}
#: Which states the table has; a new one is to be thought of here, too.
STATES = {"draft", "returned", "submitted", "accepted"}


@pytest.fixture
def report(khon_kaen_office) -> ProvinceReport:
    """Khon Kaen's, in an open round."""
    return make_report(office=khon_kaen_office)


@pytest.fixture
def section(report) -> ReportSection:
    """A draft that says something."""
    return make_section(report, narrative="ตรวจครบแล้ว")


def person(request, name, report):
    """Somebody of WHO; the visit of `cast` has reported an issue of the office."""
    if name == "former_officer":
        user = make_user()
        make_assignment(
            user, Role.OFFICER, office=report.office, ends_on=date(2023, 3, 1)
        )
        return user
    visit = make_visit(offices=[report.office], state="signed_off", round=report.round)
    make_issue(visit=visit, office=report.office)
    return join(request, name, visit)


def submitted(section, by):
    take_section_step(section, "submit", by=by)
    return section


def state_of(report) -> str:
    return ProvinceReport.objects.get(pk=report.pk).state


def test_the_table_is_the_one_of_the_product():
    assert as_table(SECTION_STEPS) == STEPS
    assert set(SectionState.values) == STATES


@pytest.mark.parametrize("who", WHO)
def test_offers_and_takes_exactly_the_steps_of_the_table(request, section, who):
    user = person(request, who, section.report)
    for state in sorted(STATES):
        sent = None if state == "draft" else "2023-01-20T02:00Z"
        put(section, state, submitted_at=sent, first_submitted_at=sent)

        Trial(section, take_section_step, user, GIVEN).run(
            expected(STEPS, WHO[who], state)
        )


@pytest.mark.parametrize("who", WHO)
def test_once_a_reviewer_has_opened_it_everything_but_withdrawing_stays(
    request, section, who
):
    user = person(request, who, section.report)
    sent = "2023-01-20T02:00Z"
    put(section, "submitted", submitted_at=sent, first_submitted_at=sent)
    put(section, "submitted", opened_at=sent)
    must = expected(STEPS, WHO[who], "submitted")
    if "office" in WHO[who]:
        must["withdraw"] = "409 submitted"

    Trial(section, take_section_step, user, GIVEN).run(must)


@pytest.mark.parametrize("round_state", RoundState.values)
@pytest.mark.parametrize("who", ["officer", "inspector", "manager"])
def test_a_round_that_is_not_reporting_locks_every_section(
    request, section, who, round_state
):
    user = person(request, who, section.report)
    is_reporting = round_state in {"open", "summarising"}
    put(section.report.round, round_state)
    for state in sorted(STATES):
        sent = None if state == "draft" else "2023-01-20T02:00Z"
        put(section, state, submitted_at=sent, first_submitted_at=sent)
        must = expected(STEPS, WHO[who], state)
        if not is_reporting:
            may = taken(must)
            must |= dict.fromkeys(may, f"409 {state}")

        Trial(section, take_section_step, user, GIVEN).run(must)

        writes = is_reporting and who == "officer" and state in {"draft", "returned"}
        assert may_write_section(section, user) == writes


def test_a_round_closed_after_the_page_was_read_locks_too(officer, section):
    read = ReportSection.objects.select_related("report__round").get(pk=section.pk)
    put(section.report.round, "closed")

    answer = refused(take_section_step, read, "submit", officer)

    assert answer.why is Why.MOVED_ON


# --- Submitting and taking back --------------------------------------------------


@pytest.mark.parametrize(
    "content", ["narrative", "obstacles", "needs", "figure", "nothing", "blanks"]
)
def test_a_section_that_says_nothing_is_refused_and_named(officer, report, content):
    texts = {content: "มีเรื่อง"} if content in {"narrative", "obstacles", "needs"} else {}
    if content == "blanks":
        texts = dict.fromkeys(("narrative", "obstacles", "needs"), " \n ")
    section = make_section(report, **texts)
    if content == "figure":
        make_official_figure(section)

    if content in {"nothing", "blanks"}:
        answer = refused(take_section_step, section, "submit", officer)
        assert answer.why is Why.INCOMPLETE
        assert list(answer.standing) == [section]
    else:
        assert submitted(section, officer).state == "submitted"


def test_submit_all_names_every_empty_topic_and_sends_none(officer, report, section):
    empty = [make_section(report), make_section(report, narrative=" ")]

    before = all_rows()
    with pytest.raises(StepRefused) as caught:
        submit_all(report, by=officer)

    assert list(caught.value.standing) == empty
    assert caught.value.why is Why.INCOMPLETE
    assert changed_tables(before, all_rows()) == set()


def test_submit_all_sends_drafts_and_returned_ones_and_no_other(officer, report):
    states = ["draft", "returned", "submitted", "accepted"]
    sections = [make_section(report, state=s, narrative="ก") for s in states]

    assert submit_all(report, by=officer) == 2

    stored = [ReportSection.objects.get(pk=s.pk).state for s in sections]
    assert stored == ["submitted", "submitted", "submitted", "accepted"]
    assert [history(s) for s in sections] == [["submit"], ["submit"], [], []]
    assert [s.versions.count() for s in sections] == [1, 1, 0, 0]
    assert state_of(report) == "submitted"
    with pytest.raises(StepRefused) as caught:
        submit_all(report, by=officer)
    assert caught.value.why is Why.MOVED_ON


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("act", [submit_all, accept_all])
def test_all_at_once_is_for_who_may_do_each(request, report, act, who):
    user = person(request, who, report)
    source, role = ("draft", {"office"}) if act is submit_all else ("submitted", None)
    sections = [make_section(report, state=source, narrative="ก") for _ in range(2)]
    before = all_rows()

    if WHO[who] & (role or {"inspector", "manager"}):
        assert act(report, by=user) == 2
        assert [history(s) for s in sections] == [[act.__name__.split("_")[0]]] * 2
    else:
        with pytest.raises(StepRefused) as caught:
            act(report, by=user)
        assert caught.value.why is Why.NOT_YOURS
        assert changed_tables(before, all_rows()) == set()


@pytest.mark.parametrize("who", WHO)
def test_only_a_reviewers_look_keeps_it_from_being_withdrawn(
    request, officer, section, who
):
    submitted(section, officer)
    user = person(request, who, section.report)
    reviews = bool(WHO[who] & {"inspector", "manager"})

    mark_opened(section.report, by=user)
    mark_opened(section.report, by=user)

    section.refresh_from_db()
    assert (section.opened_at is not None) == reviews
    assert history(section) == ["submit", *["opened"] * reviews]
    assert ("withdraw" in steps_of(section, officer)) == (not reviews)
    if reviews:
        answer = refused(take_section_step, section, "withdraw", officer)
        assert answer.why is Why.MOVED_ON
        assert answer.last.step == "opened"
        assert answer.last.by == user
    else:
        take_section_step(section, "withdraw", by=officer)
        assert section.state == "draft"


def test_opening_marks_only_what_waits(inspector, report):
    waiting = make_section(report, state="submitted")
    others = [make_section(report, state=s) for s in ("draft", "returned", "accepted")]

    mark_opened(report, by=inspector)

    waiting.refresh_from_db()
    assert waiting.opened_at
    assert [history(s) for s in others] == [[]] * 3


def test_what_was_opened_is_new_again_when_it_is_submitted_again(
    officer, inspector, section
):
    submitted(section, officer)
    mark_opened(section.report, by=inspector)
    section.refresh_from_db()
    take_section_step(section, "return", by=inspector, given=GIVEN["return"])

    submitted(section, officer)

    section.refresh_from_db()
    assert section.opened_at is None
    take_section_step(section, "withdraw", by=officer)
    assert section.state == "draft"


def test_withdrawing_what_was_read_before_a_reviewer_opened_it(
    officer, inspector, section
):
    submitted(section, officer)
    read = ReportSection.objects.get(pk=section.pk)
    mark_opened(section.report, by=inspector)

    answer = refused(take_section_step, read, "withdraw", officer)

    assert answer.why is Why.MOVED_ON
    assert answer.last.by == inspector


# --- Comments, versions, first submission ------------------------------------------


def test_returning_one_topic_leaves_the_accepted_ones(officer, inspector, report):
    sections = [make_section(report, narrative="ก") for _ in range(3)]
    submit_all(report, by=officer)
    first, second, third = ReportSection.objects.order_by("pk")
    for section in (first, third):
        take_section_step(section, "accept", by=inspector)

    take_section_step(second, "return", by=inspector, given=GIVEN["return"])

    stored = [ReportSection.objects.get(pk=s.pk).state for s in sections]
    assert stored == ["accepted", "returned", "accepted"]
    assert state_of(report) == "returned"
    comment = second.comments.get()
    assert (comment.part, comment.text, comment.by, comment.resolved_at) == (
        "narrative",
        "เขียนผลลัพธ์",
        inspector,
        None,
    )
    entry = Entry.objects.about(second).last()
    assert ["comment.narrative", None, "เขียนผลลัพธ์"] in entry.changes


@pytest.mark.parametrize(
    "comments",
    [{}, {"narrative": " \n"}, {"no-such-part": "แก้"}, {"general": "แก้"}],
    ids=["none", "blank", "unknown part", "part of a visit"],
)
def test_returning_needs_a_comment_on_some_part(manager, report, comments):
    section = make_section(report, state="submitted")

    answer = refused(
        take_section_step, section, "return", manager, Given(comments=comments)
    )

    assert (answer.why, answer.field) == (Why.INCOMPLETE, "comments")


def test_every_part_can_be_commented_on_and_the_next_submission_answers_all(
    officer, inspector, report
):
    section = make_section(report, state="submitted")
    told = Given(comments={part: f"แก้ {part}" for part in SECTION_PARTS})

    take_section_step(section, "return", by=inspector, given=told)
    assert section.comments.filter(resolved_at=None).count() == len(SECTION_PARTS)
    submitted(section, officer)

    assert section.comments.count() == len(SECTION_PARTS)
    assert {c.resolved_at for c in section.comments.all()} == {section.submitted_at}


def test_reopening_needs_a_reason(manager, report):
    section = make_section(report, state="accepted")

    answer = refused(
        take_section_step, section, "reopen", manager, Given(reason=" \n ")
    )

    assert (answer.why, answer.field) == (Why.INCOMPLETE, "reason")
    take_section_step(section, "reopen", by=manager, given=GIVEN["reopen"])
    assert Entry.objects.about(section).get().reason == "พบตัวเลขผิด"


@pytest.mark.parametrize("way_back", ["withdraw", "return", "reopen"])
def test_resubmitting_keeps_the_first_day_and_adds_a_version(
    officer, manager, section, way_back
):
    submitted(section, officer)
    first = section.submitted_at
    if way_back == "reopen":
        take_section_step(section, "accept", by=manager)
    by = officer if way_back == "withdraw" else manager
    take_section_step(section, way_back, by=by, given=GIVEN[way_back])
    ReportSection.objects.filter(pk=section.pk).update(narrative="แก้แล้ว")
    make_official_figure(section, value=3)
    section.refresh_from_db()
    assert section.first_submitted_at == first

    submitted(section, officer)

    section.refresh_from_db()
    assert section.first_submitted_at == first
    assert section.submitted_at > first
    one, two = section.versions.all()
    assert (one.number, one.at, one.by) == (1, first, officer)
    assert (two.number, two.at, two.by) == (2, section.submitted_at, officer)
    assert (one.content["narrative"], one.content["figures"]) == ("ตรวจครบแล้ว", [])
    assert two.content["narrative"] == "แก้แล้ว"
    assert [Decimal(f["value"]) for f in two.content["figures"]] == [3]


@pytest.mark.parametrize("step", STEPS)
def test_a_step_leaves_one_history_row_with_state_and_reason(request, section, step):
    sources, target, actors, asks = STEPS[step]
    source = min(sources)
    sent = None if source == "draft" else "2023-01-20T02:00Z"
    put(section, source, submitted_at=sent, first_submitted_at=sent)
    names = {"office": "officer", "inspector": "inspector", "manager": "manager"}
    user = request.getfixturevalue(names[min(actors)])
    version = section.version

    take_section_step(section, step, by=user, given=GIVEN[step])

    entry = Entry.objects.about(section).get()
    assert (entry.step, entry.by, entry.by_name) == (step, user, str(user))
    assert entry.changes[0] == ["state", source, target]
    assert entry.reason == ("พบตัวเลขผิด" if asks == "reason" else "")
    section.refresh_from_db()
    assert section.version == version + 1
    assert Entry.objects.about(section.report).count() == 0


def test_a_step_whose_history_fails_has_not_happened(officer, section, monkeypatch):
    def broken(*args, **kwargs):
        raise OSError("no history today")

    monkeypatch.setattr("inspections.actions.stepping.record", broken)
    before = all_rows()

    with pytest.raises(OSError, match="no history"):
        take_section_step(section, "submit", by=officer)

    assert changed_tables(before, all_rows()) == set()


def test_what_was_decided_on_an_older_version_is_refused(officer, manager, report):
    section = make_section(report, state="submitted")
    seen = section.version
    take_section_step(section, "withdraw", by=officer)
    submitted(section, officer)

    answer = refused(take_section_step, section, "accept", manager, Given(version=seen))

    assert answer.why is Why.MOVED_ON
    assert (answer.last.step, answer.last.by) == ("submit", officer)
    take_section_step(section, "accept", by=manager, given=Given(version=seen + 2))


# --- The report's own state ----------------------------------------------------------

ADVANCE = ["draft", "returned", "submitted", "accepted"]


def test_the_reports_state_is_always_that_of_its_least_advanced_section(
    officer, manager, report
):
    """Along a walk that visits every step, compared with plain Python."""
    sections = [make_section(report, narrative="ก") for _ in range(3)]
    walk = [
        (0, "submit"), (1, "submit"), (2, "submit"), (0, "withdraw"), (0, "submit"),
        (1, "accept"), (2, "return"), (0, "accept"), (2, "submit"), (2, "accept"),
        (1, "reopen"), (1, "submit"), (1, "return"), (1, "submit"), (1, "accept"),
    ]  # fmt: skip
    seen = set()
    for number, step in walk:
        section = ReportSection.objects.get(pk=sections[number].pk)
        by = officer if step in {"submit", "withdraw"} else manager

        take_section_step(section, step, by=by, given=GIVEN[step])

        states = ReportSection.objects.values_list("state", flat=True)
        assert state_of(report) == min(states, key=ADVANCE.index)
        seen.add(state_of(report))
    assert seen == STATES
