"""Kinds of papers whose numbers carry the same mark count together from now on; numbers given before stay as they are."""

from typing import Any

from django.db import migrations, models
from django.db.models import Max

_MARKS = {
    "order": "责改",
    "review": "复查",
    "hazard_review": "复查",
    "order_record": "检记",
    "inspection_record": "检记",
    "visit_record": "检记",
    "on_site_measures": "措施",
    "listing": "挂督",
    "delisting": "摘牌",
    "extension": "延决",
    "visit_approval": "检审",
    "visit_notice": "检通",
    "letter_reminder": "提函",
    "letter_urging": "督函",
    "letter_warning": "警函",
    "letter_interview": "约谈",
    "letter_circular": "通报",
    "letter_clue": "线移",
    "letter_referral": "移函",
    "interview_minutes": "约纪",
}


def count_together(apps: Any, schema_editor: Any) -> None:
    """Name each series by its mark and let the highest serial of those that now are one go on."""
    series = apps.get_model("documents", "Series")
    for kind, mark in _MARKS.items():
        series.objects.filter(mark=kind).update(mark=mark)
    for row in series.objects.values("authority_id", "mark", "year").annotate(highest=Max("last"), kept=Max("id")):
        highest, kept = row.pop("highest"), row.pop("kept")
        series.objects.filter(**row).exclude(id=kept).delete()
        series.objects.filter(id=kept).update(last=highest)


class Migration(migrations.Migration):
    """A series is counted by the mark of its numbers."""

    dependencies = [("documents", "0001_initial")]

    operations = [
        migrations.RemoveConstraint(model_name="series", name="series_once"),
        migrations.RenameField(model_name="series", old_name="kind", new_name="mark"),
        migrations.AlterField(
            model_name="series",
            name="mark",
            field=models.CharField(max_length=32, verbose_name="mark in the number"),
        ),
        migrations.RunPython(count_together, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="series",
            constraint=models.UniqueConstraint(fields=("authority", "mark", "year"), name="series_once"),
        ),
    ]
