import re

import django.db.models.deletion
from django.db import migrations, models

FILE_NAME = re.compile(r"\bimages/([0-9a-f]{16})(?:-\d+)?\.(?:jpg|png|webp)")


def record_uses(apps, schema_editor):
    """What blog.images.uses records on every save, for the articles that are there already."""
    Post, Image, ImageUse = (apps.get_model("blog", name) for name in ("Post", "Image", "ImageUse"))
    for post in Post.objects.filter(body__contains="images/").only("body").iterator():
        names = [f"images/{stem}.{extension}" for stem in FILE_NAME.findall(post.body) for extension in ("jpg", "png")]
        images = Image.objects.filter(file__in=names)
        ImageUse.objects.bulk_create((ImageUse(post=post, image=image) for image in images), ignore_conflicts=True)


class Migration(migrations.Migration):

    dependencies = [
        ('blog', '0006_post_version'),
    ]

    operations = [
        migrations.CreateModel(
            name='ImageUse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('image', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='uses', to='blog.image')),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='image_uses', to='blog.post')),
            ],
            options={
                'verbose_name': 'image use',
                'verbose_name_plural': 'image uses',
                'constraints': [models.UniqueConstraint(fields=('post', 'image'), name='an_image_is_recorded_once_per_article')],
            },
        ),
        migrations.RunPython(record_uses, migrations.RunPython.noop),
    ]
