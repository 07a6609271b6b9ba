from django.db import migrations
from django.db.models import OuterRef, Subquery

BY_MODERATORS = ("queue", "mail")


def resolve(apps, schema_editor):
    """By the first decision of a moderator after each; the others never reached a moderator, or wait for one."""
    Report, Decision = (apps.get_model("comments", name) for name in ("Report", "Decision"))
    later = Decision.objects.filter(
        comment=OuterRef("comment"), at__gte=OuterRef("created_at"), via__in=BY_MODERATORS
    )
    Report.objects.update(resolved_at=Subquery(later.order_by("at").values("at")[:1]))


class Migration(migrations.Migration):

    dependencies = [
        ('comments', '0011_reports_are_resolved'),
    ]

    operations = [
        migrations.RunPython(resolve, migrations.RunPython.noop),
    ]
