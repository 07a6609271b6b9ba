"""The backing services: database, Redis and mail server, each named by a URL."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote

from config.env.urls import has_stray_at, masked, split
from config.env.variables import Env

CONNECTION_TIMEOUT = 0.8  # so that the response to a failed page (503) takes less than a second
PERCENT_ENCODE = "in a user name or password, write / as %2F, ? as %3F, # as %23, @ as %40 and % as %25."
Config = dict[str, Any]


def database(env: Env, name: str, data_dir: Path, *, threads: int) -> Config:
    """Return Django's database settings. ``threads`` is the number of threads that use it in one process."""
    url = env.text(name)
    parts = split(url)
    path = unquote(parts.path[1:]) if parts else ""
    synchronous = env.choice("SQLITE_SYNCHRONOUS", "normal", ["normal", "full"], "use normal or full.")
    if not url:
        return sqlite(data_dir / "colophon.sqlite3", synchronous)
    if parts and parts.scheme == "sqlite" and path:
        return sqlite(data_dir / path, synchronous)
    if not parts or has_stray_at(parts):
        env.bad(name, "…", f"cannot be read; {PERCENT_ENCODE}")
    elif parts.scheme not in {"postgres", "postgresql"} or not path:
        env.bad(name, masked(url), "use postgres://user:password@host:5432/name or sqlite:////absolute/path.")
    elif env.has_package(name, url, "psycopg", extra="postgres"):
        from config.backends.postgres_pool import check_if_readable

        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": path,
            **credentials(parts, "USER", "PASSWORD"),
            "HOST": parts.hostname or "",
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 0,
            "OPTIONS": {
                # One connection for each thread and two to spare, so that threads only wait while the database is
                # unavailable. The pool does not retry by itself, at growing intervals: the next request does.
                "pool": {
                    "min_size": 1,
                    "max_size": threads + 2,
                    "timeout": CONNECTION_TIMEOUT,
                    "reconnect_timeout": 0,
                    "check": check_if_readable,
                },
                "connect_timeout": 2,
                "tcp_user_timeout": 5_000,  # milliseconds; detects a server whose machine has gone
                **dict(parse_qsl(parts.query)),
            },
        }
    return sqlite(data_dir / "colophon.sqlite3", synchronous)


def redis(env: Env, name: str) -> str:
    url = env.text(name)
    parts = split(url)
    if url and (not parts or (parts.scheme != "unix" and has_stray_at(parts))):
        env.bad(name, "…", f"cannot be read; {PERCENT_ENCODE}")
    elif url and parts and parts.scheme not in {"redis", "rediss", "unix"}:
        env.bad(name, masked(url), "use redis://:password@host:6379/0.")
    elif url and env.has_package(name, url, "redis", extra="redis"):
        return url
    return ""


def mailer(env: Env, name: str) -> Config:
    url = env.text(name)
    console = {"BACKEND": "config.backends.mail.ReadableConsoleBackend"}
    ports = {"smtp": 25, "smtps": 465, "smtp+tls": 587}
    if not url:
        return console
    parts = split(url)
    if parts and parts.scheme == "file" and parts.path:
        folder = Path(unquote(parts.path))
        if folder.exists() and not folder.is_dir():
            env.bad(name, url, "is a file; name a folder, in which each mail becomes a file.")
        return {
            "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "OPTIONS": {"file_path": str(folder)},
        }
    if not parts or has_stray_at(parts):
        env.bad(name, "…", f"cannot be read; {PERCENT_ENCODE}")
        return console
    if parts.scheme not in ports or not parts.hostname:
        env.bad(name, masked(url), "use smtp+tls://user:password@host:587, smtps://…:465 or file:///folder.")
        return console
    options: Config = {
        "host": parts.hostname,
        "port": parts.port or ports[parts.scheme],
        **credentials(parts, "username", "password"),
        "use_ssl": parts.scheme == "smtps",
        "use_tls": parts.scheme == "smtp+tls",
        "timeout": 20,
    }
    return {"BACKEND": "config.backends.mail.SMTPBackend", "OPTIONS": options}


def credentials(parts: SplitResult, user: str, password: str) -> Config:
    return {user: unquote(parts.username or ""), password: unquote(parts.password or "")}


def sqlite(path: Path, synchronous: str) -> Config:
    """``synchronous``: normal (a power failure may undo the last commits) or full (commits wait for the disk)."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": f"PRAGMA journal_mode=WAL; PRAGMA synchronous={synchronous.upper()};",
        },
    }
