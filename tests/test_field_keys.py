"""The keys of sealed fields, as the environment gives them."""

import base64
import os
import stat
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.field_keys import installed_keys, read_keys

A, B = b"\xfb\xff" * 16, b"b" * 32
IN_A, IN_B = (base64.b64encode(key).decode() for key in (A, B))


def test_keys_are_read_in_their_order_from_either_alphabet():
    url_safe = base64.urlsafe_b64encode(A).decode()

    assert list(read_keys(f"new:{IN_A}, old:{IN_B}").items()) == [
        ("new", A),
        ("old", B),
    ]
    assert read_keys(f"a:{url_safe},") == {"a": A}
    assert read_keys("") == {}


@pytest.mark.parametrize(
    "text",
    [
        IN_A,
        f":{IN_A}",
        f"a b:{IN_A}",
        f"{'a' * 21}:{IN_A}",
        "a:",
        f"a:{IN_A[:-4]}",
        f"a:{IN_A}AAAA",
        f"a:{IN_A[:-1]}",
        f"a:{IN_A},a:{IN_B}",
    ],
)
def test_what_is_no_key_is_refused_and_not_printed(text):
    with pytest.raises(ImproperlyConfigured, match="FIELD_KEYS") as refused:
        read_keys(text)

    assert IN_A[:8] not in str(refused.value)


def test_a_trial_makes_its_key_once_for_its_owner_alone(tmp_path):
    first = installed_keys(tmp_path / "var")

    assert installed_keys(tmp_path / "var") == first
    assert len(read_keys(first)["first"]) == 32
    file = tmp_path / "var" / "field_keys"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert os.listdir(tmp_path / "var") == ["field_keys"]


def test_production_makes_none_starts_all_the_same_and_says_so():
    """A missing key stands in the way of complainants only, not of a whole ministry."""
    told = subprocess.run(
        [sys.executable, "manage.py", "check"],
        env={
            **{k: v for k, v in os.environ.items() if k != "FIELD_KEYS"},
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "DATABASE_URL": "sqlite://:memory:",
            "ALLOWED_HOSTS": "a.example",
            "DEBUG": "0",
            "SECRET_KEY": "x7-" * 20,
        },
        capture_output=True,
        text=True,
        check=False,
    )

    assert told.returncode == 0
    assert "audit.W001" in told.stderr
