from django.db import migrations, models

from comments.models.guest_email import new_nonce



class Migration(migrations.Migration):

    dependencies = [
        ('comments', '0014_queued_tasks_follow_their_modules'),
    ]

    operations = [
        migrations.AlterField(
            model_name='guestemail',
            name='nonce',
            field=models.CharField(default=new_nonce, editable=False, max_length=32),
        ),
    ]
