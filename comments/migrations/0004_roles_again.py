from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

from accounts.roles import grant


def grant_again(apps, schema_editor):
    # Permissions are made after a migrate run; the groups need them now.
    for label in ("accounts", "blog", "comments"):
        create_permissions(installed.get_app_config(label), verbosity=0, apps=apps, using=schema_editor.connection.alias)
    grant(apps.get_model)


def keep(apps, schema_editor):
    """The groups stay: 0002_roles takes them away."""


class Migration(migrations.Migration):
    dependencies = [
        ("comments", "0003_trust"),
        ("blog", "0005_bookmarks"),
        ("accounts", "0002_people_in_charge"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(grant_again, keep)]
