"""Redis, with a fallback to the memory of each process while Redis is unavailable."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis import RedisError
from redis.backoff import NoBackoff
from redis.retry import Retry

logger = logging.getLogger("config.backends.redis_cache")

TIMEOUT = 0.4
RETRY_INTERVAL = 5
OPTIONS = {
    "socket_connect_timeout": TIMEOUT,
    "socket_timeout": TIMEOUT,
    "retry": Retry(NoBackoff(), 1),  # replaces a connection that Redis closed while it was idle
}


class Outage:
    """Whether Redis failed in the last few seconds. Shared by all threads, which have their own cache objects."""

    def __init__(self) -> None:
        self.next_try = 0.0

    def is_on(self) -> bool:
        return time.monotonic() < self.next_try

    def note(self, error: Exception) -> None:
        self.next_try = time.monotonic() + RETRY_INTERVAL
        logger.warning(
            "Redis cannot be used (%s). Until it can, each process counts rate limits and keeps pages for itself.",
            error,
        )


outage = Outage()


def with_memory_fallback(method: Callable[..., Any]) -> Callable[..., Any]:
    """Call the method of RedisCache, or the method of the same name of the in-memory cache while Redis fails."""

    @wraps(method)
    def called(self: ResilientRedisCache, *args: Any, **kwargs: Any) -> Any:
        if not outage.is_on():
            try:
                return method(self, *args, **kwargs)
            except (RedisError, OSError) as error:
                outage.note(error)
        return getattr(self.memory, method.__name__)(*args, **kwargs)

    return called


class ResilientRedisCache(RedisCache):
    """Never raises Redis errors, and waits for Redis less than one second in every five.

    During an outage, processes do not see each other's entries.
    """

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, {**params, "OPTIONS": {**OPTIONS, **params.get("OPTIONS", {})}})
        self.memory = LocMemCache(f"without-redis-{self.key_prefix}", {**params, "OPTIONS": {"MAX_ENTRIES": 500}})

    add = with_memory_fallback(RedisCache.add)
    get = with_memory_fallback(RedisCache.get)
    set = with_memory_fallback(RedisCache.set)
    touch = with_memory_fallback(RedisCache.touch)
    delete = with_memory_fallback(RedisCache.delete)
    get_many = with_memory_fallback(RedisCache.get_many)
    set_many = with_memory_fallback(RedisCache.set_many)
    delete_many = with_memory_fallback(RedisCache.delete_many)
    has_key = with_memory_fallback(RedisCache.has_key)
    incr = with_memory_fallback(RedisCache.incr)
    clear = with_memory_fallback(RedisCache.clear)
