from __future__ import annotations

import pickle
import time
from typing import Any, NamedTuple

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache

from config.backends.limited_memory import LimitedMemory

OVERHEAD = 200  # bytes of an entry besides key and value


class Entry(NamedTuple):
    pickled: bytes
    expires_at: float | None


memories: dict[str, LimitedMemory[Entry]] = {}  # by name: each thread has a cache object of its own


class MemoryCache(BaseCache):
    """Like Django's LocMemCache, but limited in bytes instead of entries: parts of pages differ a thousandfold in size.

    ``OPTIONS["MAX_BYTES"]`` is the limit for each process.
    """

    def __init__(self, name: str, params: dict[str, Any]) -> None:
        super().__init__(params)
        self.memory = memories.setdefault(name, LimitedMemory(params["OPTIONS"]["MAX_BYTES"]))

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        entry = self.unexpired(self.make_and_validate_key(key, version=version))
        return pickle.loads(entry.pickled) if entry else default  # noqa: S301 (what this process has put there)

    def set(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        key = self.make_and_validate_key(key, version=version)
        entry = Entry(pickle.dumps(value, pickle.HIGHEST_PROTOCOL), self.get_backend_timeout(timeout))
        self.memory.put(key, entry, len(key) + len(entry.pickled) + OVERHEAD)

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        if self.unexpired(self.make_and_validate_key(key, version=version)):
            return False
        self.set(key, value, timeout, version)
        return True

    def touch(self, key: str, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        value = self.get(key, self, version)
        if value is self:
            return False
        self.set(key, value, timeout, version)
        return True

    def delete(self, key: str, version: int | None = None) -> bool:
        return self.memory.delete(self.make_and_validate_key(key, version=version))

    def clear(self) -> None:
        self.memory.clear()

    def unexpired(self, key: str) -> Entry | None:
        entry = self.memory.get(key)
        if entry and entry.expires_at is not None and entry.expires_at <= time.time():
            self.memory.delete(key)
            return None
        return entry
