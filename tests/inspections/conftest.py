"""What tests of inspections share."""

import datetime as dt
from collections.abc import Iterator
from io import StringIO

import pytest
import time_machine
from django.conf import settings
from django.core.management import call_command
from django.db import transaction

from tests.inspections.writing import make_draft

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


@pytest.fixture
def made(khon_kaen_office):
    """A section that the Khon Kaen office writes, and the indicator of its topic."""
    return make_draft(khon_kaen_office)


@pytest.fixture
def section(made):
    return made[0]


@pytest.fixture
def indicator(made):
    return made[1]


@pytest.fixture
def twentieth_of_march() -> Iterator[None]:
    """It is 20 March 2023, and no time passes."""
    with time_machine.travel(dt.datetime(2023, 3, 20, 9, 0, tzinfo=dt.UTC), tick=False):
        yield
