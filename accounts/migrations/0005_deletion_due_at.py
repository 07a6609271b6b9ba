from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("accounts", "0004_changes_of_address"),
    ]

    operations = [
        migrations.RenameField("user", "leaves_at", "deletion_due_at"),
        migrations.RenameField("user", "erases_writings", "delete_comments"),
    ]
