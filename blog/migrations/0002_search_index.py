from django.db import migrations

from blog.search import postgres, sqlite


def make_table(apps, schema_editor):
    table = postgres.TABLE if schema_editor.connection.vendor == "postgresql" else sqlite.TABLE
    schema_editor.execute(table)


def drop_table(apps, schema_editor):
    schema_editor.execute("DROP TABLE blog_search")


class Migration(migrations.Migration):
    dependencies = [("blog", "0001_initial")]

    operations = [migrations.RunPython(make_table, drop_table)]
