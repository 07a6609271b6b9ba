from django.db import migrations

MODERATION = ("comments.tasks.forget_networks", "comments.tasks.purge", "comments.spam.tasks.ask_akismet")
NOTIFICATIONS = tuple(
    f"comments.tasks.{name}"
    for name in (
        "tell_moderators",
        "mail_moderator",
        "send_digests",
        "mail_digest",
        "ask_for_confirmation",
        "comment_approved",
        "mail_writer",
        "mail_follower",
    )
)
MOVED = {path: f"comments.moderation.tasks.{path.rpartition('.')[2]}" for path in MODERATION} | {
    path: f"comments.notifications.tasks.{path.rpartition('.')[2]}" for path in NOTIFICATIONS
}


def rename(apps, paths):
    """Finished tasks are included, because the schedule reads from them when a daily task last ran."""
    rows = apps.get_model("django_tasks_database", "DBTaskResult").objects.all()
    for old, new in paths:
        rows.filter(task_path=old).update(task_path=new)


def forwards(apps, schema_editor):
    rename(apps, MOVED.items())


def backwards(apps, schema_editor):
    rename(apps, ((new, old) for old, new in MOVED.items()))


class Migration(migrations.Migration):
    dependencies = [
        ("comments", "0013_models_have_standard_names"),
        ("django_tasks_database", "0001_initial"),
    ]

    operations = [migrations.RunPython(forwards, backwards)]
