"""On the way back: follow-ups keep what an earlier version knows of them.

A migration of its own, as PostgreSQL changes no table in which rows wait for
their constraints.
"""

from django.db import migrations

KNOWN = ("draft", "issued")


def forget(apps, schema_editor):
    """Put what has moved on back to where it was issued, or to a draft."""
    follow_ups = apps.get_model("inspections", "FollowUp").objects
    moved = follow_ups.exclude(state__in=KNOWN)
    moved.filter(ref=None).update(state="draft", superseded_by=None)
    moved.update(state="issued", superseded_by=None)
    # Answers get the same numbers again one day; these files are not theirs.
    files = apps.get_model("audit", "Attachment").objects
    files.filter(
        content_type__app_label="inspections", content_type__model="answer"
    ).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0003_drafts"),
        ("inspections", "0007_the_living_ledger"),
    ]

    operations = [migrations.RunPython(migrations.RunPython.noop, forget)]
