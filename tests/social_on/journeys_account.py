"""Connecting an account at a provider, and disconnecting it."""

import pytest
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib import admin
from django.core import mail
from django.test import Client

from tests.accounts.logging_in import log_in, reauthenticate
from tests.accounts.mails import link_in
from tests.accounts.responses import check_shape
from tests.factories import PASSWORD, make_user
from tests.html import read
from tests.social_on.conftest import age_proofs, leads_on_to
from tests.social_on.provider import path_of

pytestmark = pytest.mark.django_db
CONNECTIONS = "/accounts/3rdparty/"


def disconnect(browser, account):
    return browser.post(CONNECTIONS, {"account": account.pk}, follow=True)


def test_a_connected_account_logs_in(return_from, is_in, bob):
    browser = reauthenticate(log_in(bob))
    page = check_shape(browser.get("/accounts/"))
    assert CONNECTIONS in page.landmark("main").hrefs
    assert check_shape(browser.get(CONNECTIONS)).button("Connect The Club")
    answer = return_from(browser, process="connect")
    assert answer.url == CONNECTIONS
    assert "nora@example.org" in check_shape(browser.get(CONNECTIONS)).text
    account = SocialAccount.objects.get()
    assert account.user == bob
    assert [message.to for message in mail.outbox] == [[bob.email]]
    assert "The Club was connected to your account" in mail.outbox[0].subject
    bob.refresh_from_db()
    assert bob.email == "bob@example.org", "the address of the other account is not taken over"
    assert bob.emailaddress_set.count() == 1
    elsewhere = Client()
    return_from(elsewhere)
    assert is_in(elsewhere)


def test_connecting_requires_reauthentication(client, provider, set_out, bob):
    client.force_login(bob)
    asked = set_out(process="connect")
    assert asked.url.startswith("/accounts/reauthenticate/")
    assert provider.asked == []
    page = client.post(asked.url, {"password": PASSWORD}).text
    assert client.get(path_of(provider.lead_back(leads_on_to(page)))).url == CONNECTIONS
    assert SocialAccount.objects.get().user == bob


def test_connecting_requires_reauthentication_again_if_it_has_expired_meanwhile(provider, set_out, bob):
    browser = reauthenticate(log_in(bob))
    address = path_of(provider.lead_back(set_out(browser, process="connect").url))
    age_proofs(browser.session)
    assert browser.get(address).url == "/accounts/reauthenticate/"
    assert not SocialAccount.objects.exists()
    assert "ACCESS-TOKEN" not in str(dict(browser.session))
    assert browser.post("/accounts/reauthenticate/", {"password": PASSWORD}).url == CONNECTIONS
    assert SocialAccount.objects.get().user == bob


def test_right_after_login_connecting_needs_no_password(return_from, bob):
    browser = Client()
    browser.post("/accounts/login/", {"login": bob.email, "password": PASSWORD})
    assert return_from(browser, process="connect").url == CONNECTIONS
    assert SocialAccount.objects.get().user == bob


def test_anonymous_visitors_cannot_connect_accounts(client, return_from):
    assert return_from(process="connect").url == "/accounts/3rdparty/signup/", "it is a login like any other"


@pytest.mark.parametrize(
    ("refusal", "words"), [("access_denied", "You cancelled logging in"), ("x", "That didn’t work")]
)
def test_a_failed_connection_leads_back_to_the_connected_accounts(provider, return_from, bob, refusal, words):
    browser = reauthenticate(log_in(bob))
    provider.refusal = refusal
    answer = return_from(browser, process="connect")
    page = read(answer.text or browser.get(answer.url))
    assert words in page.text
    assert CONNECTIONS in [link["href"] for link in page.all("main a.button")]
    assert not SocialAccount.objects.exists()


def test_an_account_of_the_provider_is_connected_to_one_account(return_from, bob, alice, connected):
    connected(alice)
    browser = reauthenticate(log_in(bob))
    return_from(browser, process="connect")
    assert "connected to another account here" in browser.get(CONNECTIONS).text
    assert SocialAccount.objects.get().user == alice


def test_connecting_twice_changes_nothing(return_from, bob):
    browser = reauthenticate(log_in(bob))
    for _ in range(2):
        return_from(browser, process="connect")
    assert SocialAccount.objects.count() == 1
    assert "was connected already" in browser.get(CONNECTIONS).text


def test_a_disconnected_account_no_longer_logs_in(return_from, is_in, bob, connected):
    browser = reauthenticate(log_in(bob))
    page = check_shape(disconnect(browser, connected(bob)))
    assert "The account was disconnected." in page.text
    assert not SocialAccount.objects.exists()
    assert "was disconnected" in mail.outbox[-1].subject
    elsewhere = Client()
    return_from(elsewhere)
    assert not is_in(elsewhere)


def test_disconnecting_requires_reauthentication(client, bob, connected):
    client.force_login(bob)
    answer = client.post(CONNECTIONS, {"account": connected(bob).pk})
    assert answer.url.startswith("/accounts/reauthenticate/")
    assert SocialAccount.objects.exists()


def test_the_last_account_cannot_be_disconnected_without_a_password(client, bob, connected):
    bob.set_unusable_password()
    bob.save()
    account, former = connected(bob), connected(bob, issuer="former.example.org")
    client.force_login(bob)
    assert "Choose a password first" in check_shape(disconnect(client, account)).text
    assert SocialAccount.objects.count() == 2
    assert "The account was disconnected." in disconnect(client, connected(bob, uid="2")).text, "there is another way"

    form = client.get("/accounts/password/change/")
    assert form.url == "/accounts/password/set/"
    check_shape(client.get(form.url))
    client.post(form.url, {"password1": "seven yellow tractors", "password2": "seven yellow tractors"})
    for one in (account, former):
        client.post("/accounts/reauthenticate/", {"password": "seven yellow tractors"})
        disconnect(client, one)
    assert not SocialAccount.objects.exists()


def test_users_without_a_password_can_reset_it_by_email(client, bob, connected):
    connected(bob)
    bob.set_unusable_password()
    bob.save()
    client.post("/accounts/password/reset/", {"email": bob.email})
    form = client.get(link_in(mail.outbox[-1]), follow=True).redirect_chain[-1][0]
    client.post(form, {"password1": "seven yellow tractors", "password2": "seven yellow tractors"})
    bob.refresh_from_db()
    assert bob.check_password("seven yellow tractors")


def test_accounts_of_other_users_cannot_be_disconnected(alice, bob, connected):
    account = connected(alice)
    check_shape(disconnect(reauthenticate(log_in(bob)), account))
    assert SocialAccount.objects.get() == account


def test_accounts_of_a_former_provider_do_not_log_in_and_can_be_removed(return_from, is_in, bob, connected):
    former = connected(bob, issuer="former.example.org")
    elsewhere = Client()
    return_from(elsewhere)
    assert not is_in(elsewhere), "the same identifier at another issuer is another person"
    browser = reauthenticate(log_in(bob))
    assert "former.example.org" in check_shape(browser.get(CONNECTIONS)).text
    assert "The account was disconnected." in disconnect(browser, former).text


@pytest.mark.parametrize("address", ["/accounts/login/", "/accounts/signup/", "/accounts/login/?next=/tags/"])
def test_login_pages_have_a_button_and_do_not_contact_the_provider(client, provider, address):
    page = check_shape(client.get(address))
    form = page.one("form[action^='/accounts/oidc/']")["action"]
    assert page.button("Continue with The Club")
    assert ("next=%2Ftags%2F" in form) == ("next" in address)
    assert f"url={settings.SOCIAL_LOGIN.issuer}/authorize?" in client.post(form).text
    assert provider.asked == ["/.well-known/openid-configuration"], "when it was pressed, and not before"


def test_with_closed_registration_the_login_page_keeps_the_button(client, settings):
    settings.REGISTRATION_OPEN = False
    assert "Continue with The Club" in client.get("/accounts/login/").text
    assert "/accounts/oidc/" not in client.get("/accounts/signup/").text


def test_the_csp_names_no_other_site(client):
    policy = client.get("/accounts/login/").headers["Content-Security-Policy"]
    assert "form-action 'self';" in policy
    assert "http" not in policy


def test_social_accounts_are_not_in_the_admin(signed_in):
    root = signed_in(make_user("root@example.org", is_staff=True, is_superuser=True))
    assert not [model for model in admin.site._registry if model._meta.app_label == "socialaccount"]
    for name in ("socialapp", "socialtoken", "socialaccount"):
        assert root.get(f"/admin/socialaccount/{name}/").status_code == 404


def test_apps_in_the_database_are_ignored(client, provider, set_out):
    from allauth.socialaccount.models import SocialApp

    SocialApp.objects.create(provider="openid_connect", provider_id="evil", name="Evil", client_id="evil")
    assert "Evil" not in client.get("/accounts/login/").text
    assert "client_id=colophon" in set_out().url
    assert client.post("/accounts/oidc/evil/login/").status_code == 404


def test_urls_of_allauth_lead_to_our_pages(client):
    for name, status in (("cancelled", 200), ("error", 401)):
        answer = client.get(f"/accounts/social/login/{name}/", follow=True)
        assert answer.status_code == status
        answer.status_code = 200  # for check_shape, which looks at pages that all went well
        check_shape(answer)
    assert client.get("/accounts/3rdparty/signup/").url == "/accounts/login/"
