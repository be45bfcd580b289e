"""Appointments and ends of office keep their reasons."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("register", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="tenure",
            name="end_reason",
            field=models.CharField(blank=True, default="", max_length=200, verbose_name="reason of the end"),
        ),
        migrations.AddField(
            model_name="tenure",
            name="reason",
            field=models.CharField(blank=True, default="", max_length=200, verbose_name="reason"),
        ),
    ]
