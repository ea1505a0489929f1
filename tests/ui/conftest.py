"""The table of the tests' own model, and a reader who is signed in."""

import pytest
from django.db import connection

from tests.factories import make_user


@pytest.fixture(scope="session")
def notes_table(django_db_setup, django_db_blocker):
    """Make the table once; no migration knows it."""
    from tests.ui.notes import Note

    with django_db_blocker.unblock(), connection.schema_editor() as editor:
        editor.create_model(Note)


@pytest.fixture
def notes(notes_table, db, settings):
    """The list of notes stands at /notes/."""
    settings.ROOT_URLCONF = "tests.ui.notes"


@pytest.fixture
def reader(client, notes):
    """A client signed in as somebody without any role."""
    client.force_login(make_user(username="reader"))
    return client
