import pytest

from config.env.shared_caches import purge_headers, purge_urls, shared_caches
from config.env.variables import Env
from tests.config.environment import problems


@pytest.mark.parametrize(
    ("variables", "seconds"),
    [
        ({}, 60),
        ({"PURGE_URLS": "http://127.0.0.1:6091/"}, 3600),
        ({"PURGE_URLS": "http://127.0.0.1:6091/", "SHARED_CACHE_SECONDS": "86400"}, 86400),
        ({"SHARED_CACHE_SECONDS": "0"}, 0),
    ],
)
def test_caches_that_are_told_about_changes_keep_pages_for_longer(variables, seconds):
    assert shared_caches(Env(variables))[2] == seconds


def test_caches_that_are_told_about_changes():
    env = Env({"PURGE_URLS": "http://10.0.0.5:6091/, https://cdn.example.org/purge?zone=1"})
    assert purge_urls(env, "PURGE_URLS") == ["http://10.0.0.5:6091/", "https://cdn.example.org/purge?zone=1"]
    assert purge_urls(Env({}), "PURGE_URLS") == []
    env.finish()


@pytest.mark.parametrize("url", ["cache:6091", "ftp://cache/", "http:///purge", "http://cache:port/", "http://a b/"])
def test_an_unusable_cache_is_reported(url):
    env = Env({"PURGE_URLS": url})
    purge_urls(env, "PURGE_URLS")
    assert "PURGE_URLS=" in problems(env)
    assert "such as http://127.0.0.1:6091/" in problems(env)


def test_a_password_in_the_url_of_a_cache_is_reported_and_not_shown():
    env = Env({"PURGE_URLS": "http://me:hunter2@cache/"})
    purge_urls(env, "PURGE_URLS")
    assert "go in PURGE_HEADER" in problems(env)
    assert "hunter2" not in problems(env)


def test_the_header_of_purges():
    assert purge_headers(Env({}), "PURGE_HEADER") == {}
    env = Env({"PURGE_HEADER": "Authorization:  Bearer a:b="})
    assert purge_headers(env, "PURGE_HEADER") == {"Authorization": "Bearer a:b="}
    env.finish()


@pytest.mark.parametrize(
    "text", ["hunter2", "Fastly Key: hunter2", "Key:", "Key: hunter2\nHost: evil.example", "Key: é"]
)
def test_an_unusable_header_of_purges_is_reported_and_not_shown(text):
    env = Env({"PURGE_HEADER": text})
    assert purge_headers(env, "PURGE_HEADER") == {}
    assert "PURGE_HEADER='…': use the name and value of one header" in problems(env)
    assert "hunter2" not in problems(env)
