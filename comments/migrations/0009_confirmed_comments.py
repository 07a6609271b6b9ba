from datetime import timedelta

from django.db import migrations, models
from django.db.models import F, Value
from django.db.models.functions import Lower

MAILED_WITHIN = timedelta(minutes=1)


def mark_confirmed(apps, schema_editor):
    """The last confirmed mail of each address was sent in the request that stored a comment: that one is proven."""
    Comment = apps.get_model("comments", "Comment")
    GuestAddress = apps.get_model("comments", "GuestAddress")
    answered = GuestAddress.objects.filter(asked_at__isnull=False, confirmed_at__gte=F("asked_at"))
    for email, asked_at in answered.values_list("email", "asked_at").iterator():
        typed = Comment.objects.filter(author=None).annotate(address=Lower("email")).filter(address=Lower(Value(email)))
        typed.filter(created_at__range=(asked_at - MAILED_WITHIN, asked_at)).update(
            email_confirmed=True, confirmation_asked_at=asked_at
        )


class Migration(migrations.Migration):

    dependencies = [
        ("comments", "0008_what_the_days_of_erasing_mean"),
    ]

    operations = [
        migrations.AddField(
            model_name="comment",
            name="email_confirmed",
            field=models.BooleanField(default=False, editable=False, verbose_name="e-mail address confirmed"),
        ),
        migrations.AddField(
            model_name="comment",
            name="confirmation_asked_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.RunPython(mark_confirmed, migrations.RunPython.noop),
    ]
