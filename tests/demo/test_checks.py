import pytest

from demo.checks import a_public_site_has_no_demo_accounts
from tests.factories import make_user


@pytest.mark.django_db
def test_a_public_site_with_demo_accounts_is_warned(settings):
    settings.SITE_IS_LOCAL = False
    assert a_public_site_has_no_demo_accounts(databases=["default"]) == []
    make_user("ines@unboxify.example")
    [warning] = a_public_site_has_no_demo_accounts(databases=["default"])
    assert warning.id == "demo.W001"
    assert "1 demo accounts" in warning.msg
    settings.SITE_IS_LOCAL = True
    assert a_public_site_has_no_demo_accounts(databases=["default"]) == []
