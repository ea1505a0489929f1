"""Reporting an issue: by an office, by who goes out, from a visit."""

import datetime as dt

import pytest
import time_machine
from django.contrib.messages import get_messages
from django.urls import reverse

from audit.models import Attachment, Entry
from inspections.lifecycle import RoundState, VisitState
from inspections.models import Issue, Visit
from regions.models.office import OfficeKind
from tests.audit.pictures import jpeg, upload
from tests.factories import (
    make_issue,
    make_office,
    make_round,
    make_site,
    make_unit,
    make_user,
    make_visit,
)
from tests.page_forms import page_form
from tests.reading import client_of, page_of
from tests.rows import all_rows

URL = reverse("inspections:issue_new")
TODAY = dt.date(2023, 3, 20)
TOLD = {
    "kind": "factory_mine",
    "title": "โรงงานปล่อยน้ำเสียลงห้วย",
    "what": "พบน้ำสีดำไหลจากรางหลังโรงงาน",
    "severity": "high",
    "seen_on": "1/3/2566",
}


@pytest.fixture(autouse=True)
def twentieth_of_march():
    with time_machine.travel(dt.datetime(2023, 3, 20, 9, 0, tzinfo=dt.UTC), tick=False):
        yield


def blank(client, url: str = URL) -> dict[str, list[str]]:
    return page_form(client.get(url), having="issue-title")


def filled(client, url: str = URL, **fields) -> dict[str, list[str]]:
    """The form with an issue that can be stored."""
    data = blank(client, url)
    told = TOLD | {name: str(value) for name, value in fields.items()}
    return data | {f"issue-{name}": [value] for name, value in told.items()}


def told(response) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


@pytest.fixture
def reporter(officer):
    """The officer of Khon Kaen in English, as messages are compared."""
    return client_of(officer)


@pytest.fixture
def visit(inspector, khon_kaen_office, zone_12) -> Visit:
    """A visit of three days that is over."""
    return make_visit(
        offices=[khon_kaen_office],
        lead=inspector,
        zone=zone_12,
        starts_on=dt.date(2023, 3, 1),
        ends_on=dt.date(2023, 3, 3),
    )


def of(visit: Visit) -> str:
    return f"{URL}?visit={visit.ref}"


# --- By an office -------------------------------------------------------------------


def test_an_office_reports_one_of_its_own(reporter, officer, khon_kaen_office):
    held = make_round(opens_on=dt.date(2023, 1, 16), closes_on=dt.date(2023, 3, 31))
    site = make_site(provinces=[khon_kaen_office.province], name="โรงงาน ก")
    form = blank(reporter)
    assert form["issue-office"] == [str(khon_kaen_office.pk)]
    assert "issue-visit" not in form

    response = reporter.post(
        URL,
        filled(reporter, place=" บ้านหนองแวง ", site=site.pk)
        | {"issue-is_repeated": ["on"]},
    )

    issue = Issue.objects.get()
    assert response.headers["Location"] == issue.get_absolute_url()
    assert told(response) == ["The issue is saved."]
    assert (issue.ref, issue.state, issue.severity) == (
        "I-2566-00001",
        "reported",
        "high",
    )
    assert (issue.office, issue.province) == (
        khon_kaen_office,
        khon_kaen_office.province,
    )
    assert (issue.place, issue.site, issue.is_repeated) == ("บ้านหนองแวง", site, True)
    assert (issue.round, issue.created_by) == (held, officer)
    seen = issue.sightings.get()
    assert (seen.visit, seen.office, seen.by) == (None, khon_kaen_office, officer)
    assert seen.seen_on == issue.seen_on == dt.date(2023, 3, 1)
    entry = Entry.objects.about(issue).get()
    assert (entry.step, entry.by) == ("report", officer)
    assert ["title", None, issue.title] in entry.changes
    assert ["reported_by", None, khon_kaen_office.name_th] in entry.changes


def test_the_day_begins_as_today_and_must_still_be_of_the_visit(
    reporter, inspector, visit
):
    today = ["20 มี.ค. 2566"]
    reporter.cookies["django_language"] = "th"
    assert blank(reporter)["issue-seen_on"] == today
    client = client_of(inspector)
    data = filled(client, visit=visit.pk, office=visit.units.get().office_id)

    response = client.post(
        URL, data | {"issue-seen_on": blank(client)["issue-seen_on"]}
    )

    assert response.status_code == 422
    assert "The visit that found it was on other days." in response.content.decode()


def test_who_has_one_office_reads_it_and_who_has_several_chooses(
    reporter, inspector, khon_kaen_office, kalasin_office
):
    ours = reporter.get(URL).content.decode()

    hidden = f'<input type="hidden" name="issue-office" value="{khon_kaen_office.pk}">'
    assert f'<p id="id_issue-office_0">{hidden}{khon_kaen_office.name_en}</p>' in ours
    assert '<select name="issue-office"' in page_of(inspector, URL)


def test_an_office_reports_for_no_other(reporter, kalasin_office):
    response = reporter.post(URL, filled(reporter, office=kalasin_office.pk))

    assert response.status_code == 422
    assert kalasin_office.name_en not in response.content.decode()
    assert not Issue.objects.exists()


@pytest.mark.parametrize(
    ("now", "ref"),
    [
        ("2023-09-30T16:59:00Z", "I-2566-00001"),
        ("2023-09-30T17:00:00Z", "I-2567-00001"),  # midnight in Bangkok
    ],
)
def test_the_number_counts_in_the_fiscal_year_of_making(officer, now, ref):
    with time_machine.travel(now, tick=False):
        reporter = client_of(officer)
        reporter.post(URL, filled(reporter))

    assert Issue.objects.get().ref == ref


def test_numbers_are_sequential_and_a_refused_one_takes_none(reporter):
    for title, day in (("น้ำเสีย", "1/3/2566"), ("", ""), ("อ้อยไฟไหม้", "2/3/2566")):
        reporter.post(URL, filled(reporter, title=title, seen_on=day))

    refs = Issue.objects.order_by("pk").values_list("ref", flat=True)
    assert list(refs) == ["I-2566-00001", "I-2566-00002"]


@pytest.mark.parametrize(
    ("states", "chosen"),
    [
        ({"open": RoundState.OPEN, "closed": RoundState.CLOSED}, "open"),
        ({"closed": RoundState.CLOSED, "summary": RoundState.SUMMARISING}, "summary"),
        ({"planned": RoundState.PLANNED, "closed": RoundState.CLOSED}, "closed"),
        ({}, None),
    ],
)
def test_it_is_of_the_round_whose_window_holds_the_day(reporter, states, chosen):
    window = {"opens_on": dt.date(2023, 2, 1), "closes_on": dt.date(2023, 3, 1)}
    due = {"reports_due_on": dt.date(2023, 2, 20)}
    made = {
        name: make_round(state=state, **window, **due) for name, state in states.items()
    }
    later = {"opens_on": dt.date(2023, 3, 2), "closes_on": dt.date(2023, 5, 1)}
    make_round(**later, reports_due_on=dt.date(2023, 4, 1))

    reporter.post(URL, filled(reporter))

    assert Issue.objects.get().round == made.get(chosen)


# --- What is refused ----------------------------------------------------------------

FAULTS = [
    ("kind", "", "Choose what kind of issue it is."),
    ("title", "", "Say in one line what the issue is."),
    ("what", " ", "Write what was found."),
    ("office", "", "Choose one from the list."),
    ("seen_on", "", "Enter a date."),
    ("seen_on", "31/2/2566", "There is no such day."),
    ("seen_on", "21/3/2566", "This day is still to come."),
    ("severity", "", "Choose how severe it is."),
    ("severity", "worst", "Select a valid choice."),
    ("site", "999999", "Choose one from the list"),
]


@pytest.mark.parametrize(("field", "value", "words"), FAULTS)
def test_bad_input_is_told_beside_the_field_and_nothing_is_lost(
    manager, khon_kaen_office, kalasin_office, field, value, words
):
    client = client_of(manager)
    sent = {"place": "ที่เดิม", "office": khon_kaen_office.pk} | {field: value}
    data, before = filled(client, **sent), all_rows()

    response = client.post(URL, data)

    page = response.content.decode()
    assert response.status_code == 422
    assert "<title>Error: " in page
    assert f'href="#id_issue-{field}"' in page
    assert words in page
    assert all_rows() == before
    again = page_form(response, having="issue-title")
    assert again["issue-place"] == ["ที่เดิม"]
    if field not in {"severity", "site", "office"}:
        assert again[f"issue-{field}"] == [value]


def test_a_site_of_another_province_is_refused(manager, khon_kaen_office, songkhla):
    client = client_of(manager)
    site = make_site(provinces=[songkhla])

    response = client.post(
        URL, filled(client, office=khon_kaen_office.pk, site=site.pk)
    )

    assert response.status_code == 422
    assert "This site lies in another province." in response.content.decode()


def test_photos_are_kept_when_the_form_comes_back(reporter):
    data = filled(reporter, title="") | {"upload": upload(jpeg(), "น้ำ.jpg")}

    response = reporter.post(URL, data)

    assert response.status_code == 422
    assert "น้ำ.jpg" in response.content.decode()
    again = page_form(response, having="issue-title")
    again |= {"issue-title": ["น้ำเสีย"], "files-0-caption": ["น้ำสีดำ"]}
    reporter.post(URL, again)
    issue = Issue.objects.get()
    photo = Attachment.objects.about(issue).get()
    assert (photo.original_name, photo.caption) == ("น้ำ.jpg", "น้ำสีดำ")
    page = reporter.get(issue.get_absolute_url()).content.decode()
    assert f"{issue.get_absolute_url()}files/{photo.pk}/?preview" in page
    assert any("น้ำ.jpg" in change for change in Entry.objects.get().changes)


def test_the_same_post_twice_reports_once(reporter):
    data = filled(reporter)

    answers = [reporter.post(URL, data | {"upload": upload(jpeg())}) for _ in range(2)]

    assert {answer.headers["Location"] for answer in answers} == {
        Issue.objects.get().get_absolute_url()
    }
    assert Attachment.objects.count() == 1


def test_an_older_copy_written_in_further_is_asked(reporter):
    data = filled(reporter)
    reporter.post(URL, data)

    response = reporter.post(URL, data | {"issue-title": ["เรื่องอื่น"]})

    assert response.status_code == 409
    again = page_form(response, having="issue-title")
    assert again["issue-title"] == ["เรื่องอื่น"]
    assert again["operation"] != data["operation"]
    assert Issue.objects.count() == 1


# --- By who goes out ----------------------------------------------------------------


@pytest.mark.parametrize("who", ["inspector", "assistant", "manager"])
def test_without_a_visit_it_counts_as_reported_by_the_person(
    request, who, khon_kaen_office
):
    user = request.getfixturevalue(who)
    client = client_of(user)

    client.post(URL, filled(client, office=khon_kaen_office.pk))

    seen = Issue.objects.get().sightings.get()
    assert (seen.visit, seen.office, seen.by) == (None, None, user)
    told = f"Inspection staff: {user}"
    page = client.get(seen.issue.get_absolute_url()).content.decode()
    assert told in page
    assert "entered by" not in page
    assert told in page_of(user, "/issues/")
    changes = Entry.objects.get().changes
    assert ["reported_by", None, f"ฝ่ายตรวจราชการ: {user}"] in changes


def test_who_has_seen_it_alone_is_added_once_a_day(inspector, khon_kaen_office):
    known = make_issue(office=khon_kaen_office, title=TOLD["title"], kind=TOLD["kind"])
    client = client_of(inspector)

    for _ in range(2):
        data = filled(client, office=khon_kaen_office.pk)
        assert client.post(URL, data | {"same": [known.ref]}).status_code == 302

    found = known.sightings.values_list("visit", "office", "by")
    assert list(found) == [
        (None, khon_kaen_office.pk, None),
        (None, None, inspector.pk),
    ]


def test_the_severity_is_for_people_to_judge(reporter):
    assert blank(reporter)["issue-severity"] == [""]


def test_offers_visits_of_late_and_of_rounds_that_go_on(
    inspector, khon_kaen_office, zone_12
):
    closed, going_on = (
        make_round(state=state, number=number)
        for number, state in ((1, RoundState.CLOSED), (2, RoundState.SUMMARISING))
    )

    def visit(ends_on: dt.date, held=None) -> Visit:
        days = {"starts_on": ends_on, "ends_on": ends_on}
        offices = [khon_kaen_office]
        return make_visit(offices=offices, zone=zone_12, round=held, **days)

    of_late, long_ago = TODAY - dt.timedelta(365), TODAY - dt.timedelta(366)
    offered = [visit(of_late, closed), visit(of_late), visit(long_ago, going_on)]
    others = [visit(long_ago, closed), visit(long_ago)]

    page = page_of(inspector, URL)

    assert [one.ref for one in offered if f"{one.ref} ·" not in page] == []
    assert [one.ref for one in others if one.ref in page] == []
    for one in others:
        client = client_of(inspector)
        assert blank(client, of(one))["issue-visit"] == [str(one.pk)]
        day = one.ends_on.isoformat()
        answer = client.post(
            of(one), filled(client, of(one), seen_on=day, title=one.ref)
        )
        assert answer.status_code == 302


def test_offers_offices_of_the_own_places_and_agencies(
    inspector, khon_kaen_office, kalasin_office, songkhla_office
):
    agency = make_office(kind=OfficeKind.DEPARTMENT)

    page = page_of(inspector, URL)

    for office in (khon_kaen_office, kalasin_office, agency):
        assert office.name_en in page
    assert songkhla_office.name_en not in page


def test_a_manager_may_name_any_office(manager, khon_kaen_office, songkhla_office):
    page = page_of(manager, URL)

    assert khon_kaen_office.name_en in page
    assert songkhla_office.name_en in page


def test_an_agency_is_named_only_for_a_visit(inspector, visit):
    agency = make_office(kind=OfficeKind.DEPARTMENT)
    client = client_of(inspector)

    response = client.post(URL, filled(client, office=agency.pk))

    assert response.status_code == 422
    assert "say which visit found it" in response.content.decode()
    again = filled(client, office=agency.pk, visit=visit.pk)
    assert client.post(URL, again).status_code == 302
    assert client.get(Issue.objects.get().get_absolute_url()).status_code == 200


def test_sites_are_those_of_the_readers_places(inspector, khon_kaen, songkhla):
    near = make_site(provinces=[khon_kaen], name="โรงงานใกล้")
    far = make_site(provinces=[songkhla], name="โรงงานไกล")

    page = page_of(inspector, URL)

    assert near.name in page
    assert far.name not in page


# --- From a visit -------------------------------------------------------------------


@pytest.mark.parametrize("who", ["inspector", "assistant", "manager"])
def test_starts_with_what_the_visit_says_and_goes_back_to_it(
    request, who, visit, khon_kaen_office
):
    held = make_round(
        opens_on=dt.date(2022, 1, 1),
        closes_on=dt.date(2022, 3, 31),
        reports_due_on=dt.date(2022, 2, 1),
    )
    Visit.objects.filter(pk=visit.pk).update(round=held, round_number=held.number)
    client = client_of(request.getfixturevalue(who))
    form = blank(client, of(visit))
    assert form["issue-visit"] == [str(visit.pk)]
    assert form["issue-office"] == [str(khon_kaen_office.pk)]
    assert form["issue-seen_on"] == ["3 Mar 2023"]

    response = client.post(of(visit), filled(client, of(visit)))

    issue = Issue.objects.get()
    assert response.headers["Location"] == f"{visit.get_absolute_url()}#issues"
    assert issue.ref in told(response)[0]
    assert issue.round == held
    seen = issue.sightings.get()
    assert (seen.visit, seen.office) == (visit, None)
    assert issue.ref in client.get(visit.get_absolute_url()).content.decode()


def test_of_a_visit_that_goes_on_it_starts_with_today(inspector, visit):
    Visit.objects.update(ends_on=dt.date(2023, 3, 31))

    form = blank(client_of(inspector), of(visit))

    assert form["issue-seen_on"] == ["20 Mar 2023"]


def test_of_several_offices_one_is_to_be_chosen(inspector, visit, kalasin_office):
    make_unit(visit, office=kalasin_office, order=1)

    assert blank(client_of(inspector), of(visit))["issue-office"] == [""]


@pytest.mark.parametrize("day", ["28/2/2566", "4/3/2566"])
def test_the_day_is_one_of_the_visit(inspector, visit, day):
    client = client_of(inspector)

    response = client.post(of(visit), filled(client, of(visit), seen_on=day))

    assert response.status_code == 422
    assert "The visit that found it was on other days." in response.content.decode()


def test_of_a_visit_with_uncertain_days_any_day_is_taken(inspector, visit):
    Visit.objects.update(date_certainty="uncertain")
    client = client_of(inspector)

    response = client.post(of(visit), filled(client, of(visit), seen_on="9/3/2566"))

    assert response.status_code == 302


def test_who_leads_a_visit_elsewhere_reports_there(stranger, khon_kaen_office):
    visit = make_visit(offices=[khon_kaen_office], lead=stranger)
    client = client_of(stranger)

    response = client.post(of(visit), filled(client, of(visit)))

    assert response.status_code == 302
    issue = Issue.objects.get()
    assert issue.office == khon_kaen_office
    assert client.get(issue.get_absolute_url()).status_code == 200


def test_another_zones_visit_is_neither_shown_nor_taken(stranger, visit):
    client = client_of(stranger)
    assert visit.get_absolute_url() not in client.get(of(visit)).content.decode()

    response = client.post(of(visit), filled(client, of(visit), visit=visit.pk))

    assert response.status_code == 422
    assert visit.get_absolute_url() not in response.content.decode()
    assert not Issue.objects.exists()


@pytest.mark.parametrize(
    ("fields", "offers"),
    [
        ({}, True),
        ({"state": VisitState.SIGNED_OFF}, True),
        ({"state": VisitState.PLANNED}, True),
        ({"state": VisitState.POSTPONED}, False),
        ({"state": VisitState.CANCELLED}, False),
        (
            {
                "state": VisitState.PLANNED,
                "ends_on": TODAY + dt.timedelta(9),
                "starts_on": TODAY + dt.timedelta(8),
            },
            False,
        ),
    ],
)
def test_a_visit_that_can_have_seen_something_offers_it(
    inspector, visit, fields, offers
):
    Visit.objects.update(**fields)

    assert (of(visit) in page_of(inspector, visit.get_absolute_url())) is offers
    form = blank(client_of(inspector), of(visit))
    assert (form["issue-visit"] == [str(visit.pk)]) is offers


@pytest.mark.parametrize("who", ["officer", "former"])
def test_a_visit_offers_it_to_nobody_else(request, who, visit):
    if who == "former":
        user = make_user()
        visit.members.create(user=user)
    else:
        user = request.getfixturevalue(who)

    assert of(visit) not in page_of(user, visit.get_absolute_url())


def test_the_record_leads_to_it(inspector, visit):
    assert of(visit) in page_of(inspector, f"{visit.get_absolute_url()}record/")


def test_of_a_shared_visit_an_office_sees_its_own_issues_at_once(
    officer, neighbour, inspector, visit, kalasin_office
):
    make_unit(visit, office=kalasin_office, order=1)
    client = client_of(inspector)
    client.post(of(visit), filled(client, of(visit), office=kalasin_office.pk))
    issue = Issue.objects.get()
    page = visit.get_absolute_url()

    assert issue.ref in page_of(inspector, page)
    assert issue.ref in page_of(neighbour, page)
    assert issue.ref not in page_of(officer, page)
    assert client_of(officer).get(issue.get_absolute_url()).status_code == 404


# --- Who may ------------------------------------------------------------------------


def test_who_is_assigned_to_nothing_gets_404(nobody):
    client, before = client_of(nobody), all_rows()

    assert client.get(URL).status_code == 404
    assert client.post(URL, {"issue-title": "ก"}).status_code == 404
    assert all_rows() == before


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options"])
def test_other_methods_are_refused(reporter, method):
    assert getattr(reporter, method)(URL).status_code == 405


@pytest.mark.parametrize("count", [1, 12])
@pytest.mark.parametrize(("who", "queries"), [("inspector", 9), ("officer", 7)])
def test_costs_the_same_whatever_there_is_to_choose_from(
    request, who, queries, count, khon_kaen_office, django_assert_num_queries
):
    for _ in range(count):
        make_office(kind=OfficeKind.DEPARTMENT)
        make_visit(offices=[khon_kaen_office])
        make_site(provinces=[khon_kaen_office.province])
    client = client_of(request.getfixturevalue(who))

    with django_assert_num_queries(queries):
        client.get(URL)
