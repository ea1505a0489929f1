"""Keep what is typed into long forms until it is saved: a new table, nothing else."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('audit', '0002_cache_entries'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address', models.CharField(max_length=300)),
                ('data', models.TextField(blank=True)),
                ('key', models.UUIDField(null=True)),
                ('page', models.CharField(max_length=60)),
                ('number', models.PositiveIntegerField(default=0)),
                ('begun_at', models.DateTimeField()),
                ('saved_at', models.DateTimeField()),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='drafts', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'kept text',
                'verbose_name_plural': 'kept texts',
                'indexes': [models.Index(fields=['saved_at'], name='draft_by_age')],
                'constraints': [models.UniqueConstraint(fields=('address', 'user'), name='one_draft_per_person_and_form')],
            },
        ),
    ]
