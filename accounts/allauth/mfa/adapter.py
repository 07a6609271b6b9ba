from __future__ import annotations

import base64
import logging
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from urllib.parse import urlsplit

from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.utils.translation import gettext

from accounts.allauth.adapter import site_name
from accounts.allauth.mfa.encryption import DecryptionError, decrypt, encrypt
from accounts.models import User

SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)  # recovery codes alone are none
logger = logging.getLogger(__name__)
tried: ContextVar[list[bool] | None] = ContextVar("tried", default=None)


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Passkeys and codes belong to SITE_URL and carry the blog's name, whatever host a request names."""

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {"id": passkey_domain(), "name": self._get_site_name()}

    def get_public_key_credential_user_entity(self, user: User) -> dict[str, Any]:
        return {**super().get_public_key_credential_user_entity(user), "display_name": user.display_name}

    def generate_authenticator_name(self, user: User, type: Any) -> str:
        return gettext("Passkey")

    def encrypt(self, text: str) -> str:
        return encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Raises Unreadable when the key is lost, except while a code is looked for: then no code fits."""
        found = tried.get()
        try:
            text = decrypt(encrypted_text)
        except DecryptionError:
            logger.error(
                "A second factor cannot be read: the key it was sealed with is neither SECRET_KEY "
                "nor one of SECRET_KEY_FALLBACKS."
            )
            if found is None:
                raise
            found.append(False)
            return base64.b32encode(secrets.token_bytes(20)).decode()
        if found is not None:
            found.append(True)
        return text

    def _get_site_name(self) -> str:
        return site_name(context.request)


@contextmanager
def unreadable_fits_nothing() -> Iterator[list[bool]]:
    """Inside, an unreadable secret is a random one. The list tells of each secret whether it could be read."""
    found: list[bool] = []
    token = tried.set(found)
    try:
        yield found
    finally:
        tried.reset(token)


def passkey_domain() -> str:
    """Browsers bind passkeys to a name and never to a number: a local site has them under http://localhost."""
    host = urlsplit(settings.SITE_URL).hostname or ""
    return "localhost" if host in {"127.0.0.1", "::1"} else host
