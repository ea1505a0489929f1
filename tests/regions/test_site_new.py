"""Entering a site: who may, what is refused, what is asked, what is known already."""

from decimal import Decimal
from html import unescape

import pytest
from django.utils import translation

from audit.models import Entry
from inspections.history import told
from regions.models import Site
from tests.factories import make_site
from tests.page_forms import page_form
from tests.reading import client_of, page_of

NEW = "/sites/new/"
WRITERS = ["inspector", "assistant", "officer", "head", "manager"]
NUMBER = "10400000125231"


def typed(client, *provinces, **fields):
    """A new factory in the provinces, as a browser would send it."""
    data = page_form(client.get(NEW), having="site-name") | {
        "site-kind": ["factory"],
        "site-name": ["บริษัท แป้งมันชุมแพ จำกัด"],
        "site-provinces": [str(province.pk) for province in provinces],
    }
    return data | {f"site-{name}": [value] for name, value in fields.items()}


def text_of(response) -> str:
    return unescape(response.content.decode())


def form_of(response):
    return response.context["page"].form


@pytest.mark.parametrize("who", WRITERS)
def test_those_of_the_place_enter_one(who, khon_kaen, kalasin, request):
    user = request.getfixturevalue(who)
    client = client_of(user)
    facts = {
        "number_new": "๑-๐๔๐๐ 00012523-1",
        "number_old": "๓ – 64(6)-45 /17",
        "factory_class": "3",
        "concession_no": "๒๘๖๐๘ / 15360",
        "area_wa": "๓ ไร่ ๒ งาน ๕๐ ตร.ว.",
        "district": "อ.ชุมแพ",
        "subdistrict": "ต. โนนหัน",
        "latitude": "16.54321098",
        "longitude": "102.0999999",
    }

    response = client.post(NEW, typed(client, khon_kaen, kalasin, **facts))

    made = Site.objects.get()
    assert response.headers["Location"] == made.get_absolute_url()
    assert made.numbers == [NUMBER, "3-64(6)-45/17", "28608/15360"]
    assert made.area_wa == Decimal(1450)
    assert (made.district, made.subdistrict) == ("ชุมแพ", "โนนหัน")
    assert (made.latitude, made.longitude) == (Decimal("16.543211"), Decimal("102.1"))
    assert {*made.provinces.all()} == {khon_kaen, kalasin}
    entry = Entry.objects.about(made).get()
    assert (entry.step, entry.by) == ("enter", user)
    with translation.override("en"):
        [words] = told([entry])
    assert words.act == "Entered in the register"
    changes = {change.field: change.after for change in words.changes}
    assert changes["area"] == "1,450 square wa"
    assert changes["provinces"] == "กาฬสินธุ์, ขอนแก่น"


@pytest.mark.parametrize("who", ["nobody"])
def test_who_is_assigned_to_nothing_does_not(who, request):
    client = client_of(request.getfixturevalue(who))

    assert (client.get(NEW).status_code, client.post(NEW).status_code) == (404, 404)
    assert NEW not in page_of(request.getfixturevalue(who), "/sites/")


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"name": " "}, "name"),
        ({"kind": ""}, "kind"),
        ({"number_new": "1040000012523"}, "number_new"),
        ({"number_new": "104000001252311"}, "number_new"),
        ({"number_new": "1040000012523ก"}, "number_new"),
        ({"number_old": "9" * 41}, "number_old"),
        ({"area_wa": "3 ไร่ 4 งาน"}, "area_wa"),
        ({"area_wa": "100001 ไร่"}, "area_wa"),
        ({"area_wa": "-1"}, "area_wa"),
        ({"area_wa": "100000-0-1"}, "area_wa"),
        ({"area_wa": "3-2-50.125"}, "area_wa"),
        ({"area_wa": "สามไร่"}, "area_wa"),
        ({"latitude": "16.5"}, "longitude"),
        ({"latitude": "21.1", "longitude": "102"}, "latitude"),
        ({"latitude": "16.5", "longitude": "ตะวันออก"}, "longitude"),
        ({"note": "a\0b"}, "note"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(fields, field, officer, khon_kaen):
    client = client_of(officer)

    response = client.post(NEW, typed(client, khon_kaen, **fields))

    assert response.status_code == 422
    assert [*form_of(response).errors] == [field]
    again = page_form(response, having="site-name")
    for name, value in fields.items():
        assert again[f"site-{name}"] == [value]
    assert not Site.objects.exists()


@pytest.mark.parametrize(
    ("area", "wa"),
    [
        ("0", 0),
        ("๑๐๐,๐๐๐", 40_000_000),
        ("99999-3-99.99", "39999999.99"),
        ("3.5", 1400),
    ],
)
def test_an_area_is_kept_exactly_in_square_wa(area, wa, officer, khon_kaen):
    client = client_of(officer)

    client.post(NEW, typed(client, khon_kaen, area_wa=area))

    site = Site.objects.get()
    assert site.area_wa == Decimal(wa)
    url = f"/sites/{site.pk}/edit/"
    again = page_form(client.get(url), having="site-name")
    client.post(url, again)
    site.refresh_from_db()
    assert site.area_wa == Decimal(wa)


def test_an_area_out_of_range_is_told_its_bounds_in_rai(officer, khon_kaen):
    client = client_of(officer)

    response = client.post(NEW, typed(client, khon_kaen, area_wa="100001"))

    assert "0 rai to 100,000 rai" in str(form_of(response).errors["area_wa"])


def test_one_of_the_provinces_is_ones_own(officer, khon_kaen, songkhla):
    client = client_of(officer)
    # Its own one is ticked beforehand; another one may be added.
    opened = page_form(client.get(NEW), having="site-name")
    assert opened["site-provinces"] == [str(khon_kaen.pk)]

    for provinces in ([], [songkhla]):
        data = typed(client, *provinces)
        response = client.post(NEW, data)
        assert "provinces" in form_of(response).errors

    assert client.post(NEW, typed(client, khon_kaen, songkhla)).status_code == 302


ODD = {
    "of another province": ({"number_new": "10460000125231"}, "number_new"),
    "unusual old number": ({"number_old": "ทะเบียนเก่า"}, "number_old"),
    "unusual concession": ({"concession_no": "1/2"}, "concession_no"),
    "unknown district": ({"district": "ชุมแภ"}, "district"),
    "unknown sub-district": (
        {"district": "ชุมแพ", "subdistrict": "ไม่มี"},
        "subdistrict",
    ),
    "of another district": (
        {"district": "ชุมแพ", "subdistrict": "น้ำพอง"},
        "subdistrict",
    ),
    "point elsewhere": ({"latitude": "7.19", "longitude": "100.6"}, "longitude"),
}


@pytest.mark.parametrize("case", ODD)
def test_what_is_odd_is_asked_once_and_may_be_confirmed(case, officer, khon_kaen):
    fields, field = ODD[case]
    client = client_of(officer)

    asked = client.post(NEW, typed(client, khon_kaen, **fields))

    assert asked.status_code == 422
    form = form_of(asked)
    assert [*form.asked] == [field]
    assert [*form.errors] == ["__all__"]
    assert not Site.objects.exists()
    question = form.asked[field]
    # The summary leads to the box that answers it.
    assert f'href="#{question.target}"' in asked.content.decode()
    assert f'id="{question.target}"' in asked.content.decode()
    again = page_form(asked, having="site-name")
    assert client.post(NEW, again | {question.name: ["no"]}).status_code == 422
    confirmed = again | {question.name: [question.said]}
    assert client.post(NEW, confirmed).status_code == 302


def test_an_answer_counts_for_just_what_was_asked(officer, khon_kaen):
    client = client_of(officer)
    asked = client.post(NEW, typed(client, khon_kaen, number_old="เก่า 1"))
    question = form_of(asked).asked["number_old"]
    again = page_form(asked, having="site-name") | {question.name: [question.said]}

    response = client.post(NEW, again | {"site-number_old": ["เก่า 2"]})

    assert response.status_code == 422
    assert not form_of(response).asked["number_old"].is_confirmed


def test_a_misspelt_district_is_told_the_nearest(officer, khon_kaen):
    client = client_of(officer)

    response = client.post(NEW, typed(client, khon_kaen, district="ชุมแภ"))

    assert "ชุมแพ" in form_of(response).asked["district"].texts[0]


@pytest.mark.parametrize("written", ["เมือง", "อ.เมือง", "อำเภอเมืองขอนแก่น"])
def test_a_district_is_kept_as_the_list_has_it(written, officer, khon_kaen):
    client = client_of(officer)

    client.post(NEW, typed(client, khon_kaen, district=written))

    assert Site.objects.get().district == "เมืองขอนแก่น"


def test_districts_of_the_provinces_chosen_are_suggested_without_script(
    manager, khon_kaen, kalasin
):
    client = client_of(manager)
    data = typed(client, khon_kaen, district="ชุมแพ", note="พิมพ์ไว้")
    assert "<option" not in datalists(client.get(NEW))

    response = client.post(NEW, data | {"suggest": ["on"]})

    assert response.status_code == 200
    assert page_form(response, having="site-name")["site-note"] == ["พิมพ์ไว้"]
    shown = datalists(response)
    assert 'value="ภูผาม่าน"' in shown
    assert 'value="โนนหัน"' in shown
    assert "ยางตลาด" not in shown  # Kalasin's
    assert not Site.objects.exists()


def datalists(response) -> str:
    pages = response.content.decode().split("<datalist")[1:]
    return " ".join(page.partition("</datalist>")[0] for page in pages)


@pytest.mark.parametrize(
    ("known", "fields"),
    [
        ({"number_old": "3-64(6)-45/17"}, {"number_old": "๓-๖๔(๖)-๔๕/๑๗"}),
        ({"number_old": "3-106-26/36กส"}, {"number_old": "จ3-106-26/36กส"}),
        ({"number_old": "น.3-106-26/36กส"}, {"number_old": "3 – 106-26 /36กส"}),
        ({"concession_no": "28608/15360"}, {"concession_no": "28608 / 15360"}),
        ({"name": "แป้งมัน  ชุมแพ"}, {}),
        ({"name": "หจก.แป้งมันชุมแพ"}, {}),
        ({"name": "หจก.แป้งมันชุมแพ (สาขา 3)"}, {}),
        ({"name": "แป้งมันชุมแพ"}, {"name": "บริษัทแป้งมันชุมแพจำกัด (สาขา ๒)"}),
        ({"name": "แป้งมัน ๒ (สาขา 1)"}, {"name": "แป้งมัน 2 (สาขา ๒)"}),
    ],
)
def test_a_likely_same_one_is_shown_before_a_new_one_is_stored(
    known, fields, officer, khon_kaen
):
    site = make_site(provinces=[khon_kaen], **known)
    client = client_of(officer)

    asked = client.post(NEW, typed(client, khon_kaen, **fields))

    assert asked.status_code == 422
    assert asked.context["page"].known == [site]
    again = page_form(asked, having="site-name")
    it_is = client.post(NEW, again | {"same": [str(site.pk)]})
    assert it_is.headers["Location"] == site.get_absolute_url()
    assert Site.objects.count() == 1
    another = again | {"another": ["on"]}
    assert client.post(NEW, another).status_code == 302
    assert Site.objects.count() == 2


def test_the_same_name_elsewhere_is_another_site(officer, khon_kaen, songkhla):
    make_site(name="แป้งมันชุมแพ", provinces=[songkhla])
    client = client_of(officer)

    assert client.post(NEW, typed(client, khon_kaen)).status_code == 302


def test_brackets_that_name_no_branch_tell_sites_apart(officer, khon_kaen):
    make_site(name="โรงงานแป้งมันชุมแพ(เตาเผา)", provinces=[khon_kaen])
    client = client_of(officer)

    assert client.post(NEW, typed(client, khon_kaen)).status_code == 302


def test_a_new_number_is_only_once_in_the_register(officer, khon_kaen, songkhla):
    known = make_site(name="เดิม", provinces=[songkhla], number_new=NUMBER)
    client = client_of(officer)
    data = typed(client, khon_kaen, number_new="1-0400-00012523-1")

    response = client.post(NEW, data | {"another": ["on"]})

    assert response.status_code == 422
    assert "number_new" in form_of(response).errors
    assert known.get_absolute_url() in text_of(response)


def test_one_press_enters_one(officer, khon_kaen):
    client = client_of(officer)
    data = typed(client, khon_kaen)

    first, second = client.post(NEW, data), client.post(NEW, data)

    assert first.headers["Location"] == second.headers["Location"]
    assert Site.objects.count() == 1


@pytest.mark.parametrize("count", [1, 12])
def test_costs_the_same_whatever_is_known(
    count, officer, khon_kaen, django_assert_num_queries
):
    for _number in range(count):
        make_site(provinces=[khon_kaen])
    client = client_of(officer)
    client.get(NEW)

    # session, user, draft, others' drafts, scope, own provinces, all, their zones
    with django_assert_num_queries(8):
        page = client.get(NEW)
    assert len(page.content) < 60_000
