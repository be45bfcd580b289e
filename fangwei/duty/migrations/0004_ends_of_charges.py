"""A leader's charge keeps the instant at which its end was recorded; of ends before, their facts tell it."""

from typing import Any

from django.db import migrations, models


def _note_ends(apps: Any, _editor: Any) -> None:
    charges, facts = apps.get_model("duty", "Portfolio"), apps.get_model("ledger", "Fact")
    ended = list(charges.objects.filter(valid_to__isnull=False))
    told = facts.objects.filter(subject_kind="portfolio", verb="end", subject_id__in=[one.pk for one in ended])
    known = dict(told.order_by("n").values_list("subject_id", "received_at"))
    for charge in ended:
        charge.end_recorded_at = max(known.get(charge.pk, charge.recorded_at), charge.recorded_at)
    charges.objects.bulk_update(ended, ["end_recorded_at"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [
        ("duty", "0003_unchecked_projections"),
        ("ledger", "0001_initial"),
        ("register", "0002_reasons_of_tenures"),
    ]

    operations = [
        migrations.AddField(
            model_name="portfolio",
            name="end_recorded_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="end recorded at"),
        ),
        migrations.RunPython(_note_ends, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="portfolio",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("end_recorded_at", None), ("end_recorded_at__gte", models.F("recorded_at")), _connector="OR"
                ),
                name="duty_portfolio_end_recorded_at_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="portfolio",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("end_recorded_at", None), ("valid_to", None)),
                    models.Q(("end_recorded_at__isnull", False), ("valid_to__isnull", False)),
                    _connector="OR",
                ),
                name="portfolio_end_recorded",
            ),
        ),
    ]
