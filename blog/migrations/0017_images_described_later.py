from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def describe_by_file_name(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """The former constraint accepts no image without a description."""
    apps.get_model("blog", "Image").objects.filter(needs_description=True, alt="").update(alt=models.F("file"))


class Migration(migrations.Migration):
    dependencies = [("blog", "0016_typographic_punctuation")]

    operations = [
        migrations.RemoveConstraint(model_name="image", name="images_are_described_or_decorative"),
        migrations.AddField(
            model_name="image",
            name="needs_description",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.AddConstraint(
            model_name="image",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decorative", True),
                    models.Q(("alt", ""), _negated=True),
                    ("needs_description", True),
                    _connector="OR",
                ),
                name="images_are_described_or_decorative",
            ),
        ),
        migrations.RunPython(migrations.RunPython.noop, describe_by_file_name),
    ]
