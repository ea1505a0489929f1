"""The forms of networks, meetings and sites store what they show, and nothing more.

As in `test_mass_assignment`, from which the means come.
"""

from collections.abc import Iterator

import pytest
from django.urls import reverse

from inspections.models import FollowUp
from networks.models import Contact, Meeting, Network
from regions.models import Site
from tests.page_forms import row_of
from tests.rows import all_rows, changed_tables
from tests.test_mass_assignment import assert_nothing_more, filled, junk
from tests.world import World, built_world

NETWORK = ["", "network-", "aliases-0-", "aliases-1-", "contacts-0-", "contacts-1-"]
SITE = ["", "site-"]
MEETING = ["", "meeting-", "parties-0-", "parties-1-", "promises-0-", "promises-1-"]


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> Iterator[World]:
    with built_world(django_db_blocker) as built:
        yield built


def address(world: World, name: str, kind: str, label: str) -> str:
    return reverse(f"networks:{name}", args=world.objects[kind][label])


def network_of(world: World, place: str) -> Network:
    return Network.objects.get(pk=world.objects["network"][place][0])


def meeting_of(world: World, label: str) -> Meeting:
    return Meeting.objects.get(pk=world.objects["meeting"][label][0])


@pytest.mark.parametrize("role", ["officer", "inspector"])
def test_a_changed_network_stores_only_what_its_page_shows(world, db, role):
    client = world.client(role)
    url = address(world, "network_edit", "network", "here")
    form, shown = filled(client, url, "network-name")
    form["network-note"] = form["contacts-0-phone"] = ["changed"]
    form["aliases-0-name"] = ["changed"]

    assert_nothing_more(client, url, form, junk({*shown, "another"}, NETWORK))


@pytest.mark.parametrize("role", ["officer", "inspector"])
def test_a_new_network_stores_only_what_its_page_shows(world, db, role):
    client = world.client(role)
    url = reverse("networks:network_new")
    form, shown = filled(client, url, "network-name")
    form |= {
        "network-kind": ["university"],
        "network-name": ["มหาวิทยาลัยขอนแก่น"],
        "network-reach": ["local"],
        "network-province": [str(network_of(world, "here").province_id)],
    }

    assert_nothing_more(client, url, form, junk({*shown, "another"}, NETWORK))


@pytest.mark.parametrize("role", ["officer", "inspector"])
def test_a_changed_meeting_stores_only_what_its_page_shows(world, db, role):
    client = world.client(role)
    url = address(world, "meeting_edit", "meeting", "alone here")
    form, shown = filled(client, url, "meeting-held_on")
    form["meeting-summary"] = form["promises-0-text"] = ["changed"]

    assert_nothing_more(client, url, form, junk(shown, MEETING))


@pytest.mark.parametrize("role", ["officer", "inspector"])
def test_a_new_meeting_stores_only_what_its_page_shows(world, db, role):
    client = world.client(role)
    url = reverse("networks:meeting_new")
    form, shown = filled(client, url, "meeting-held_on")
    here = network_of(world, "here")
    form |= {
        "meeting-held_on": ["2/3/2566"],
        "meeting-province": [str(here.province_id)],
        "parties-0-network": [str(here.pk)],
    }
    row_of(form, "promises", network=str(here.pk), text="จะทำ")
    row = ("id", "base", "network", "text", "due_on", "DELETE")
    shown |= {f"promises-0-{name}" for name in row}

    assert_nothing_more(client, url, form, junk(shown, MEETING))


def test_issuing_promises_issues_these_and_nothing_else(world, db):
    client = world.client("inspector")
    url = address(world, "meeting_promises", "meeting", "alone here")

    assert_nothing_more(client, url, {}, junk({"version"}, ["", "promises-0-"]))


# --- Rows and choices of others -------------------------------------------------------


def test_a_contact_of_another_network_is_not_reached_by_its_number(world, db):
    client = world.client("officer")
    url = address(world, "network_edit", "network", "here")
    form, _shown = filled(client, url, "network-name")
    theirs = Contact.objects.get(network=network_of(world, "elsewhere"))
    before = Contact.objects.filter(pk=theirs.pk).values().get()

    for extra in ({"DELETE": ["on"]}, {"phone": ["changed"]}):
        sent = {f"contacts-0-{name}": value for name, value in extra.items()}
        client.post(url, {**form, "contacts-0-id": [str(theirs.pk)], **sent})

    assert Contact.objects.filter(pk=theirs.pk).values().get() == before


def test_a_promise_of_another_meeting_is_not_reached_by_its_number(world, db):
    client = world.client("officer")
    url = address(world, "meeting_edit", "meeting", "alone here")
    form, _shown = filled(client, url, "meeting-held_on")
    theirs = FollowUp.objects.get(
        meeting=meeting_of(world, "alone elsewhere"), state="draft"
    )
    before = FollowUp.objects.filter(pk=theirs.pk).values().get()

    for extra in ({"DELETE": ["on"]}, {"text": ["changed"]}):
        sent = {f"promises-0-{name}": value for name, value in extra.items()}
        client.post(url, {**form, "promises-0-id": [str(theirs.pk)], **sent})

    assert FollowUp.objects.filter(pk=theirs.pk).values().get() == before


@pytest.mark.parametrize(
    ("name", "kind", "label", "having", "field"),
    [
        ("network_edit", "network", "here", "network-name", "network-province"),
        (
            "meeting_edit",
            "meeting",
            "alone here",
            "meeting-held_on",
            "meeting-province",
        ),
    ],
)
def test_neither_moves_to_a_place_that_is_not_ones_own(
    world, db, name, kind, label, having, field
):
    client = world.client("officer")
    url = address(world, name, kind, label)
    form, _shown = filled(client, url, having)
    elsewhere = str(network_of(world, "elsewhere").province_id)
    before = all_rows()

    answer = client.post(url, {**form, field: [elsewhere]})

    assert answer.status_code == 422
    # What was typed is kept for its writer, nothing else is.
    assert changed_tables(before, all_rows()) <= {"audit_draft", "audit.Draft"}


@pytest.mark.parametrize("role", ["officer", "inspector"])
def test_a_changed_site_stores_only_what_its_page_shows(world, db, role):
    client = world.client(role)
    url = reverse("regions:site_edit", args=world.objects["site"]["here"])
    form, shown = filled(client, url, "site-name")
    form["site-note"] = ["changed"]

    assert_nothing_more(client, url, form, junk({*shown, "another", "same"}, SITE))


@pytest.mark.parametrize("role", ["officer", "inspector"])
def test_a_new_site_stores_only_what_its_page_shows(world, db, role):
    client = world.client(role)
    url = reverse("regions:site_new")
    here = Site.objects.get(pk=world.objects["site"]["here"][0])
    form, shown = filled(client, url, "site-name")
    form |= {
        "site-kind": ["mine"],
        "site-name": ["เหมืองหินใหม่"],
        "site-provinces": [str(province.pk) for province in here.provinces.all()],
    }

    assert_nothing_more(client, url, form, junk({*shown, "another", "same"}, SITE))


def test_a_merge_moves_only_what_its_page_says(world, db):
    client = world.client("manager")
    goes, stays = (world.objects["site"][place][0] for place in ("here", "elsewhere"))
    url = reverse("regions:site_merge", args=[goes])
    form, shown = filled(client, f"{url}?into={stays}", "into")

    assert_nothing_more(client, url, form, junk(shown, SITE))
