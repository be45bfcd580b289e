"""Users see where they are signed in; a password given by somebody else lets in once, to choose another."""

import django.db.models.deletion
import uuid_utils.compat
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_api_tokens"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="one_time_until",
            field=models.DateTimeField(blank=True, null=True, verbose_name="one-time password valid until"),
        ),
        migrations.CreateModel(
            name="SignIn",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("session_key", models.CharField(max_length=40, unique=True)),
                ("at", models.DateTimeField(verbose_name="signed in at")),
                ("address", models.CharField(blank=True, max_length=45, verbose_name="address")),
                ("device", models.CharField(blank=True, max_length=60, verbose_name="device")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="signed out at")),
                (
                    "user",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sign_ins",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "sign-in",
                "indexes": [models.Index(fields=["user", "ended_at", "at"], name="sign_in_of_user")],
            },
        ),
    ]
