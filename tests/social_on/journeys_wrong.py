"""Failing and malicious providers: nobody is logged in, and the page says what to do next."""

import logging

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.test import Client

from accounts.models import User
from tests.accounts.responses import check_shape
from tests.html import read
from tests.social_on.conftest import LEFT
from tests.social_on.provider import CLIENT, OTHER_KEY, SECRET, path_of, query_of

pytestmark = pytest.mark.django_db
CALLBACK = f"/accounts/oidc/{settings.SOCIAL_LOGIN.id}/login/callback/"


def is_refused(answer):
    """An error page in the design of the site, with a link; nothing is stored and nobody is logged in."""
    assert answer.status_code == 401
    answer.status_code = 200
    page = check_shape(answer)
    assert "That didn’t work" in page.landmark("main").text
    assert any(address.startswith("/accounts/login/") for address in page.landmark("main").hrefs)
    assert "_auth_user_id" not in answer.client.session
    assert "socialaccount_sociallogin" not in answer.client.session
    assert not SocialAccount.objects.exists()
    assert not any(secret in answer.text for secret in ("Traceback", SECRET, "ACCESS-TOKEN"))
    return page.text


@pytest.mark.parametrize("state", ["x", "", "x" * 3000, None])
def test_a_forged_state_is_rejected(client, provider, set_out, state):
    back = query_of(provider.lead_back(set_out().url))
    if state is None:
        del back["state"]
    else:
        back["state"] = state
    is_refused(client.get(CALLBACK, back))
    assert "/token" not in provider.asked, "the code is not even exchanged"


def test_a_state_of_another_browser_is_rejected(provider, set_out):
    """Otherwise attackers could log another user in to the attacker's account."""
    address = provider.lead_back(set_out().url)
    other = Client()
    other.get("/accounts/login/")
    is_refused(other.get(path_of(address)))


def test_the_callback_works_once(client, provider, set_out):
    address = path_of(provider.lead_back(set_out().url))
    assert client.get(address).status_code == 302
    client.logout()
    is_refused(client.get(address))


def test_a_code_of_another_attempt_is_rejected(client, provider, set_out):
    """PKCE: the code of a stolen URL doesn't work with another state."""
    stolen = query_of(provider.lead_back(set_out(Client()).url))["code"]
    state = query_of(set_out().url)["state"]
    is_refused(client.get(CALLBACK, {"code": stolen, "state": state}))


@pytest.mark.parametrize(
    ("what", "value"),
    [
        ("key", OTHER_KEY),
        ("token", {"aud": "another"}),
        ("token", {"iss": "https://evil.example"}),
        ("token", {"exp": 1_000_000_000}),
        ("token", {"sub": None}),
        ("token", {"sub": ""}),
        ("token", {"sub": "x" * 192}),
        ("userinfo", {"sub": "somebody else"}),
        ("userinfo", {"sub": None}),
        ("person", {"sub": 7}),
        ("person", {"sub": "a\0b"}),
        ("person", {"sub": "a\ud800"}),
        ("person", {"sub": "x" * 192}),
        ("person", {}),
        ("refusal", "server_error"),
        ("broken", {"/token": (400, '{"error": "invalid_client"}')}),
        ("broken", {"/token": (200, "[]")}),
        ("broken", {"/token": (200, '{"access_token": "ACCESS-TOKEN"}')}),
        ("broken", {"/token": (200, '{"access_token": "ACCESS-TOKEN", "expires_in": "soon", "id_token": "x"}')}),
        ("broken", {"/token": (200, '{"access_token": "ACCESS-TOKEN", "id_token": "x.y.z"}')}),
        ("broken", {"/token": (503, "")}),
        ("broken", {"/userinfo": (401, "{}")}),
        ("broken", {"/userinfo": (200, "[1]")}),
        ("broken", {"/userinfo": (200, "<html>")}),
        ("broken", {"/jwks": (200, "{}")}),
        ("broken", {"/jwks": (200, '{"keys": []}')}),
        ("broken", {"/jwks": (500, "")}),
    ],
)
def test_malformed_responses_are_rejected(client, provider, set_out, caplog, what, value):
    address = path_of(provider.lead_back(set_out().url)) if what != "refusal" else None
    setattr(provider, what, value)
    with caplog.at_level(logging.WARNING):
        is_refused(client.get(address or path_of(provider.lead_back(set_out().url))))
    assert SECRET not in caplog.text
    assert what == "refusal" or "Social login failed" in caplog.text
    assert User.objects.count() == 0


def test_a_token_without_a_signature_is_rejected(client, provider, set_out, monkeypatch):
    import jwt

    sign = jwt.encode
    for algorithm, key in (("none", None), ("HS256", "0" * 32)):
        monkeypatch.setattr(
            jwt, "encode", lambda claims, _key, _alg, a=algorithm, k=key, **more: sign(claims, k, a, **more)
        )
        is_refused(client.get(path_of(provider.lead_back(set_out().url))))


@pytest.mark.parametrize("document", [(503, ""), (200, "<html>"), (200, "[]"), (200, "{}"), (404, "")])
def test_an_unavailable_provider_is_reported(provider, set_out, document):
    provider.broken = {"/.well-known/openid-configuration": document}
    is_refused(set_out())


@pytest.mark.parametrize(
    ("failure", "words"),
    [
        (requests.ConnectionError("nobody there"), "be reached at the moment."),
        (requests.ConnectTimeout("still nobody"), "The Club took too long to respond."),
        (requests.ReadTimeout("no word"), "The Club took too long to respond."),
    ],
)
def test_a_provider_that_does_not_respond_is_reported(set_out, monkeypatch, failure, words):
    def fail(*args, **kwargs):
        raise failure

    monkeypatch.setattr(requests.Session, "request", fail)
    assert words in is_refused(set_out())


@pytest.mark.parametrize(
    ("path", "answer", "words"),
    [
        ("/token", (401, '{"error": "invalid_client"}'), "accept this site, so nobody can log in with it"),
        ("/token", (401, ""), "accept this site, so nobody can log in with it"),
        ("/token", (400, '{"error": "invalid_client"}'), "accept this site, so nobody can log in with it"),
        ("/token", (400, '{"error": "unauthorized_client"}'), "accept this site, so nobody can log in with it"),
        ("/token", (400, '{"error": "invalid_grant"}'), "confirm who you are"),
        ("/token", (400, "[]"), "confirm who you are"),
        ("/token", (503, ""), "be reached at the moment."),
        ("/userinfo", (502, ""), "be reached at the moment."),
    ],
)
def test_the_page_distinguishes_a_wrong_secret_from_a_failing_provider(
    client, provider, set_out, caplog, path, answer, words
):
    address = path_of(provider.lead_back(set_out().url))
    provider.broken = {path: answer}
    assert words in is_refused(client.get(address))
    assert ("SOCIAL_LOGIN_CLIENT_SECRET" in caplog.text) == ("nobody can log in with it" in words), (
        "operators learn which"
    )


def test_cancelling_at_the_provider_changes_nothing_and_keeps_the_next_url(client, provider, return_from):
    provider.refusal = "access_denied"
    answer = return_from(next=LEFT)
    page = check_shape(client.get(answer.url))
    assert "You cancelled logging in with" in page.text
    assert any("next=%2Farticles%2Fa-post%2F" in address for address in page.hrefs)


def test_query_parameters_do_not_change_the_request_to_the_provider(provider, set_out):
    plain, odd = set_out(), set_out(scope="offline_access", auth_params="prompt=none&state=mine", process="redirect")
    assert query_of(plain.url).keys() == query_of(odd.url).keys()
    assert set(query_of(odd.url)["scope"].split()) == {"openid", "profile", "email"}
    assert query_of(odd.url)["client_id"] == CLIENT


def test_only_the_configured_provider_has_urls(client):
    for name in ("openid_connect", "evil.example", "127.0.0.1"):
        for end in ("login/", "login/callback/?code=x&state=y"):
            address = f"/accounts/oidc/{name}/{end}"
            assert client.get(address).status_code == client.post(address).status_code == 404


def test_links_and_other_sites_cannot_start_a_social_login(client, provider, set_out):
    address = f"/accounts/oidc/{settings.SOCIAL_LOGIN.id}/login/"
    assert client.get(address).url == "/accounts/login/"
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(address, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert provider.asked == []


def test_social_logins_are_rate_limited(set_out, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"login": "2/m/ip"}
    assert [set_out().status_code for _ in range(3)] == [200, 200, 429]


def test_the_login_page_of_the_provider_can_be_at_another_https_address(provider, set_out):
    provider.discovery = {"authorization_endpoint": "https://login.example.org/authorize"}
    addresses = read(set_out()).hrefs
    assert any(url.startswith("https://login.example.org/authorize?client_id=colophon&") for url in addresses)
    provider.discovery = {"authorization_endpoint": "javascript:alert(1)//"}
    is_refused(set_out())
