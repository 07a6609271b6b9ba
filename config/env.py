"""Reads the environment. Every bad variable is collected and named, with its value and the remedy, at once."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

TRUE, FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off", ""}
Config = dict[str, object]


class Env:
    """Call the readers, then ``finish()``, which raises one error for all that was wrong."""

    def __init__(self, source: Mapping[str, str] = os.environ) -> None:
        self.source = source
        self.errors: list[str] = []

    def _bad(self, name: str, value: str, remedy: str) -> None:
        self.errors.append(f"{name}={value!r}: {remedy}")

    def text(self, name: str, default: str = "") -> str:
        """The variable, or the content of the file that NAME_FILE points to."""
        if path := self.source.get(f"{name}_FILE"):
            try:
                return Path(path).read_text(encoding="utf-8").strip()
            except (OSError, UnicodeDecodeError) as error:
                self._bad(f"{name}_FILE", path, f"cannot be read ({type(error).__name__}); name a readable file.")
                return default
        return self.source.get(name, "").strip() or default

    def flag(self, name: str, *, default: bool) -> bool:
        value = self.text(name, str(default)).lower()
        if value not in TRUE | FALSE:
            self._bad(name, value, "use 1 or 0.")
        return value in TRUE

    def number(self, name: str, default: int, *, least: int = 0, most: int = 2**31) -> int:
        value = self.text(name, str(default))
        if not value.isascii() or not value.isdigit() or not least <= int(value[:12]) <= most:
            self._bad(name, value, f"use a whole number from {least} to {most}.")
            return default
        return int(value)

    def web_address(self, name: str, default: str) -> str:
        value = self.text(name, default).rstrip("/")
        parts = urlsplit(value)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path:
            self._bad(name, value, "use the address of the site without a path, such as https://blog.example.org.")
            return default
        return value

    def database(self, name: str, data_dir: Path) -> Config:
        url = self.text(name)
        if not url:
            return sqlite(data_dir / "colophon.sqlite3")
        parts = urlsplit(url)
        if parts.scheme == "sqlite" and parts.path.lstrip("/"):
            return sqlite(Path(unquote(parts.path)))
        if parts.scheme in {"postgres", "postgresql"} and parts.path.lstrip("/"):
            return {
                "ENGINE": "django.db.backends.postgresql",
                "NAME": unquote(parts.path.lstrip("/")),
                "USER": unquote(parts.username or ""),
                "PASSWORD": unquote(parts.password or ""),
                "HOST": parts.hostname or "",
                "PORT": str(parts.port or ""),
                "CONN_MAX_AGE": 0,
                "OPTIONS": {"pool": {"min_size": 1, "max_size": 8}, **dict(parse_qsl(parts.query))},
            }
        self._bad(name, masked(url), "use postgres://user:password@host:5432/name or sqlite:////absolute/path.")
        return sqlite(data_dir / "colophon.sqlite3")

    def mailer(self, name: str) -> Config:
        url = self.text(name)
        if not url:
            return {"BACKEND": "django.core.mail.backends.console.EmailBackend"}
        parts = urlsplit(url)
        if parts.scheme == "file" and parts.path:
            options: Config = {"file_path": unquote(parts.path)}
            return {"BACKEND": "django.core.mail.backends.filebased.EmailBackend", "OPTIONS": options}
        if parts.scheme not in {"smtp", "smtps", "smtp+tls"} or not parts.hostname:
            self._bad(name, masked(url), "use smtp+tls://user:password@host:587, smtps://…:465 or file:///folder.")
            return {"BACKEND": "django.core.mail.backends.console.EmailBackend"}
        options = {
            "host": parts.hostname,
            "port": parts.port or {"smtp": 25, "smtps": 465, "smtp+tls": 587}[parts.scheme],
            "username": unquote(parts.username or ""),
            "password": unquote(parts.password or ""),
            "use_ssl": parts.scheme == "smtps",
            "use_tls": parts.scheme == "smtp+tls",
            "timeout": 20,
        }
        return {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}

    def finish(self) -> None:
        if self.errors:
            raise ImproperlyConfigured("The environment is not usable:\n  " + "\n  ".join(self.errors))


def masked(url: str) -> str:
    """The URL without its password, fit for an error message."""
    password = urlsplit(url).password
    return url.replace(f":{password}@", ":…@") if password else url


def sqlite(path: Path) -> Config:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        },
    }
