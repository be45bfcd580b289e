"""Lists can be kept as a user likes to open them."""

import django.db.models.deletion
import uuid_utils.compat
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0003_clock_of_lookback"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SavedView",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=40, verbose_name="name of the view")),
                ("query", models.CharField(blank=True, max_length=600)),
                ("kept_at", models.DateTimeField()),
                (
                    "user",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="saved_views",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "saved view",
                "constraints": [
                    models.UniqueConstraint(fields=("user", "name"), name="view_once_a_name"),
                    models.CheckConstraint(condition=models.Q(("name", ""), _negated=True), name="view_has_a_name"),
                ],
            },
        ),
    ]
