from django.db import migrations

from thai.text import search_fold


def fold(apps, schema_editor):
    """Give each other name the text by which it is found."""
    alias_model = apps.get_model("networks", "NetworkAlias")
    for alias in alias_model.objects.all().iterator():
        alias.search_text = search_fold(alias.name)
        alias.save(update_fields=["search_text"])


class Migration(migrations.Migration):

    dependencies = [
        ("networks", "0002_raised_at_a_level_found_by_aliases"),
    ]

    operations = [migrations.RunPython(fold, migrations.RunPython.noop)]
