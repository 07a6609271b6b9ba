from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.utils.translation import gettext

from accounts.adapter import site_name
from accounts.models import User


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Passkeys and codes belong to SITE_URL and carry the blog's name, whatever host a request names."""

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {"id": passkey_domain(), "name": self._get_site_name()}

    def get_public_key_credential_user_entity(self, user: User) -> dict[str, Any]:
        return {**super().get_public_key_credential_user_entity(user), "display_name": user.display_name}

    def generate_authenticator_name(self, user: User, type: Any) -> str:
        return gettext("Passkey")

    def _get_site_name(self) -> str:
        return site_name(context.request)


def passkey_domain() -> str:
    """Browsers bind passkeys to a name and never to a number: a local site has them under http://localhost."""
    host = urlsplit(settings.SITE_URL).hostname or ""
    return "localhost" if host in {"127.0.0.1", "::1"} else host
