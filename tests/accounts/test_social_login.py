"""Social login is off in this process. tests/social_on runs in another one with social login on."""

import sys

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.urls import NoReverseMatch, reverse

from accounts.models import User
from accounts.personal_data.deletion import delete_account
from tests.social_on.process import ON, run_with_it_on


@pytest.fixture
def off():
    """These tests need social login to be off; the others also run with it on."""
    assert settings.SOCIAL_LOGIN is None


def test_the_tests_of_social_login_pass_with_social_login_on():
    """Signing up, connecting, malformed responses; every foreign key to a user, the export, and deletion."""
    journeys = sorted(ON.glob("journeys_*.py"))
    assert len(journeys) == 4
    assert run_with_it_on(*journeys, "tests/accounts/test_personal_data.py") > 90


@pytest.mark.django_db
def test_without_social_login_there_is_no_button_url_table_or_module(client, off):
    assert not apps.is_installed("allauth.socialaccount")
    for address in ("/accounts/login/", "/accounts/signup/"):
        page = client.get(address)
        assert "oidc" not in page.text
        assert page.headers["Content-Security-Policy"].count("http") == 0
    for address in ("/accounts/3rdparty/", "/accounts/3rdparty/signup/", "/accounts/oidc/x/login/"):
        assert client.get(address).status_code == 404
    with pytest.raises(NoReverseMatch):
        reverse("socialaccount_connections")
    assert [table for table in connection.introspection.table_names() if table.startswith("socialaccount")] == []
    assert "accounts.allauth.social.adapter" not in sys.modules
    assert "allauth.socialaccount.models" not in sys.modules


@pytest.mark.django_db
def test_rows_of_a_former_social_login_do_not_block_deletion(bob, alice, off):
    """Django no longer knows the table, but the database has it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE socialaccount_socialaccount (id integer PRIMARY KEY, user_id bigint NOT NULL"
            " REFERENCES accounts_user (id) DEFERRABLE INITIALLY DEFERRED)"
        )
        for number, person in enumerate((bob, alice)):
            cursor.execute("INSERT INTO socialaccount_socialaccount VALUES (%s, %s)", [number, person.pk])
    pk = bob.pk
    assert delete_account(bob)
    connection.check_constraints()
    assert not User.objects.filter(pk=pk).exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT user_id FROM socialaccount_socialaccount")
        assert cursor.fetchall() == [(alice.pk,)]
