from django.db import migrations


class Migration(migrations.Migration):
    """Django renames the content type and the permissions; the table keeps its name."""

    dependencies = [("blog", "0011_related_posts_share_terms")]

    operations = [
        migrations.AlterModelTable(name="site", table="blog_site"),
        migrations.RenameModel("Site", "BlogSettings"),
        migrations.AlterModelOptions(
            name="blogsettings", options={"verbose_name": "blog settings", "verbose_name_plural": "blog settings"}
        ),
    ]
