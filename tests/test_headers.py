"""Headers and cookies of every kind of answer, parsed and not compared as text."""

import json
import os
import re
import subprocess
import sys

import pytest
from django.test import Client

from tests.factories import make_user
from tests.production import HOST

POLICY = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'", "blob:"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "manifest-src": ["'self'"],
    "worker-src": ["'self'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'none'"],
    "base-uri": ["'none'"],
    "object-src": ["'none'"],
    "require-trusted-types-for": ["'script'"],
    "trusted-types": ["app"],
}
TRUSTED_TYPES = {"require-trusted-types-for", "trusted-types"}
BASELINE = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
ALLOWED = {"geolocation": "(self)", "camera": "(self)"}
CLOSED = {"microphone", "payment", "usb"}


def policy_of(headers) -> dict[str, list[str]]:
    """The content policy by directive."""
    parts = [part.split() for part in headers["content-security-policy"].split(";")]
    return {part[0]: part[1:] for part in parts if part}


def permissions_of(headers) -> dict[str, str]:
    """The permissions by feature."""
    pairs = headers["permissions-policy"].split(",")
    return dict(pair.strip().split("=", 1) for pair in pairs)


def assert_baseline(headers) -> None:
    """What no answer may lack, whatever it is of."""
    headers = {name.lower(): value for name, value in headers.items()}
    for name, value in BASELINE.items():
        assert headers.get(name) == value, name
    told = permissions_of(headers)
    assert {name: told.get(name) for name in ALLOWED} == ALLOWED
    assert {told.get(name) for name in CLOSED} == {"()"}
    assert "access-control-allow-origin" not in headers
    assert "server" not in headers
    assert "x-powered-by" not in headers


@pytest.fixture
def broken_home(monkeypatch):
    def fail(*_args, **_kwargs):
        raise RuntimeError

    monkeypatch.setattr("inspections.views.home.render", fail)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("get", "/", 200),
        ("get", "/visits/", 200),
        ("get", "/account/", 200),
        ("get", "/visits/?format=csv", 200),
        ("get", "/visits", 301),
        ("get", "/visits/V-2566-99999/", 404),
        ("get", "/nowhere/", 404),
        ("post", "/visits/", 405),
        ("delete", "/healthz/live", 405),
        ("get", "/healthz/live", 200),
        ("get", "/healthz/ready", 200),
    ],
)
def test_every_answer_has_the_baseline(client, manager, method, path, status):
    client.force_login(manager)

    response = getattr(client, method)(path)

    assert response.status_code == status
    assert_baseline(response.headers)
    assert policy_of(response.headers) == POLICY
    assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("get", "/accounts/login/", 200),
        ("get", "/visits/", 302),
        ("get", "/admin/", 302),
        ("post", "/accounts/login/", 403),
        ("post", "/i18n/setlang/", 403),
    ],
)
def test_so_have_the_answers_to_nobody_signed_in(db, method, path, status):
    response = getattr(Client(enforce_csrf_checks=True), method)(path)

    assert response.status_code == status
    assert_baseline(response.headers)
    assert "no-store" in response.headers["Cache-Control"]


def test_so_has_a_failure(manager, broken_home):
    client = Client(raise_request_exception=False)
    client.force_login(manager)

    response = client.get("/")

    assert response.status_code == 500
    assert_baseline(response.headers)
    assert policy_of(response.headers) == POLICY


def test_so_has_an_answer_to_another_host(client, db):
    response = client.get("/", headers={"host": "evil.example"})

    assert response.status_code == 400
    assert_baseline(response.headers)
    assert policy_of(response.headers) == POLICY


def test_the_admin_has_the_policy_without_trusted_types(client, db):
    client.force_login(make_user(is_superuser=True, is_staff=True))

    response = client.get("/admin/")

    assert response.status_code == 200
    assert_baseline(response.headers)
    expected = {name: POLICY[name] for name in POLICY if name not in TRUSTED_TYPES}
    assert policy_of(response.headers) == expected


def test_an_address_that_only_looks_like_the_admin_keeps_them(client, manager):
    client.force_login(manager)

    assert policy_of(client.get("/administer/").headers) == POLICY


def test_cookies_on_plain_http_have_plain_names(client, db):
    make_user(username="reader", language="en")

    client.get("/accounts/login/")
    client.post("/accounts/login/", {"login": "reader", "password": "demo-2566"})

    assert {"sid", "csrf", "django_language"} <= set(client.cookies)
    for name in ("sid", "csrf", "django_language"):
        cookie = client.cookies[name]
        assert cookie["httponly"] is True
        assert cookie["samesite"] == "Lax"
        assert not cookie["secure"]


@pytest.fixture(scope="module")
def production(tmp_path_factory):
    """What a production start answers, from a process of its own."""
    folder = tmp_path_factory.mktemp("production")
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-m", "tests.production", str(folder)],
        env={
            "PATH": os.environ["PATH"],
            "ALLOWED_HOSTS": HOST,
            "SECRET_KEY": "k3-" * 20,
            "MEDIA_ROOT": str(folder / "media"),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


STATUSES = {
    "sign-in": 200,
    "plain http": 301,
    "other host": 400,
    "alive": 200,
    "wrong method": 405,
    "static": 200,
    "no static": 404,
    "signed in": 302,
    "home": 200,
    "pattern": 404,
}


@pytest.mark.parametrize("asked", STATUSES)
def test_production_answers_with_the_baseline(production, asked):
    answer = production[asked]

    assert answer["status"] == STATUSES[asked]
    assert_baseline(answer["headers"])
    assert policy_of(answer["headers"]) == POLICY | {"upgrade-insecure-requests": []}


def test_production_shows_no_debug_page(production):
    assert (production["debug"], production["mode"]) == (False, "production")


def test_production_sends_plain_http_to_https_and_keeps_it_so(production):
    assert production["plain http"]["headers"]["location"] == (
        f"https://{HOST}/accounts/login/"
    )
    for asked in ("sign-in", "home", "static", "wrong method"):
        told = production[asked]["headers"]["strict-transport-security"]
        age, *rest = re.split(r";\s*", told)
        assert int(age.removeprefix("max-age=")) >= 31_536_000
        assert set(rest) == {"includeSubDomains", "preload"}


def test_productions_cookies_are_bound_to_host_and_https(production):
    set_by = production["sign-in"]["cookies"] | production["signed in"]["cookies"]

    assert {"__Host-sid", "__Host-csrf", "django_language"} <= set(set_by)
    for name in ("__Host-sid", "__Host-csrf", "django_language"):
        assert set_by[name] == {
            "secure": True,
            "httponly": True,
            "samesite": "Lax",
            "path": "/",
            "domain": "",
        }


def test_only_files_that_never_change_are_kept_by_browsers(production):
    assert "immutable" in production["static"]["headers"]["cache-control"]
    for asked in ("sign-in", "home", "signed in", "wrong method", "pattern"):
        assert "no-store" in production[asked]["headers"]["cache-control"]
