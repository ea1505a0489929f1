"""Issues at a visit: reported by it, seen again by one tap, and taken back."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.models import Role
from audit.models import Entry
from inspections.actions import take_issue_step, take_step
from inspections.lifecycle import IssueState, VisitState
from inspections.models import Issue
from tests.factories import (
    make_assignment,
    make_issue,
    make_round,
    make_site,
    make_user,
    make_visit,
)
from tests.inspections.briefs import NEXT, SINCE, TODAY, on
from tests.page_forms import page_form
from tests.reading import client_of, page_of

DAY = date(2023, 3, 1)
EARLIER = date(2021, 2, 1)
OFFER = "Open issues there: seen again?"


@pytest.fixture
def visit(khon_kaen_office, inspector):
    return make_visit(offices=[khon_kaen_office], lead=inspector, summary="บันทึก")


@pytest.fixture
def issue(khon_kaen_office):
    """Known for two years, from a visit that another inspector led."""
    earlier = make_visit(
        offices=[khon_kaen_office],
        lead=make_user(),
        starts_on=EARLIER,
        state=VisitState.SIGNED_OFF,
    )
    with on(EARLIER):
        return make_issue(
            visit=earlier,
            office=khon_kaen_office,
            seen_on=EARLIER,
            title="กลิ่นจากโรงงานแป้งมัน",
            state=IssueState.IN_HAND,
        )


def address(visit, issue, act="visit_sight"):
    return reverse(f"inspections:{act}", args=[visit.ref, issue.ref])


def tap(user, visit, issue, **typed):
    """Press "Seen again" as the visit's page shows it."""
    client = client_of(user)
    name = f"again-{issue.pk}-seen_on"
    form = page_form(client.get(visit.get_absolute_url()), having=name)
    form |= {f"again-{issue.pk}-{field}": [value] for field, value in typed.items()}
    return client.post(address(visit, issue), form)


def press(user, visit, issue, act="visit_sight"):
    """The same, sent as it stands."""
    data = {f"again-{issue.pk}-seen_on": visit.starts_on.isoformat()}
    return client_of(user).post(address(visit, issue, act), data)


def acts(issue):
    return [entry.step for entry in Entry.objects.about(issue).order_by("pk")]


def test_one_tap_says_that_the_visit_saw_it_again(inspector, visit, issue):
    response = tap(inspector, visit, issue)

    assert response.headers["Location"] == f"{visit.get_absolute_url()}#issues"
    seen = issue.sightings.get(visit=visit)
    assert (seen.seen_on, seen.note, seen.by) == (DAY, "", inspector)
    page = page_of(inspector, visit.get_absolute_url())
    assert OFFER not in page
    assert f"Seen again: {issue.ref}." not in page  # told once, after the tap
    assert "Not seen again: take it back" in page
    page = page_of(inspector, issue.get_absolute_url())
    first, again = page.split("<dt>Seen again</dt>")
    assert visit.ref not in first.split("<h1")[1]
    assert visit.get_absolute_url() in again
    assert issue.sightings.first().visit.ref in first
    assert acts(issue) == ["sight"]


def test_a_note_stands_with_it_and_in_the_history(inspector, visit, issue):
    tap(inspector, visit, issue, note="ยังได้กลิ่น\nบ่อยังไม่คลุม")

    for url in (visit.get_absolute_url(), issue.get_absolute_url()):
        assert "บ่อยังไม่คลุม" in page_of(inspector, url)
    entry = Entry.objects.about(issue).get()
    assert entry.reason == "ยังได้กลิ่น\nบ่อยังไม่คลุม"
    assert entry.by == inspector


def test_a_second_tap_changes_nothing(inspector, visit, issue):
    press(inspector, visit, issue)
    before = Issue.objects.filter(pk=issue.pk).values().get()

    assert press(inspector, visit, issue).status_code == 302

    assert issue.sightings.filter(visit=visit).count() == 1
    assert Issue.objects.filter(pk=issue.pk).values().get() == before
    assert acts(issue) == ["sight"]


def test_it_can_be_taken_back_until_sign_off(inspector, manager, visit, issue):
    press(inspector, visit, issue)
    press(inspector, visit, issue, "visit_unsight")

    assert not issue.sightings.filter(visit=visit).exists()
    assert OFFER in page_of(inspector, visit.get_absolute_url())
    assert acts(issue) == ["sight", "unsight"]

    press(inspector, visit, issue)
    take_step(visit, "submit", by=inspector)
    take_step(visit, "sign-off", by=manager)
    refused = press(inspector, visit, issue, "visit_unsight")

    assert refused.status_code == 409
    assert "can no longer be noted" in refused.content.decode()
    assert issue.sightings.filter(visit=visit).exists()
    page = page_of(inspector, visit.get_absolute_url())
    assert "take it back" not in page
    assert "Seen again" in page


def test_what_the_visit_reported_first_is_not_taken_back(
    inspector, visit, khon_kaen_office
):
    own = make_issue(visit=visit, office=khon_kaen_office)
    own.sightings.create(office=khon_kaen_office, seen_on=DAY)

    assert "take it back" not in page_of(inspector, visit.get_absolute_url())
    assert press(inspector, visit, own, "visit_unsight").status_code == 302

    assert own.sightings.filter(visit=visit).exists()
    assert acts(own) == []


def test_seen_earlier_than_told_it_moves_the_first_day_and_back(
    inspector, visit, khon_kaen_office
):
    held = make_round(fiscal_year=2566, number=1)
    visit.round, visit.round_number = held, 1
    visit.ends_on = date(2023, 3, 3)
    visit.save()
    late = make_issue(office=khon_kaen_office, seen_on=date(2023, 3, 2))

    tap(inspector, visit, late, seen_on="1 มี.ค. 66")

    late.refresh_from_db()
    assert (late.seen_on, late.round) == (DAY, held)
    press(inspector, visit, late, "visit_unsight")
    late.refresh_from_db()
    assert (late.seen_on, late.round) == (date(2023, 3, 2), held)


@pytest.mark.parametrize(
    ("day", "fault"),
    [("", "Enter"), ("31/2/2566", ""), ("2 มี.ค. 66", "The visit was on other days.")],
)
def test_a_bad_day_is_told_beside_it_and_the_note_kept(
    day, fault, inspector, visit, issue
):
    response = tap(inspector, visit, issue, seen_on=day, note="ยังได้กลิ่น")

    page = response.content.decode()
    assert response.status_code == 422
    assert fault in page
    assert "ยังได้กลิ่น" in page
    assert f'aria-describedby="id_again-{issue.pk}-seen_on' in page
    assert not issue.sightings.filter(visit=visit).exists()


def test_offers_what_is_open_there_and_first_what_is_at_its_sites(
    inspector, visit, issue, khon_kaen_office, kalasin_office
):
    site = make_site(provinces=[khon_kaen_office.province])
    visit.sites_seen.create(site=site, province=khon_kaen_office.province)
    at_site = make_issue(office=khon_kaen_office, site=site, seen_on=EARLIER)
    hidden = [
        make_issue(office=kalasin_office),
        make_issue(office=khon_kaen_office, state=IssueState.VERIFIED),
        make_issue(office=khon_kaen_office, seen_on=date(2023, 4, 1)),
        make_issue(office=khon_kaen_office, visit=visit),
    ]

    offered = page_of(inspector, visit.get_absolute_url()).split('id="again"')[1]

    assert offered.index(at_site.ref) < offered.index(issue.ref)
    assert not any(one.ref in offered for one in hidden)
    assert press(inspector, visit, hidden[0]).status_code == 404


def test_more_than_a_page_holds_are_in_the_register(inspector, visit, khon_kaen_office):
    for _number in range(21):
        make_issue(office=khon_kaen_office)

    page = page_of(inspector, visit.get_absolute_url()).split('id="again"')[1]

    assert page.count("Day and note") == 20
    assert f"/issues/?status=open&amp;office={khon_kaen_office.code}" in page


@pytest.mark.parametrize("who", ["officer", "stranger", "neighbour", "nobody"])
def test_is_not_for_who_does_not_see_the_visit_whole(who, visit, issue, request):
    user = request.getfixturevalue(who)

    for act in ("visit_sight", "visit_unsight"):
        assert press(user, visit, issue, act).status_code == 404


def test_an_office_reads_at_which_visit_its_issue_was_seen_again(
    inspector, officer, visit, issue
):
    press(inspector, visit, issue)

    page = page_of(officer, issue.get_absolute_url())
    assert visit.ref in page.split("<dt>Seen again</dt>")[1]
    page = page_of(officer, visit.get_absolute_url())
    assert OFFER not in page
    assert "take it back" not in page


def test_a_visit_or_issue_that_has_moved_on_refuses(inspector, officer, visit, issue):
    take_issue_step(issue, "resolve", by=officer)
    take_issue_step(issue, "verify", by=inspector)
    closed = press(inspector, visit, issue)
    assert closed.status_code == 409

    visit.state = VisitState.CANCELLED
    visit.save()
    issue.state = IssueState.IN_HAND
    issue.resolved_by = None
    issue.save()
    assert press(inspector, visit, issue).status_code == 409
    assert not issue.sightings.filter(visit=visit).exists()


def test_one_case_spans_visits_inspectors_and_years(
    inspector, visit, issue, khon_kaen_office, zone_12
):
    successor = make_user()
    make_assignment(successor, Role.INSPECTOR, zone=zone_12)
    later = make_visit(
        offices=[khon_kaen_office], lead=successor, starts_on=date(2024, 8, 1)
    )
    press(inspector, visit, issue)
    data = {f"again-{issue.pk}-seen_on": "1 ส.ค. 67", f"again-{issue.pk}-note": "ยังมี"}
    client_of(successor).post(address(later, issue), data)

    days = [seen.seen_on for seen in issue.sightings.all()]
    assert days == [EARLIER, DAY, date(2024, 8, 1)]
    assert len({seen.visit_id for seen in issue.sightings.all()}) == len(days)
    page = page_of(successor, issue.get_absolute_url())
    assert all(ref in page for ref in (visit.ref, later.ref))


def test_the_brief_counts_it_among_the_repeated(
    inspector, assistant, visit, issue, khon_kaen_office
):
    others = make_visit(offices=[khon_kaen_office], starts_on=SINCE, lead=make_user())
    ahead = make_visit(
        offices=[khon_kaen_office],
        lead=inspector,
        state=VisitState.PLANNED,
        starts_on=NEXT,
    )
    with on(TODAY):
        assert press(assistant, others, issue).status_code == 302
        page = page_of(inspector, f"/visits/{ahead.ref}/brief/")

    repeated = page.split('id="repeated"')[1]
    assert issue.ref in repeated
    assert "reported 2 times" in repeated


@pytest.mark.parametrize("count", [1, 12])
def test_costs_the_same_however_many_are_offered(
    count, inspector, visit, khon_kaen_office, django_assert_num_queries
):
    for _number in range(count):
        make_issue(office=khon_kaen_office)
        seen = make_issue(office=khon_kaen_office)
        seen.sightings.create(visit=visit, seen_on=DAY)
    client = client_of(inspector)
    client.get(visit.get_absolute_url())

    with django_assert_num_queries(22):
        client.get(visit.get_absolute_url())
