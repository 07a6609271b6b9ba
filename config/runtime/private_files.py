"""Makes files unreadable for other users of the machine. New files get their mode from the umask of the processes."""

from __future__ import annotations

import logging
import stat
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from django.conf import settings
from django.db import connection

logger = logging.getLogger("config.runtime.private_files")

PATTERNS = ("*.sqlite3*", "secret*", ".secret*", "exports", "exports/*", "logs", "logs/*")
OF_OTHERS = 0o077


def make_private(data_dir: Path) -> None:
    """Correct the modes of files of older versions, and of a restored backup.

    DATA_DIR itself keeps its mode: a web server that runs as another user may need it to reach the images.
    """
    for path in chain(database_files(), *map(data_dir.glob, PATTERNS)):
        try:
            mode = stat.S_IMODE(path.stat().st_mode)
            if mode & OF_OTHERS:
                path.chmod(mode & ~OF_OTHERS)
        except OSError as error:
            logger.warning("%s may be readable by other users (%s). Run: chmod go= %s", path, error.strerror, path)


def database_files() -> Iterator[Path]:
    if connection.vendor == "sqlite":
        database = Path(str(settings.DATABASES["default"]["NAME"]))
        yield from database.parent.glob(f"{database.name}*")
