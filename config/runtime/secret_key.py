from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from django.core.management.utils import get_random_secret_key

from config.env.secret_keys import KEY_FILE
from config.env.variables import DEFAULT_DATA_DIR, Env


def ensure_secret_key() -> None:
    """Store a random key in DATA_DIR, unless there is one or SECRET_KEY is set.

    Called by manage.py and config.wsgi before they load the settings, which only read the key. The settings also report
    all errors in the environment, so they are ignored here.
    """
    env = Env()
    if env.text("SECRET_KEY"):
        return
    data_dir = env.folder("DATA_DIR", DEFAULT_DATA_DIR)
    if not env.errors:
        with suppress(OSError):
            store_secret_key(data_dir)


def store_secret_key(data_dir: Path) -> None:
    """Store a random key unless there is one. Processes that start at the same time get the same key."""
    path = data_dir / KEY_FILE
    if path.exists():
        return
    draft = data_dir / f".{KEY_FILE}.{os.getpid()}"
    draft.touch(mode=0o600)
    draft.write_text(get_random_secret_key(), encoding="utf-8")
    with suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()
