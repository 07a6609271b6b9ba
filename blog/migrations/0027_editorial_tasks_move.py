from django.db import migrations

MOVED = {
    "blog.tasks.notify_of_review": "blog.editorial.tasks.notify_of_review",
    "blog.tasks.mail_review": "blog.editorial.tasks.mail_review",
    "blog.tasks.notify_of_note": "blog.editorial.tasks.notify_of_note",
    "blog.tasks.mail_note": "blog.editorial.tasks.mail_note",
    "blog.preview_notes.mail_note": "blog.editorial.preview_notes.mail_note",
}


def rename(apps, paths):
    """Tasks of the previous version that are still in the queue run under their new names."""
    rows = apps.get_model("django_tasks_database", "DBTaskResult").objects.all()
    for old, new in paths:
        rows.filter(task_path=old).update(task_path=new)


def forwards(apps, schema_editor):
    rename(apps, MOVED.items())


def backwards(apps, schema_editor):
    rename(apps, [(new, old) for old, new in MOVED.items()])


class Migration(migrations.Migration):
    dependencies = [
        ("blog", "0026_pending_purges"),
        ("django_tasks_database", "0001_initial"),
    ]

    operations = [migrations.RunPython(forwards, backwards)]
