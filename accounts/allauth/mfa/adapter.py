from __future__ import annotations

import base64
import logging
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from urllib.parse import urlsplit

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.utils.translation import gettext

from accounts.allauth.adapter import current_site_name
from accounts.allauth.mfa.encryption import DecryptionError, decrypt, encrypt
from accounts.allauth.models import Authenticator
from accounts.models import User

SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)  # recovery codes alone don't count
logger = logging.getLogger(__name__)
readable: ContextVar[list[bool] | None] = ContextVar("readable", default=None)


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets are encrypted; passkeys and codes belong to SITE_URL, whatever the Host header says."""

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {"id": passkey_domain(), "name": current_site_name()}

    def get_public_key_credential_user_entity(self, user: User) -> dict[str, Any]:
        return {**super().get_public_key_credential_user_entity(user), "display_name": user.display_name}

    def generate_authenticator_name(self, user: User, type: Any) -> str:
        return gettext("Passkey")

    def encrypt(self, text: str) -> str:
        return encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Raises DecryptionError if the key is lost, except inside ``without_unreadable_secrets``."""
        found = readable.get()
        try:
            text = decrypt(encrypted_text)
        except DecryptionError:
            logger.error(
                "A second factor can't be decrypted: it was encrypted with a key that is neither SECRET_KEY nor one of "
                "SECRET_KEY_FALLBACKS."
            )
            if found is None:
                raise
            found.append(False)
            return base64.b32encode(secrets.token_bytes(20)).decode()
        if found is not None:
            found.append(True)
        return text

    def get_totp_issuer(self) -> str:
        return current_site_name()


@contextmanager
def without_unreadable_secrets() -> Iterator[list[bool]]:
    """Inside, secrets that can't be decrypted are random, so that no code matches them instead of an error.

    The list gets an entry for each secret: whether it could be decrypted.
    """
    found: list[bool] = []
    token = readable.set(found)
    try:
        yield found
    finally:
        readable.reset(token)


def has_second_factor(user: User) -> bool:
    return bool(is_mfa_enabled(user, SECOND_FACTORS))


def passkey_domain() -> str:
    """Browsers bind passkeys to a name, never to an IP address: on a local site, to localhost."""
    host = urlsplit(settings.SITE_URL).hostname or ""
    return "localhost" if host in {"127.0.0.1", "::1"} else host
