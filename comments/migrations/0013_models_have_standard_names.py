from django.db import migrations


class Migration(migrations.Migration):
    # The tables keep their names. Django renames content types and permissions with the models, so that groups keep
    # their rights and the history of the admin its objects.

    dependencies = [
        ("comments", "0012_old_reports_are_resolved"),
    ]

    operations = [
        migrations.AlterModelTable(name="standing", table="comments_standing"),
        migrations.RenameModel(old_name="Standing", new_name="CommenterRule"),
        migrations.AlterModelTable(name="houserules", table="comments_houserules"),
        migrations.RenameModel(old_name="HouseRules", new_name="CommentSettings"),
        migrations.AlterModelTable(name="guestaddress", table="comments_guestaddress"),
        migrations.RenameModel(old_name="GuestAddress", new_name="GuestEmail"),
        migrations.AlterModelTable(name="wordrule", table="comments_wordrule"),
        migrations.RenameModel(old_name="WordRule", new_name="WordFilter"),
        migrations.AlterModelTable(name="spamword", table="comments_spamword"),
        migrations.RenameModel(old_name="SpamWord", new_name="TokenCount"),
    ]
