"""Entering a network: who may, what is refused, what is known already."""

from html import unescape

import pytest
from django.utils import translation

from audit.models import Entry
from inspections.history import told
from networks.models import Network, NetworkKind, Reach
from tests.factories import make_network
from tests.page_forms import page_form, row_of
from tests.reading import client_of, page_of

NEW = "/networks/new/"
WRITERS = ["inspector", "assistant", "officer", "head", "manager"]


def typed(client, province, **fields):
    """A new chamber of the province, as a browser would send it."""
    data = page_form(client.get(NEW), having="network-name") | {
        "network-kind": ["chamber"],
        "network-name": ["หอการค้าจังหวัดขอนแก่น"],
        "network-reach": ["provincial"],
        "network-province": [str(province.pk) if province else ""],
    }
    return data | {f"network-{name}": [value] for name, value in fields.items()}


def text_of(response) -> str:
    return unescape(response.content.decode())


@pytest.mark.parametrize("who", WRITERS)
def test_those_of_the_place_enter_one_with_its_names_and_people(
    who, khon_kaen, request
):
    user = request.getfixturevalue(who)
    client = client_of(user)
    data = typed(client, khon_kaen, note="ประชุมทุกเดือน")
    row_of(data, "aliases", name="หอฯ ขอนแก่น")
    row_of(data, "contacts", title="นาย", first_name="ชาญ", phone="๐๔๓-๑", email="")

    response = client.post(NEW, data)

    made = Network.objects.get()
    assert response.headers["Location"] == made.get_absolute_url()
    assert (made.kind, made.province, made.reach) == (
        NetworkKind.CHAMBER,
        khon_kaen,
        Reach.PROVINCIAL,
    )
    assert [alias.name for alias in made.aliases.all()] == ["หอฯ ขอนแก่น"]
    assert str(made.contacts.get()) == "นายชาญ"
    entry = Entry.objects.about(made).get()
    assert (entry.step, entry.by) == ("enter", user)
    with translation.override("en"):
        [words] = told([entry])
    assert words.act == "Entered in the directory"
    assert {change.place.partition(" – ")[0] for change in words.changes} == {
        "",
        "Other names",
        "Contacts",
    }


@pytest.mark.parametrize("who", ["nobody", "anonymous"])
def test_nobody_else_enters_one(who, request, client):
    if who == "nobody":
        client = client_of(request.getfixturevalue(who))

    assert client.get(NEW).status_code == (404 if who == "nobody" else 302)


@pytest.mark.parametrize("who", ["inspector", "assistant", "officer"])
def test_the_place_must_be_ones_own(who, khon_kaen, songkhla, request):
    client = client_of(request.getfixturevalue(who))

    refused = [
        client.post(NEW, typed(client, songkhla)),
        client.post(NEW, typed(client, None, reach="regional")),
    ]

    assert [answer.status_code for answer in refused] == [422, 422]
    assert "Choose the province." in text_of(refused[1])
    assert not Network.objects.exists()


def test_managers_enter_one_of_several_provinces(manager):
    client = client_of(manager)

    answer = client.post(NEW, typed(client, None, reach="regional"))

    assert answer.status_code == 302
    assert Network.objects.get().province is None


def test_a_missing_name_keeps_all_that_was_typed(inspector, khon_kaen):
    client = client_of(inspector)
    data = typed(client, khon_kaen, name="", note="ประชุมทุกเดือน")
    row_of(data, "contacts", first_name="ชาญ")

    answer = client.post(NEW, data)

    assert answer.status_code == 422
    assert "Write the name of the network." in text_of(answer)
    again = page_form(answer, having="network-name")
    assert again["network-note"] == ["ประชุมทุกเดือน"]
    assert again["contacts-0-first_name"] == ["ชาญ"]


def test_a_second_chapter_of_a_province_is_refused_beside_it(inspector, khon_kaen):
    make_network(kind="chamber", name="หอฯ", province=khon_kaen)
    client = client_of(inspector)

    answer = client.post(NEW, typed(client, khon_kaen))

    assert answer.status_code == 422
    assert list(answer.context["page"].general.errors) == ["province"]
    assert "This province has its network of this kind." in text_of(answer)
    assert client.post(NEW, typed(client, khon_kaen, reach="local")).status_code == 302


def test_a_provincial_one_needs_its_province(manager):
    client = client_of(manager)

    answer = client.post(NEW, typed(client, None))

    assert answer.status_code == 422
    assert "province" in answer.context["page"].general.errors


def test_the_very_name_again_is_refused_with_the_way_to_the_known_one(
    inspector, khon_kaen
):
    known = make_network(
        kind="university", name="มข.", province=khon_kaen, reach=Reach.LOCAL
    )
    client = client_of(inspector)
    data = typed(client, khon_kaen, kind="university", name="มข.", reach="local")

    answer = client.post(NEW, data | {"another": ["on"]})

    assert answer.status_code == 422
    assert "name" in answer.context["page"].general.errors
    assert known.get_absolute_url() in text_of(answer)


def test_a_name_known_as_an_alias_is_asked_about_before_it_is_made_twice(
    inspector, khon_kaen, kalasin
):
    known = make_network(
        kind="university", name="มหาวิทยาลัย", province=khon_kaen, reach=Reach.LOCAL
    )
    known.aliases.create(name="มข. ๑")
    client = client_of(inspector)
    names = {"kind": "university", "name": "มข. 1", "reach": "local"}
    data = typed(client, khon_kaen, **names)

    asked = client.post(NEW, data)

    assert asked.status_code == 422
    assert known.get_absolute_url() in text_of(asked)
    assert Network.objects.count() == 1
    again = page_form(asked, having="network-name") | {"another": ["on"]}
    assert client.post(NEW, again).status_code == 302
    # Elsewhere it is another body.
    assert client.post(NEW, typed(client, kalasin, **names)).status_code == 302
    assert Network.objects.count() == 3


def test_its_other_name_may_be_known_already_too(inspector, khon_kaen):
    known = make_network(
        kind="other", name="ชมรม ก", province=khon_kaen, reach=Reach.LOCAL
    )
    client = client_of(inspector)
    data = typed(client, khon_kaen, kind="other", name="ชมรม ข", reach="local")
    row_of(data, "aliases", name="ชมรม  ก")

    answer = client.post(NEW, data)

    assert answer.status_code == 422
    assert known.get_absolute_url() in text_of(answer)


def test_one_press_enters_one(inspector, khon_kaen):
    client = client_of(inspector)
    data = typed(client, khon_kaen)

    first, second = client.post(NEW, data), client.post(NEW, data)

    assert first.headers["Location"] == second.headers["Location"]
    assert Network.objects.count() == 1


def test_the_list_leads_here_who_may(inspector, nobody):
    assert NEW in page_of(inspector, "/networks/")
    assert NEW not in page_of(nobody, "/networks/")


@pytest.mark.parametrize("count", [1, 12])
def test_costs_the_same_whatever_is_offered(
    count, inspector, khon_kaen, django_assert_num_queries
):
    for _number in range(count):
        make_network(province=khon_kaen)
    client = client_of(inspector)
    client.get(NEW)

    # session, user, draft, others' drafts, scope, provinces, parents, of those the
    # one named already, offices
    with django_assert_num_queries(8):
        client.get(NEW)
