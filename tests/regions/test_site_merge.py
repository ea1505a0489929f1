"""Merging two entries: by managers, whole or not at all, both readable afterwards."""

from functools import partial

import pytest
from django.db import models
from django.urls import reverse

from audit.models import Entry, StaleVersion
from inspections.loading.directory import find_site
from inspections.models import CaneDetail, Issue, VisitSite
from inspections.models.registers import LivelihoodDetail
from inspections.search import refresh_visit
from inspections.site_merging import merge_sites, references
from regions.models import Site
from tests.factories import make_issue, make_site, make_unit, make_visit
from tests.page_forms import page_form
from tests.racing import race
from tests.reading import client_of, count_of, page_of
from tests.rows import all_rows, changed_tables

NUMBER = "10400000125231"
NONE_LIKELY = "No other entry of these provinces has such a name or number."


@pytest.fixture
def goes(khon_kaen, kalasin):
    return make_site(
        name="แป้งมันชุมแพ",
        provinces=[khon_kaen, kalasin],
        number_new=NUMBER,
        district="ชุมแพ",
        area_wa=1450,
        note="ของตัวที่ไป",
    )


@pytest.fixture
def stays(khon_kaen):
    return make_site(name="บริษัท แป้งมันชุมแพ จำกัด", provinces=[khon_kaen], note="ของตัวที่อยู่")


@pytest.fixture
def world(goes, stays, khon_kaen, khon_kaen_office):
    """Something of each kind that names the one that goes, by its column."""
    visit = make_visit(offices=[khon_kaen_office])
    unit = make_unit(visit, site=goes, order=1, provinces=[khon_kaen])
    seen = VisitSite.objects.create(visit=visit, site=goes, printed_name="แป้งมัน")
    refresh_visit(visit)
    issue = make_issue(office=khon_kaen_office, site=goes)
    rows = [unit, seen, issue]
    rows.append(CaneDetail.objects.create(issue=issue, mill=goes))
    rows.append(LivelihoodDetail.objects.create(issue=issue, factory=goes))
    rows.append(make_site(name="รวมมาก่อน", merged_into=goes))
    return {(type(row)): row for row in rows}


def url_of(site) -> str:
    return f"/sites/{site.pk}/merge/"


def asked(client, goes, stays):
    page = client.get(url_of(goes), {"into": stays.pk})
    return page, page_form(page, having="into")


def test_every_column_that_names_a_site_is_known(world):
    """A new one must be in `world` here, and be no key that two rows may not share."""
    assert {column.model for column in references()} == {*world}
    assert len(references()) == len(world)
    assert all(isinstance(column, models.ForeignKey) for column in references())
    assert not any(column.unique for column in references())


def test_all_that_names_it_is_moved(manager, goes, stays, world, kalasin):
    client = client_of(manager)
    page, data = asked(client, goes, stays)
    told = page.content.decode()
    assert "Sites seen" in told
    assert "area" in told

    answer = client.post(url_of(goes), data)

    assert answer.headers["Location"] == stays.get_absolute_url()
    for column in references():
        row = column.model.objects.get(pk=world[column.model].pk)
        assert getattr(row, column.name) == stays, column
    goes.refresh_from_db()
    stays.refresh_from_db()
    assert goes.merged_into == stays
    # What it said of itself stays; the other takes over what it lacked.
    assert (goes.number_new, goes.note) == (NUMBER, "ของตัวที่ไป")
    assert (stays.number_new, stays.note) == (NUMBER, "ของตัวที่อยู่")
    assert (stays.district, stays.area_wa) == ("ชุมแพ", 1450)
    assert kalasin in stays.provinces.all()


def test_both_histories_and_those_of_what_moved_tell_it(manager, goes, stays, world):
    client = client_of(manager)

    client.post(url_of(goes), asked(client, goes, stays)[1])

    [merged], [joined] = Entry.objects.about(goes), Entry.objects.about(stays)
    assert (merged.step, joined.step, joined.by) == ("merge", "join", manager)
    assert ["merged_into", None, stays.name] in merged.changes
    assert ["number_new", None, NUMBER] in joined.changes
    issue, visit = world[Issue], world[VisitSite].visit
    moved = Entry.objects.about(issue).order_by("pk")
    paths = [path for entry in moved for path, _old, _new in entry.changes]
    assert paths == ["site", ["details", "", "mill"], ["details", "", "factory"]]
    assert all(entry.by == manager for entry in moved)
    assert Entry.objects.about(visit).count() == 2
    version = issue.version
    issue.refresh_from_db()
    assert issue.version > version
    assert stays.name in page_of(manager, f"{goes.get_absolute_url()}history/")


def test_the_old_page_leads_on_and_says_so(manager, officer, nobody, goes, stays):
    client = client_of(manager)
    client.post(url_of(goes), asked(client, goes, stays)[1])

    for user in (officer, nobody):
        page = page_of(user, goes.get_absolute_url())
        assert "was merged into another one" in page
        assert stays.get_absolute_url() in page
        assert NUMBER in page
    assert goes.get_absolute_url() in page_of(nobody, stays.get_absolute_url())
    assert client.get(url_of(goes)).headers["Location"] == goes.get_absolute_url()


def test_it_is_left_out_of_lists_searches_and_choices(
    manager, officer, goes, stays, khon_kaen
):
    client = client_of(manager)
    goes_name = "ชื่อเดิมที่ต่างไป"
    Site.objects.filter(pk=goes.pk).update(name=goes_name)
    goes.refresh_from_db()
    client.post(url_of(goes), asked(client, goes, stays)[1])

    url = reverse("regions:site_list")
    assert count_of(officer, url) == 1
    found = client_of(officer).get(url, {"q": goes_name}).context["listing"].page
    assert found.keys == [stays.pk]
    offered = page_of(officer, "/issues/new/")
    assert f'value="{stays.pk}"' in offered
    assert goes_name not in offered
    # A file or a record that names the old one means the one that stays.
    assert find_site(goes_name, goes.kind, khon_kaen) == stays


def test_a_chain_leads_to_its_end(manager, goes, stays):
    end = make_site(name="ปลายทาง")
    client = client_of(manager)
    client.post(url_of(goes), asked(client, goes, stays)[1])

    client.post(url_of(stays), asked(client, stays, end)[1])

    goes.refresh_from_db()
    assert goes.merged_into == end
    assert client.get(url_of(end), {"into": stays.pk}).context.get("into") is None


def test_what_was_typed_into_a_moved_issue_meanwhile_goes_to_the_one_that_stays(
    manager, officer, goes, stays, khon_kaen_office
):
    issue = make_issue(office=khon_kaen_office, site=goes)
    client = client_of(officer)
    url = f"{issue.get_absolute_url()}edit/"
    typed = page_form(client.get(url), having="issue-title")
    boss = client_of(manager)
    boss.post(url_of(goes), asked(boss, goes, stays)[1])

    answer = client.post(url, typed | {"issue-title": ["ชื่อใหม่"]})

    assert answer.status_code == 302
    issue.refresh_from_db()
    assert (issue.site, issue.title) == (stays, "ชื่อใหม่")


@pytest.mark.parametrize("who", ["inspector", "officer", "head", "nobody"])
def test_others_do_not(who, goes, stays, request):
    user = request.getfixturevalue(who)
    client = client_of(user)

    assert client.get(url_of(goes)).status_code == 404
    assert client.post(url_of(goes), {"into": stays.pk}).status_code == 404
    assert url_of(goes) not in page_of(user, goes.get_absolute_url())


@pytest.mark.parametrize("into", ["", "itself", "unknown", "x" * 30])
def test_who_stays_must_be_another_one(into, manager, goes):
    key = {"itself": str(goes.pk), "unknown": "987654"}.get(into, into)
    client = client_of(manager)
    before = all_rows()

    answer = client.post(url_of(goes), {"into": key})

    assert answer.status_code == 422
    assert not changed_tables(before, all_rows())


def test_what_has_changed_since_it_was_looked_at_is_asked_again(manager, goes, stays):
    client = client_of(manager)
    _page, data = asked(client, goes, stays)
    Site.objects.filter(pk=stays.pk).update(version=2)

    answer = client.post(url_of(goes), data)

    assert answer.status_code == 409
    goes.refresh_from_db()
    assert (goes.merged_into, goes.version) == (None, 1)
    again = page_form(answer, having="into")
    assert client.post(url_of(goes), again).status_code == 302


def test_two_presses_merge_once(manager, goes, stays):
    client = client_of(manager)
    _page, data = asked(client, goes, stays)

    answers = [client.post(url_of(goes), data) for _press in range(2)]

    assert {a.headers["Location"] for a in answers} == {stays.get_absolute_url()}
    assert Entry.objects.about(goes).count() == 1


def test_a_stale_one_changes_nothing(manager, goes, stays, world):
    before = all_rows()

    with pytest.raises(StaleVersion):
        merge_sites(goes, stays, versions=(1, 7), by=manager)

    assert not changed_tables(before, all_rows())


def test_what_is_perhaps_the_same_is_offered_and_others_are_searched(
    manager, goes, stays
):
    far = make_site(name="คนละที่", number_old="3-64(6)-45/17")
    client = client_of(manager)

    page = client.get(url_of(goes), {"q": "๓-๖๔-๖-๔๕-๑๗"})

    assert page.context["likely"] == [stays]
    assert page.context["found"] == [far]
    assert NONE_LIKELY not in page.content.decode()


def test_where_nothing_is_likely_the_page_says_so(manager, khon_kaen):
    lone = make_site(name="โรงงานเดียวดาย", provinces=[khon_kaen])

    page = client_of(manager).get(url_of(lone))

    assert page.context["likely"] == []
    assert NONE_LIKELY in page.content.decode()


@pytest.mark.django_db(transaction=True)
def test_of_two_who_merge_each_into_the_other_one_is_told(manager, goes, stays):
    def merge(site, into) -> str:
        try:
            merge_sites(site, into, versions=(1, 1), by=manager)
        except StaleVersion:
            return "stale"
        return "merged"

    pairs = [(goes, stays), (stays, goes)]
    copies = [[Site.objects.get(pk=s.pk) for s in pair] for pair in pairs]

    answers = race([partial(merge, *pair) for pair in copies])

    assert sorted(answers) == ["merged", "stale"]
    assert Site.objects.exclude(merged_into=None).count() == 1


def test_of_different_kinds_it_is_said_before(manager, goes, stays):
    Site.objects.filter(pk=stays.pk).update(kind="mine_pit")
    assert goes.kind != "mine_pit"

    page = page_of(manager, f"/sites/{goes.pk}/merge/?into={stays.pk}")

    assert "They are of different kinds" in page
