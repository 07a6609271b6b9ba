"""The provider as this blog believes it: of a signed person, an identifier and two suggestions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.socialaccount.providers.base import ProviderException
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.core.exceptions import DisallowedRedirect, ImproperlyConfigured
from requests import RequestException, Response, Timeout

provider_config: Any = settings.SOCIAL_LOGIN  # where it is None, nobody imports this
MAX_CLAIM_LENGTH = 254
CREDENTIALS_WRONG = {"invalid_client", "unauthorized_client"}  # RFC 6749, section 5.2; Keycloak says the latter


class CredentialsRejected(ProviderException):  # type: ignore[misc]
    """The provider knows another id or secret of this site than SOCIAL_LOGIN_CLIENT_ID and _SECRET say."""


def check_response(response: Response, *args: Any, **kwargs: Any) -> None:
    """For every answer of the provider. Only the token is asked for by POST, and with the secret."""
    _whole = response.content  # read, so that the connection is free again whatever is raised
    if response.status_code >= 500:
        response.raise_for_status()
    if response.request.method != "POST" or response.ok:
        return
    try:
        told = response.json()
    except ValueError:
        told = None
    code = told.get("error") if isinstance(told, dict) else None
    if response.status_code == 401 or code in CREDENTIALS_WRONG:
        raise CredentialsRejected(
            f"The provider rejects SOCIAL_LOGIN_CLIENT_ID or SOCIAL_LOGIN_CLIENT_SECRET ({response.status_code})."
        )


def describe_error(error: object) -> str:
    """What a page can say of it: «slow», «down», «credentials», or nothing in particular."""
    if isinstance(error, CredentialsRejected):
        return "credentials"
    if isinstance(error, Timeout):
        return "slow"
    return "down" if isinstance(error, RequestException) else ""


@contextmanager
def provider_errors() -> Iterator[None]:
    """What allauth stumbles over in answers of another shape than the protocol's is the provider's fault."""
    try:
        yield
    except (AttributeError, DisallowedRedirect, ImproperlyConfigured, KeyError, TypeError, ValueError) as error:
        raise ProviderException(f"The provider's answer is not understood: {error!r}") from error


class OIDCAdapter(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    def get_access_token_data(self, *args: Any, **kwargs: Any) -> Any:
        with provider_errors():
            data = super().get_access_token_data(*args, **kwargs)
        self.did_fetch_access_token = False  # else the signature of what came over TLS is not looked at
        return data

    def parse_token(self, data: Any) -> Any:
        with provider_errors():
            return super().parse_token(data)

    def complete_login(self, *args: Any, **kwargs: Any) -> Any:
        with provider_errors():
            return super().complete_login(*args, **kwargs)


class Provider(OpenIDConnectProvider):  # type: ignore[misc]
    oauth2_adapter_class = OIDCAdapter

    def extract_uid(self, data: dict[str, Any]) -> str:
        """Of the signed token. What the provider tells besides has to be about the same person."""
        uid = data["id_token"]["sub"]
        if data["userinfo"]["sub"] != uid:
            raise ProviderException("The provider speaks of two different people.")
        if not isinstance(uid, str) or text(uid) != uid:
            raise ProviderException("The provider's identifier of the person cannot be stored.")
        return uid

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, str]:
        """All that is kept: what tells the person which account it is."""
        told = {**data["id_token"], **data["userinfo"]}
        return {name: text(told.get(name)) for name in ("email", "name")}

    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, str]:
        return self.extract_extra_data(data)

    def extract_email_addresses(self, data: dict[str, Any]) -> list[Any]:
        """None that counts as proven, whatever the provider says of it: see docs/decisions/0009."""
        return []


def text(claim: object) -> str:
    """What can be stored and shown of it: PostgreSQL takes no NUL, no encoding a lone surrogate."""
    if not isinstance(claim, str):
        return ""
    return "".join(character for character in claim[:MAX_CLAIM_LENGTH] if character.isprintable())
