"""The access table, cell by cell, and that no address is without a row.

Everything is built once and rolled back after each test.
"""

import logging
import re
import types
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.contrib.admindocs.views import extract_views_from_urlpatterns
from django.db import transaction
from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, include, path, reverse

from tests.access import (
    ADMIN,
    METHODS,
    ROLES,
    SIGN_IN,
    SIGN_IN_PAGES,
    TABLE,
    Cell,
    asking,
    cells,
)
from tests.rows import Rows, all_rows, changed_tables
from tests.world import World, built_world

SIGN_IN_URL = "/accounts/login/?next="
#: Words in an address that name nothing.
UNKNOWN = {
    "zone": (77,),
    "province": ("00",),
    "office": ("no-such",),
    "site": (987654,),
    "network": (987654,),
    "visit": ("V-2566-98765",),
    "visit_step": ("V-2566-98765", "start"),
    "visit_left": ("V-2566-98765", 987654),
    "visit_seen": ("V-2566-98765", "I-2566-98765"),
    "visit_file": ("V-2566-98765", 987654),
    "upload": (987654,),
    "follow_up": ("F-2566-98765",),
    "follow_up_step": ("F-2566-98765", "acknowledge"),
    "follow_up_file": ("F-2566-98765", 987654),
    "meeting": (987654,),
    "round": ("2599-9",),
    "round_step": ("2599-9", "open"),
    "topic": ("2599-9", 987654),
    "report": ("2599-9", "no-such"),
    "report_step": ("2599-9", "no-such", "accept"),
    "section": ("2599-9", "no-such", 987654),
    "section_step": ("2599-9", "no-such", 987654, "submit"),
    "section_file": ("2599-9", "no-such", 987654, 987654),
    "issue": ("I-2566-98765",),
    "issue_step": ("I-2566-98765", "take"),
    "complainant": ("I-2566-98765", 987654),
    "issue_file": ("I-2566-98765", 987654),
    "reminder": (987654,),
    "series": ("no-such",),
}


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> Iterator[World]:
    with built_world(django_db_blocker) as built:
        yield built


@pytest.fixture(autouse=True)
def no_word_of_refusals() -> Iterator[None]:
    """Thousands are wanted here; each would be logged."""
    logger = logging.getLogger("django.request")
    level = logger.level
    logger.setLevel(logging.ERROR)
    yield
    logger.setLevel(level)


@pytest.fixture(scope="module")
def rows_before(world) -> Rows:
    """Every row there is; each test starts from these and must leave them."""
    return all_rows()


# --- The walk -----------------------------------------------------------------------


def walk(
    patterns: Iterable[URLPattern | URLResolver],
    spaces: tuple[str, ...] = (),
    route: str = "/",
) -> Iterator[tuple[str, str]]:
    """Name and route of every address; whatever else stands there is an error."""
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            name = ":".join((*spaces, pattern.name or ""))
            yield name, f"{route}{pattern.pattern}"
        elif isinstance(pattern, URLResolver):
            inside = (*spaces, pattern.namespace) if pattern.namespace else spaces
            yield from walk(pattern.url_patterns, inside, f"{route}{pattern.pattern}")
        else:
            raise TypeError(f"unknown pattern {pattern!r}")


def faults(patterns: list[URLPattern | URLResolver]) -> list[str]:
    """What table and addresses don't have in common; unnamed addresses too."""
    found = list(walk(patterns))
    if len(found) != len(extract_views_from_urlpatterns(patterns)):
        return ["the walk has lost its way"]
    ours = [(name, route) for name, route in found if not route.startswith(ADMIN)]
    names = {name for name, _route in ours if name.rpartition(":")[2]}
    listed = {*TABLE, *SIGN_IN_PAGES}
    return sorted(
        [f"unnamed: {route}" for name, route in ours if not name.rpartition(":")[2]]
        + [f"no row: {name}" for name in names - listed]
        + [f"no address: {name}" for name in listed - names]
    )


def url_conf(*planted: URLPattern | URLResolver, without: str = "") -> types.ModuleType:
    """Our addresses with some planted, or with one missing."""
    module = types.ModuleType("planted")
    module.urlpatterns = [
        pattern
        for pattern in [*get_resolver().url_patterns, *planted]
        if not (isinstance(pattern, URLPattern) and pattern.name == without)
    ]
    return module


def view(request: object) -> HttpResponse:
    """Stands for a page that somebody added."""
    return HttpResponse()


def test_every_address_has_a_row_and_every_row_an_address():
    assert faults(get_resolver().url_patterns) == []
    assert settings.DEBUG is False, "with DEBUG there is a page of patterns"


@pytest.mark.parametrize(
    ("planted", "fault"),
    [
        (path("secrets/", view, name="secret_list"), "no row: secret_list"),
        (path("secrets/", view), "unnamed: /secrets/"),
        (
            path("more/", include([path("secrets/", view)])),
            "unnamed: /more/secrets/",
        ),
        (
            path("more/", include(([path("", view, name="home")], "more"))),
            "no row: more:home",
        ),
        (
            path("more/", include(([path("secrets/", view)], "more"))),
            "unnamed: /more/secrets/",
        ),
    ],
    ids=["named", "unnamed", "unnamed include", "namespace", "unnamed in a namespace"],
)
def test_a_planted_address_is_found(settings, planted, fault):
    settings.ROOT_URLCONF = url_conf(planted)

    assert faults(get_resolver().url_patterns) == [fault]


def test_a_row_whose_address_is_gone_is_found(settings):
    settings.ROOT_URLCONF = url_conf(without="account")

    assert faults(get_resolver().url_patterns) == ["no address: account"]


def test_a_pattern_of_an_unknown_kind_is_no_way_to_hide():
    with pytest.raises(TypeError):
        list(walk([object()]))  # type: ignore[list-item]


# --- The cells ----------------------------------------------------------------------


class Asker:
    """Sends the requests of one role and reads what came of them."""

    def __init__(self, world: World, role: str) -> None:
        self.world, self.role = world, role
        self.client = world.client(role)

    def address(self, cell: Cell) -> str:
        kind = TABLE[cell.name].on
        args = self.world.objects[kind][cell.label] if kind else ()
        return reverse(cell.name, args=args)

    def answer(self, cell: Cell) -> str:
        """The cell's line with the status that came."""
        response = self.send(cell.method, self.address(cell))
        status = response.status_code
        if response.headers.get("Location", "").startswith(SIGN_IN_URL):
            status = SIGN_IN
        return cell.line(status)

    def send(self, method: str, url: str) -> Any:
        response = self.client.generic(method, url)
        if response.streaming:
            b"".join(response)  # closes the file
        return response


def writes(cell: Cell) -> bool:
    """Whether the request is one that may change something."""
    return cell.method == "POST" and cell.expected == 302


def labels(world: World, name: str) -> list[str]:
    """The objects to ask for: of other places only what differs most."""
    kind = TABLE[name].on
    if not kind:
        return [""]
    return [
        label
        for label in world.objects[kind]
        if label.endswith("here") or not label.startswith(("in_progress", "submitted"))
    ]


@pytest.mark.parametrize("name", TABLE)
def test_every_cell(world, rows_before, db, name):
    expected, answers = [], []

    for role in asking(*ROLES):
        asker = Asker(world, role)
        for cell in cells(name, role, labels(world, name)):
            expected.append(cell.line(cell.expected))
            with transaction.atomic():
                answers.append(asker.answer(cell))
                transaction.set_rollback(writes(cell))

    assert answers == expected
    assert changed_tables(rows_before, all_rows()) == set()


def test_the_table_is_large_and_refuses_much(world):
    every = [
        cell
        for name in TABLE
        for role in ROLES
        for cell in cells(name, role, labels(world, name))
    ]
    counted = {
        status: sum(cell.expected == status for cell in every)
        for status in (200, SIGN_IN, 302, 403, 404, 405, 409, 422)
    }

    assert len(every) > 5000
    assert sum(counted.values()) == len(every)
    assert min(counted.values()) > 10


@pytest.mark.parametrize("name", [name for name in TABLE if TABLE[name].on])
def test_anothers_object_is_as_unknown_as_none(world, db, name):
    """Status, text and headers are the same, so that nothing tells of it."""
    asker, found = Asker(world, "nobody"), TABLE[name]
    method = found.methods.split()[0]
    unknown = reverse(name, args=UNKNOWN[found.on])
    nothing = told(asker.send(method, unknown), unknown)
    hidden = [
        cell
        for cell in cells(name, "nobody", labels(world, name))
        if (cell.method, cell.expected) == (method, 404)
    ]

    assert nothing[0] == 404
    for cell in hidden:
        url = asker.address(cell)
        assert told(asker.send(method, url), url) == nothing, cell.line(404)


def told(response: HttpResponse, url: str) -> tuple[int, str, set[str]]:
    """All that an answer tells, apart from what it was asked and one-time tokens."""
    text = response.content.decode().replace(url, "")
    text = re.sub(r'(name="csrfmiddlewaretoken" value=)"\w+"', r"\1", text)
    return response.status_code, text, {*response.headers}


@pytest.mark.parametrize("name", [n for n in TABLE if "POST" in TABLE[n].methods])
def test_no_post_counts_without_its_token(world, rows_before, db, name):
    client = world.client("superuser")
    client.handler.enforce_csrf_checks = True
    kind = TABLE[name].on
    args = next(iter(world.objects[kind].values())) if kind else ()

    response = client.post(reverse(name, args=args))

    assert response.status_code == 403
    assert changed_tables(rows_before, all_rows()) == set()


# --- Sign-in pages and admin --------------------------------------------------------

KEYS = {
    "account_confirm_email": ("a-key",),
    "account_reset_password_from_key": ("1", "a-key"),
}


@pytest.mark.parametrize("role", ["anonymous", "nobody", "superuser"])
@pytest.mark.parametrize("name", SIGN_IN_PAGES)
def test_sign_in_pages(world, rows_before, db, name, role):
    url = reverse(name, args=KEYS.get(name, ()))
    expected = SIGN_IN_PAGES[name][role != "anonymous"]
    asker, answers = Asker(world, role), {}

    for method in METHODS:
        with transaction.atomic():
            response = asker.send(method, url)
            transaction.set_rollback(True)
        to_sign_in = response.headers.get("Location", "").startswith(SIGN_IN_URL)
        answers[method] = SIGN_IN if to_sign_in else response.status_code

    assert answers["GET"] == answers["HEAD"] == expected
    assert {*answers.values()} <= {expected, 200, 302, 404, 405}
    assert changed_tables(rows_before, all_rows()) == set()


def admin_addresses(world: World) -> list[str]:
    """Every address of the admin, about the first row where it names one."""
    user = world.users["nobody"].pk
    known = {"id": user, "object_id": user, "url": "nowhere", "content_type_id": 1}
    routes = [r for _name, r in walk(get_resolver().url_patterns) if r[:7] == ADMIN]
    return [
        re.sub(
            r"\^?\(\?P<(\w+)>.*?\)\$|<(?:\w+:)?(\w+)>",
            lambda m: f"{known.get(m[1] or m[2], 'accounts')}",
            route,
        )
        for route in routes
    ]


@pytest.mark.parametrize(
    "role", asking(*(role for role in ROLES if role != "superuser"))
)
def test_the_admin_is_for_superusers_only(world, rows_before, db, role):
    asker = Asker(world, role)
    answers = set()

    for url in admin_addresses(world):
        for method in ("GET", "POST"):
            with transaction.atomic():
                response = asker.send(method, url)
                transaction.set_rollback(True)
            place = response.headers.get("Location", "").partition("?")[0]
            answers.add((response.status_code, place))

    # From its own sign-in page one is sent to ours; who is signed in is refused.
    end = (302, "/accounts/login/") if role == "anonymous" else (403, "")
    assert end in answers
    assert answers <= {end, (302, "/admin/login/"), (302, "/admin/")}
    assert changed_tables(rows_before, all_rows()) == set()


def test_the_admin_opens_for_superusers_and_reading_it_writes_nothing(
    world, rows_before, db
):
    asker = Asker(world, "superuser")

    answers = {
        url: asker.send("GET", url).status_code for url in admin_addresses(world)
    }

    assert list(answers.values()).count(200) > 20
    assert {*answers.values()} <= {200, 302, 403, 404, 405}
    assert changed_tables(rows_before, all_rows()) == set()


def test_staff_without_being_superuser_have_no_admin(world, db):
    user = world.users["nobody"]
    type(user).objects.filter(pk=user.pk).update(is_staff=True)

    response = Asker(world, "nobody").send("GET", "/admin/accounts/user/")

    assert response.status_code == 403
