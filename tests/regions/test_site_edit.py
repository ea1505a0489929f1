"""Changing an entry of the register: by whom, merged, told in history."""

from html import unescape

import pytest

from audit.models import Entry
from inspections.search import refresh_visit
from regions.models import Site
from tests.factories import make_issue, make_site, make_unit, make_visit
from tests.page_forms import page_form
from tests.reading import client_of, page_of


@pytest.fixture
def plant(khon_kaen):
    return make_site(
        name="โรงงานแป้งมัน",
        provinces=[khon_kaen],
        number_old="เก่ามาก",
        number_new="10460000125231",
        district="ไม่อยู่ในรายการ",
    )


def url_of(site) -> str:
    return f"/sites/{site.pk}/edit/"


def opened(client, site):
    return page_form(client.get(url_of(site)), having="site-name")


@pytest.mark.parametrize(
    "who", ["inspector", "assistant", "officer", "head", "manager"]
)
def test_those_of_the_place_change_it(who, plant, kalasin, request):
    """What is odd but stood there before isn't asked about again."""
    user = request.getfixturevalue(who)
    client = client_of(user)
    data = opened(client, plant) | {"site-note": ["ขยายโรงงาน"]}

    answer = client.post(url_of(plant), data)

    assert answer.headers["Location"] == plant.get_absolute_url()
    plant.refresh_from_db()
    assert (plant.note, plant.version) == ("ขยายโรงงาน", 2)
    entry = Entry.objects.about(plant).get()
    assert (entry.step, entry.by) == ("edit", user)
    assert entry.changes == [["note", "", "ขยายโรงงาน"]]
    assert url_of(plant) in page_of(user, plant.get_absolute_url())
    assert "ขยายโรงงาน" in page_of(user, f"{plant.get_absolute_url()}history/")


@pytest.mark.parametrize("who", ["stranger", "neighbour", "nobody"])
def test_others_do_not(who, plant, request):
    user = request.getfixturevalue(who)
    client = client_of(user)

    assert client.get(url_of(plant)).status_code == 404
    assert client.post(url_of(plant)).status_code == 404
    assert url_of(plant) not in page_of(user, plant.get_absolute_url())


def test_one_may_not_give_away_ones_last_province(officer, plant, songkhla):
    client = client_of(officer)
    data = opened(client, plant) | {"site-provinces": [str(songkhla.pk)]}

    answer = client.post(url_of(plant), data)

    assert "provinces" in answer.context["page"].form.errors


def test_two_at_once_lose_nothing_and_are_asked_where_both_wrote(
    inspector, officer, plant, kalasin
):
    Site.objects.update(district="")
    first, second = client_of(inspector), client_of(officer)
    one, other, third = (opened(c, plant) for c in (first, second, second))
    both = [*one["site-provinces"], str(kalasin.pk)]
    one |= {"site-provinces": both, "site-area_wa": ["3-2-50"], "site-note": ["หนึ่ง"]}

    assert first.post(url_of(plant), one).status_code == 302
    kept = second.post(url_of(plant), other | {"site-factory_type": ["3(1)"]})
    asked = second.post(url_of(plant), third | {"site-note": ["สอง"]})

    assert (kept.status_code, asked.status_code) == (302, 409)
    plant.refresh_from_db()
    assert (plant.area_wa, plant.factory_type, plant.note) == (1450, "3(1)", "หนึ่ง")
    assert plant.provinces.count() == 2
    assert "หนึ่ง" in unescape(asked.content.decode())
    assert page_form(asked, having="site-name")["site-note"] == ["สอง"]
    history = Entry.objects.about(plant).first().changes
    assert ["provinces", "ขอนแก่น", "กาฬสินธุ์, ขอนแก่น"] in history


def test_what_is_typed_and_not_saved_is_kept_for_its_writer(inspector, officer, plant):
    client = client_of(inspector)
    data = opened(client, plant) | {"site-note": ["ยังไม่เสร็จ"]}

    client.post(url_of(plant), data | {"keep_draft": ["1"]})

    assert opened(client, plant)["site-note"] == ["ยังไม่เสร็จ"]
    assert "ยังไม่เสร็จ" not in page_of(officer, url_of(plant))


def test_a_number_of_another_is_refused(officer, plant):
    make_site(number_new="10400000125231")
    client = client_of(officer)
    data = opened(client, plant) | {"site-number_new": ["10400000125231"]}

    answer = client.post(url_of(plant), data)

    assert "number_new" in answer.context["page"].form.errors


def test_visits_and_issues_are_found_by_its_new_name(
    officer, plant, khon_kaen, khon_kaen_office
):
    visit = make_visit()
    make_unit(visit, site=plant, provinces=[khon_kaen])
    refresh_visit(visit)
    issue = make_issue(office=khon_kaen_office, site=plant)
    client = client_of(officer)

    client.post(url_of(plant), opened(client, plant) | {"site-name": ["โรงงานชื่อใหม่"]})

    for document in (visit, issue):
        document.refresh_from_db()
        assert "โรงงานชื่อใหม่" in document.search_text


def test_a_merged_one_leads_on_and_what_was_typed_meanwhile_is_kept(officer, plant):
    client = client_of(officer)
    data = opened(client, plant) | {"site-note": ["พิมพ์ระหว่างนั้น"]}
    Site.objects.filter(pk=plant.pk).update(merged_into=make_site(), version=2)

    answer = client.post(url_of(plant), data)

    assert answer.status_code == 409
    assert page_form(answer, having="site-name")["site-note"] == ["พิมพ์ระหว่างนั้น"]
    onward = client.get(url_of(plant))
    assert onward.headers["Location"] == plant.get_absolute_url()
