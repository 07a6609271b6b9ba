"""Encryption of secrets in the database, so that a copy of the database doesn't reveal them."""

from __future__ import annotations

import base64
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

PREFIX = "sealed1:"  # marks encrypted values and their format; plain secrets contain no colon
PURPOSE = b"colophon: second factors, sealed1"


class DecryptionError(ValueError):
    """Encrypted with a key that is neither SECRET_KEY nor one of SECRET_KEY_FALLBACKS."""

    silent_variable_failure = True  # templates render nothing instead


def encrypt(text: str) -> str:
    return PREFIX + keys()[0].encrypt(text.encode()).decode()


def decrypt(stored: str) -> str:
    """Values without the prefix were stored before encryption existed and are returned as they are.

    Raises DecryptionError.
    """
    if not stored.startswith(PREFIX):
        return stored
    try:
        return MultiFernet(keys()).decrypt(stored.removeprefix(PREFIX).encode()).decode()
    except InvalidToken:
        raise DecryptionError("encrypted with an unknown key") from None


def is_current(stored: str) -> bool:
    """Encrypted with SECRET_KEY: not with an older key, and not in plain text."""
    try:
        return stored.startswith(PREFIX) and bool(keys()[0].decrypt(stored.removeprefix(PREFIX).encode()))
    except InvalidToken:
        return False


def keys() -> list[Fernet]:
    """The first one encrypts, all of them decrypt."""
    return [derive_key(secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]


@lru_cache(maxsize=16)
def derive_key(secret: str) -> Fernet:
    """A separate key for this purpose: what SECRET_KEY signs elsewhere reveals nothing about it (HKDF, RFC 5869)."""
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE).derive(secret.encode())
    return Fernet(base64.urlsafe_b64encode(key))
