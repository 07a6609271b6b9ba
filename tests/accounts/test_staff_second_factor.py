"""With STAFF_NEEDS_SECOND_FACTOR, staff without a second factor can't open the admin."""

import pytest
from allauth.mfa.models import Authenticator

pytestmark = pytest.mark.django_db
ADMIN = ["/admin/", "/admin/blog/post/", "/admin/comments/comment/", "/admin/jsi18n/", "/admin/password_change/"]


@pytest.fixture(autouse=True)
def _needed(settings):
    settings.STAFF_NEEDS_SECOND_FACTOR = True


@pytest.mark.parametrize("address", ADMIN)
def test_staff_without_a_second_factor_are_asked_to_set_one_up(signed_in, edith, address):
    browser = signed_in(edith)
    assert browser.get(address).url == "/accounts/2fa/"
    assert browser.post(address).url == "/accounts/2fa/"
    assert "The admin requires a second factor" in browser.get("/accounts/2fa/").text


def test_the_admin_login_leads_to_the_second_factor_too(client, edith):
    from tests.factories import PASSWORD

    client.post("/accounts/login/", {"login": edith.email, "password": PASSWORD, "next": "/admin/login/"})
    assert client.get("/admin/login/").url == "/accounts/2fa/"


@pytest.mark.parametrize("kind", ["totp", "webauthn"])
def test_staff_with_a_second_factor_can_open_the_admin(signed_in, edith, kind):
    Authenticator.objects.create(user=edith, type=kind, data={})
    assert signed_in(edith).get("/admin/").status_code == 200


def test_recovery_codes_alone_are_not_a_second_factor(signed_in, edith):
    Authenticator.objects.create(user=edith, type="recovery_codes", data={})
    assert signed_in(edith).get("/admin/").status_code == 302


def test_other_pages_stay_accessible(signed_in, edith):
    browser = signed_in(edith)
    assert browser.get("/").status_code == 200
    assert browser.get("/accounts/").status_code == 200


def test_the_setting_changes_nothing_for_readers_and_anonymous_visitors(client, signed_in, bob, settings):
    assert client.get("/admin/").status_code == 302
    assert "/admin/login/" in client.get("/admin/").url


def test_without_the_setting_no_second_factor_is_required(signed_in, edith, settings):
    settings.STAFF_NEEDS_SECOND_FACTOR = False
    assert signed_in(edith).get("/admin/").status_code == 200
