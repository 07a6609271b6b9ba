"""DATA_DIR and the secret key in it are created before the settings are loaded, which only read them."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from django.core.management.utils import get_random_secret_key

from config.env.secret_keys import KEY_FILE
from config.env.variables import DEFAULT_DATA_DIR, Env


def prepare_data_dir() -> None:
    """Create DATA_DIR and its parents, and store a random key in it unless SECRET_KEY is set.

    Called by manage.py and config.wsgi. The settings report all errors in the environment, so they are ignored here.
    """
    env = Env()
    data_dir = env.folder("DATA_DIR", DEFAULT_DATA_DIR)
    if env.errors:
        return
    with suppress(OSError):
        data_dir.mkdir(parents=True, exist_ok=True)
        if not env.text("SECRET_KEY"):
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
