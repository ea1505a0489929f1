"""On the way back only: what a person reported counts as reported by the office.

On its own, since PostgreSQL changes no table in the transaction that wrote to it.
"""

from django.db import migrations
from django.db.models import OuterRef, Subquery


def give_to_offices(apps, schema_editor):
    sightings = apps.get_model("inspections", "IssueSighting").objects
    issues = apps.get_model("inspections", "Issue").objects
    office = issues.filter(pk=OuterRef("issue_id")).values("office_id")[:1]
    sightings.filter(visit=None, office=None).update(office=Subquery(office))


class Migration(migrations.Migration):
    dependencies = [("inspections", "0005_sightings_of_persons")]

    operations = [migrations.RunPython(migrations.RunPython.noop, give_to_offices)]
