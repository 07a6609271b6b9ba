from django.db import migrations

from accounts.second_factor.resealing import reseal_all, unseal_all


def seal(apps, schema_editor):
    reseal_all(apps.get_model("mfa", "Authenticator").objects.all())


def unseal(apps, schema_editor):
    """An older version reads them in the clear only."""
    unseal_all(apps.get_model("mfa", "Authenticator").objects.all())


class Migration(migrations.Migration):

    dependencies = [
        ("accounts", "0002_people_in_charge"),
        ("mfa", "0003_authenticator_type_uniq"),
    ]

    operations = [migrations.RunPython(seal, unseal)]
