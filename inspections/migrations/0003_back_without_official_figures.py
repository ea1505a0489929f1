"""On the way back only: figures of sections go before they would lack a visit."""

from django.db import migrations


def remove_official_figures(apps, schema_editor):
    figures = apps.get_model("inspections", "Figure")
    figures.objects.filter(visit=None).delete()


class Migration(migrations.Migration):
    dependencies = [("inspections", "0002_rounds_reports_issues")]

    operations = [
        migrations.RunPython(migrations.RunPython.noop, remove_official_figures)
    ]
