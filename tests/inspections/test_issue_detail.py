"""One issue: its facts, who reported it, its like, its photos, its steps, its past."""

import pytest
from django.urls import reverse

from inspections.actions import Given, take_issue_step
from inspections.lifecycle import ISSUE_STEPS, IssueState
from inspections.models import Issue, IssueSighting
from inspections.rights import steps_of
from regions.models.office import OfficeKind
from tests.factories import (
    make_issue,
    make_office,
    make_round,
    make_site,
    make_unit,
    make_visit,
)
from tests.inspections.full_visit import attach
from tests.page_forms import page_form
from tests.reading import client_of, page_of
from tests.rows import all_rows

OWN = ["inspector", "assistant", "officer", "head", "manager"]
OTHERS = ["stranger", "neighbour", "nobody"]


def step_address(issue: Issue, step: str) -> str:
    return reverse("inspections:issue_step", args=[issue.ref, step])


@pytest.fixture
def issue(khon_kaen_office) -> Issue:
    return make_issue(
        office=khon_kaen_office,
        title="น้ำเสียลงห้วย",
        what="น้ำสีดำ\n\nกลิ่นเหม็น",
        place="บ้านหนองแวง",
        severity="critical",
        is_repeated=True,
        round=make_round(fiscal_year=2566, number=1),
        site=make_site(provinces=[khon_kaen_office.province], name="โรงงาน ก"),
    )


@pytest.mark.parametrize("who", OWN)
def test_shows_its_facts(who, issue, khon_kaen_office, request):
    page = page_of(request.getfixturevalue(who), issue.get_absolute_url())

    for words in (
        issue.ref,
        "น้ำเสียลงห้วย",
        "<p>กลิ่นเหม็น</p>",
        "บ้านหนองแวง",
        "Critical",
        "Reported",
        "โรงงาน ก",
        "Round 1/2566",
        khon_kaen_office.get_absolute_url(),
        "1 March 2023",
        f"{issue.get_absolute_url()}history/",
    ):
        assert words in page, words


@pytest.mark.parametrize("who", OTHERS)
def test_does_not_exist_for_others(who, issue, inspector, request):
    client = client_of(request.getfixturevalue(who))
    file = attach(issue, inspector)
    before = all_rows()

    for path in ("", "history/", f"files/{file.pk}/"):
        url = f"{issue.get_absolute_url()}{path}"
        assert client.get(url).status_code == 404
    assert client.post(step_address(issue, "take")).status_code == 404
    assert all_rows() == before


def test_a_number_that_is_none_is_not_found(manager):
    assert client_of(manager).get("/issues/I-2566-99999/").status_code == 404


def test_a_visit_that_reported_it_is_linked_for_who_may_know_of_it(
    inspector, officer, khon_kaen_office
):
    agency = make_office(kind=OfficeKind.DEPARTMENT)
    visit = make_visit(offices=[agency], lead=inspector)
    issue = make_issue(visit=visit, office=khon_kaen_office, created_by=inspector)

    assert visit.get_absolute_url() in page_of(inspector, issue.get_absolute_url())
    page = page_of(officer, issue.get_absolute_url())
    assert visit.ref not in page
    assert "A visit" in page
    assert str(inspector) not in page

    make_unit(visit, office=khon_kaen_office, order=1)

    assert visit.get_absolute_url() in page_of(officer, issue.get_absolute_url())


def test_history_names_no_visit(client, inspector, officer, khon_kaen_office):
    agency = make_office(kind=OfficeKind.DEPARTMENT)
    visit = make_visit(offices=[agency], lead=inspector)
    browser, url = client_of(inspector), f"/issues/new/?visit={visit.ref}"
    form = page_form(browser.get(url), having="issue-title") | {
        "issue-kind": ["other"],
        "issue-title": ["น้ำเสีย"],
        "issue-what": ["ก"],
        "issue-severity": ["low"],
        "issue-office": [str(khon_kaen_office.pk)],
    }
    assert browser.post(url, form).status_code == 302
    issue = Issue.objects.get()

    page = page_of(officer, f"{issue.get_absolute_url()}history/")

    assert visit.ref not in page
    assert "Reported by" in page


# --- Duplicates ---------------------------------------------------------------------


@pytest.fixture
def twins(issue, inspector, khon_kaen_office) -> tuple[Issue, Issue]:
    """A duplicate that a visit reported, and its original."""
    visit = make_visit(offices=[khon_kaen_office], lead=inspector)
    twin = make_issue(visit=visit, office=khon_kaen_office, title="น้ำดำ")
    url = step_address(twin, "duplicate")
    form = page_form(
        client_of(inspector).get(twin.get_absolute_url()), having="original"
    )
    response = client_of(inspector).post(url, form | {"original": [f" {issue.ref} "]})
    assert response.headers["Location"] == twin.get_absolute_url()
    twin.refresh_from_db()
    return twin, issue


def test_a_duplicate_and_its_original_lead_to_each_other(twins, officer):
    twin, original = twins

    assert twin.state == IssueState.DUPLICATE
    assert original.get_absolute_url() in page_of(officer, twin.get_absolute_url())
    page = page_of(officer, original.get_absolute_url())
    assert twin.get_absolute_url() in page
    assert twin.sightings.get().visit.ref in page
    assert original.sightings.count() == 2
    assert original.ref in page_of(officer, f"{twin.get_absolute_url()}history/")


def test_of_a_duplicate_one_may_not_see_nothing_is_told(twins, officer, kalasin_office):
    twin, original = twins
    for hidden, shown in ((twin, original), (original, twin)):
        kept = hidden.office
        hidden.office = kalasin_office
        hidden.save()

        for path in ("", "history/"):
            page = page_of(officer, f"{shown.get_absolute_url()}{path}")
            assert hidden.ref not in page
            assert hidden.title not in page or hidden.title == shown.title

        hidden.office = kept
        hidden.save()


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("", "Give the number of the other issue, such as I-2566-00042."),
        ("I-2566-99999", "No issue with this number that you can see."),
        ("เลขที่ ๕", "No issue with this number that you can see."),
    ],
)
def test_a_number_that_leads_nowhere_is_told_beside_the_field(
    inspector, issue, number, words
):
    client = client_of(inspector)

    response = client.post(step_address(issue, "duplicate"), {"original": number})

    page = response.content.decode()
    assert response.status_code == 422
    assert 'id="duplicate-error"' in page
    assert words in page
    assert f'value="{number}"' in page
    issue.refresh_from_db()
    assert issue.state == "reported"


# --- Steps --------------------------------------------------------------------------


@pytest.mark.parametrize("state", [*IssueState])
@pytest.mark.parametrize("who", OWN)
def test_offers_the_steps_one_may_take_and_no_other(
    who, state, issue, khon_kaen_office, request
):
    user = request.getfixturevalue(who)
    twin = make_issue(office=khon_kaen_office) if state == "duplicate" else None
    Issue.objects.filter(pk=issue.pk).update(state=state, duplicate_of=twin)
    issue.refresh_from_db()
    may = set(steps_of(issue, user))
    client = client_of(user)

    page = client.get(issue.get_absolute_url()).content.decode()

    offered = {slug for slug in ISSUE_STEPS if step_address(issue, slug) in page}
    assert offered == may
    assert not (who == "assistant" and offered)
    assert ('id="steps"' in page) is bool(may)
    before = all_rows()
    for slug in set(ISSUE_STEPS) - may:
        assert client.post(step_address(issue, slug), {"reason": "ก"}).status_code in (
            403,
            409,
        )
    assert all_rows() == before


def test_a_step_is_taken_from_its_page(officer, issue):
    client = client_of(officer)
    form = page_form(client.get(issue.get_absolute_url()), having="version")

    client.post(step_address(issue, "take"), form)
    issue.refresh_from_db()
    assert issue.state == "in_hand"
    form = page_form(client.get(issue.get_absolute_url()), having="reason")
    client.post(step_address(issue, "resolve"), form | {"reason": ["ปิดท่อแล้ว"]})

    issue.refresh_from_db()
    assert (issue.state, issue.resolved_by) == ("resolved", officer)
    history = page_of(officer, f"{issue.get_absolute_url()}history/")
    for words in ("Taken in hand", "Marked as resolved", "ปิดท่อแล้ว"):
        assert words in history


def test_who_resolved_it_is_offered_no_verdict(inspector, manager, issue):
    take_issue_step(issue, "take", by=inspector)
    take_issue_step(issue, "resolve", by=inspector)

    assert step_address(issue, "verify") not in page_of(
        inspector, issue.get_absolute_url()
    )
    assert step_address(issue, "verify") in page_of(manager, issue.get_absolute_url())
    refused = client_of(inspector).post(step_address(issue, "verify"))
    assert refused.status_code == 403
    assert "somebody else judges the result" in refused.content.decode()


def test_what_was_done_is_shown_to_all_by_whom_and_when(
    inspector, officer, manager, issue
):
    take_issue_step(issue, "take", by=officer)
    take_issue_step(issue, "resolve", by=officer, given=Given(reason="ปิดท่อแล้ว"))

    for user in (inspector, manager, officer):
        page = page_of(user, issue.get_absolute_url())
        done = page[page.index('id="done"') : page.index('id="details"')]
        assert "What was done" in done
        assert "ปิดท่อแล้ว" in done
        assert str(officer) in done
        assert "Nothing was written" not in done
        own = "somebody else judges the result" in done
        assert own is (user == officer)
        assert ('id="steps"' in page) is (user != officer)


def test_that_nothing_was_written_of_it_is_said(inspector, manager, issue):
    take_issue_step(issue, "take", by=inspector)
    assert 'id="done"' not in page_of(manager, issue.get_absolute_url())
    take_issue_step(issue, "resolve", by=inspector)

    page = page_of(manager, issue.get_absolute_url())

    assert "Nothing was written about what was done." in page
    assert str(inspector) in page


def test_in_hand_again_it_says_why_it_was_sent_back(officer, manager, issue):
    for why in ("ยังไหลอยู่", "กลิ่นยังแรง"):
        if issue.state == "reported":
            take_issue_step(issue, "take", by=officer)
        take_issue_step(issue, "resolve", by=officer, given=Given(reason="ปิดแล้ว"))
        take_issue_step(issue, "send-back", by=manager, given=Given(reason=why))

    page = page_of(officer, issue.get_absolute_url())

    assert "กลิ่นยังแรง" in page
    assert "ยังไหลอยู่" not in page
    assert str(manager) in page
    take_issue_step(issue, "resolve", by=officer)
    assert "กลิ่นยังแรง" not in page_of(officer, issue.get_absolute_url())


def test_says_of_what_occurred_before_only_what_was_said(officer, issue):
    assert "Has occurred before" in page_of(officer, issue.get_absolute_url())

    Issue.objects.update(is_repeated=False)

    assert "Has occurred before" not in page_of(officer, issue.get_absolute_url())


def test_a_reason_is_asked_for_and_what_was_typed_kept(manager, issue):
    take_issue_step(issue, "dismiss", by=manager, given=Given(reason="ไม่ใช่"))
    other = make_issue(office=issue.office)

    response = client_of(manager).post(step_address(other, "dismiss"), {"reason": " "})
    gone = client_of(manager).post(step_address(issue, "dismiss"), {"reason": "ซ้ำ"})

    assert response.status_code == 422
    assert "Give the reason." in response.content.decode()
    assert gone.status_code == 409
    assert "ซ้ำ" in gone.content.decode()
    assert str(manager) in gone.content.decode()


def test_an_unknown_step_is_not_found(manager, issue):
    assert client_of(manager).post(step_address(issue, "vanish")).status_code == 404
    assert client_of(manager).get(step_address(issue, "take")).status_code == 405


# --- Photos -------------------------------------------------------------------------


@pytest.mark.parametrize("who", OWN)
def test_a_photo_is_shown_and_served(who, issue, officer, request):
    photo = attach(issue, officer, media_type="image/jpeg", name="น้ำ.jpg")
    user = request.getfixturevalue(who)
    url = f"{issue.get_absolute_url()}files/{photo.pk}/"

    assert f"{url}?preview" in page_of(user, issue.get_absolute_url())
    response = client_of(user).get(url)
    assert b"".join(response) == b"file"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert b"".join(client_of(user).get(url, {"preview": ""})) == b"small"


def test_a_file_of_another_record_is_not_found(inspector, issue, khon_kaen_office):
    other = make_issue(office=khon_kaen_office)
    visit = make_visit(offices=[khon_kaen_office])
    client = client_of(inspector)

    for record in (other, visit):
        file = attach(record, inspector)
        url = f"{issue.get_absolute_url()}files/{file.pk}/"
        assert client.get(url).status_code == 404


@pytest.mark.parametrize("count", [1, 12, 50])
# Who may name complainants asks for them, too; who may raise follow-ups, for the right.
@pytest.mark.parametrize(
    ("who", "queries"), [("inspector", 14), ("officer", 13), ("assistant", 12)]
)
def test_costs_the_same_whatever_hangs_on_it(
    who, queries, count, issue, khon_kaen_office, request, django_assert_num_queries
):
    user = request.getfixturevalue(who)
    for _number in range(count):
        visit = make_visit(offices=[khon_kaen_office])
        IssueSighting.objects.create(issue=issue, visit=visit, seen_on=issue.seen_on)
        IssueSighting.objects.create(
            issue=issue,
            office=make_office(kind=OfficeKind.DEPARTMENT),
            seen_on=issue.seen_on,
            by=user,
        )
        make_issue(
            office=khon_kaen_office, state=IssueState.DUPLICATE, duplicate_of=issue
        )
        attach(issue, user, media_type="image/png")
    client = client_of(user)
    client.get("/")

    with django_assert_num_queries(queries):
        client.get(issue.get_absolute_url())
