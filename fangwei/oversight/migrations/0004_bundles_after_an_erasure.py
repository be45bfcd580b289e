"""A clue's bundle is rewritten after a lawful erasure; its hash as handed over stays."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("oversight", "0003_duty_files"),
    ]

    operations = [
        migrations.AddField(
            model_name="cluebundle",
            name="kept_sha256",
            field=models.CharField(blank=True, default="", max_length=64, verbose_name="SHA-256 of what is kept"),
        ),
        migrations.AddField(
            model_name="cluebundle",
            name="redacted_at",
            field=models.DateTimeField(null=True, verbose_name="rewritten after an erasure"),
        ),
        migrations.AddConstraint(
            model_name="cluebundle",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kept_sha256", ""), ("redacted_at", None)),
                    models.Q(models.Q(("kept_sha256", ""), _negated=True), ("redacted_at__isnull", False)),
                    _connector="OR",
                ),
                name="clue_bundle_rewritten_at_a_time",
            ),
        ),
    ]
