"""Runs in another process, with social login on: see tests/accounts/test_social_login.py."""

import re
import threading
from html import unescape
from urllib.parse import urlencode

import pytest
from allauth.socialaccount.models import SocialAccount
from django.conf import settings

from tests.social_on.provider import FakeProvider, path_of

REFRESH = re.compile(r'<meta http-equiv="refresh" content="0; url=([^"]+)">')
FORM, SENT = "/accounts/3rdparty/signup/", "/accounts/confirm-email/"
NORA = {"display_name": "Nora", "email": "nora@example.org"}
LEFT = "/articles/a-post/?order=newest#comment-form"


def leads_on_to(page):
    return unescape(REFRESH.search(page)[1])


def age_proofs(session):
    """The last reauthentication in this session was too long ago."""
    for record in session["account_authentication_methods"]:
        record["at"] -= 400
    session.save()


@pytest.fixture(scope="session")
def running():
    with FakeProvider(settings.SOCIAL_LOGIN.issuer) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def provider(running):
    running.begin()
    return running


@pytest.fixture
def set_out(client):
    """Presses the button. The response's ``url`` is where the browser is redirected."""

    def set_out(browser=client, process="", **query):
        form = {"process": process} if process else {}
        answer = browser.post(f"/accounts/oidc/{settings.SOCIAL_LOGIN.id}/login/?{urlencode(query)}".rstrip("?"), form)
        if REFRESH.search(answer.text):
            answer.url = leads_on_to(answer.text)
        return answer

    return set_out


@pytest.fixture
def return_from(provider, set_out, client):
    """To the provider and back. Returns the blog's response."""

    def return_from(browser=client, **query):
        return browser.get(path_of(provider.lead_back(set_out(browser, **query).url)))

    return return_from


@pytest.fixture
def connected(provider):
    """Connects the account at the provider with an account here."""

    def connected(person, uid=None, issuer=None):
        uid, issuer = uid or provider.person["sub"], issuer or settings.SOCIAL_LOGIN.id
        return SocialAccount.objects.create(user=person, provider=issuer, uid=uid, extra_data={"email": "x@y.example"})

    return connected


@pytest.fixture
def is_in():
    return lambda client: "_auth_user_id" in client.session
