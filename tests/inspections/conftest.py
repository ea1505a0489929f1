"""What tests of inspections share."""

from collections.abc import Iterator
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction

REAL_VISITS = settings.BASE_DIR / "data" / "real_visits.json"


@pytest.fixture(scope="module")
def reference(django_db_setup, django_db_blocker) -> Iterator[None]:
    """The reference data, loaded once for a module and rolled back after it.

    Tests that use it must use `db` too, and none with transactions of its own.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_reference", verbosity=0)
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def real_visits(reference) -> None:
    """The 63 real visits, loaded once for a module."""
    call_command("load_visits", REAL_VISITS, stdout=StringIO(), stderr=StringIO())
