"""The blog works without Redis: each process then has its own rate limits and page cache."""

import socket
import time

import pytest
from django.core.cache import caches

from config.backends import redis_cache
from tests.factories import PASSWORD, make_post

pytestmark = pytest.mark.django_db


@pytest.fixture
def port():
    """The port of a server that accepts connections and never responds, the worst kind of outage."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield server.getsockname()[1]


@pytest.fixture(autouse=True)
def _without_redis(settings, port):
    settings.CACHES = {
        name: {
            "BACKEND": "config.backends.redis_cache.ResilientRedisCache",
            "LOCATION": f"redis://127.0.0.1:{port}/0",
            "KEY_PREFIX": f"outage-{name}",
        }
        for name in ("default", "pages")
    }
    yield
    for name in ("default", "pages"):
        caches[name].memory.clear()


def test_users_can_log_in_without_a_long_wait(client, bob):
    begin = time.monotonic()
    response = client.post("/accounts/login/", {"login": bob.email, "password": PASSWORD})
    assert response.status_code == 302
    assert time.monotonic() - begin < 2


def test_failed_logins_are_still_limited(client, bob):
    for _ in range(12):
        response = client.post("/accounts/login/", {"login": bob.email, "password": "wrong"})
    assert "Too many" in response.content.decode()


def test_pages_are_cached_in_memory(client, django_assert_num_queries):
    make_post("The Title")
    client.get("/articles/the-title/")
    with django_assert_num_queries(1):
        assert client.get("/articles/the-title/").status_code == 200


def test_every_method_of_the_cache_works():
    cache = caches["default"]
    cache.set("a", 1)
    cache.set_many({"b": 2, "c": 3})
    assert cache.get("a") == 1
    assert cache.get_many(["a", "b"]) == {"a": 1, "b": 2}
    assert (cache.add("a", 5), cache.add("d", 4)) == (False, True)
    assert cache.incr("a") == 2
    assert (cache.has_key("c"), cache.touch("c"), cache.delete("c"), cache.has_key("c")) == (True, True, True, False)
    cache.delete_many(["a", "b"])
    assert cache.get("a") is None
    cache.clear()
    assert cache.get("d") is None


def test_the_outage_is_logged_once_and_redis_is_tried_again(monkeypatch, caplog):
    now = time.monotonic()
    monkeypatch.setattr(redis_cache.time, "monotonic", lambda: now)
    for _ in range(5):
        caches["default"].get("a")
    assert len([line for line in caplog.messages if "Redis cannot be used" in line]) == 1
    now += 10
    caches["default"].get("a")
    assert len([line for line in caplog.messages if "Redis cannot be used" in line]) == 2
