from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("comments", "0015_plain_english"),
    ]

    operations = [
        migrations.RenameField("commentsettings", "most_links", "max_links"),
        migrations.RenameField("tokencount", "word", "token"),
        migrations.RenameField("wordfilter", "is_on", "is_enabled"),
    ]
