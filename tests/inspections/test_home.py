"""The home page: what waits, for each role, and counts that their lists agree with."""

from datetime import timedelta
from urllib.parse import parse_qs, urlparse

import pytest
from django.utils import timezone

from audit.records import record
from inspections.lifecycle import (
    FollowUpState,
    IssueState,
    RoundState,
    SectionState,
    VisitState,
)
from tests.factories import (
    make_answer,
    make_follow_up,
    make_issue,
    make_report,
    make_round,
    make_section,
    make_topic,
    make_unit,
    make_user,
    make_visit,
)
from tests.reading import client_of, page_of

GOING_OUT = {"returned", "past", "recording", "coming", "submitted"}
OF_AN_OFFICE = {
    "overdue",
    "soon",
    "open",
    "new",
    "sent-back",
    "reports-due",
    "planned-to-us",
    "signed-off",
    "topics-returned",
    "topics-overdue",
    "topics-due",
    "issues-new",
    "issues-in-hand",
}
ROLES = ["inspector", "assistant", "officer", "head", "manager"]


def waiting(user):
    """The items of somebody's home page by key."""
    items = client_of(user).get("/").context["waiting"]
    return {item.matter.key: item for item in items}


def make_report_of_all_states(office, held_round):
    """A report with a topic in each state."""
    report = make_report(office=office, round=held_round)
    for number, state in enumerate(SectionState):
        topic = held_round.topics.filter(order=number).first()
        topic = topic or make_topic(held_round, order=number)
        make_section(report, topic=topic, state=state)
    return report


def make_issues(office, resolvers):
    """An issue of each state for everybody who may have resolved it."""
    for state in set(IssueState) - {IssueState.DUPLICATE}:
        for resolver in resolvers:
            by = resolver if state == IssueState.RESOLVED else None
            make_issue(office=office, state=state, resolved_by=by)


def make_answered(office, *answerers):
    """Follow-ups answered by each, one sent back, one on which a report is due."""
    for answerer in answerers:
        make_follow_up(
            office=office, state=FollowUpState.ANSWERED, answered_by=answerer
        )
    returned = make_follow_up(office=office, state=FollowUpState.IN_PROGRESS)
    make_answer(returned, is_final=True)
    begun = make_follow_up(
        office=office,
        state=FollowUpState.IN_PROGRESS,
        rhythm="daily",
        report_due_on=timezone.localdate(),
    )
    make_answer(begun)


@pytest.fixture
def rounds(db):
    """A round past its due day, one being summarised before its, and a closed one."""
    today = timezone.localdate()
    days = {
        RoundState.OPEN: today - timedelta(days=3),
        RoundState.SUMMARISING: today + timedelta(days=3),
        RoundState.CLOSED: today - timedelta(days=90),
    }
    return {
        state: make_round(
            state=state,
            opens_on=day - timedelta(days=30),
            closes_on=day + timedelta(days=30),
            reports_due_on=day,
        )
        for state, day in days.items()
    }


@pytest.fixture
def world(khon_kaen_office, songkhla_office, inspector, stranger, manager, rounds):
    """Visits in every state, over and coming, here and elsewhere; follow-ups,
    report topics and issues in every state, too."""
    today = timezone.localdate()
    for office, lead in ((khon_kaen_office, inspector), (songkhla_office, stranger)):
        for state in VisitState:
            for days in (-40, -1, 0, 3, 40):
                visit = make_visit(
                    offices=[office],
                    lead=lead,
                    state=state,
                    starts_on=today + timedelta(days=days),
                )
                if state == VisitState.SIGNED_OFF:
                    record(visit, "sign-off", by=manager)
        for days in (-3, 0, 10, 20, None):
            due_on = None if days is None else today + timedelta(days=days)
            given_on = today - timedelta(days=30)
            make_follow_up(office=office, due_on=due_on, given_on=given_on)
            make_follow_up(
                office=office, due_on=due_on, given_on=given_on, is_imported=True
            )
        for held_round in rounds.values():
            make_report_of_all_states(office, held_round)
        make_issues(office, [lead, manager])
        make_answered(office, lead, manager)


@pytest.mark.parametrize(
    ("who", "keys"),
    [
        ("inspector", GOING_OUT | {"to-accept", "to-verify", "answers-to-verify"}),
        ("assistant", GOING_OUT | {"submitted-topics"}),
        (
            "manager",
            {
                "to-sign-off",
                "late",
                "this-week",
                "returned-by-us",
                "drafts",
                "late-reports",
                "to-verify",
                "answers-to-verify",
                "imported",
            },
        ),
        ("officer", OF_AN_OFFICE),
        ("head", OF_AN_OFFICE),
    ],
)
def test_each_role_has_its_own_matters(who, keys, world, request):
    assert waiting(request.getfixturevalue(who)).keys() == keys


@pytest.mark.parametrize("who", ROLES)
def test_every_count_is_the_count_of_the_list_it_opens(who, world, request):
    user = request.getfixturevalue(who)

    for item in waiting(user).values():
        target = urlparse(item.url)
        query = {name: values[0] for name, values in parse_qs(target.query).items()}
        page = client_of(user).get(target.path, query).context["listing"].page
        assert (item.matter.key, item.count) == (item.matter.key, page.count)
        assert item.count > 0


def test_counts_what_is_meant(world, inspector, manager, officer):
    counts = {key: item.count for key, item in waiting(inspector).items()}
    assert counts == {
        "returned": 5,
        "past": 2,
        "recording": 5,
        "coming": 3,
        "submitted": 5,
        "to-accept": 2,
        "to-verify": 1,
        "answers-to-verify": 1,
    }
    counts = {key: item.count for key, item in waiting(manager).items()}
    assert counts == {
        "to-sign-off": 10,
        "late": 8,
        "this-week": 4,
        "returned-by-us": 10,
        "drafts": 10,
        "late-reports": 2,
        "to-verify": 2,
        "answers-to-verify": 2,
        "imported": 10,
    }
    counts = {key: item.count for key, item in waiting(officer).items()}
    assert counts == {
        "overdue": 1,
        "sent-back": 1,
        "reports-due": 1,
        "new": 5,
        "soon": 2,
        "open": 9,
        "planned-to-us": 3,
        "signed-off": 5,
        "topics-returned": 2,
        "topics-overdue": 1,
        "topics-due": 1,
        "issues-new": 2,
        "issues-in-hand": 2,
    }


def test_shows_what_is_to_be_mended(inspector, manager, khon_kaen_office):
    visit = make_visit(
        offices=[khon_kaen_office], lead=inspector, state=VisitState.RETURNED
    )
    visit.comments.create(section="figures", text="ใส่หน่วยด้วย", by=manager)
    visit.comments.create(
        section="topics", text="แก้แล้ว", by=manager, resolved_at=timezone.now()
    )

    page = page_of(inspector, "/")

    assert visit.get_absolute_url() in page
    assert "ใส่หน่วยด้วย" in page
    assert "แก้แล้ว" not in page


def test_a_topic_tells_what_is_to_be_mended_and_how_late_it_is(
    officer, inspector, khon_kaen_office, rounds
):
    report = make_report(office=khon_kaen_office, round=rounds[RoundState.OPEN])
    section = make_section(report, state=SectionState.RETURNED)
    section.comments.create(part="figures", text="ใส่หน่วยด้วย", by=inspector)
    section.comments.create(
        part="needs", text="แก้แล้ว", by=inspector, resolved_at=timezone.now()
    )
    make_section(report)

    page = page_of(officer, "/")

    assert f'href="{section.get_absolute_url()}"' in page
    assert "ใส่หน่วยด้วย" in page
    assert "แก้แล้ว" not in page
    assert "3 days late" in page


def test_a_topic_sent_again_tells_when_it_was_first_sent(
    inspector, khon_kaen_office, rounds
):
    sent = timezone.now() - timedelta(days=40)
    report = make_report(office=khon_kaen_office, round=rounds[RoundState.OPEN])
    section = make_section(
        report,
        state=SectionState.SUBMITTED,
        first_submitted_at=sent,
        submitted_at=sent + timedelta(days=30),
    )

    assert "first sent " in page_of(inspector, "/")
    section.submitted_at = sent
    section.save()
    assert "first sent " not in page_of(inspector, "/")


def test_a_report_of_a_closed_round_waits_for_nobody(
    officer, inspector, manager, khon_kaen_office, rounds
):
    make_report_of_all_states(khon_kaen_office, rounds[RoundState.CLOSED])

    for user in (officer, inspector, manager):
        assert waiting(user) == {}


def test_nobody_verifies_what_they_resolved(inspector, manager, khon_kaen_office):
    issue = make_issue(
        office=khon_kaen_office, state=IssueState.RESOLVED, resolved_by=inspector
    )

    assert waiting(inspector) == {}
    assert waiting(manager)["to-verify"].rows == [issue]


def test_tells_a_manager_how_far_the_round_is(
    manager, inspector, khon_kaen_office, rounds
):
    held_round = rounds[RoundState.OPEN]
    make_report_of_all_states(khon_kaen_office, held_round)
    make_visit(offices=[khon_kaen_office], round=held_round)

    progress, summarised = client_of(manager).get("/").context["rounds"]

    assert progress.held_round == held_round
    assert summarised.held_round == rounds[RoundState.SUMMARISING]
    assert [(pair.done.value, pair.all.value) for pair in summarised.pairs] == [
        (0, 0),
        (0, 0),
        (0, 0),
    ]
    assert [(pair.done.value, pair.all.value) for pair in progress.pairs] == [
        (0, 1),
        (1, 4),
        (0, 1),
    ]
    page = page_of(manager, "/")
    for pair in progress.pairs:
        for number in pair[1:]:
            assert number.url.replace("&", "&amp;") in page
            listing = client_of(manager).get(number.url).context["listing"]
            assert listing.page.count == number.value
    assert not client_of(inspector).get("/").context["rounds"]


def test_between_rounds_there_is_no_progress(manager):
    make_round(state=RoundState.CLOSED)

    assert not client_of(manager).get("/").context["rounds"]


def test_a_newer_round_does_not_hide_the_one_being_summarised(
    manager, khon_kaen_office, rounds
):
    older = rounds[RoundState.SUMMARISING]
    make_report_of_all_states(khon_kaen_office, older)
    make_visit(offices=[khon_kaen_office], round=older, state=VisitState.SIGNED_OFF)

    page = page_of(manager, "/")

    told = client_of(manager).get("/").context["rounds"][-1]
    assert [(pair.done.value, pair.all.value) for pair in told.pairs] == [
        (0, 1),
        (1, 4),
        (1, 1),
    ]
    for held_round in (rounds[RoundState.OPEN], older):
        part = page.partition(f'id="round-{held_round.key}"')[2]
        part = part.partition("</section>")[0]
        assert f'href="{held_round.get_absolute_url()}"' in part
        assert f'href="{held_round.get_absolute_url()}summary/"' in part
    assert rounds[RoundState.CLOSED].get_absolute_url() not in page


def test_the_most_pressing_comes_first(inspector, khon_kaen_office):
    today = timezone.localdate()
    for days in (9, 2, 30):
        make_visit(
            offices=[khon_kaen_office],
            lead=inspector,
            state=VisitState.PLANNED,
            starts_on=today + timedelta(days=days),
        )

    rows = waiting(inspector)["coming"].rows

    assert [(visit.starts_on - today).days for visit in rows] == [2, 9, 30]


def test_an_office_does_not_learn_who_else_is_visited(
    officer, khon_kaen_office, kalasin_office
):
    visit = make_visit(
        offices=[khon_kaen_office],
        state=VisitState.PLANNED,
        starts_on=timezone.localdate(),
        units_text="ขอนแก่น, กาฬสินธุ์",
    )
    make_unit(visit, office=kalasin_office)

    page = page_of(officer, "/")

    assert f" · {khon_kaen_office.name_en}</a>" in page
    assert kalasin_office.name_en not in page
    assert "กาฬสินธุ์" not in page


@pytest.mark.parametrize("who", [*ROLES, "nobody"])
def test_an_empty_day_says_so(who, request):
    page = page_of(request.getfixturevalue(who), "/")

    if who == "nobody":
        assert "Ask the Inspection Division" in page
    else:
        assert "Nothing waits for you today." in page


@pytest.mark.parametrize("who", ROLES)
def test_nothing_of_other_places_waits(who, request, songkhla_office, stranger):
    visit = make_visit(
        offices=[songkhla_office], lead=stranger, state=VisitState.RETURNED
    )
    make_follow_up(office=songkhla_office, due_on=visit.starts_on)

    found = waiting(request.getfixturevalue(who))

    assert found.keys() == ({"returned-by-us"} if who == "manager" else set())


@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("inspector", True),
        ("assistant", True),
        ("manager", True),
        ("officer", False),
        ("nobody", False),
    ],
)
def test_offers_to_plan_a_visit_to_who_may(who, may, request):
    assert ("/visits/new/" in page_of(request.getfixturevalue(who), "/")) is may


def test_is_only_read(inspector):
    assert client_of(inspector).post("/").status_code == 405


def make_what_waits(office, user, manager):
    """The user's visits, follow-ups and issues, in every state that waits."""
    today = timezone.localdate()
    for state in VisitState:
        for days in (-1, 1):
            visit = make_visit(
                offices=[office],
                lead=make_user(),
                state=state,
                starts_on=today + timedelta(days=days),
            )
            visit.members.create(user=user)
            visit.comments.create(section="figures", text="แก้", by=manager)
            if state == VisitState.SIGNED_OFF:
                record(visit, "sign-off", by=manager)
    for days in (-1, 1):
        make_follow_up(
            office=office,
            given_on=today - timedelta(days=9),
            due_on=today + timedelta(days=days),
        )
    make_answered(office, manager, make_user())
    make_follow_up(office=office, is_imported=True)
    for standing in (IssueState.REPORTED, IssueState.IN_HAND, IssueState.RESOLVED):
        make_issue(office=office, state=standing)


def make_topics(office, held_round, count, manager):
    """A report with so many topics of each state, all commented on."""
    report = make_report(office=office, round=held_round)
    for state in [*SectionState] * count:
        section = make_section(report, topic=make_topic(held_round), state=state)
        section.comments.create(part="figures", text="แก้", by=manager)


@pytest.mark.parametrize("count", [1, 12])
@pytest.mark.parametrize(
    ("who", "queries"),
    [
        # session, user, scope, unread reminders; a manager's round with its reports,
        # topics, visits;
        # then for each matter count, rows, comments; units
        ("inspector", 24),
        ("manager", 31),
        ("officer", 33),
    ],
)
def test_costs_the_same_whatever_waits(
    who,
    queries,
    count,
    request,
    khon_kaen_office,
    manager,
    rounds,
    django_assert_num_queries,
):
    user = request.getfixturevalue(who)
    for _number in range(count):
        make_what_waits(khon_kaen_office, user, manager)
    for held_round in rounds.values():
        make_topics(khon_kaen_office, held_round, count, manager)
    client = client_of(user)
    client.get("/")

    with django_assert_num_queries(queries):
        client.get("/")
