"""The suite runs on databases that behave as production's do."""

import os
from pathlib import Path

import pytest
from django.db import connection

from config.settings import DATABASES as PRODUCTION

pytestmark = pytest.mark.django_db


def value_of(query):
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchone()[0]


def test_the_database_is_the_one_asked_for():
    asked = os.environ.get("DATABASE_URL", "sqlite:")

    assert connection.vendor[:6] == asked.partition(":")[0][:6]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="is about SQLite")
def test_sqlite_is_a_file_with_productions_options():
    name = Path(connection.settings_dict["NAME"])

    assert name.is_file()
    assert connection.settings_dict["OPTIONS"] == PRODUCTION["default"]["OPTIONS"]
    assert connection.transaction_mode == "IMMEDIATE"
    assert value_of("PRAGMA journal_mode") == "wal"
    assert value_of("PRAGMA synchronous") == 2  # FULL


@pytest.mark.skipif(connection.vendor != "postgresql", reason="is about PostgreSQL")
def test_postgresql_keeps_what_it_confirmed():
    assert value_of("SHOW fsync") == "on"
    assert value_of("SHOW synchronous_commit") == "on"
