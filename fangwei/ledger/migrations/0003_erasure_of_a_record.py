from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0002_gaps_and_daily_counts"),
    ]

    operations = [
        migrations.AddField(
            model_name="erasurerequest",
            name="subject_id",
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name="erasurerequest",
            name="subject_kind",
            field=models.CharField(blank=True, default="", max_length=32),
        ),
    ]
