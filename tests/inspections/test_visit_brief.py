"""The brief: exactly what changed since its reader was there last, and no more."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import translation

from accounts.models import Role
from audit.records import record
from inspections.brief.titles import NOTHING
from inspections.lifecycle import FollowUpState, VisitState
from inspections.models import FollowUp, Visit, VisitMember
from tests.factories import (
    make_assignment,
    make_follow_up,
    make_meeting,
    make_network,
    make_round,
    make_user,
    make_visit,
)
from tests.inspections.briefs import (
    BEFORE,
    LAST,
    LATER,
    LONG_BEFORE,
    NEXT,
    SINCE,
    TODAY,
    Figures,
    add_contact,
    end,
    give,
    on,
    promise,
    prove,
    raise_point,
    redate,
    report_issue,
    see_again,
    verified,
)
from tests.reading import client_of, page_of

SOON = NEXT + timedelta(days=30)
#: All parts but the people, who are there whatever changed.
EMPTY = {
    key: []
    for key in (
        *("overdue", "closed", "opened", "slipped", "evidence", "promises"),
        *("new", "repeated", "figures", "points", "people"),
    )
}


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(TODAY):
        yield


@pytest.fixture
def office(khon_kaen_office):
    return khon_kaen_office


@pytest.fixture
def figures(office):
    return Figures(office)


@pytest.fixture
def last(office, inspector, figures) -> Visit:
    """The inspector's own last visit: two days, signed off much later."""
    return make_visit(
        offices=[office],
        lead=inspector,
        state="signed_off",
        starts_on=LAST - timedelta(days=1),
        ends_on=LAST,
    )


@pytest.fixture
def visit(office, inspector, figures, last) -> Visit:
    """The next visit to the Khon Kaen office; as yet only planned."""
    return make_visit(
        offices=[office],
        lead=inspector,
        state="planned",
        starts_on=NEXT,
        round=figures.now,
    )


@pytest.fixture
def colleague(zone_12, office) -> object:
    """Inspects zone 12 as well, and was in Khon Kaen earlier."""
    user = make_user(username="colleague")
    make_assignment(user, Role.INSPECTOR, zone=zone_12)
    earlier = make_visit(offices=[office], state="signed_off", starts_on=LONG_BEFORE)
    VisitMember.objects.create(visit=earlier, user=user)
    return user


@pytest.fixture
def chamber(khon_kaen):
    return make_network(province=khon_kaen, name="หอการค้าจังหวัดขอนแก่น")


def address(visit: Visit) -> str:
    return reverse("inspections:visit_brief", args=[visit.ref])


def answer(user, visit, **query):
    return client_of(user).get(address(visit), query)


def brief(user, visit, **query) -> dict[str, list[str]]:
    """The labels of each part's lines."""
    parts = answer(user, visit, **query).context["parts"]
    return {part.key: [line.label for line in part.lines] for part in parts}


def part(user, visit, key, **query):
    parts = answer(user, visit, **query).context["parts"]
    return next(part for part in parts if part.key == key)


def told(user, visit, key) -> list[str]:
    """Text and notes of each line of one part."""
    lines = part(user, visit, key).lines
    return [" · ".join([line.text, *line.notes]) for line in lines]


# --- Exactly what changed since ------------------------------------------------------


@pytest.fixture
def changes(office, chamber, figures):
    """Of each kind something since the last visit, and something before it."""
    closed = [
        verified(office, SINCE),
        end(give(office), LATER, "cannot", FollowUpState.CANNOT_COMPLY),
    ]
    slipped = give(office)
    redate(slipped, SINCE, date(2023, 7, 31), "รองบประมาณ")
    redate(slipped, LATER, date(2023, 8, 31), "รอผู้รับจ้าง")
    issue = report_issue(office, SINCE)
    promised = promise(chamber, SINCE, NEXT)
    figures.report(120, 95)
    before = {
        "closed": verified(office, BEFORE),
        "slipped": redate(give(office), BEFORE, date(2023, 9, 1), "ฝนตก"),
        "issue": report_issue(office, BEFORE),
        "evidence": prove(give(office), BEFORE),
    }
    figures.report(5, 5)
    return {"since": (closed, slipped, issue, promised), "before": before}


def test_finds_exactly_what_was_planted(inspector, visit, changes):
    closed, slipped, issue, promised = changes["since"]

    found = brief(inspector, visit)

    assert found == EMPTY | {
        "closed": [closed[1].ref, closed[0].ref],
        "slipped": [slipped.ref],
        "new": [issue.ref],
        "opened": [promised.ref],
        "promises": [promised.ref],
        "figures": [found["figures"][0]],
    }
    assert told(inspector, visit, "slipped")[0].endswith(
        "31 Dec 2023 → 31 Aug 2023 · moved 2 times, last on 5 Apr 2023 · รอผู้รับจ้าง"
    )
    assert "Cannot comply · 5 Apr 2023" in told(inspector, visit, "closed")[0]
    assert "120 โรง" in told(inspector, visit, "figures")[0]
    assert "→ 95 โรง · −25 · as of 20 Mar 2023" in told(inspector, visit, "figures")[0]


def test_somebody_who_was_there_earlier_reads_another_brief(
    inspector, colleague, visit, changes
):
    before = changes["before"]

    theirs, ours = brief(colleague, visit), brief(inspector, visit)

    assert set(theirs["closed"]) == {*ours["closed"], before["closed"].ref}
    assert set(theirs["slipped"]) == {*ours["slipped"], before["slipped"].ref}
    assert set(theirs["new"]) == {*ours["new"], before["issue"].ref}
    assert theirs["evidence"] == [before["evidence"].ref]
    assert ours["evidence"] == []


def test_says_since_when_and_why(inspector, colleague, visit, last):
    own, theirs = page_of(inspector, address(visit)), page_of(colleague, address(visit))

    assert "What changed since 1 March 2023" in own
    assert f'href="{last.get_absolute_url()}">{last.ref}</a>' in own
    assert 'value="1 Mar 2023"' in own
    assert "What changed since 5 January 2023" in theirs


def test_what_others_did_on_the_very_day_counts_but_not_what_one_gave_there(
    inspector, visit, last, office
):
    verified_then = verified(office, LAST)
    given_by_another = give(office, LAST)
    # Issued weeks later, at the sign-off of the reader's own visit.
    own = give(office, LAST, visit=last)
    with on(SINCE):
        record(own, "issue", by=None)
    report_issue(office, SINCE, visit=last)

    found = brief(inspector, visit)

    assert found["closed"] == [verified_then.ref]
    assert found["opened"] == [given_by_another.ref]
    assert found["new"] == []


def test_nothing_that_this_visit_itself_brings_is_news(inspector, visit, office):
    give(office, TODAY, visit=visit)
    report_issue(office, TODAY, visit=visit)
    raise_point(office.province, TODAY, "ขอแหล่งน้ำ", visit=visit)

    assert brief(inspector, visit) == EMPTY


@pytest.mark.parametrize(
    "fields",
    [
        {"state": VisitState.SUBMITTED},
        {"lead": None},
        {"starts_on": NEXT + timedelta(days=9), "ends_on": NEXT + timedelta(days=9)},
    ],
)
def test_only_ones_own_signed_off_visit_before_this_one_counts(
    inspector, visit, last, figures, fields
):
    Visit.objects.filter(pk=last.pk).update(**fields)

    cutoff = answer(inspector, visit).context["cutoff"]

    assert cutoff.own_visit is None
    assert cutoff.day == figures.last.opens_on


def test_a_visit_to_another_place_is_not_one_there(
    inspector, visit, last, songkhla_office
):
    make_visit(
        offices=[songkhla_office], lead=inspector, state="signed_off", starts_on=LATER
    )

    assert answer(inspector, visit).context["cutoff"].own_visit == last


def test_who_never_was_there_reads_since_the_round_before(
    manager, visit, figures, office
):
    in_it = verified(office, date(2022, 10, 2))
    end(give(office), date(2022, 9, 30), "verify", FollowUpState.VERIFIED)

    page = page_of(manager, address(visit))

    assert "What changed since 1 October 2022" in page
    assert "since the beginning of Round 1/2565, the previous round" in page
    assert brief(manager, visit)["closed"] == [in_it.ref]


def test_without_an_earlier_round_half_a_year_is_told(manager, office):
    first = make_round(opens_on=NEXT, reports_due_on=NEXT, closes_on=SOON)
    visit = make_visit(offices=[office], round=first, starts_on=NEXT, state="planned")

    page = page_of(manager, address(visit))

    assert "What changed since 11 November 2022" in page
    assert "the 180 days before the visit" in page


# --- The parts ------------------------------------------------------------------------


def test_newly_opened_is_what_is_still_to_be_done(inspector, visit, office, chamber):
    fresh = give(office, SINCE)
    give(office, SINCE, kind="commendation")
    give(office, SINCE, is_imported=True)
    verified_since = give(office, SINCE)
    end(verified_since, LATER, "verify", FollowUpState.VERIFIED)
    adopted = give(office)
    with on(SINCE):
        record(adopted, "adopt", by=None)

    assert set(brief(inspector, visit)["opened"]) == {fresh.ref, adopted.ref}


@pytest.mark.parametrize(
    ("step", "state", "words"),
    [
        ("verify", FollowUpState.VERIFIED, "Verified"),
        ("cannot", FollowUpState.CANNOT_COMPLY, "Cannot comply"),
        ("supersede", FollowUpState.SUPERSEDED, "Superseded"),
        ("withdraw", FollowUpState.WITHDRAWN, "Withdrawn"),
    ],
)
def test_each_way_to_an_end_is_told(inspector, visit, office, step, state, words):
    end(give(office), SINCE, step, state)

    assert f"{words} · 20 Mar 2023" in told(inspector, visit, "closed")[0]


def test_evidence_is_an_answer_with_files(inspector, visit, office):
    proved = prove(prove(give(office), SINCE, files=2), LATER)
    prove(give(office), LATER, files=0)

    assert brief(inspector, visit)["evidence"] == [proved.ref]
    assert "3 files · 5 Apr 2023" in told(inspector, visit, "evidence")[0]


def test_overdue_is_told_whenever_it_was_given_the_oldest_first(
    inspector, visit, office
):
    newer = give(office, due_on=TODAY - timedelta(days=1))
    older = give(office, due_on=TODAY - timedelta(days=30))
    give(office, due_on=TODAY)

    assert brief(inspector, visit)["overdue"] == [older.ref, newer.ref]
    assert "30 days overdue" in told(inspector, visit, "overdue")[0]


def test_promises_are_those_due_within_30_days_of_the_visit(
    inspector, visit, chamber, kalasin
):
    due = [
        promise(chamber, LONG_BEFORE, day) for day in (TODAY - timedelta(days=9), SOON)
    ]
    promise(chamber, LONG_BEFORE, SOON + timedelta(days=1))
    promise(chamber, LONG_BEFORE, NEXT, state="verified")
    promise(make_network(province=kalasin), LONG_BEFORE, NEXT)

    assert brief(inspector, visit)["promises"] == [one.ref for one in due]
    assert chamber.name in told(inspector, visit, "promises")[0]


def test_a_promise_of_a_national_body_is_told_where_it_was_made(
    inspector, visit, khon_kaen, last
):
    bank = make_network(reach="national", province=None)
    meeting = make_meeting(province=khon_kaen, held_on=LAST, visit=last)
    made = promise(bank, LAST, NEXT, meeting=meeting, visit=last)

    assert brief(inspector, visit)["promises"] == [made.ref]


def test_new_and_repeated_issues_never_stand_in_both(inspector, visit, office, last):
    new = see_again(report_issue(office, SINCE), LATER)
    come_back = report_issue(office, SINCE, is_repeated=True)
    seen_again = see_again(report_issue(office, BEFORE), SINCE)
    see_again(report_issue(office, BEFORE), LAST, visit=last)
    report_issue(office, BEFORE, is_repeated=True)
    report_issue(office, SINCE, state="not_valid")
    report_issue(office, SINCE, state="duplicate", duplicate_of=new)

    found = brief(inspector, visit)

    assert found["new"] == [new.ref]
    assert set(found["repeated"]) == {come_back.ref, seen_again.ref}


def test_the_figure_that_moved_most_comes_first(inspector, visit, figures):
    figures.report(100, 110, code="little")
    figures.report(10, 40, code="much")
    figures.report(None, 7, code="never-reported")
    figures.report(3, 9, sent=BEFORE, code="sent-before")

    found = brief(inspector, visit)["figures"]

    assert found == ["Counted much", "Counted little"]


def test_points_are_those_of_meetings_since(inspector, visit, khon_kaen, office):
    raise_point(khon_kaen, SINCE, "ขอลดดอกเบี้ย")
    raise_point(khon_kaen, BEFORE, "เรื่องเก่า")
    raise_point(khon_kaen, None, "ไม่ทราบวัน")
    other = make_visit(offices=[office], state="signed_off", starts_on=LATER)
    raise_point(khon_kaen, None, "วันเดียวกับการตรวจ", visit=other)

    texts = [line.text for line in part(inspector, visit, "points").lines]

    assert texts == ["วันเดียวกับการตรวจ", "ขอลดดอกเบี้ย"]


def test_people_are_heads_officers_and_contacts(
    inspector, visit, head, officer, neighbour, chamber, khon_kaen
):
    add_contact(chamber, "ประธานหอการค้า")
    gone = make_user(first_name="ย้ายไปแล้ว")
    make_assignment(gone, Role.OFFICER, office=visit.units.get().office, ends_on=BEFORE)
    meeting = raise_point(khon_kaen, SINCE, "ขอแหล่งน้ำ")
    meeting.parties.update(network=chamber)

    people = part(inspector, visit, "people")

    assert [line.label for line in people.lines] == [
        *(str(head), str(officer)),
        "ประธานหอการค้า",
    ]
    assert "last met 20 Mar 2023" in people.lines[-1].notes


# --- Another day ----------------------------------------------------------------------


def test_another_day_can_be_chosen(inspector, visit, office, last):
    given_at_last = give(office, LAST, visit=last)
    verified(office, BEFORE)

    late, early = (
        brief(inspector, visit, since=day) for day in ("21/3/2566", "9 ก.พ. 2566")
    )

    assert late["closed"] == []
    assert len(early["closed"]) == 1
    assert early["opened"] == [given_at_last.ref], "asked for from before that visit"
    page = page_of(inspector, address(visit), since="9 ก.พ. 2566")
    assert "What changed since 9 February 2023" in page
    assert "You have chosen this day." in page
    assert "Back to 1 Mar 2023" in page


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("31/2/2566", "There is no such day"),
        ("nonsense", "Enter a date such as"),
        ("1/1/2570", "This day has not come yet."),
    ],
)
def test_a_wrong_day_is_told_beside_its_field_and_the_usual_one_holds(
    inspector, visit, typed, message
):
    page = page_of(inspector, address(visit), since=typed)

    field = page[page.index('<div class="field') : page.index('class="filter-actions"')]
    assert message in field
    assert f'value="{typed}"' in field
    assert "What changed since 1 March 2023" in page


def test_an_emptied_field_brings_the_usual_day_back(inspector, visit):
    assert 'value="1 Mar 2023"' in page_of(inspector, address(visit), since="")


# --- Who reads what -------------------------------------------------------------------


def test_an_empty_brief_says_so_of_each_part(inspector, visit):
    page = page_of(inspector, address(visit))

    assert brief(inspector, visit) == EMPTY
    with translation.override("en"):
        said = {key: str(words) in page for key, words in NOTHING.items()}
    assert said == dict.fromkeys(EMPTY, True)


@pytest.mark.parametrize("who", ["officer", "head", "neighbour", "stranger", "nobody"])
def test_offices_and_outsiders_find_no_brief(request, visit, who):
    assert answer(request.getfixturevalue(who), visit).status_code == 404


def test_who_only_went_along_once_finds_no_brief(inspector, visit):
    inspector.assignments.update(ends_on=BEFORE)

    assert client_of(inspector).get(visit.get_absolute_url()).status_code == 200
    assert answer(inspector, visit).status_code == 404


@pytest.mark.parametrize("who", ["assistant", "manager"])
def test_assistants_and_managers_read_it_too(request, visit, who):
    assert answer(request.getfixturevalue(who), visit).status_code == 200


def test_a_lead_from_another_zone_reads_only_what_they_may(
    stranger, visit, office, changes, chamber, head
):
    Visit.objects.filter(pk=visit.pk).update(lead=stranger)
    add_contact(chamber, "ประธานหอการค้า")
    raise_point(office.province, SINCE, "ขอลดดอกเบี้ย")
    prove(give(office), SINCE)
    give(office, due_on=TODAY - timedelta(days=9))
    held = make_visit(
        offices=[office], lead=stranger, state="signed_off", starts_on=BEFORE
    )
    own = end(give(office, BEFORE, visit=held), LATER, "verify", "verified")

    assert brief(stranger, visit) == EMPTY | {"closed": [own.ref]}


# --- Eight rows and the rest ----------------------------------------------------------


@pytest.fixture
def fill(office, chamber, figures, khon_kaen, last):
    def filled(rows: int) -> None:
        for number in range(rows):
            verified(office, SINCE)
            give(office, SINCE)
            redate(give(office), SINCE, date(2023, 9, 1), "รองบประมาณ")
            prove(give(office), SINCE)
            give(office, due_on=TODAY - timedelta(days=9))
            promise(chamber, LONG_BEFORE, NEXT)
            report_issue(office, SINCE)
            see_again(report_issue(office, BEFORE), SINCE)
            figures.report(1, 2)
            raise_point(khon_kaen, SINCE, "ขอแหล่งน้ำ")
            add_contact(chamber, f"ผู้ติดต่อ {number}")
            member = make_user()
            make_assignment(member, Role.OFFICER, office=office)

    return filled


def test_of_each_part_eight_rows_stand_there_and_the_rest_is_one_link_away(
    inspector, visit, fill
):
    fill(12)
    client = client_of(inspector)

    for one in answer(inspector, visit).context["parts"]:
        assert len(one.lines) == 8, one.key
        assert one.count >= 12, one.key
        if one.key == "people":
            continue
        [more] = one.more
        assert more.words.startswith(f"{one.count - 8} more"), one.key
        page = client.get(more.url).context["listing"].page
        assert page.count == one.count, one.key


def test_the_links_of_the_people_lead_to_those_not_shown(inspector, visit, fill):
    fill(12)

    at_office, of_networks = part(inspector, visit, "people").more

    assert at_office.words.startswith("8 more at ")
    assert at_office.url == visit.units.get().office.get_absolute_url()
    assert of_networks.words == "8 more of networks"
    found = client_of(inspector).get(of_networks.url).context["listing"].page
    assert found.count == 1


def test_a_list_under_a_brief_says_which_and_needs_its_right(
    inspector, officer, visit, office
):
    since, before = verified(office, SINCE), verified(office, BEFORE)
    query = {
        "brief": visit.ref,
        "brief_part": "closed",
        "brief_since": "1/3/2566",
    }
    url = reverse("inspections:follow_up_list")

    page = page_of(inspector, url, **query)
    theirs = client_of(officer).get(url, query).context["listing"]

    assert since.ref in page
    assert before.ref not in page
    for words in (f"Brief of visit: {visit.ref}", "Follow-ups closed", "1 Mar 2023"):
        assert words in page
    assert theirs.page.count == 0
    assert theirs.filters.form.errors


def test_a_list_ignores_a_part_of_no_brief(inspector, visit, office):
    verified(office, BEFORE)
    url = reverse("inspections:follow_up_list")

    listing = client_of(inspector).get(url, {"brief_part": "closed"}).context["listing"]

    assert listing.page.count == FollowUp.objects.count()
    assert not listing.is_filtered


@pytest.mark.parametrize("rows", [1, 12])
def test_costs_the_same_whatever_there_is(
    inspector, visit, fill, rows, django_assert_num_queries
):
    fill(rows)
    client = client_of(inspector)
    client.get(address(visit))

    with django_assert_num_queries(29):
        client.get(address(visit))


def test_a_reviewer_who_reads_a_figure_here_has_opened_it(inspector, visit, figures):
    section = figures.report(1, 2)
    section.state, section.opened_at = "submitted", None
    section.save()

    client_of(inspector).head(address(visit))
    section.refresh_from_db()
    assert section.opened_at is None
    client_of(inspector).get(address(visit))

    section.refresh_from_db()
    assert section.opened_at is not None


# --- The way to it --------------------------------------------------------------------


@pytest.mark.parametrize("state", VisitState.values)
def test_a_visit_that_lies_ahead_leads_to_its_brief(inspector, visit, state):
    Visit.objects.filter(pk=visit.pk).update(state=state)

    page = page_of(inspector, visit.get_absolute_url())

    assert (address(visit) in page) == (state in {"planned", "in_progress"})


def test_the_inspected_office_is_shown_no_way_to_it(officer, visit):
    assert address(visit) not in page_of(officer, visit.get_absolute_url())


def test_the_record_leads_to_the_brief(inspector, visit):
    Visit.objects.filter(pk=visit.pk).update(state="in_progress")
    url = reverse("inspections:visit_record", args=[visit.ref])

    assert address(visit) in page_of(inspector, url)


def test_what_is_coming_up_leads_from_home_to_its_brief(inspector, visit, office):
    make_follow_up(office=office)

    assert f'href="{address(visit)}"' in page_of(inspector, "/")
