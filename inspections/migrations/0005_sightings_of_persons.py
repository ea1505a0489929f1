"""Who inspects can report an issue outside any visit, and without an office."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("inspections", "0004_lists_served_by_indexes")]

    operations = [
        migrations.RemoveConstraint(
            model_name="issuesighting", name="sighting_is_of_a_visit_or_an_office"
        ),
        migrations.AddConstraint(
            model_name="issuesighting",
            constraint=models.CheckConstraint(
                condition=Q(visit__isnull=False, office=None)
                | Q(visit=None, office__isnull=False)
                | Q(visit=None, office=None, by__isnull=False),
                name="sighting_is_of_a_visit_an_office_or_a_person",
            ),
        ),
    ]
