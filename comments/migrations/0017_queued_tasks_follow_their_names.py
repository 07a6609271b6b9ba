from django.db import migrations

MOVED = {
    "comments.moderation.tasks.ask_akismet": "comments.moderation.akismet.ask_akismet",
    "comments.moderation.tasks.forget_networks": "comments.moderation.retention.forget_networks",
    "comments.moderation.tasks.purge": "comments.moderation.retention.purge",
    "comments.notifications.tasks.tell_moderators": "comments.notifications.tasks.notify_moderators",
    "comments.notifications.tasks.ask_for_confirmation": "comments.notifications.tasks.send_confirmation",
    "comments.notifications.tasks.mail_writer": "comments.notifications.tasks.mail_author",
}


def rename(apps, paths):
    """Finished tasks are included, because the schedule reads from them when a daily task last ran."""
    rows = apps.get_model("django_tasks_database", "DBTaskResult").objects.all()
    for old, new in paths:
        rows.filter(task_path=old).update(task_path=new)


def forwards(apps, schema_editor):
    rename(apps, MOVED.items())


def backwards(apps, schema_editor):
    rename(apps, [(new, old) for old, new in MOVED.items()])


class Migration(migrations.Migration):
    dependencies = [
        ("comments", "0016_fields_have_standard_names"),
    ]

    operations = [migrations.RunPython(forwards, backwards)]
