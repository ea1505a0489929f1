"""Takes a database of its own through every migration and back; see test_migrations.

    DATABASE_URL=… python -m tests.migrating

Prints, as JSON, what the tables are when made, unmade and made again.
"""

import json
import sys
from collections import Counter
from typing import Any

import django
from django.apps import apps
from django.core.management import call_command
from django.db import connection

KEPT = ("inspections.ProvinceReport", "inspections.ReportSection")
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


def report() -> None:
    """An open round's reports, one with a figure; issues of an office and a person."""
    from regions.models import Office
    from tests import factories as make

    held = make.make_round(state="open")
    office = Office.objects.get(code="moi-kkn")
    section = make.make_section(
        make.make_report(office=office, round=held),
        topic=make.make_topic(held, order=3),
        state="submitted",
    )
    make.make_official_figure(section)
    make.make_issue(office=office)
    make.make_issue(office=office, person=make.make_user())


def ledger() -> None:
    """A follow-up in every state, with answers, other days, evidence and carries."""
    from django.core.files.base import ContentFile

    from audit.models import Attachment
    from inspections.lifecycle import FollowUpState
    from inspections.models import FollowUp, Redating, ResponseTimes
    from regions.models import Office
    from tests import factories as make

    office, over = Office.objects.get(code="moi-ksn"), make.make_round(state="closed")
    times = {"rhythm": "month_end", "report_due_on": make.A_DAY}
    made = {
        state: make.make_follow_up(office=office, state=state, **times)
        for state in FollowUpState.values
    }
    by = make.make_user()
    old, newer = made["superseded"], made["verified"]
    FollowUp.objects.filter(pk=old.pk).update(superseded_by=newer)
    # Given up as a draft: it has no number.
    FollowUp.objects.filter(pk=made["withdrawn"].pk).update(ref=None)
    day = make.A_DAY.replace(month=6)
    for row in (made["answered"], newer):
        answer = make.make_answer(row, is_final=True, progress=100)
        make.make_carry(row, over, look="still_open", note="ก", looked_at=answer.at)
        Redating.objects.create(follow_up=row, due_on=day, reason="ก")
        evidence = Attachment(
            record=answer,
            by=by,
            original_name="a.pdf",
            media_type="application/pdf",
            size=8,
        )
        evidence.file.save("", ContentFile(b"%PDF-1.4"))
    ResponseTimes.objects.create(response_days=45)


def states_of_ledger() -> dict[str, int]:
    """How many follow-ups of the Kalasin office are in each state."""
    rows = apps.get_model("inspections.FollowUp")._base_manager
    own = rows.filter(office__code="moi-ksn", is_imported=False)
    return dict(Counter(own.values_list("state", flat=True)))


def stored(label: str) -> list[Any]:
    """Every row of a model."""
    return list(apps.get_model(label)._base_manager.order_by("pk").values_list())


def main() -> None:
    """There with data in it, and back, and there again."""
    call_command("migrate", verbosity=0)
    made = tables()
    call_command("load_reference", stdout=sys.stderr)
    call_command("load_visits", "data/real_visits.json", stdout=sys.stderr)
    report()
    ledger()
    states = states_of_ledger()
    kept = {label: stored(label) for label in KEPT}
    # The places of rows in lists are filled anew from what is there.
    call_command("migrate", "inspections", "0003", verbosity=0)
    call_command("migrate", verbosity=0)
    evidence = apps.get_model("audit.Attachment")._base_manager.count()
    lost = [label for label in KEPT if kept[label] != stored(label)]
    sightings = apps.get_model("inspections.IssueSighting")._base_manager
    offices = list(sightings.order_by("pk").values_list("office__code", flat=True))
    back = states_of_ledger()
    ledger()
    filled = {
        model._meta.db_table: model._base_manager.count() for model in apps.get_models()
    }
    for label in APPS:
        call_command("migrate", label, "zero", verbosity=0)
    unmade = tables()
    call_command("migrate", verbosity=0)
    json.dump(
        {
            "made": made,
            "filled": filled,
            "lost": lost,
            "offices": offices,
            "states": [states, back],
            "evidence": evidence,
            "unmade": unmade,
            "again": tables(),
        },
        sys.stdout,
    )


if __name__ == "__main__":
    django.setup()
    main()
