from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock


class LimitedMemory[Value]:
    """A dictionary limited in bytes: entries that were not used for the longest time are dropped first. Thread-safe."""

    def __init__(self, max_bytes: int) -> None:
        self.max_bytes, self.bytes = max_bytes, 0
        self.lock = Lock()
        self.entries: OrderedDict[Hashable, tuple[Value, int]] = OrderedDict()

    def __len__(self) -> int:
        return len(self.entries)

    def get(self, key: Hashable) -> Value | None:
        with self.lock:
            if key not in self.entries:
                return None
            self.entries.move_to_end(key)
            return self.entries[key][0]

    def put(self, key: Hashable, value: Value, size: int) -> None:
        """``size`` is in bytes. A value that is larger than the whole memory is not kept."""
        with self.lock:
            self.remove(key)
            self.entries[key] = value, size
            self.bytes += size
            while self.bytes > self.max_bytes:
                _, (_, dropped) = self.entries.popitem(last=False)
                self.bytes -= dropped

    def delete(self, key: Hashable) -> bool:
        with self.lock:
            return self.remove(key)

    def remove(self, key: Hashable) -> bool:
        """For callers that hold the lock."""
        if key not in self.entries:
            return False
        self.bytes -= self.entries.pop(key)[1]
        return True

    def clear(self) -> None:
        with self.lock:
            self.entries.clear()
            self.bytes = 0
