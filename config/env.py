"""Reads the environment variables, and reports all invalid ones at once, each with its value and how to fix it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key

from config.host_names import HOST_NAME, ascii_host, is_address

TRUE, FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off"}
MIN_KEY_LENGTH = 32
LOOPBACK = {"localhost", "127.0.0.1", "::1"}
CONNECTION_TIMEOUT = 0.8  # so that the response to a failed page (503) takes less than a second
PERCENT_ENCODE = "in a user name or password, write / as %2F, ? as %3F, # as %23, @ as %40 and % as %25."
CONTACT = re.compile(r"mailto:[!-?A-~]+@[\w.-]+|https://[\w\[][!-~]*", re.ASCII)
KEY_FILE = "secret_key"  # in DATA_DIR
DEFAULT_DATA_DIR = Path(__file__).resolve().parent.parent / "data"
Config = dict[str, Any]


class Env:
    """Call the methods that read variables, then ``finish()``, which raises one error for all invalid variables."""

    def __init__(self, source: Mapping[str, str] = os.environ) -> None:
        self.source = source
        self.errors: list[str] = []

    def bad(self, name: str, value: str, remedy: str) -> None:
        self.errors.append(f"{name}={value!r}: {remedy}")

    def text(self, name: str, default: str = "") -> str:
        """Return the variable, or the content of the file named by NAME_FILE."""
        if path := self.source.get(f"{name}_FILE"):
            try:
                return Path(path).read_text(encoding="utf-8").strip()
            except (OSError, UnicodeDecodeError) as error:
                self.bad(f"{name}_FILE", path, f"cannot be read ({type(error).__name__}); name a readable file.")
                return default
        return self.source.get(name, "").strip() or default

    def words(self, name: str) -> list[str]:
        return [word.strip() for word in self.text(name).split(",") if word.strip()]

    def flag(self, name: str, *, default: bool) -> bool:
        value = self.text(name, str(default)).lower()
        if value not in TRUE | FALSE:
            self.bad(name, value, "use 1 or 0.")
        return value in TRUE

    def number(self, name: str, default: int, *, least: int = 0, most: int = 2**31) -> int:
        value = self.text(name, str(default))
        if not value.isascii() or not value.isdigit() or not least <= int(value[:12]) <= most:
            self.bad(name, value, f"use a whole number from {least} to {most}.")
            return default
        return int(value)

    def choice(self, name: str, default: str, choices: Iterable[str], remedy: str) -> str:
        value = self.text(name, default)
        if value in choices:
            return value
        self.bad(name, value, remedy)
        return default

    def origin(self, name: str, default: str = "", *, path: bool = False) -> str:
        """Return an http(s) URL such as https://blog.example.org, without a path unless ``path`` is true.

        It has no trailing slash, and the host name is in Punycode. Empty if the variable isn't set.
        """
        value = self.text(name, default).rstrip("/")
        parts = split(value)
        if not value:
            return value
        if (
            parts
            and parts.scheme in {"http", "https"}
            and parts.hostname
            and value == f"{parts.scheme}://{parts.netloc}{parts.path if path else ''}"
            and not parts.username
        ):
            if is_address(parts.hostname):
                return value
            if host := ascii_host(parts.hostname):
                return parts._replace(netloc=f"{host}:{parts.port}" if parts.port else host).geturl()
            self.bad(
                name, masked(value), "use a valid host name; write one with non-ASCII characters in its xn-- form."
            )
            return default
        shape = "that begins with https://" if path else "without a path, such as https://blog.example.org"
        self.bad(name, masked(value), f"use an address {shape}.")
        return default

    def contact(self, name: str) -> str:
        """A mailto: or https: URL for the Contact field of security.txt (RFC 9116); empty when it isn't set."""
        value = self.text(name)
        if value and not CONTACT.fullmatch(value):
            self.bad(name, value, "use mailto:security@example.org or an address that begins with https://.")
            return ""
        return value

    def hosts(self, name: str) -> list[str]:
        """Return patterns for ALLOWED_HOSTS: host names, names that begin with a dot, IP addresses, or ``*``."""
        hosts = []
        for word in self.words(name):
            bare = word.removeprefix(".")
            if word == "*":
                hosts.append(word)
            elif is_address(word.strip("[]")):
                hosts.append(f"[{word.strip('[]')}]" if ":" in word else word)
            elif host := ascii_host(bare):
                hosts.append(word[: -len(bare)] + host)
            else:
                self.bad(name, word, "use host names such as blog.example.org, without https:// and without a port.")
        return hosts

    def folder(self, name: str, default: Path) -> Path:
        """Return an absolute path. Creates the folder and its parents if they don't exist."""
        value = self.text(name, str(default))
        try:
            path = Path(value).expanduser().resolve()
            path.mkdir(parents=True, exist_ok=True)
        except RuntimeError:
            self.bad(name, value, "there is no such user; write the path out, such as /srv/blog/data.")
            return default
        except FileExistsError:
            self.bad(name, value, "is a file; name a folder.")
        except OSError as error:
            self.bad(name, value, f"cannot be created ({error.strerror}); name a folder that this user can write to.")
        return path

    def host(self, name: str, default: str) -> str:
        """Return a host name or an IP address, without the brackets that IPv6 addresses have in URLs."""
        value = self.text(name, default)
        host = value[1:-1] if value.startswith("[") and value.endswith("]") else value
        if is_address(host) or HOST_NAME.fullmatch(host.lower()):
            return host
        self.bad(
            name, value, "use an address of this machine, such as 127.0.0.1, 0.0.0.0 or ::1; the port goes in PORT."
        )
        return default

    def secret_key(self, name: str, data_dir: Path) -> str:
        """Return the variable, or the key stored in ``data_dir`` (config.runtime.secret_key).

        If neither exists, as for a tool that only imports the settings, it is a random key that isn't stored.
        """
        if key := self.text(name):
            if len(key) < MIN_KEY_LENGTH:
                remedy = f"use at least {MIN_KEY_LENGTH} random characters, or leave it out to have one generated."
                self.bad(name, "…", remedy)
            return key
        try:
            key = (data_dir / KEY_FILE).read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            if not os.access(data_dir, os.W_OK | os.X_OK):
                self.bad("DATA_DIR", str(data_dir), "cannot be written; name a folder that this user can write to.")
            return get_random_secret_key()
        except NotADirectoryError as error:
            self.bad("DATA_DIR", str(data_dir), f"cannot be used ({error.strerror}); name a folder.")
            return ""
        except OSError as error:
            self.bad(
                "DATA_DIR",
                str(data_dir),
                f"its file secret_key cannot be read ({error.strerror}); run the blog as the user who owns the file, "
                f"or give it to this user with chown.",
            )
            return ""
        if len(key) < MIN_KEY_LENGTH:
            self.bad("DATA_DIR", str(data_dir), "its file secret_key is empty or truncated; restore it from a backup.")
        return key

    def fallback_keys(self, name: str) -> list[str]:
        """Return the keys: comma-separated in the variable, one per line in a file, where they may contain commas."""
        text = self.text(name)
        found = text.splitlines() if self.source.get(f"{name}_FILE") else text.split(",")
        keys = [key.strip() for key in found if key.strip()]
        if any(len(key) < MIN_KEY_LENGTH for key in keys):
            self.bad(
                name,
                "…",
                f"use whole keys of at least {MIN_KEY_LENGTH} characters, with commas between them; "
                f"put a key that contains a comma on its own line in the file named by {name}_FILE.",
            )
        return keys

    def database(self, name: str, data_dir: Path, *, threads: int) -> Config:
        """Return Django's database settings. ``threads`` is the number of threads that use it in one process."""
        url = self.text(name)
        parts = split(url)
        path = unquote(parts.path[1:]) if parts else ""
        if not url:
            return sqlite(data_dir / "colophon.sqlite3")
        if parts and parts.scheme == "sqlite" and path:
            return sqlite(data_dir / path)
        if not parts or has_stray_at(parts):
            self.bad(name, "…", f"cannot be read; {PERCENT_ENCODE}")
        elif parts.scheme not in {"postgres", "postgresql"} or not path:
            self.bad(name, masked(url), "use postgres://user:password@host:5432/name or sqlite:////absolute/path.")
        elif self.has_package(name, url, "psycopg", extra="postgres"):
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
                    },
                    "connect_timeout": 2,
                    "tcp_user_timeout": 5_000,  # milliseconds; detects a server whose machine has gone
                    **dict(parse_qsl(parts.query)),
                },
            }
        return sqlite(data_dir / "colophon.sqlite3")

    def redis(self, name: str) -> str:
        url = self.text(name)
        parts = split(url)
        if url and (not parts or (parts.scheme != "unix" and has_stray_at(parts))):
            self.bad(name, "…", f"cannot be read; {PERCENT_ENCODE}")
        elif url and parts and parts.scheme not in {"redis", "rediss", "unix"}:
            self.bad(name, masked(url), "use redis://:password@host:6379/0.")
        elif url and self.has_package(name, url, "redis", extra="redis"):
            return url
        return ""

    def mailer(self, name: str) -> Config:
        url = self.text(name)
        console = {"BACKEND": "config.backends.mail.ReadableConsoleBackend"}
        ports = {"smtp": 25, "smtps": 465, "smtp+tls": 587}
        if not url:
            return console
        parts = split(url)
        if parts and parts.scheme == "file" and parts.path:
            folder = Path(unquote(parts.path))
            if folder.exists() and not folder.is_dir():
                self.bad(name, url, "is a file; name a folder, in which each mail becomes a file.")
            return {
                "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
                "OPTIONS": {"file_path": str(folder)},
            }
        if not parts or has_stray_at(parts):
            self.bad(name, "…", f"cannot be read; {PERCENT_ENCODE}")
            return console
        if parts.scheme not in ports or not parts.hostname:
            self.bad(name, masked(url), "use smtp+tls://user:password@host:587, smtps://…:465 or file:///folder.")
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

    def has_package(self, name: str, value: str, package: str, *, extra: str) -> bool:
        if find_spec(package):
            return True
        self.bad(
            name,
            masked(value),
            f"needs a package that is not installed: pip install --require-hashes -r requirements/{extra}.txt.",
        )
        return False

    def finish(self) -> None:
        if self.errors:
            raise ImproperlyConfigured("The environment is not usable:\n  " + "\n  ".join(self.errors))


def split(url: str) -> SplitResult | None:
    """The parts of the URL, or None if its host or port is malformed."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return None
    return parts


def has_stray_at(parts: SplitResult) -> bool:
    """Whether an unencoded / ? or # in the user name or password was parsed as the end of the host."""
    return "@" in f"{parts.path}{parts.query}{parts.fragment}"


def masked(url: str) -> str:
    """The URL without its password, for error messages. Shows nothing of a URL that cannot be parsed."""
    parts = split(url)
    if parts is None or has_stray_at(parts):
        return "…"
    return url.replace(f":{parts.password}@", ":…@") if parts.password else url


def credentials(parts: SplitResult, user: str, password: str) -> Config:
    return {user: unquote(parts.username or ""), password: unquote(parts.password or "")}


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
