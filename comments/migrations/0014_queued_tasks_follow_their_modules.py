from django.db import migrations

MOVED = {
    "comments.spam.tasks.ask_akismet": "comments.moderation.akismet.ask_akismet",
    "comments.tasks.forget_networks": "comments.moderation.retention.forget_networks",
    "comments.tasks.purge": "comments.moderation.retention.purge",
    "comments.tasks.tell_moderators": "comments.notifications.tasks.notify_moderators",
    "comments.tasks.mail_moderator": "comments.notifications.tasks.mail_moderator",
    "comments.tasks.send_digests": "comments.notifications.tasks.send_digests",
    "comments.tasks.mail_digest": "comments.notifications.tasks.mail_digest",
    "comments.tasks.ask_for_confirmation": "comments.notifications.tasks.send_confirmation",
    "comments.tasks.comment_approved": "comments.notifications.tasks.comment_approved",
    "comments.tasks.mail_writer": "comments.notifications.tasks.mail_author",
    "comments.tasks.mail_follower": "comments.notifications.tasks.mail_follower",
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
