"""SECRET_KEY, which is stored in DATA_DIR unless it is set, and the keys before it."""

from __future__ import annotations

import os
from pathlib import Path

from django.core.management.utils import get_random_secret_key

from config.env.variables import Env

MIN_KEY_LENGTH = 32
KEY_FILE = "secret_key"  # in DATA_DIR


def secret_key(env: Env, name: str, data_dir: Path) -> str:
    """Return the variable, or the key stored in ``data_dir`` (config.runtime.data_dir).

    If neither exists, as for a tool that only imports the settings, it is a random key that isn't stored.
    """
    if key := env.text(name):
        if len(key) < MIN_KEY_LENGTH:
            remedy = f"use at least {MIN_KEY_LENGTH} random characters, or leave it out to have one generated."
            env.bad(name, "…", remedy)
        return key
    try:
        key = (data_dir / KEY_FILE).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        if data_dir.exists() and not os.access(data_dir, os.W_OK | os.X_OK):
            env.bad("DATA_DIR", str(data_dir), "cannot be written; name a folder that this user can write to.")
        return get_random_secret_key()
    except NotADirectoryError as error:
        env.bad("DATA_DIR", str(data_dir), f"cannot be used ({error.strerror}); name a folder.")
        return ""
    except OSError as error:
        env.bad(
            "DATA_DIR",
            str(data_dir),
            f"its file secret_key cannot be read ({error.strerror}); run the blog as the user who owns the file, "
            f"or give it to this user with chown.",
        )
        return ""
    if len(key) < MIN_KEY_LENGTH:
        env.bad("DATA_DIR", str(data_dir), "its file secret_key is empty or truncated; restore it from a backup.")
    return key


def fallback_keys(env: Env, name: str) -> list[str]:
    """Return the keys: comma-separated in the variable, one per line in a file, where they may contain commas."""
    text = env.text(name)
    found = text.splitlines() if env.source.get(f"{name}_FILE") else text.split(",")
    keys = [key.strip() for key in found if key.strip()]
    if any(len(key) < MIN_KEY_LENGTH for key in keys):
        env.bad(
            name,
            "…",
            f"use whole keys of at least {MIN_KEY_LENGTH} characters, with commas between them; "
            f"put a key that contains a comma on its own line in the file named by {name}_FILE.",
        )
    return keys
