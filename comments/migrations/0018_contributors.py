from accounts.roles import grant
from django.db import migrations


def make_group(apps, schema_editor):
    # Only this group: the permissions of models that were renamed get their new names after the migrate run.
    grant(apps.get_model, ["Contributor"])


def remove_group(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name="Contributor").delete()


class Migration(migrations.Migration):
    dependencies = [
        ("comments", "0017_queued_tasks_follow_their_names"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(make_group, remove_group)]
