"""Follow-ups raised from issues: given from an issue's page or at a visit, and told
on both pages to whom may see them."""

import re
from datetime import date

import pytest
from django.urls import reverse

from audit.models import Entry
from inspections.actions import Given, take_follow_up_step, take_step
from inspections.giving import give
from inspections.lifecycle import IssueState, RoundState
from inspections.models import FollowUp
from regions.models.office import OfficeKind
from tests.factories import (
    make_carry,
    make_follow_up,
    make_issue,
    make_office,
    make_round,
    make_visit,
)
from tests.page_forms import page_form, row_of
from tests.reading import client_of, count_of, page_of

URL = "/follow-ups/new/"
WISH = "ให้เฝ้าระวัง"
A_TOKEN = re.compile(r'csrfmiddlewaretoken" value="\w+"')


@pytest.fixture
def issue(khon_kaen_office):
    return make_issue(
        office=khon_kaen_office,
        kind="cane_burning",
        severity="critical",
        title="เผาอ้อยริมทาง",
    )


@pytest.fixture
def agency(khon_kaen):
    """An office that is not the issue's: its people don't see the issue."""
    return make_office(kind=OfficeKind.DEPARTMENT, province=khon_kaen)


def raise_from(user, issue, **typed):
    """Give what the page begins, with what is typed."""
    client, url = client_of(user), f"{URL}?issue={issue.ref}"
    form = page_form(client.get(url), having="given-text")
    form["given-text"] = [f"{form['given-text'][0]}{WISH}"]
    form |= {f"given-{name}": value for name, value in typed.items()}
    return client.post(url, form)


def history_of(user, record):
    return page_of(user, f"{record.get_absolute_url()}history/")


def test_the_page_begins_with_what_the_issue_tells(inspector, issue):
    page = page_of(inspector, issue.get_absolute_url())
    assert f"{URL}?issue={issue.ref}" in page

    response = raise_from(inspector, issue)

    row = FollowUp.objects.get()
    assert response.headers["Location"] == f"{issue.get_absolute_url()}#follow-ups"
    assert (row.kind, row.priority) == ("order", "high")
    assert (row.topic_kind, row.office) == (issue.kind, issue.office)
    assert row.text == f"About เผาอ้อยริมทาง ({issue.ref}): {WISH}"
    assert [*row.issues.all()] == [issue]
    assert row.get_absolute_url() in page_of(inspector, issue.get_absolute_url())
    assert issue.get_absolute_url() in page_of(inspector, row.get_absolute_url())


def test_both_histories_tell_of_it(inspector, issue):
    raise_from(inspector, issue)

    row = FollowUp.objects.get()
    [entry] = Entry.objects.about(issue)
    assert (entry.step, entry.by) == ("raise", inspector)
    assert row.ref in history_of(inspector, issue)
    assert issue.ref in history_of(inspector, row)


def test_what_the_page_began_alone_asks_for_nothing(inspector, issue):
    form = page_form(
        client_of(inspector).get(f"{URL}?issue={issue.ref}"), having="given-text"
    )

    response = client_of(inspector).post(f"{URL}?issue={issue.ref}", form)

    assert response.status_code == 422
    assert "Write what is asked." in response.content.decode()
    assert not FollowUp.objects.exists()


def test_it_may_point_to_several_issues_by_their_numbers(
    inspector, issue, khon_kaen_office
):
    other = make_issue(office=khon_kaen_office)

    raise_from(inspector, issue, issues=[f"{issue.ref}, {other.ref.lower()}"])

    assert {*FollowUp.objects.get().issues.all()} == {issue, other}


def test_a_number_that_is_not_the_givers_is_told_beside_the_field(
    inspector, issue, songkhla_office, khon_kaen_office
):
    hidden = make_issue(office=songkhla_office)
    copy = make_issue(
        office=khon_kaen_office, state=IssueState.DUPLICATE, duplicate_of=issue
    )
    typed = f"{issue.ref} {hidden.ref} {copy.ref} I-2599-00001"

    response = raise_from(inspector, issue, issues=[typed], text=["เร่งดับไฟ"])

    page = response.content.decode()
    assert response.status_code == 422
    unknown = f"{hidden.ref}, {copy.ref}, I-2599-00001"
    assert f"No issue from which you can raise this: {unknown}." in page
    assert "เร่งดับไฟ" in page
    assert not FollowUp.objects.exists()


@pytest.mark.parametrize("who", ["assistant", "officer", "head", "stranger", "nobody"])
def test_is_not_offered_to_others(who, issue, request):
    client = client_of(request.getfixturevalue(who))

    assert client.get(URL, {"issue": issue.ref}).status_code == 404
    page = client.get(issue.get_absolute_url()).content.decode()
    assert "?issue=" not in page


@pytest.mark.parametrize("state", [IssueState.DUPLICATE, IssueState.NOT_VALID])
def test_what_is_unfounded_raises_nothing(state, manager, issue, khon_kaen_office):
    original = issue if state == IssueState.DUPLICATE else None
    copy = make_issue(office=khon_kaen_office, state=state, duplicate_of=original)

    assert client_of(manager).get(URL, {"issue": copy.ref}).status_code == 404
    assert "?issue=" not in page_of(manager, copy.get_absolute_url())


def test_a_follow_up_that_one_may_not_see_is_not_told_nor_counted(
    inspector, officer, issue, agency
):
    terms = {"text": "ลับเฉพาะหน่วยงาน", "given_on": date(2023, 3, 2)}
    [row] = give(terms, [{"office": agency}], by=inspector, issues=[issue])

    page = page_of(officer, issue.get_absolute_url())
    assert row.ref not in page
    assert 'id="follow-ups"' not in page
    told = history_of(officer, issue)
    assert row.ref not in told
    assert "Raised a follow-up" not in told
    assert count_of(officer, "/follow-ups/", issue=issue.ref) == 0
    assert count_of(inspector, "/follow-ups/", issue=issue.ref) == 1


def test_an_issue_that_one_may_not_see_is_not_told_either(
    inspector, neighbour, issue, kalasin_office
):
    terms = {"text": "ประสานจังหวัดใกล้เคียง", "given_on": date(2023, 3, 2)}
    [row] = give(terms, [{"office": kalasin_office}], by=inspector, issues=[issue])

    assert issue.ref not in page_of(neighbour, row.get_absolute_url())
    assert issue.ref not in history_of(neighbour, row)
    assert count_of(neighbour, "/follow-ups/") == 1
    # The filter knows no such issue: nothing tells it from one that isn't there.
    hidden = page_of(neighbour, f"/follow-ups/?issue={issue.ref}")
    missing = page_of(neighbour, "/follow-ups/?issue=I-2599-00001")
    hidden = hidden.replace(issue.ref, "I-2599-00001")
    assert A_TOKEN.sub("", hidden) == A_TOKEN.sub("", missing)


def test_the_ledger_finds_those_of_an_issue_and_of_its_duplicates(
    manager, issue, khon_kaen_office
):
    copy = make_issue(
        office=khon_kaen_office, state=IssueState.DUPLICATE, duplicate_of=issue
    )
    rows = [make_follow_up(office=khon_kaen_office) for _number in range(3)]
    rows[0].issues.add(issue)
    rows[1].issues.add(copy, issue)

    page = page_of(manager, f"/follow-ups/?issue={issue.ref}")

    assert [row.ref in page for row in rows] == [True, True, False]
    assert count_of(manager, "/follow-ups/", issue=issue.ref) == 2
    page = page_of(manager, issue.get_absolute_url())
    assert f"/follow-ups/?issue={issue.ref}" in page
    assert [row.ref in page for row in rows] == [True, True, False]


def test_what_takes_its_place_points_to_its_issues(manager, issue, khon_kaen_office):
    old, newer = (make_follow_up(office=khon_kaen_office) for _number in range(2))
    old.issues.add(issue)

    given = Given(reason="ออกข้อสั่งการใหม่", original=newer.ref)
    take_follow_up_step(old, "supersede", by=manager, given=given)

    assert [*newer.issues.all()] == [issue]
    assert newer.ref in history_of(manager, issue)
    assert "Took over issues of another" in history_of(manager, newer)


def test_it_is_carried_into_the_next_round_with_its_issues(
    inspector, officer, issue, khon_kaen_office
):
    held = make_round(fiscal_year=2566, number=2, state=RoundState.OPEN)
    visit = make_visit(offices=[khon_kaen_office], round=held, lead=inspector)
    row = make_follow_up(office=khon_kaen_office)
    row.issues.add(issue)
    make_carry(row, held)

    left = page_of(inspector, f"{visit.get_absolute_url()}record/")
    left = left.split('id="left"')[1].split('class="record"')[0]

    assert issue.get_absolute_url() in left
    assert row.ref in page_of(officer, issue.get_absolute_url())


# --- At a visit ---------------------------------------------------------------------


@pytest.fixture
def visit(inspector, khon_kaen_office):
    return make_visit(offices=[khon_kaen_office], lead=inspector, summary="ตรวจแล้ว")


def record_url(visit):
    return reverse("inspections:visit_record", args=[visit.ref])


def form_of(client, visit):
    return page_form(client.get(record_url(visit)), having="general-summary")


def add(client, visit, issue, to):
    """Save the record with one more recommendation."""
    form = form_of(client, visit)
    told = {"kind": "order", "text": "เร่งดับไฟ", "topic_kind": "other", "to": to}
    told |= {"priority": "normal", "issue": issue.pk}
    row_of(form, "recommendations", **told)
    return client.post(record_url(visit), form)


def test_a_recommendation_of_a_visit_names_an_issue_that_it_saw(
    inspector, manager, officer, visit, issue, khon_kaen_office
):
    issue.sightings.create(visit=visit, seen_on=visit.starts_on)
    client = client_of(inspector)

    add(client, visit, issue, f"office:{khon_kaen_office.pk}")

    row = FollowUp.objects.get()
    assert [*row.issues.all()] == [issue]
    assert issue.ref in history_of(inspector, visit)
    assert "Raised a follow-up" not in history_of(inspector, issue)
    form = form_of(client, visit)
    assert form["recommendations-0-issue"] == [str(issue.pk)]
    visit.refresh_from_db()
    take_step(visit, "submit", by=inspector)
    take_step(visit, "sign-off", by=manager)
    row.refresh_from_db()
    assert row.ref in page_of(officer, issue.get_absolute_url())
    assert row.ref in history_of(officer, issue)


def test_it_can_be_named_for_all_offices_and_be_taken_away(
    inspector, visit, issue, khon_kaen_office, kalasin_office
):
    visit.units.create(office=kalasin_office, printed_name="กส", order=1)
    issue.sightings.create(visit=visit, seen_on=visit.starts_on)
    client = client_of(inspector)

    add(client, visit, issue, "every")
    assert [row.issues.count() for row in FollowUp.objects.all()] == [1, 1]
    form = form_of(client, visit) | {"recommendations-0-issue": [""]}
    client.post(record_url(visit), form)

    assert sum(row.issues.count() for row in FollowUp.objects.all()) == 1


def test_an_issue_that_the_visit_did_not_see_cannot_be_named(
    inspector, visit, issue, khon_kaen_office
):
    seen = make_issue(office=khon_kaen_office, visit=visit)
    client = client_of(inspector)

    response = add(client, visit, issue, f"office:{khon_kaen_office.pk}")

    assert response.status_code == 422
    assert not FollowUp.objects.exists()
    seen.sightings.all().delete()
    assert 'name="recommendations-0-issue"' not in page_of(inspector, record_url(visit))
