"""Reports and sections store where they stand in lists, so that indexes serve them."""

from django.db import migrations, models
from django.db.models import OuterRef, Subquery

LAST_YEAR, LAST_NUMBER = 9_999, 99_999


def fill_places(apps, schema_editor):
    """As inspections.models.placed has it when a row is made."""
    reports = apps.get_model("inspections", "ProvinceReport").objects
    sections = apps.get_model("inspections", "ReportSection").objects
    topics = apps.get_model("inspections", "Topic").objects
    found = list(reports.select_related("round", "office"))
    for report in found:
        year = LAST_YEAR - report.round.fiscal_year
        number = LAST_NUMBER - report.round.number
        report.place = f"{year:04}{number:05}{report.office.sort_key}"
    reports.bulk_update(found, ["place"], batch_size=500)
    places = reports.filter(pk=OuterRef("report_id")).values("place")
    orders = topics.filter(pk=OuterRef("topic_id")).values("order")
    sections.update(place=Subquery(places), topic_order=Subquery(orders))


class Migration(migrations.Migration):
    dependencies = [("inspections", "0003_back_without_official_figures")]

    operations = [
        migrations.AddField(
            model_name="provincereport",
            name="place",
            field=models.CharField(default="", editable=False, max_length=521),
        ),
        migrations.AddField(
            model_name="reportsection",
            name="place",
            field=models.CharField(default="", editable=False, max_length=521),
        ),
        migrations.AddField(
            model_name="reportsection",
            name="topic_order",
            field=models.PositiveSmallIntegerField(default=0, editable=False),
        ),
        migrations.RunPython(fill_places, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="provincereport",
            index=models.Index(fields=["place", "id"], name="report_by_place"),
        ),
        migrations.AddIndex(
            model_name="reportsection",
            index=models.Index(
                fields=["place", "topic_order", "id"], name="section_by_place"
            ),
        ),
        migrations.AddIndex(
            model_name="visit",
            index=models.Index(
                fields=["round", "state"], name="visit_by_round_and_state"
            ),
        ),
    ]
