"""Text that the blog must read again and that a copy of the database alone must not give away."""

from __future__ import annotations

import base64
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

PREFIX = "sealed1:"  # the way it is sealed; no secret of a second factor has a colon in it
PURPOSE = b"colophon: second factors, sealed1"


class DecryptionError(ValueError):
    """Sealed with a key that is neither SECRET_KEY nor one of SECRET_KEY_FALLBACKS."""

    silent_variable_failure = True  # a template shows nothing in its place


def encrypt(text: str) -> str:
    return PREFIX + keys()[0].encrypt(text.encode()).decode()


def decrypt(stored: str) -> str:
    """The text. What was stored before there were seals is the text itself. Raises Unreadable."""
    if not stored.startswith(PREFIX):
        return stored
    try:
        return MultiFernet(keys()).decrypt(stored.removeprefix(PREFIX).encode()).decode()
    except InvalidToken:
        raise DecryptionError("sealed with a key that is not known here") from None


def is_current(stored: str) -> bool:
    """Sealed with SECRET_KEY, not with an older key, nor in the clear."""
    try:
        return stored.startswith(PREFIX) and bool(keys()[0].decrypt(stored.removeprefix(PREFIX).encode()))
    except InvalidToken:
        return False


def keys() -> list[Fernet]:
    """The first one seals, all of them open."""
    return [derive_key(secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]


@lru_cache(maxsize=16)
def derive_key(secret: str) -> Fernet:
    """A key of its own for this purpose: what SECRET_KEY signs elsewhere tells nothing about it (RFC 5869)."""
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE).derive(secret.encode())
    return Fernet(base64.urlsafe_b64encode(key))
