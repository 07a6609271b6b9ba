"""The environment variables of social login."""

import pytest

from config.env.social_login import social_login
from config.env.variables import Env
from tests.config.environment import problems

WHOLE = {
    "SOCIAL_LOGIN_ISSUER": "https://id.example.org/realms/blog",
    "SOCIAL_LOGIN_CLIENT_ID": "colophon",
    "SOCIAL_LOGIN_CLIENT_SECRET": "hunter2",
}


def read(**changes):
    env = Env(WHOLE | {f"SOCIAL_LOGIN_{name.upper()}": value for name, value in changes.items()})
    return social_login(env), env


def test_social_login_is_off_without_an_issuer():
    found, env = read(issuer="")
    assert found is None
    env.finish()


def test_an_issuer_turns_social_login_on():
    found, env = read()
    env.finish()
    assert (found.issuer, found.client_id, found.client_secret) == tuple(WHOLE.values())
    assert found.name == "id.example.org"
    assert read(name="The Club")[0].name == "The Club"
    assert "hunter2" not in repr(found)


@pytest.mark.parametrize("end", ["", "/", "/.well-known/openid-configuration"])
def test_the_issuer_can_be_the_discovery_url(end):
    assert read(issuer=WHOLE["SOCIAL_LOGIN_ISSUER"] + end)[0].issuer == WHOLE["SOCIAL_LOGIN_ISSUER"]


def test_issuers_have_different_ids():
    names = {read(issuer=f"https://id.example.org/{path}")[0].id for path in ("a/b", "a-b", "a_b", "a.b", "ab", "")}
    assert len(names) == 6


@pytest.mark.parametrize("address", ["http://localhost:8080/realms/x", "http://127.0.0.1:9", "http://[::1]:9/x"])
def test_a_local_issuer_needs_no_https(address):
    found, env = read(issuer=address)
    env.finish()
    assert found.issuer == address


@pytest.mark.parametrize(
    "address",
    [
        "http://id.example.org",
        "http://localhost.example.org",
        "id.example.org",
        "https://",
        "https:///path",
        "https://id.example.org/?tenant=x",
        "https://id.example.org/#x",
        "https://me:swordfish@id.example.org/",
        "https://id.example.org/a~b",
        "https://id.example.org/a//b",
        "https://id.example.org/; script-src *",
        "https://id.example.org; script-src *",
        "https://id.example.org 'unsafe-inline'",
        "https://*.example.org",
        "https://id.example.org:port/",
        "javascript:alert(1)",
        f"https://id.example.org/{'x' * 200}",
    ],
)
def test_an_invalid_issuer_is_reported_with_the_fix(address):
    found, env = read(issuer=address)
    assert found is None
    text = problems(env)
    assert "SOCIAL_LOGIN_ISSUER=" in text
    assert "such as https://id.example.org/realms/blog" in text
    assert "swordfish" not in text


def test_missing_variables_are_reported_and_no_secret_is_shown():
    _found, env = read(client_id="", client_secret="", name="x" * 41)
    text = problems(env)
    assert "SOCIAL_LOGIN_CLIENT_ID='': set the id that the provider issued for this blog" in text
    assert "SOCIAL_LOGIN_CLIENT_SECRET='': set the secret" in text
    assert "SOCIAL_LOGIN_NAME=" in text
    _found, env = read(name="two\nlines")
    assert "hunter2" not in problems(env)


def test_the_client_secret_can_be_in_a_file(tmp_path):
    (tmp_path / "secret").write_text("from-the-file\n")
    found, env = read(client_secret="", client_secret_file=str(tmp_path / "secret"))
    env.finish()
    assert found.client_secret == "from-the-file"


@pytest.mark.parametrize("missing", ["requests", "jwt", "oauthlib"])
def test_a_missing_package_is_reported_once_with_its_extra(monkeypatch, missing):
    monkeypatch.setattr("config.env.variables.find_spec", lambda name: None if name == missing else object())
    _found, env = read()
    text = problems(env)
    assert text.count("requirements/social.txt") == 1
