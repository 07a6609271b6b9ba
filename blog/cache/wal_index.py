from __future__ import annotations

import mmap
import struct
from pathlib import Path

HEADER_BYTES = 48
FORMAT = 3_007_000  # the only version of the format so far


class WalIndex:
    """The header of the index that SQLite keeps of its write-ahead log, in memory that all processes share.

    Every commit changes the header before it returns (https://www.sqlite.org/walformat.html, section 2.1), so a look at
    it replaces a query: it takes a fraction of a microsecond, no system call, and doesn't release Python's lock.
    """

    def __init__(self, memory: mmap.mmap) -> None:
        self.memory = memory

    def header(self) -> bytes:
        """Bytes to compare with an earlier header. While it is being written, it is different from both."""
        return self.memory[:HEADER_BYTES]

    def close(self) -> None:
        self.memory.close()


def open_wal_index(database: str) -> WalIndex | None:
    """None without an index in the known format.

    SQLite deletes the file with the last connection to the database, so open it after, and close it before, a
    connection of this process that stays open.
    """
    try:
        with Path(f"{database}-shm").open("rb") as file:
            memory = mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ)
    except (OSError, ValueError):  # ValueError: the file is empty
        return None
    if len(memory) < HEADER_BYTES or struct.unpack_from("=I", memory)[0] != FORMAT:
        memory.close()
        return None
    return WalIndex(memory)
