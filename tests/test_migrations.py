"""Every migration leads there and back, with data in the tables, on each database."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.db import connection

from inspections.lifecycle import FollowUpState
from tests.migrating import APPS

FRESH = "migrated_there_and_back"


@pytest.fixture
def fresh_database(db, tmp_path) -> Iterator[str]:
    """The address of a new, empty database beside the one of the tests."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{tmp_path / 'fresh.sqlite3'}"
        return
    name = f"{FRESH}_{os.getpid()}"
    place = urlsplit(os.environ["DATABASE_URL"])
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
        yield urlunsplit(place._replace(path=f"/{name}"))
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_every_migration_leads_there_and_back(fresh_database, tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "tests.migrating"],
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "DATABASE_URL": fresh_database,
            "MEDIA_ROOT": str(tmp_path / "media"),
            "SECRET_KEY": "only-for-tests",
        },
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    ours = [name for name in told["made"] if name.partition("_")[0] in APPS]
    assert len(ours) > 30
    assert told["filled"]["inspections_visit"] == 63
    assert sum(told["filled"].values()) > 1500
    for name in ("reportsection", "figure", "issue", "issuesighting"):
        assert told["filled"][f"inspections_{name}"] > 0, name
    for name in ("answer", "carry", "redating", "responsetimes"):
        assert told["filled"][f"inspections_{name}"] > 0, name
    assert told["lost"] == []
    # An earlier version knows drafts and what is issued; the one without a number
    # is a draft again, and no file waits for a later answer of the same number.
    there, back = told["states"]
    assert there == dict.fromkeys(FollowUpState.values, 1)
    assert back == {"draft": 2, "issued": 7}
    assert told["evidence"] == 0
    # What a person reported counted as its office's in between.
    assert told["offices"] == ["moi-kkn", "moi-kkn"]
    assert [name for name in told["unmade"] if name in ours] == []
    assert "cache_entries" not in told["unmade"]
    assert told["again"] == told["made"]
