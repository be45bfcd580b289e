"""A leaver hands the post’s open cases over to whoever follows; both confirm."""

import django.db.models.deletion
import uuid_utils.compat
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0004_views_that_a_user_keeps"),
        ("register", "0002_reasons_of_tenures"),
    ]

    operations = [
        migrations.CreateModel(
            name="Handover",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "the leaver’s turn"),
                            ("given", "the successor’s turn"),
                            ("taken", "handed over"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("leaves_on", models.DateField(verbose_name="leaves on")),
                ("reason", models.CharField(max_length=200, verbose_name="reason")),
                ("opened_at", models.DateTimeField(verbose_name="opened at")),
                ("opened_by", models.UUIDField(null=True)),
                ("due_at", models.DateTimeField(verbose_name="to be confirmed by")),
                ("rule", models.CharField(max_length=64)),
                ("rounds", models.PositiveSmallIntegerField(default=0)),
                ("given_at", models.DateTimeField(null=True, verbose_name="given at")),
                ("given_by", models.UUIDField(null=True)),
                (
                    "given_as",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("leaver", "leaver"),
                            ("successor", "successor"),
                            ("acting", "acting holder"),
                            ("leader", "leader of the body"),
                            ("office", "committee office"),
                        ],
                        max_length=10,
                    ),
                ),
                ("given_note", models.TextField(blank=True)),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("returned_at", models.DateTimeField(null=True, verbose_name="sent back at")),
                ("returned_by", models.UUIDField(null=True)),
                ("escalated_at", models.DateTimeField(null=True)),
                ("taken_by", models.UUIDField(null=True)),
                (
                    "taken_as",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("leaver", "leaver"),
                            ("successor", "successor"),
                            ("acting", "acting holder"),
                            ("leader", "leader of the body"),
                            ("office", "committee office"),
                        ],
                        max_length=10,
                    ),
                ),
                ("taken_note", models.TextField(blank=True)),
                ("ended_at", models.DateTimeField(null=True, verbose_name="ended at")),
            ],
            options={
                "verbose_name": "handover",
            },
        ),
        migrations.CreateModel(
            name="HandoverItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveIntegerField()),
                ("kind", models.CharField(max_length=16)),
                ("number", models.CharField(blank=True, max_length=40)),
                ("title", models.CharField(max_length=200)),
                ("state", models.CharField(max_length=24)),
                ("severity", models.PositiveSmallIntegerField(default=0)),
                ("due_at", models.DateTimeField(null=True)),
                ("note", models.CharField(blank=True, max_length=500)),
                ("declined", models.CharField(blank=True, max_length=500)),
            ],
            options={
                "verbose_name": "case handed over",
            },
        ),
        migrations.AddField(
            model_name="handover",
            name="escalated_to",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="register.post"
            ),
        ),
        migrations.AddField(
            model_name="handover",
            name="from_person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="handovers_given",
                to="register.person",
                verbose_name="leaver",
            ),
        ),
        migrations.AddField(
            model_name="handover",
            name="post",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="handovers",
                to="register.post",
                verbose_name="post",
            ),
        ),
        migrations.AddField(
            model_name="handover",
            name="to_person",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="handovers_taken",
                to="register.person",
                verbose_name="successor",
            ),
        ),
        migrations.AddField(
            model_name="handoveritem",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="handed_over", to="casework.case"
            ),
        ),
        migrations.AddField(
            model_name="handoveritem",
            name="handover",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="items",
                to="casework.handover",
            ),
        ),
        migrations.AddIndex(
            model_name="handover",
            index=models.Index(
                condition=models.Q(("ended_at", None), ("escalated_at", None)), fields=["due_at"], name="handover_next"
            ),
        ),
        migrations.AddIndex(
            model_name="handover",
            index=models.Index(fields=["from_person", "ended_at"], name="handover_by_leaver"),
        ),
        migrations.AddIndex(
            model_name="handover",
            index=models.Index(fields=["to_person", "ended_at"], name="handover_by_successor"),
        ),
        migrations.AddConstraint(
            model_name="handover",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)), fields=("post", "from_person"), name="handover_one_under_way"
            ),
        ),
        migrations.AddConstraint(
            model_name="handover",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("digest", ""), ("given_at", None), ("given_by", None)),
                    models.Q(
                        ("given_at__isnull", False),
                        ("given_by__isnull", False),
                        models.Q(("digest", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="handover_given_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="handover",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["given", "taken"]), _negated=True),
                    ("given_at__isnull", False),
                    _connector="OR",
                ),
                name="handover_given_before_taken",
            ),
        ),
        migrations.AddConstraint(
            model_name="handover",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at__isnull", False), ("state", "taken"), ("taken_by__isnull", False)),
                    models.Q(models.Q(("state", "taken"), _negated=True), ("taken_by", None)),
                    _connector="OR",
                ),
                name="handover_taken_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="handover",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("taken_by", None),
                    models.Q(
                        models.Q(("taken_by", models.F("given_by")), _negated=True),
                        models.Q(("taken_by", models.F("from_person_id")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="handover_taken_by_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="handover",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at", None), ("state__in", ["open", "given"])),
                    models.Q(("ended_at__isnull", False), ("state__in", ["taken", "withdrawn"])),
                    _connector="OR",
                ),
                name="handover_ended_has_its_instant",
            ),
        ),
        migrations.AddIndex(
            model_name="handoveritem",
            index=models.Index(fields=["handover", "position"], name="handover_item_in_order"),
        ),
        migrations.AddConstraint(
            model_name="handoveritem",
            constraint=models.UniqueConstraint(fields=("handover", "case"), name="handover_item_once"),
        ),
    ]
