"""Text that no browser sends by itself is refused, never a failure of ours."""

import pytest
from django.test import Client

from audit.models import Entry
from tests.factories import make_visit

PAGES = ["/visits/{}/", "/follow-ups/{}/", "/provinces/{}/", "/visits/{}/history/"]
LISTS = ["/visits/", "/follow-ups/", "/provinces/", "/networks/", "/sites/"]
LONG = "a" * 9000


@pytest.fixture
def reader(manager):
    client = Client(raise_request_exception=False)
    client.force_login(manager)
    return client


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("text", ["%00", "V-2566-00001%00", "%ff", "%ed%a0%80", LONG])
def test_an_address_with_it_is_not_found(reader, address, text):
    assert reader.get(address.format(text)).status_code in {400, 404}


@pytest.mark.parametrize("address", LISTS)
@pytest.mark.parametrize("text", ["%00", "%ff", "%ed%a0%80", "%F0%9F%98%80", LONG])
@pytest.mark.parametrize("name", ["q", "sort", "page", "after", "round", "zone"])
def test_a_list_asked_with_it_answers(reader, address, text, name):
    assert reader.get(f"{address}?{name}={text}").status_code in {200, 400, 404}


@pytest.mark.parametrize("text", ["%00", "%ed%a0%80", LONG])
def test_planning_from_it_starts_blank(reader, text):
    assert reader.get(f"/visits/new/?from={text}").status_code in {200, 400}


def test_a_reason_with_it_is_kept_without_it(reader, manager):
    visit = make_visit(state="planned")

    answer = reader.post(f"/visits/{visit.ref}/step/cancel/", {"reason": "ก\0ข"})

    assert answer.status_code == 302
    assert Entry.objects.about(visit).get().reason == "กข"
