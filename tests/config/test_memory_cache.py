import pytest
from django.core.cache import caches

from config.backends.limited_memory import LimitedMemory
from config.backends.memory_cache import OVERHEAD, MemoryCache, memories


@pytest.fixture
def cache():
    yield MemoryCache("of a test", {"OPTIONS": {"MAX_BYTES": 10_000}})
    del memories["of a test"]


def test_values_are_kept(cache):
    cache.set("list", [1, 2])
    assert cache.get("list") == [1, 2]
    assert cache.get("list") is not cache.get("list"), "callers can't change each other's values"
    assert cache.get("nothing", "default") == "default"
    assert cache.get_many(["list", "nothing"]) == {"list": [1, 2]}


def test_values_of_any_size_share_the_limit(cache):
    for number in range(100):
        cache.set(f"small {number}".replace(" ", "-"), "x")
    assert len(cache.memory) < 100
    assert cache.memory.bytes <= 10_000
    cache.set("large", "x" * 9_000)
    assert cache.has_key("large")
    assert len(cache.memory) < 5
    cache.set("too-large", "x" * 11_000)
    assert len(cache.memory) == 0


def test_values_in_use_stay(cache):
    cache.set("used", "x")
    for number in range(200):
        cache.set(f"other-{number}", "x" * OVERHEAD)
        assert cache.get("used") == "x"


def test_values_expire(cache, monkeypatch):
    cache.set("brief", 1, timeout=60)
    cache.set("for-ever", 2, timeout=None)
    monkeypatch.setattr("time.time", lambda: 10**11)
    assert cache.get("brief") is None
    assert cache.get("for-ever") == 2


def test_add_and_touch_and_delete(cache):
    assert cache.add("key", 1)
    assert not cache.add("key", 2)
    assert cache.get("key") == 1
    assert cache.touch("key")
    assert cache.delete("key")
    assert not cache.delete("key")
    assert not cache.touch("key")
    assert cache.memory.bytes == 0
    cache.set("key", 1)
    cache.clear()
    assert cache.memory.bytes == 0


def test_all_threads_share_the_memory(cache):
    cache.set("key", 1)
    assert MemoryCache("of a test", {"OPTIONS": {"MAX_BYTES": 10_000}}).get("key") == 1


def test_replaced_values_are_counted_once():
    memory = LimitedMemory(100)
    for _ in range(50):
        memory.put("key", "value", 60)
    assert (len(memory), memory.bytes) == (1, 60)


def test_parts_of_pages_are_kept_in_it_without_redis(settings):
    assert settings.REDIS_URL or isinstance(caches["pages"], MemoryCache)
