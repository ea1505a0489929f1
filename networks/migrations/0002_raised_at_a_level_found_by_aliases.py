from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('networks', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='meetingparty',
            name='position',
            field=models.CharField(blank=True, max_length=255, verbose_name='position'),
        ),
        migrations.AddField(
            model_name='networkalias',
            name='search_text',
            field=models.TextField(blank=True, editable=False),
        ),
        migrations.AddField(
            model_name='point',
            name='level',
            field=models.CharField(blank=True, choices=[('province', 'The province can solve it'), ('ministry', 'For the ministry'), ('other_ministry', 'For another ministry')], max_length=20, verbose_name='who can settle it'),
        ),
        migrations.AddConstraint(
            model_name='point',
            constraint=models.CheckConstraint(condition=models.Q(('level', ''), ('level__in', ['province', 'ministry', 'other_ministry']), _connector='OR'), name='point_level_is_known'),
        ),
    ]
