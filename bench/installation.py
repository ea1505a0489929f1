"""The product on a database of the measurement's own, seen by a manager."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.test import Client


@contextmanager
def installation(visits: int) -> Iterator["Client"]:
    """Set up Django with this many visits; gives the client of a manager.

    DATABASE_URL names the database, which is filled and left so; without it
    there is a SQLite file for as long as this lasts.
    """
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
        os.environ.setdefault("SECRET_KEY", "only-for-measuring")
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/db.sqlite3")
        os.environ["STATIC_ROOT"] = str(Path(folder) / "static")
        os.environ["MEDIA_ROOT"] = str(Path(folder) / "media")
        import django

        django.setup()
        from django.test import override_settings

        with override_settings(ROOT_URLCONF="bench.empty"):
            yield filled(visits)


def filled(visits: int) -> "Client":
    """Make tables and rows."""
    from django.core.management import call_command
    from django.test import Client

    from accounts.models import Role, User

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("load_reference", verbosity=0)
    call_command("load_scale", visits=visits, verbosity=0)
    manager, made = User.objects.get_or_create(username="bench")
    if made:
        manager.assignments.create(role=Role.MANAGER, starts_on="2018-01-01")
    client = Client(SERVER_NAME="localhost")
    client.force_login(manager)
    return client
