"""Scope rows carry order as well as permission: one for each level at which a list begins, rewritten from the old ones."""

import django.db.models.deletion
from django.db import migrations, models

_SPREAD = """
INSERT INTO casework_casescope (case_id, audience, territory, shelf, severity, rank)
SELECT s.case_id, s.audience, {territory}, c.kind || '.' || c.state || CASE WHEN c.inherited THEN '.inherited' ELSE '' END,
       c.severity,
       CASE WHEN c.closed_at IS NOT NULL THEN 100000000000 - {closed}
            WHEN c.due_at IS NOT NULL THEN {due}
            ELSE 100000000000 - {opened} END
FROM {source} s JOIN casework_case c ON c.id = s.case_id
WHERE {which}
ON CONFLICT DO NOTHING
"""
_OLD = "casework_formerscope"
_UNITS = """(SELECT c.id AS case_id, 'unit:' || {unit} AS audience, '' AS territory
  FROM casework_case c JOIN register_post p ON p.id = c.owner_post_id WHERE p.organization_id IS NOT NULL)"""
_TAKEN = """
DELETE FROM casework_casescope WHERE EXISTS (
  SELECT 1 FROM casework_caseexclusion e WHERE e.case_id = casework_casescope.case_id
  AND e.audience = casework_casescope.audience
  AND (casework_casescope.territory = e.territory OR casework_casescope.territory = ''
       OR length(casework_casescope.territory) IN (4, 6, 9)
       AND casework_casescope.territory = substr(e.territory, 1, length(casework_casescope.territory))))
"""


def _rewrite(apps, schema_editor):
    postgresql = schema_editor.connection.vendor == "postgresql"

    def seconds(column):
        if postgresql:
            return f"floor(extract(epoch FROM c.{column}))::bigint"
        return f"CAST(strftime('%s', c.{column}) AS INTEGER)"

    def insert(territory, which, source=_OLD):
        times = {"closed": seconds("closed_at"), "due": seconds("due_at"), "opened": seconds("opened_at")}
        cursor.execute(_SPREAD.format(territory=territory, which=which, source=source, **times))

    unit = "CAST(p.organization_id AS text)"
    if not postgresql:  # kept without hyphens there
        parts = ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12))
        unit = " || '-' || ".join(f"substr(p.organization_id, {start}, {size})" for start, size in parts)
    with schema_editor.connection.cursor() as cursor:
        firm = "substr(s.audience, 1, 11) = 'enterprise:'"
        insert("''", f"s.shown AND {firm}")
        insert("s.territory", f"s.shown AND NOT {firm}")
        for size in (4, 6, 9):
            insert(f"substr(s.territory, 1, {size})", f"s.shown AND NOT {firm} AND length(s.territory) > {size}")
        insert("''", "1 = 1", _UNITS.format(unit=unit))
        cursor.execute(
            "INSERT INTO casework_caseexclusion (case_id, audience, territory)"
            " SELECT case_id, audience, territory FROM casework_formerscope WHERE NOT shown"
        )
        cursor.execute(_TAKEN)
        if postgresql:  # an index may not be built while checks of keys wait for the end of the transaction
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")


class Migration(migrations.Migration):
    dependencies = [("casework", "0001_initial"), ("register", "0001_initial")]

    operations = [
        migrations.RemoveConstraint(model_name="casescope", name="scope_once"),
        migrations.RemoveIndex(model_name="casescope", name="scope_by_audience"),
        migrations.RenameModel("CaseScope", "FormerScope"),
        migrations.AlterField(
            model_name="formerscope",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="former_scopes", to="casework.case"
            ),
        ),
        migrations.CreateModel(
            name="CaseScope",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "case_id",
                        "audience",
                        "territory",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("audience", models.CharField(max_length=48)),
                ("territory", models.CharField(blank=True, max_length=12)),
                ("shelf", models.CharField(max_length=56)),
                ("severity", models.PositiveSmallIntegerField(default=0)),
                ("rank", models.BigIntegerField()),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="scopes",
                        to="casework.case",
                    ),
                ),
            ],
            options={"verbose_name": "case's scope"},
        ),
        migrations.CreateModel(
            name="CaseExclusion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("audience", models.CharField(max_length=48)),
                ("territory", models.CharField(blank=True, max_length=12)),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="exclusions",
                        to="casework.case",
                    ),
                ),
            ],
            options={
                "verbose_name": "case's exclusion",
                "constraints": [
                    models.UniqueConstraint(fields=("case", "audience", "territory"), name="exclusion_once")
                ],
            },
        ),
        migrations.RunPython(_rewrite, migrations.RunPython.noop),
        migrations.DeleteModel("FormerScope"),
        migrations.AddIndex(
            model_name="casescope",
            index=models.Index(fields=["audience", "territory", "shelf", "rank", "case"], name="scope_by_rank"),
        ),
        migrations.AddIndex(
            model_name="casescope",
            index=models.Index(fields=["audience", "territory", "shelf", "case"], name="scope_by_newest"),
        ),
        migrations.AddIndex(
            model_name="casescope",
            index=models.Index(
                condition=models.Q(("severity", 2)),
                fields=["audience", "territory", "shelf", "rank", "case"],
                name="scope_of_major",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["place", "kind", "is_open", "due_at", "id"], name="case_by_place_due"),
        ),
    ]
