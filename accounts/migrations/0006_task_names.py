from django.db import migrations

RENAMED = {
    "accounts.tasks.forget": "accounts.tasks.delete_expired_data",
    "accounts.tasks.delete_leavers": "accounts.tasks.delete_accounts",
}


def rename(apps, names):
    rows = apps.get_model("django_tasks_database", "DBTaskResult").objects
    for old, new in names.items():
        rows.filter(task_path=old).update(task_path=new)


def forwards(apps, schema_editor):
    rename(apps, RENAMED)


def backwards(apps, schema_editor):
    rename(apps, {new: old for old, new in RENAMED.items()})


class Migration(migrations.Migration):
    """Rows in the queue, and those by which the schedule knows what was done today."""

    dependencies = [
        ("accounts", "0005_deletion_due_at"),
        ("django_tasks_database", "0001_initial"),
    ]

    operations = [migrations.RunPython(forwards, backwards)]
