from django.db import migrations

from accounts.allauth.mfa.key_rotation import rotate_all, decrypt_all


def seal(apps, schema_editor):
    rotate_all(apps.get_model("mfa", "Authenticator").objects.all())


def unseal(apps, schema_editor):
    """An older version reads them in the clear only."""
    decrypt_all(apps.get_model("mfa", "Authenticator").objects.all())


class Migration(migrations.Migration):

    dependencies = [
        ("accounts", "0002_people_in_charge"),
        ("mfa", "0003_authenticator_type_uniq"),
    ]

    operations = [migrations.RunPython(seal, unseal)]
