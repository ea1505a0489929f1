"""Changing an entry of the directory: by whom, merged, told in history."""

from html import unescape

import pytest

from audit.models import Entry
from networks.models import NetworkKind, Reach
from tests.factories import make_network
from tests.page_forms import page_form, row_of
from tests.reading import client_of, page_of


@pytest.fixture
def chamber(khon_kaen):
    network = make_network(
        name="หอการค้าจังหวัดขอนแก่น", kind=NetworkKind.CHAMBER, province=khon_kaen
    )
    network.aliases.create(name="หอฯ ขอนแก่น")
    network.contacts.create(first_name="ชาญ", phone="043-1")
    return network


def url_of(network) -> str:
    return f"/networks/{network.pk}/edit/"


def opened(client, network):
    return page_form(client.get(url_of(network)), having="network-name")


@pytest.mark.parametrize(
    "who", ["inspector", "assistant", "officer", "head", "manager"]
)
def test_those_of_the_place_change_it(who, chamber, request):
    user = request.getfixturevalue(who)
    client = client_of(user)
    data = opened(client, chamber) | {"network-note": ["ย้ายที่ทำการ"]}
    data["contacts-0-phone"] = ["043-2"]
    data["aliases-0-DELETE"] = ["on"]
    row_of(data, "aliases", name="หอการค้าฯ")

    answer = client.post(url_of(chamber), data)

    assert answer.headers["Location"] == chamber.get_absolute_url()
    chamber.refresh_from_db()
    assert (chamber.note, chamber.version) == ("ย้ายที่ทำการ", 2)
    assert chamber.contacts.get().phone == "043-2"
    assert [alias.name for alias in chamber.aliases.all()] == ["หอการค้าฯ"]
    entry = Entry.objects.about(chamber).get()
    assert (entry.step, entry.by) == ("edit", user)
    assert [["contacts", "ชาญ", "phone"], "043-1", "043-2"] in entry.changes


@pytest.mark.parametrize("who", ["stranger", "neighbour", "nobody"])
def test_others_do_not_and_do_not_see_whom_to_call(who, chamber, request):
    client = client_of(request.getfixturevalue(who))

    assert client.get(url_of(chamber)).status_code == 404
    assert client.post(url_of(chamber)).status_code == 404
    page = page_of(request.getfixturevalue(who), chamber.get_absolute_url())
    assert url_of(chamber) not in page


@pytest.mark.parametrize(("who", "status"), [("inspector", 404), ("manager", 200)])
def test_one_of_several_provinces_is_a_managers(who, status, request, db):
    network = make_network(reach=Reach.REGIONAL)

    client = client_of(request.getfixturevalue(who))

    assert client.get(url_of(network)).status_code == status


def test_two_at_once_lose_nothing(inspector, officer, chamber):
    first, second = client_of(inspector), client_of(officer)
    one, other = opened(first, chamber), opened(second, chamber)
    row_of(one, "contacts", first_name="บุญ")
    other |= {"network-note": ["เปิดทุกวัน"], "contacts-0-phone": ["043-9"]}

    answers = [first.post(url_of(chamber), one), second.post(url_of(chamber), other)]

    assert [answer.status_code for answer in answers] == [302, 302]
    chamber.refresh_from_db()
    assert chamber.note == "เปิดทุกวัน"
    people = chamber.contacts.order_by("pk").values_list("first_name", "phone")
    assert [*people] == [("ชาญ", "043-9"), ("บุญ", "")]


def test_two_who_change_the_same_are_asked(inspector, officer, chamber):
    first, second = client_of(inspector), client_of(officer)
    one, other = opened(first, chamber), opened(second, chamber)
    first.post(url_of(chamber), one | {"network-note": ["ของหนึ่ง"]})

    answer = second.post(url_of(chamber), other | {"network-note": ["ของสอง"]})

    assert answer.status_code == 409
    page = unescape(answer.content.decode())
    assert "ของหนึ่ง" in page
    assert page_form(answer, having="network-name")["network-note"] == ["ของสอง"]
    chamber.refresh_from_db()
    assert chamber.note == "ของหนึ่ง"


def test_what_is_typed_and_not_saved_is_kept_for_its_writer(
    inspector, officer, chamber
):
    client = client_of(inspector)
    data = opened(client, chamber) | {"network-note": ["ยังไม่เสร็จ"]}

    kept = client.post(url_of(chamber), data | {"keep_draft": ["1"]})

    assert kept.status_code == 200
    again = client.get(url_of(chamber))
    assert page_form(again, having="network-name")["network-note"] == ["ยังไม่เสร็จ"]
    assert "ยังไม่เสร็จ" not in page_of(officer, url_of(chamber))


def test_no_circle_of_branches(manager, chamber):
    above = make_network(reach=Reach.NATIONAL)
    chamber.parent = above
    chamber.save()
    client = client_of(manager)

    answers = [
        client.post(
            url_of(above), opened(client, above) | {"network-parent": [str(key)]}
        )
        for key in (chamber.pk, above.pk)
    ]

    assert [answer.status_code for answer in answers] == [422, 422]
    assert all("parent" in a.context["page"].general.errors for a in answers)


def test_no_other_name_twice(inspector, chamber):
    client = client_of(inspector)
    data = opened(client, chamber)
    number = row_of(data, "aliases", name="หอฯ  ขอนแก่น")

    answer = client.post(url_of(chamber), data)

    assert answer.status_code == 422
    rows = answer.context["page"].sets["aliases"].forms
    assert "name" in rows[number].errors


def test_a_wrong_address_for_mails_is_said_beside_it(inspector, chamber):
    client = client_of(inspector)
    data = opened(client, chamber) | {"contacts-0-email": ["ไม่ใช่"]}

    answer = client.post(url_of(chamber), data)

    assert answer.status_code == 422
    assert "email" in answer.context["page"].sets["contacts"].forms[0].errors


def test_a_row_can_be_added_without_script(inspector, chamber):
    client = client_of(inspector)
    data = opened(client, chamber) | {"add": ["contacts"], "network-note": ["พิมพ์ไว้"]}

    answer = client.post(url_of(chamber), data)

    again = page_form(answer, having="network-name")
    assert answer.status_code == 200
    assert again["contacts-TOTAL_FORMS"] == ["2"]
    assert again["network-note"] == ["พิมพ์ไว้"]


def test_the_list_finds_it_by_its_other_names(nobody, chamber):
    make_network()

    found = client_of(nobody).get("/networks/", {"q": "หอฯ"}).context["listing"].page

    assert found.keys == [chamber.pk]
