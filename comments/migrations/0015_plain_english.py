import comments.models.guest_email
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

NAMES = {
    # model: (former name, new name)
    "commenterrule": ("standing of a person", "commenter rule"),
    "commentsettings": ("house rules", "comment settings"),
    "guestemail": ("guest address", "guest e-mail address"),
    "moderationmailoptout": ("moderator without mail", "moderator who wants no e-mail"),
    "wordfilter": ("word rule", "word filter"),
}


def rename_permissions(apps, old, new):
    """Django names permissions when it creates them and never again."""
    permissions = apps.get_model("auth", "Permission").objects.filter(content_type__app_label="comments")
    for model, names in NAMES.items():
        for action in ("add", "change", "delete", "view"):
            named = permissions.filter(codename=f"{action}_{model}", name=f"Can {action} {names[old]}")
            named.update(name=f"Can {action} {names[new]}")
    moderate = ("May approve and remove comments", "Can moderate comments")
    permissions.filter(codename="moderate_comment", name=moderate[old]).update(name=moderate[new])


def forwards(apps, schema_editor):
    rename_permissions(apps, old=0, new=1)


def backwards(apps, schema_editor):
    rename_permissions(apps, old=1, new=0)


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("comments", "0014_queued_tasks_follow_their_modules"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="comment",
            options={
                "ordering": ["created_at", "pk"],
                "permissions": [("moderate_comment", "Can moderate comments")],
                "verbose_name": "comment",
                "verbose_name_plural": "comments",
            },
        ),
        migrations.AlterModelOptions(
            name="commenterrule",
            options={"verbose_name": "commenter rule", "verbose_name_plural": "commenter rules"},
        ),
        migrations.AlterModelOptions(
            name="commentsettings",
            options={"verbose_name": "comment settings", "verbose_name_plural": "comment settings"},
        ),
        migrations.AlterModelOptions(
            name="guestemail",
            options={"verbose_name": "guest e-mail address", "verbose_name_plural": "guest e-mail addresses"},
        ),
        migrations.AlterModelOptions(
            name="moderationmailoptout",
            options={
                "verbose_name": "moderator who wants no e-mail",
                "verbose_name_plural": "moderators who want no e-mail",
            },
        ),
        migrations.AlterModelOptions(
            name="wordfilter",
            options={"ordering": ["pattern"], "verbose_name": "word filter", "verbose_name_plural": "word filters"},
        ),
        migrations.AlterField(
            model_name="comment",
            name="created_at",
            field=models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="submitted"),
        ),
        migrations.AlterField(
            model_name="comment",
            name="decided_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="decided at"),
        ),
        migrations.AlterField(
            model_name="comment",
            name="network",
            field=models.CharField(blank=True, editable=False, max_length=50, verbose_name="IP range"),
        ),
        migrations.AlterField(
            model_name="comment",
            name="parent",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="replies",
                to="comments.comment",
                verbose_name="in reply to",
            ),
        ),
        migrations.AlterField(
            model_name="comment",
            name="score",
            field=models.FloatField(default=0, editable=False, verbose_name="spam score"),
        ),
        migrations.AlterField(
            model_name="comment",
            name="status",
            field=models.CharField(
                choices=[("held", "Pending"), ("approved", "Approved"), ("spam", "Spam"), ("removed", "Removed")],
                default="held",
                max_length=12,
                verbose_name="status",
            ),
        ),
        migrations.AlterField(
            model_name="comment",
            name="wants_mail",
            field=models.BooleanField(
                default=False, editable=False, verbose_name="notify the author when it is approved"
            ),
        ),
        migrations.AlterField(
            model_name="commenterrule",
            name="of",
            field=models.CharField(
                choices=[("account", "Account"), ("address", "E-mail address"), ("network", "IP range")],
                max_length=8,
                verbose_name="applies to",
            ),
        ),
        migrations.AlterField(
            model_name="commenterrule",
            name="reason",
            field=models.CharField(
                help_text="Shown to moderators, and to commenters who are blocked.",
                max_length=300,
                verbose_name="reason",
            ),
        ),
        migrations.AlterField(
            model_name="commenterrule",
            name="until",
            field=models.DateTimeField(
                blank=True, help_text="Leave empty for no end date.", null=True, verbose_name="until"
            ),
        ),
        migrations.AlterField(
            model_name="commenterrule",
            name="value",
            field=models.CharField(
                help_text="An account number, an e-mail address, or an IP range such as 192.0.2.0/24.",
                max_length=254,
                verbose_name="commenter",
            ),
        ),
        migrations.AlterField(
            model_name="commenterrule",
            name="verdict",
            field=models.CharField(
                choices=[("trusted", "Publish without approval"), ("held", "Hold for approval"), ("banned", "Block")],
                max_length=8,
                verbose_name="action",
            ),
        ),
        migrations.AlterField(
            model_name="commentsettings",
            name="close_after_days",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="Leave empty to keep comments open.",
                null=True,
                verbose_name="close comments after (days)",
            ),
        ),
        migrations.AlterField(
            model_name="commentsettings",
            name="edit_minutes",
            field=models.PositiveSmallIntegerField(
                default=15,
                validators=[django.core.validators.MaxValueValidator(1440)],
                verbose_name="time to edit or delete (minutes)",
            ),
        ),
        migrations.AlterField(
            model_name="commentsettings",
            name="forget_network_days",
            field=models.PositiveSmallIntegerField(
                default=90,
                validators=[django.core.validators.MinValueValidator(1)],
                verbose_name="delete IP ranges after (days)",
            ),
        ),
        migrations.AlterField(
            model_name="commentsettings",
            name="hold_at",
            field=models.FloatField(default=2, verbose_name="spam score that holds a comment"),
        ),
        migrations.AlterField(
            model_name="commentsettings",
            name="mails",
            field=models.CharField(
                choices=[
                    ("once", "Immediately, one e-mail per comment"),
                    ("digest", "Once a day, in one e-mail"),
                    ("never", "Never"),
                ],
                default="once",
                max_length=8,
                verbose_name="e-mails to moderators",
            ),
        ),
        migrations.AlterField(
            model_name="commentsettings",
            name="most_links",
            field=models.PositiveSmallIntegerField(
                default=2,
                help_text="Comments with more links get spam points.",
                verbose_name="links allowed in a comment",
            ),
        ),
        migrations.AlterField(
            model_name="commentsettings",
            name="purge_days",
            field=models.PositiveSmallIntegerField(
                default=90,
                help_text="Comments that are pending, spam, or deleted by their authors.",
                validators=[django.core.validators.MinValueValidator(1)],
                verbose_name="delete unpublished comments after (days)",
            ),
        ),
        migrations.AlterField(
            model_name="commentsettings",
            name="reports_to_hide",
            field=models.PositiveSmallIntegerField(
                default=3,
                help_text="Counted once per IP range; one report is enough if it comes from a member with approved comments. Moderators are notified of every report. Comments by authors and moderators are never hidden.",
                validators=[django.core.validators.MinValueValidator(1)],
                verbose_name="reports that hide a comment",
            ),
        ),
        migrations.AlterField(
            model_name="decision",
            name="after",
            field=models.CharField(
                choices=[("held", "Pending"), ("approved", "Approved"), ("spam", "Spam"), ("removed", "Removed")],
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="decision",
            name="before",
            field=models.CharField(
                blank=True,
                choices=[("held", "Pending"), ("approved", "Approved"), ("spam", "Spam"), ("removed", "Removed")],
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="decision",
            name="via",
            field=models.CharField(
                choices=[
                    ("rules", "automatically, on submission"),
                    ("queue", "moderation queue"),
                    ("mail", "link in an e-mail"),
                    ("undo", "undone"),
                    ("report", "report"),
                    ("edit", "edited by the author"),
                    ("writer", "deleted by the author"),
                ],
                max_length=8,
            ),
        ),
        migrations.AlterField(
            model_name="guestemail",
            name="asked_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="confirmation e-mail sent"),
        ),
        migrations.AlterField(
            model_name="guestemail",
            name="nonce",
            field=models.CharField(default=comments.models.guest_email.new_nonce, editable=False, max_length=32),
        ),
        migrations.AlterField(
            model_name="guestemail",
            name="wants_no_mail",
            field=models.BooleanField(default=False, verbose_name="wants no e-mail"),
        ),
        migrations.AlterField(
            model_name="report",
            name="reason",
            field=models.CharField(
                choices=[
                    ("spam", "Advertising"),
                    ("abuse", "Insults or threats"),
                    ("private", "Private information"),
                    ("other", "Something else"),
                ],
                max_length=8,
                verbose_name="reason",
            ),
        ),
        migrations.AlterField(
            model_name="report",
            name="text",
            field=models.CharField(blank=True, max_length=500, verbose_name="in your own words"),
        ),
        migrations.AlterField(
            model_name="subscription",
            name="kind",
            field=models.CharField(
                choices=[("replies", "Replies to my comments"), ("thread", "All comments on the article")], max_length=8
            ),
        ),
        migrations.AlterField(
            model_name="wordfilter",
            name="effect",
            field=models.CharField(
                choices=[
                    ("suspect", "Add spam points"),
                    ("hold", "Hold for approval"),
                    ("block", "Reject, with an explanation"),
                ],
                default="hold",
                max_length=8,
                verbose_name="effect",
            ),
        ),
        migrations.AlterField(
            model_name="wordfilter",
            name="explanation",
            field=models.CharField(blank=True, max_length=300, verbose_name="explanation for the author"),
        ),
        migrations.AlterField(
            model_name="wordfilter",
            name="is_on",
            field=models.BooleanField(default=True, verbose_name="enabled"),
        ),
        migrations.RunPython(forwards, backwards),
    ]
