from django.db import migrations

from blog.search import postgres, sqlite


def make_tables(apps, schema_editor):
    engine = postgres if schema_editor.connection.vendor == "postgresql" else sqlite
    for table in engine.VOCABULARY:
        schema_editor.execute(table)


def drop_tables(apps, schema_editor):
    engine = postgres if schema_editor.connection.vendor == "postgresql" else sqlite
    for name in engine.VOCABULARY_TABLES:
        schema_editor.execute(f"DROP TABLE {name}")


class Migration(migrations.Migration):
    """The words of the index, to suggest another spelling by."""

    dependencies = [("blog", "0003_series")]

    operations = [migrations.RunPython(make_tables, drop_tables)]
