"""How the product starts: three modes, and a production that refuses to be unsafe."""

import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.modes import Mode, installed_secret, refuse_unsafe, usual_site_url

SECRET = "x7-" * 20
SAFE = {
    "secret_key": SECRET,
    "hosts": ["a.example"],
    "debug": "0",
    "https": True,
    "site_url": "https://a.example/",
}
HERE = ["127.0.0.1", "localhost", "[::1]"]


@pytest.mark.parametrize(
    ("debug", "hosts", "mode"),
    [
        ("", HERE, Mode.TRIAL),
        ("1", HERE, Mode.DEBUG),
        ("yes", ["localhost"], Mode.DEBUG),
        ("0", HERE, Mode.PRODUCTION),
        ("false", HERE, Mode.PRODUCTION),
        ("", ["a.example"], Mode.PRODUCTION),
        ("", [*HERE, "a.example"], Mode.PRODUCTION),
        ("", ["*"], Mode.PRODUCTION),
        ("1", ["a.example"], Mode.PRODUCTION),
        ("TRUE ", ["*"], Mode.PRODUCTION),
    ],
)
def test_the_mode_follows_from_debug_and_hosts(debug, hosts, mode):
    assert Mode.chosen(debug=debug, hosts=hosts) is mode


@pytest.mark.parametrize("debug", ["2", "maybe", "ON!", "-"])
def test_a_debug_that_is_neither_yes_nor_no_is_refused(debug):
    with pytest.raises(ImproperlyConfigured, match="DEBUG must be 1 or 0"):
        Mode.chosen(debug=debug, hosts=HERE)


def test_a_safe_production_is_not_refused():
    refuse_unsafe(**SAFE)


def test_production_on_this_machine_may_do_without_https():
    here = {"hosts": HERE, "https": False, "site_url": "http://127.0.0.1:8000/"}

    refuse_unsafe(**SAFE | here)


@pytest.mark.parametrize(
    ("unsafe", "told"),
    [
        ({"secret_key": ""}, "SECRET_KEY"),
        ({"secret_key": "short"}, "SECRET_KEY"),
        ({"secret_key": SECRET[:49]}, "SECRET_KEY"),
        ({"hosts": []}, "ALLOWED_HOSTS"),
        ({"hosts": ["*"]}, "ALLOWED_HOSTS"),
        ({"hosts": ["a.example", "*"]}, "ALLOWED_HOSTS"),
        ({"debug": "1"}, "DEBUG"),
        ({"https": False}, "HTTPS"),
        ({"site_url": "http://a.example/"}, "SITE_URL"),
        ({"site_url": "https://other.example/"}, "SITE_URL"),
        ({"site_url": "a.example"}, "SITE_URL"),
        ({"site_url": "https://[a.example/"}, "SITE_URL"),
        ({"site_url": ""}, "SITE_URL"),
    ],
)
def test_an_unsafe_production_is_refused_and_told_what_to_set(unsafe, told):
    with pytest.raises(ImproperlyConfigured, match=f"Refusing to start: .*{told}"):
        refuse_unsafe(**SAFE | unsafe)


@pytest.mark.parametrize(
    ("hosts", "https", "address"),
    [
        (HERE, False, "http://127.0.0.1:8000/"),
        ([], True, "http://127.0.0.1:8000/"),
        (["a.example", *HERE], True, "https://a.example/"),
        ([".a.example"], True, "https://a.example/"),
    ],
)
def test_links_in_mails_lead_to_the_first_host_unless_told_otherwise(
    hosts, https, address
):
    assert usual_site_url(hosts, https=https) == address


def test_every_fault_is_told_at_once():
    with pytest.raises(ImproperlyConfigured) as refused:
        refuse_unsafe(secret_key="", hosts=["*"], debug="1", https=False, site_url="x")

    for name in ("SECRET_KEY", "ALLOWED_HOSTS", "DEBUG", "HTTPS", "SITE_URL"):
        assert name in str(refused.value)


def start(**environment: str) -> subprocess.CompletedProcess[str]:
    """What a start with just this environment says."""
    code = (
        "from django.conf import settings as s;"
        "print(s.MODE.value, s.DEBUG, s.HTTPS, s.SECURE_SSL_REDIRECT,"
        " s.SECURE_PROXY_SSL_HEADER is not None, s.ALLAUTH_TRUSTED_PROXY_COUNT)"
    )
    return subprocess.run(
        [sys.executable, "-c", code],
        env={
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "config.settings",
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("environment", "told"),
    [
        ({"DEBUG": "0"}, "SECRET_KEY"),
        ({"ALLOWED_HOSTS": "a.example"}, "SECRET_KEY"),
        ({"ALLOWED_HOSTS": "*", "SECRET_KEY": SECRET}, "ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": "a.example", "SECRET_KEY": SECRET, "DEBUG": "1"}, "DEBUG"),
        ({"ALLOWED_HOSTS": "a.example", "SECRET_KEY": SECRET, "HTTPS": "0"}, "HTTPS"),
        ({"DEBUG": "0", "ALLOWED_HOSTS": "", "SECRET_KEY": SECRET}, "ALLOWED_HOSTS"),
    ],
)
def test_a_process_that_would_be_unsafe_does_not_start(environment, told):
    started = start(**environment)

    assert started.returncode != 0
    assert told in started.stderr
    assert started.stdout == ""


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({}, "trial False False False False 0"),
        ({"DEBUG": "1"}, "debug True False False False 0"),
        (
            {"ALLOWED_HOSTS": "a.example", "SECRET_KEY": SECRET},
            "production False True True False 0",
        ),
        (
            {
                "ALLOWED_HOSTS": "a.example",
                "SECRET_KEY": SECRET,
                "BEHIND_PROXY": "1",
            },
            "production False True True True 1",
        ),
    ],
)
def test_a_process_starts_in_its_mode(environment, said):
    started = start(**environment)

    assert (started.stdout.strip(), started.returncode) == (said, 0), started.stderr


def test_a_trial_makes_its_own_secret_once(tmp_path):
    folder = tmp_path / "var"

    with ThreadPoolExecutor(8) as pool:
        secrets = set(pool.map(lambda _: installed_secret(folder), range(8)))

    assert len(secrets) == 1
    assert len(secrets.pop()) >= 50
    (kept,) = folder.iterdir()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
