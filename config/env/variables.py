"""Reads the environment variables, and reports all invalid ones at once, each with its value and how to fix it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from importlib.util import find_spec
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from config.env.host_names import HOST_NAME, ascii_host, is_address
from config.env.urls import masked, split

TRUE, FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off"}
LOOPBACK = {"localhost", "127.0.0.1", "::1"}
CONTACT = re.compile(r"mailto:[!-?A-~]+@[\w.-]+|https://[\w\[][!-~]*", re.ASCII)
DEFAULT_DATA_DIR = Path(__file__).resolve().parents[2] / "data"


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
        """Return an absolute path. The folder exists, or this user can create it."""
        value = self.text(name, str(default))
        try:
            path = Path(value).expanduser().resolve()
        except RuntimeError:
            self.bad(name, value, "there is no such user; write the path out, such as /srv/blog/data.")
            return default
        existing = next(parent for parent in (path, *path.parents) if os.path.exists(parent))
        if not existing.is_dir():
            self.bad(name, value, f"{existing} is a file; name a folder.")
        elif existing != path and not os.access(existing, os.W_OK | os.X_OK):
            self.bad(name, value, f"cannot be created in {existing}; name a folder that this user can write to.")
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
