"""Signing up and logging in with social login."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.conf import settings
from django.core import mail
from django.test import Client

from accounts.models import User
from tests.accounts.logging_in import totp_code
from tests.accounts.mails import link_in
from tests.accounts.responses import check_shape
from tests.factories import PASSWORD, make_post, make_user
from tests.social_on.conftest import FORM, LEFT, NORA, SENT

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("verified", [True, False, "true", "false", 1, None])
def test_new_users_choose_a_name_and_confirm_the_address_whatever_the_provider_says(
    client, provider, return_from, is_in, verified
):
    provider.person["email_verified"] = verified
    assert return_from(next=LEFT).url == FORM
    page = check_shape(client.get(FORM))
    typed = {field["name"]: field.value for field in page.landmark("main").all("input[name]")}
    assert (typed["display_name"], typed["email"]) == ("Nora Newcomer", "nora@example.org")
    assert not User.objects.exists(), "nothing is stored before the person has said yes"
    assert "ACCESS-TOKEN" not in str(dict(client.session))

    assert client.post(FORM, NORA).url == SENT
    assert not is_in(client)
    assert not EmailAddress.objects.get().verified
    [message] = mail.outbox
    assert message.to == ["nora@example.org"]
    assert client.post(link_in(message)).url == LEFT
    assert is_in(client)
    nora = User.objects.get()
    assert (nora.display_name, nora.slug, nora.has_usable_password()) == ("Nora", "nora", False)
    account = SocialAccount.objects.get()
    assert account.extra_data == {"email": "nora@example.org", "name": "Nora Newcomer"}
    assert not SocialToken.objects.exists()


def test_the_next_login_needs_only_the_button(client, provider, return_from, is_in):
    return_from()
    client.post(FORM, NORA)
    client.post(link_in(mail.outbox[0]))
    again = Client()
    assert return_from(again, next=LEFT).url == LEFT
    assert is_in(again)


def test_an_unconfirmed_account_cannot_log_in_with_the_button(client, return_from, is_in):
    return_from()
    client.post(FORM, NORA)
    again = Client()
    assert return_from(again).url == SENT
    assert not is_in(again)


def test_another_address_replaces_the_one_of_the_provider(client, return_from):
    return_from()
    client.post(FORM, NORA | {"email": "Other@example.org"})
    assert [(row.email, row.verified) for row in EmailAddress.objects.all()] == [("other@example.org", False)]
    assert User.objects.get().email == "other@example.org"


def test_the_response_does_not_reveal_that_an_address_has_an_account(client, provider, return_from, is_in, bob):
    stranger, pages = Client(), []
    for browser, uid, email in ((client, "1", "bob@example.org"), (stranger, "2", "new@example.org")):
        provider.person |= {"sub": uid, "email": email}
        assert return_from(browser, next=LEFT).url == FORM
        check_shape(browser.get(FORM))
        answer = browser.post(FORM, {"display_name": "Somebody", "email": email}, follow=True)
        assert answer.redirect_chain == [(SENT, 302)]
        pages.append(re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", answer.text).replace(email, "…"))
        assert not is_in(browser)
    assert pages[0] == pages[1]
    assert not SocialAccount.objects.filter(user=bob).exists()
    [known] = [message for message in mail.outbox if message.to == [bob.email]]
    assert "You already have an account" in known.subject
    assert f"{settings.SITE_URL}/accounts/3rdparty/" in known.body


def test_a_verified_address_at_the_provider_does_not_log_in_to_an_account(client, provider, return_from, is_in, bob):
    provider.person["email"] = bob.email
    return_from()
    assert not is_in(client)
    assert not SocialAccount.objects.exists()


def test_the_suggested_name_is_normalised_and_may_be_missing(client, provider, return_from):
    for told, shown in (
        ("  Zoë\u202e\n  Q. ", "Zoë Q."),
        ("x" * 5000, "x" * 80),
        ("\u200b", ""),
        ("Zo\0e \ud800Q.", "Zoe Q."),
        ({"a": 1}, ""),
        (None, ""),
    ):
        provider.person["name"] = told
        return_from()
        form = client.get(FORM).context["form"]
        assert form["display_name"].value() == shown
    assert "Please use at least one letter" in client.post(FORM, NORA | {"display_name": "…"}).text
    check_shape(client.post(FORM, NORA | {"email": "x" * 300 + "@example.org"}))


@pytest.mark.parametrize("email", [None, "", "no address", ["a@b.example"], "x" * 300 + "@example.org"])
def test_a_missing_address_has_to_be_entered(client, provider, return_from, email):
    provider.person["email"] = email
    return_from()
    assert client.get(FORM).context["form"]["email"].value() == ""
    assert client.post(FORM, {"display_name": "Nora"}).status_code == 200
    assert client.post(FORM, NORA).url == SENT


def test_a_double_click_creates_one_account(client, return_from):
    return_from()
    late = Client()
    return_from(late)
    client.post(FORM, NORA)
    answer = late.post(FORM, NORA | {"email": "late@example.org"}, follow=True)
    assert "work. Please try again." in answer.text
    assert User.objects.count() == SocialAccount.objects.count() == 1


def test_the_second_factor_is_required_too(client, return_from, is_in, bob, connected):
    connected(bob)
    secret = "JBSWY3DPEHPK3PXP"
    TOTP.activate(bob, secret)
    step = return_from(next=LEFT)
    assert step.url.startswith("/accounts/2fa/authenticate/")
    assert not is_in(client)
    assert client.post(step.url, {"code": totp_code(secret)}).url == LEFT
    assert is_in(client)


def test_staff_need_a_second_factor_if_the_setting_requires_it(client, return_from, settings, connected):
    settings.STAFF_NEEDS_SECOND_FACTOR = True
    root = make_user("root@example.org", is_staff=True, is_superuser=True)
    connected(root)
    return_from()
    assert client.get("/admin/").url == "/accounts/2fa/"


def test_a_social_login_is_in_the_list_of_sessions(client, return_from, bob, connected):
    connected(bob)
    client.get("/accounts/invitation/x/")
    return_from()
    before = Client()
    before.cookies["sessionid"] = client.cookies["sessionid"].value
    key = client.session.session_key
    client.post("/accounts/logout/")
    return_from()
    assert client.session.session_key != key
    assert "_auth_user_id" not in before.session


def test_a_locked_account_stays_locked(client, return_from, is_in, bob, connected):
    connected(bob)
    User.objects.update(is_active=False)
    assert return_from().url == "/accounts/inactive/"
    assert not is_in(client)


def test_a_half_written_comment_survives(client, return_from, bob, connected):
    connected(bob)
    post = make_post("A post")
    session = client.session
    session["kept_comment"] = {"post": post.pk, "body": "Half a thou", "parent": 0, "at": 4e9}
    session.save()
    return_from(next=LEFT)
    assert "Half a thou" in client.get("/articles/a-post/").text


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_the_next_url_of_social_login_stays_on_this_site(return_from, bob, connected, elsewhere):
    connected(bob)
    assert return_from(next=elsewhere).url == "/"


def test_a_connected_account_can_still_log_in_with_its_password(client, bob, is_in, connected):
    connected(bob)
    client.post("/accounts/login/", {"login": bob.email, "password": PASSWORD})
    assert is_in(client)
