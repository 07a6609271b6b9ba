from __future__ import annotations

import re
from contextlib import suppress
from ipaddress import ip_address

HOST_NAME = re.compile(r"[a-z0-9]([a-z0-9_.-]*[a-z0-9])?")


def ascii_host(name: str) -> str | None:
    """The name as browsers send it in the Host header: lower case and in Punycode. None if it isn't a host name.

    Python only supports IDNA 2003, which replaces ß by ss where browsers don't. Such names have to be written in
    Punycode, so they are None as well.
    """
    lower = name.lower()
    try:
        encoded = lower.encode("idna").decode("ascii")
        is_ambiguous = not lower.isascii() and encoded.encode("ascii").decode("idna") != lower
    except UnicodeError:
        return None
    return encoded if HOST_NAME.fullmatch(encoded) and not is_ambiguous else None


def is_address(host: str) -> bool:
    with suppress(ValueError):
        return bool(ip_address(host))
    return False
