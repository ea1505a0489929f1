"""The register of reported issues: who sees which, how it is found, its file."""

from datetime import date

import pytest

from inspections.lifecycle import ISSUE_OPEN, IssueState, VisitState
from inspections.models import Issue, IssueSighting
from regions.models.office import OfficeKind
from tests.factories import (
    make_issue,
    make_office,
    make_round,
    make_site,
    make_visit,
)
from tests.reading import client_of, count_of, file_of, page_of

URL = "/issues/"
OWN = ["inspector", "assistant", "officer", "head", "manager"]
OTHERS = ["stranger", "neighbour", "nobody"]


@pytest.fixture
def issue(khon_kaen_office) -> Issue:
    return make_issue(office=khon_kaen_office, title="โรงงานปล่อยน้ำเสียลงห้วย")


def found(user, **query) -> list[str]:
    return [row["Number"] for row in file_of(user, URL, **query)]


@pytest.mark.parametrize("who", OWN)
def test_shows_issues_of_ones_own_place(who, issue, request):
    user = request.getfixturevalue(who)

    assert issue.get_absolute_url() in page_of(user, URL)
    assert found(user) == [issue.ref]


@pytest.mark.parametrize("who", OTHERS)
def test_hides_issues_of_other_places_from_page_count_and_file(who, issue, request):
    user = request.getfixturevalue(who)

    assert issue.ref not in page_of(user, URL)
    assert count_of(user, URL) == count_of(user, URL, q="น้ำเสีย") == 0
    assert found(user) == []


def test_shows_what_a_visit_found_elsewhere_to_who_went(stranger, khon_kaen_office):
    visit = make_visit(offices=[khon_kaen_office], lead=stranger)
    seen = make_issue(visit=visit, office=khon_kaen_office)
    make_issue(office=khon_kaen_office)

    assert found(stranger) == [seen.ref]


@pytest.mark.parametrize(
    ("who", "offers"),
    [*((who, True) for who in [*OWN, "stranger"]), ("nobody", False)],
)
def test_offers_to_report_one(who, offers, request, khon_kaen_office):
    page = page_of(request.getfixturevalue(who), URL)

    assert ("/issues/new/" in page) is offers


def test_is_only_read(inspector):
    assert client_of(inspector).post(URL).status_code == 405


def test_finds_by_what_an_issue_is(manager, songkhla_office, zone_5, issue):
    held = make_round(fiscal_year=2566, number=1)
    site = make_site(provinces=[songkhla_office.province], name="เหมืองหินผาแดง")
    other = make_issue(
        office=songkhla_office,
        round=held,
        site=site,
        kind="mine_pit_water",
        severity="critical",
        state=IssueState.RESOLVED,
        is_repeated=True,
        title="น้ำขุมเหมืองเอ่อล้น",
        place="บ้านนาหม่อม",
        seen_on=date(2023, 5, 9),
    )

    assert len(found(manager)) == 2
    for query in (
        {"round": "2566-1"},
        {"zone": 5},
        {"province": "90"},
        {"office": songkhla_office.code},
        {"kind": "mine_pit_water"},
        {"severity": "critical"},
        {"state": "resolved"},
        {"repeated": "yes"},
        {"site": site.pk},
        {"since": "9/5/2566"},
        {"q": "ขุมเหมือง"},
        {"q": "นาหม่อม"},
        {"q": "ผาแดง"},
        {"q": other.ref.lower()},
    ):
        assert found(manager, **query) == [other.ref], query
    assert found(manager, until="8/5/2566") == [issue.ref]
    assert found(manager, repeated="no") == [issue.ref]


def test_finds_thai_inside_words_and_in_any_spelling(manager, issue):
    Issue.objects.update(what="")
    issue.what = "ครั้งที่ ๑๒ ของปี"
    issue.save()

    for words in ("เสียลง", "ปล่อยน้ำ ห้วย", "ครั้งที่ 12", "ปล่อยนํ้าเสีย"):
        assert found(manager, q=words) == [issue.ref], words
    assert found(manager, q="น้ำดี") == []


@pytest.mark.parametrize("status", ["open", "closed"])
def test_finds_by_whether_somebody_must_act(status, manager, khon_kaen_office):
    told = {}
    original = make_issue(office=khon_kaen_office, state=IssueState.NOT_VALID)
    told[IssueState.NOT_VALID] = original.ref
    for state in set(IssueState) - {IssueState.NOT_VALID}:
        twin = original if state == IssueState.DUPLICATE else None
        told[state] = make_issue(
            office=khon_kaen_office, state=state, duplicate_of=twin
        ).ref

    wanted = ISSUE_OPEN if status == "open" else set(IssueState) - ISSUE_OPEN

    assert set(found(manager, status=status)) == {told[state] for state in wanted}


def test_finds_by_who_reported_it(manager, khon_kaen_office, issue):
    visit = make_visit(offices=[khon_kaen_office])
    seen = make_issue(visit=visit, office=khon_kaen_office)

    assert found(manager, reported_by="visit") == [seen.ref]
    assert found(manager, reported_by="office") == [issue.ref]
    assert found(manager, visit=visit.ref) == [seen.ref]
    alone = make_issue(person=manager, office=khon_kaen_office)
    assert found(manager, reported_by="inspector") == [alone.ref]
    told = {row["Number"]: row["Reported by"] for row in file_of(manager, URL)}
    assert told[alone.ref] == f"Inspection staff: {manager}"

    IssueSighting.objects.create(issue=issue, visit=visit, seen_on=issue.seen_on)

    assert set(found(manager, reported_by="visit")) == {seen.ref, issue.ref}
    assert found(manager, reported_by="office") == [issue.ref]
    assert count_of(manager, URL, visit=visit.ref) == 2


def test_a_visit_that_one_may_not_know_finds_nothing(officer, khon_kaen_office):
    agency = make_office(kind=OfficeKind.DEPARTMENT)
    visit = make_visit(offices=[agency])
    seen = make_issue(visit=visit, office=khon_kaen_office)

    assert found(officer) == [seen.ref]
    assert count_of(officer, URL, visit=visit.ref) == 0
    assert visit.ref not in page_of(officer, URL)
    assert file_of(officer, URL)[0]["Reported by"] == "A visit"


def test_mine_are_those_i_reported_alone_or_with_a_team(
    inspector, assistant, khon_kaen_office, issue
):
    visit = make_visit(offices=[khon_kaen_office], lead=inspector)
    visit.members.create(user=assistant)
    led = make_issue(visit=visit, office=khon_kaen_office)
    made = make_issue(office=khon_kaen_office, created_by=assistant)

    assert found(inspector, mine="on") == [led.ref]
    assert set(found(assistant, mine="on")) == {led.ref, made.ref}


def test_ours_are_those_of_my_office(officer, khon_kaen_office, issue, inspector):
    agency = make_office(kind=OfficeKind.DEPARTMENT)
    make_issue(office=agency)

    assert found(officer, ours="on") == [issue.ref]
    assert count_of(inspector, URL, ours="on") == 0


@pytest.mark.parametrize(
    ("who", "mine", "ours"),
    [
        ("inspector", True, False),
        ("officer", True, True),
        ("manager", True, False),
        ("nobody", False, False),
    ],
)
def test_offers_only_filters_that_mean_something_to_the_reader(
    who, mine, ours, request
):
    page = page_of(request.getfixturevalue(who), URL)

    assert ('name="mine"' in page) is mine
    assert ('name="ours"' in page) is ours


def test_days_the_wrong_way_round_show_nothing_and_say_why(manager, issue):
    page = page_of(manager, URL, since="2/3/2566", until="1/3/2566")

    assert "This day lies before the first one." in page
    assert issue.ref not in page


def test_its_title_leads_to_it_and_numbers_stay_whole(inspector, khon_kaen_office):
    visit = make_visit(offices=[khon_kaen_office])
    issue = make_issue(visit=visit, office=khon_kaen_office, title="น้ำ <b>เสีย")

    page = page_of(inspector, URL)

    assert f'<a href="{issue.get_absolute_url()}">น้ำ &lt;b&gt;เสีย</a>' in page
    assert f'<span class="nowrap">{visit.ref}</span>' in page


def test_the_kind_keeps_room_for_a_few_words_a_line(inspector, issue):
    page = page_of(inspector, URL)

    assert 'class="words"' in page


def test_an_office_is_called_by_its_short_name(officer, khon_kaen_office, issue):
    khon_kaen_office.abbr_th = "สอจ.ขอนแก่น"
    khon_kaen_office.save()

    client = client_of(officer)
    client.cookies["django_language"] = "th"
    page = client.get(URL).content.decode()

    assert "<span>สอจ.ขอนแก่น</span>" in page


def test_opens_with_the_newest_and_sorts_by_day_number_and_state(manager):
    first = make_issue(seen_on=date(2023, 1, 1), state=IssueState.REPORTED)
    second = make_issue(seen_on=date(2023, 2, 1), state=IssueState.IN_HAND)

    assert found(manager) == [second.ref, first.ref]
    assert found(manager, sort="seen_on") == [first.ref, second.ref]
    assert found(manager, sort="-ref") == [second.ref, first.ref]
    assert found(manager, sort="state") == [second.ref, first.ref]


def test_the_file_holds_every_useful_column(manager, issue, khon_kaen_office):
    held = make_round(fiscal_year=2566, number=1)
    site = make_site(provinces=[khon_kaen_office.province], name="โรงงาน ก")
    visit = make_visit(offices=[khon_kaen_office], state=VisitState.SIGNED_OFF)
    IssueSighting.objects.create(issue=issue, visit=visit, seen_on=date(2023, 3, 2))
    Issue.objects.update(round=held, site=site, place="บ้านหนองแวง", is_repeated=True)

    [row] = file_of(manager, URL)

    assert row == {
        "Number": issue.ref,
        "Round": "Round 1/2566",
        "Issue": issue.title,
        "Kind": "Factory and mine oversight",
        "What was found": issue.what,
        "Office responsible": khon_kaen_office.name_en,
        "Province": "Khon Kaen",
        "Place": "บ้านหนองแวง",
        "Site": "โรงงาน ก",
        "Severity": "Medium",
        "Seen on": "2023-03-01",
        "Seen on (B.E.)": "1 มี.ค. 2566",
        "State": "Reported",
        "Reported by": f"{khon_kaen_office.name_en}, {visit.ref}",
        "Repeated": "Yes",
    }


@pytest.mark.parametrize("count", [1, 12, 50])
@pytest.mark.parametrize("who", ["inspector", "officer", "manager"])
def test_costs_the_same_whatever_it_lists(
    who, count, request, khon_kaen_office, django_assert_num_queries
):
    user = request.getfixturevalue(who)
    for _number in range(count):
        visit = make_visit(offices=[khon_kaen_office])
        seen = make_issue(visit=visit, office=khon_kaen_office, title="น้ำเสีย")
        IssueSighting.objects.create(
            issue=seen, office=khon_kaen_office, seen_on=seen.seen_on
        )
    client = client_of(user)
    client.get(URL)

    # session, user, scope, count, keys, rows, sightings
    with django_assert_num_queries(7):
        client.get(URL)
    with django_assert_num_queries(7):
        client.get(URL, {"q": "น้ำเสีย", "province": "40", "since": "1/1/2566"})
