import pytest
from django.contrib.auth.models import Permission

from tests.factories import make_user


@pytest.fixture
def hanna(db):
    """Staff who can edit accounts, but not a superuser."""
    hanna = make_user("hanna@example.org", display_name="Hanna Helper", is_staff=True)
    for name in ("view_user", "add_user", "change_user", "delete_user"):
        hanna.user_permissions.add(Permission.objects.get(content_type__app_label="accounts", codename=name))
    return hanna
