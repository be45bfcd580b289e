"""The few cases that were drawn for a look-back are found without reading every running clock."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casework", "0002_lists_walk_an_index")]

    operations = [
        migrations.AddIndex(
            model_name="runningclock",
            index=models.Index(
                condition=models.Q(("ended_at__isnull", True), ("name", "lookback")),
                fields=["case"],
                name="clock_of_lookback",
            ),
        ),
    ]
