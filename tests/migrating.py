"""Takes a database of its own through every migration and back; see test_migrations.

    DATABASE_URL=… python -m tests.migrating

Prints, as JSON, what the tables are when made, unmade and made again.
"""

import json
import sys

import django
from django.apps import apps
from django.core.management import call_command
from django.db import connection

#: The last first: each rests on those after it.
APPS = ("inspections", "networks", "accounts", "regions", "audit")


def tables() -> dict[str, list[str]]:
    """What makes up each table: its columns, and what guards it."""
    look = connection.introspection
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT tbl_name, sql FROM sqlite_master ORDER BY tbl_name")
            found: dict[str, list[str]] = {}
            for name, sql in cursor.fetchall():
                found.setdefault(name, []).append(str(sql))
            return {name: sorted(parts) for name, parts in found.items()}
        return {
            name: sorted(
                [
                    *(str(c) for c in look.get_table_description(cursor, name)),
                    *look.get_constraints(cursor, name),
                ]
            )
            for name in sorted(look.table_names(cursor))
        }


def main() -> None:
    """There with data in it, and back, and there again."""
    call_command("migrate", verbosity=0)
    made = tables()
    call_command("load_reference", stdout=sys.stderr)
    call_command("load_visits", "data/real_visits.json", stdout=sys.stderr)
    filled = {
        model._meta.db_table: model._base_manager.count() for model in apps.get_models()
    }
    for label in APPS:
        call_command("migrate", label, "zero", verbosity=0)
    unmade = tables()
    call_command("migrate", verbosity=0)
    json.dump(
        {"made": made, "filled": filled, "unmade": unmade, "again": tables()},
        sys.stdout,
    )


if __name__ == "__main__":
    django.setup()
    main()
