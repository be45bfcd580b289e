from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Counted",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.BigIntegerField()),
            ],
            options={
                "verbose_name": "end of the daily counts",
            },
        ),
        migrations.CreateModel(
            name="DailyCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("region", models.CharField(max_length=6)),
                ("kind", models.CharField(max_length=80)),
                ("facts", models.PositiveIntegerField()),
            ],
            options={
                "verbose_name": "daily count",
                "constraints": [models.UniqueConstraint(fields=("day", "region", "kind"), name="counted_once")],
            },
        ),
        migrations.CreateModel(
            name="TimeGap",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("fact_id", models.UUIDField(unique=True)),
                ("channel", models.CharField(max_length=16)),
                ("territory", models.CharField(max_length=12)),
                ("claimed_at", models.DateTimeField()),
                ("received_at", models.DateTimeField()),
                ("seen_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "gap of times",
                "indexes": [
                    models.Index(fields=["territory", "id"], name="gap_by_territory"),
                    models.Index(fields=["seen_at"], name="gap_by_time"),
                ],
            },
        ),
        migrations.AddField(
            model_name="reconciliation",
            name="gaps",
            field=models.PositiveIntegerField(default=0),
        ),
    ]
