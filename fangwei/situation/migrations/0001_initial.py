from django.db import migrations, models

from fangwei.situation.index import DROP, MAKE


def make(apps, schema_editor):
    for statement in MAKE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    for statement in DROP[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    initial = True
    dependencies = []

    operations = [
        migrations.CreateModel(
            name="SearchRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("subject_kind", models.CharField(max_length=32, verbose_name="kind")),
                ("subject_id", models.UUIDField()),
                ("words", models.TextField(verbose_name="words")),
            ],
            options={
                "verbose_name": "row of the search",
                "constraints": [models.UniqueConstraint(fields=("subject_id", "subject_kind"), name="search_row_once")],
            },
        ),
        migrations.RunPython(make, drop),
    ]
