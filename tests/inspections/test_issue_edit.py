"""Changing what is told of an issue: who may, how long, merged when two do."""

import datetime as dt

import pytest
from django.urls import reverse

from audit.models import Attachment, Entry
from inspections.lifecycle import ISSUE_WRITING, IssueState
from inspections.models import Issue
from inspections.views import saving
from regions.models.office import OfficeKind
from tests.audit.pictures import jpeg, upload
from tests.factories import make_issue, make_office, make_round, make_site, make_visit
from tests.inspections.full_visit import attach
from tests.page_forms import page_form
from tests.racing import meeting_before, race
from tests.reading import client_of, page_of
from tests.rows import all_rows

MAY = ["inspector", "assistant", "officer", "head", "manager"]
MAY_NOT = ["stranger", "neighbour", "nobody"]


def address(issue: Issue) -> str:
    return reverse("inspections:issue_edit", args=[issue.ref])


@pytest.fixture
def issue(khon_kaen_office) -> Issue:
    return make_issue(office=khon_kaen_office, title="น้ำเสียลงห้วย", place="เดิม")


@pytest.fixture
def client(officer):
    return client_of(officer)


def opened(client, issue) -> dict[str, list[str]]:
    return page_form(client.get(address(issue)), having="issue-title")


@pytest.mark.parametrize("who", MAY)
def test_stores_what_differs_and_tells_it(request, who, issue):
    user = request.getfixturevalue(who)
    client = client_of(user)
    assert address(issue) in page_of(user, issue.get_absolute_url())
    data = opened(client, issue) | {
        "issue-place": ["ที่ใหม่"],
        "issue-severity": ["critical"],
    }

    response = client.post(address(issue), data)

    assert response.headers["Location"] == issue.get_absolute_url()
    issue.refresh_from_db()
    assert (issue.place, issue.severity, issue.version) == ("ที่ใหม่", "critical", 2)
    assert "ที่ใหม่" in issue.search_text
    entry = Entry.objects.about(issue).get()
    assert (entry.step, entry.by) == ("edit", user)
    assert sorted(entry.changes) == [
        ["place", "เดิม", "ที่ใหม่"],
        ["severity", "medium", "critical"],
    ]
    history = page_of(user, f"{issue.get_absolute_url()}history/")
    for words in ("Changed the issue", "Severity", "Critical", "ที่ใหม่", str(user)):
        assert words.lower() in history.lower()


@pytest.mark.parametrize("who", MAY_NOT)
def test_nobody_else_gets_it(request, who, issue):
    client, before = client_of(request.getfixturevalue(who)), all_rows()

    assert client.get(address(issue)).status_code == 404
    assert client.post(address(issue), {"issue-title": "ก"}).status_code == 404
    assert all_rows() == before


def test_who_went_once_reads_it_but_gets_no_form(nobody, khon_kaen_office):
    visit = make_visit(offices=[khon_kaen_office], lead=nobody)
    issue = make_issue(visit=visit, office=khon_kaen_office)
    client = client_of(nobody)

    page = client.get(issue.get_absolute_url())

    assert page.status_code == 200
    assert address(issue) not in page.content.decode()
    assert client.get(address(issue)).status_code == 404


@pytest.mark.parametrize("state", sorted(set(IssueState) - {"duplicate"}))
def test_only_until_it_is_resolved(client, issue, state):
    data = opened(client, issue) | {"issue-title": ["ชื่อใหม่"]}
    Issue.objects.filter(pk=issue.pk).update(state=state)
    is_open = state in ISSUE_WRITING

    assert (
        address(issue) in client.get(issue.get_absolute_url()).content.decode()
    ) is (is_open)
    assert client.get(address(issue)).status_code == (200 if is_open else 302)
    response = client.post(address(issue), data)

    assert response.status_code == (302 if is_open else 409)
    issue.refresh_from_db()
    assert (issue.title == "ชื่อใหม่") is is_open
    if not is_open:
        assert "somebody has moved the issue on" in response.content.decode()
        assert "ชื่อใหม่" in response.content.decode()


def test_bad_input_is_told_beside_the_field(client, issue):
    data = opened(client, issue) | {"issue-title": [""], "issue-place": ["ที่ใหม่"]}
    before = all_rows()

    response = client.post(address(issue), data)

    assert response.status_code == 422
    assert 'href="#id_issue-title"' in response.content.decode()
    assert page_form(response, having="issue-title")["issue-place"] == ["ที่ใหม่"]
    assert all_rows() == before


def test_two_who_change_different_things_are_both_stored(
    client, inspector, issue, officer
):
    other = client_of(inspector)
    mine, theirs = opened(client, issue), opened(other, issue)
    other.post(address(issue), theirs | {"issue-what": ["น้ำดำ"]})

    response = client.post(address(issue), mine | {"issue-place": ["ที่ใหม่"]})

    assert response.status_code == 302
    issue.refresh_from_db()
    assert (issue.what, issue.place) == ("น้ำดำ", "ที่ใหม่")


def test_two_who_change_the_same_are_asked(client, inspector, issue):
    other = client_of(inspector)
    mine, theirs = opened(client, issue), opened(other, issue)
    other.post(address(issue), theirs | {"issue-title": ["ของเขา"]})

    response = client.post(address(issue), mine | {"issue-title": ["ของฉัน"]})

    assert response.status_code == 409
    page = response.content.decode()
    assert "ของเขา" in page
    assert "ของฉัน" in page
    assert str(inspector) in page
    data = page_form(response, having="issue-title")
    assert client.post(address(issue), data).status_code == 302
    issue.refresh_from_db()
    assert issue.title == "ของฉัน"


def test_what_a_step_changed_meanwhile_is_no_conflict(client, inspector, issue):
    data = opened(client, issue)
    step = reverse("inspections:issue_step", args=[issue.ref, "take"])
    client_of(inspector).post(step)

    response = client.post(address(issue), data | {"issue-place": ["ที่ใหม่"]})

    assert response.status_code == 302
    issue.refresh_from_db()
    assert (issue.state, issue.place) == ("in_hand", "ที่ใหม่")


def test_photos_are_added_named_and_removed(client, issue, officer):
    client.post(address(issue), opened(client, issue) | {"upload": upload(jpeg())})
    photo = Attachment.objects.about(issue).get()

    client.post(address(issue), opened(client, issue) | {"files-0-caption": ["น้ำดำ"]})
    photo.refresh_from_db()
    assert photo.caption == "น้ำดำ"
    client.post(address(issue), opened(client, issue) | {"files-0-DELETE": ["on"]})

    assert not Attachment.objects.exists()
    told = [entry.changes for entry in Entry.objects.about(issue)]
    assert [[change[0][2] for change in changes] for changes in told] == [
        ["file"],
        ["caption"],
        ["file"],
    ]
    assert "น้ำดำ" in page_of(officer, f"{issue.get_absolute_url()}history/")


def test_another_day_moves_the_first_sighting_and_the_round(client, issue):
    march = make_round(
        opens_on=dt.date(2023, 3, 1),
        closes_on=dt.date(2023, 3, 5),
        reports_due_on=dt.date(2023, 3, 2),
    )
    held = make_round(
        opens_on=dt.date(2022, 2, 1),
        closes_on=dt.date(2022, 2, 5),
        reports_due_on=dt.date(2022, 2, 2),
    )
    Issue.objects.update(round=march)

    client.post(address(issue), opened(client, issue) | {"issue-seen_on": ["3/2/2565"]})

    issue.refresh_from_db()
    assert issue.round == held
    assert issue.sightings.get().seen_on == issue.seen_on == dt.date(2022, 2, 3)


def test_of_one_that_a_visit_found_the_day_stays_one_of_the_visit(
    client, khon_kaen_office, inspector
):
    visit = make_visit(offices=[khon_kaen_office], lead=inspector)
    issue = make_issue(visit=visit, office=khon_kaen_office)

    response = client.post(
        address(issue), opened(client, issue) | {"issue-seen_on": ["3/2/2566"]}
    )

    assert response.status_code == 422
    assert "The visit that found it was on other days." in response.content.decode()


def test_another_office_of_ones_places_takes_it_over(
    inspector, issue, kalasin_office, officer, neighbour
):
    site = make_site(provinces=[issue.province])
    Issue.objects.update(site=site)
    client = client_of(inspector)
    data = opened(client, issue) | {"issue-office": [str(kalasin_office.pk)]}
    assert client.post(address(issue), data).status_code == 422

    assert client.post(address(issue), data | {"issue-site": [""]}).status_code == 302

    assert client_of(officer).get(issue.get_absolute_url()).status_code == 404
    assert client_of(neighbour).get(issue.get_absolute_url()).status_code == 200
    issue.refresh_from_db()
    assert issue.province == kalasin_office.province


def test_an_office_keeps_its_issue(client, issue, kalasin_office):
    data = opened(client, issue) | {"issue-office": [str(kalasin_office.pk)]}

    assert client.post(address(issue), data).status_code == 422


def test_nobody_changes_an_issue_out_of_their_own_sight(inspector, issue):
    agency = make_office(kind=OfficeKind.DEPARTMENT)
    client = client_of(inspector)

    response = client.post(
        address(issue), opened(client, issue) | {"issue-office": [str(agency.pk)]}
    )

    assert response.status_code == 422
    assert "no visit of yours found it" in response.content.decode()


@pytest.mark.django_db(transaction=True)
def test_two_at_the_same_moment_lose_nothing(officer, inspector, issue):
    clients = [client_of(officer), client_of(inspector)]
    forms = [opened(client, issue) for client in clients]
    forms[0] |= {"issue-place": ["ที่ใหม่"]}
    forms[1] |= {"issue-what": ["น้ำดำ"]}

    with meeting_before(saving, "once", 2):
        answers = race(
            [
                lambda n=n: clients[n].post(address(issue), forms[n]).status_code
                for n in range(2)
            ]
        )

    assert answers == [302, 302]
    issue.refresh_from_db()
    assert (issue.place, issue.what, issue.version) == ("ที่ใหม่", "น้ำดำ", 3)
    assert Entry.objects.about(issue).count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_who_report_at_the_same_moment_get_two_numbers(officer, head):
    clients = [client_of(user) for user in (officer, head)]
    url = reverse("inspections:issue_new")
    forms = []
    for client, title in zip(clients, ("น้ำเสีย", "เผาอ้อย"), strict=True):
        form = page_form(client.get(url), having="issue-title")
        told = {"kind": "other", "title": title, "what": "ก", "seen_on": "1/3/2566"}
        told["severity"] = "low"
        forms.append(form | {f"issue-{name}": [text] for name, text in told.items()})

    with meeting_before(saving, "once", 2):
        race([lambda n=n: clients[n].post(url, forms[n]) for n in range(2)])

    refs = sorted(Issue.objects.values_list("ref", flat=True))
    assert len(refs) == 2
    assert int(refs[1][-5:]) == int(refs[0][-5:]) + 1


@pytest.mark.parametrize("rows", [1, 12])
def test_costs_the_same_whatever_it_holds(
    client, issue, officer, rows, django_assert_num_queries
):
    for number in range(rows):
        attach(issue, officer, name=f"{number}.pdf")
        make_site(provinces=[issue.province])

    with django_assert_num_queries(12):
        client.get(address(issue))
