"""What is taken from the provider: a signed user identifier, and suggestions for name and e-mail address."""

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

provider_config: Any = settings.SOCIAL_LOGIN  # this module is only imported if it is set
MAX_CLAIM_LENGTH = 254
CREDENTIALS_WRONG = {"invalid_client", "unauthorized_client"}  # RFC 6749, section 5.2; Keycloak says the latter


class CredentialsRejected(ProviderException):  # type: ignore[misc]
    """SOCIAL_LOGIN_CLIENT_ID or SOCIAL_LOGIN_CLIENT_SECRET is wrong."""


def check_response(response: Response, *args: Any, **kwargs: Any) -> None:
    """A hook for each response. Only the token is requested with POST and the client secret."""
    _body = response.content  # read it, so that the connection is released even if this raises
    if response.status_code >= 500:
        response.raise_for_status()
    if response.request.method != "POST" or response.ok:
        return
    try:
        data = response.json()
    except ValueError:
        data = None
    code = data.get("error") if isinstance(data, dict) else None
    if response.status_code == 401 or code in CREDENTIALS_WRONG:
        raise CredentialsRejected(
            f"The provider rejects SOCIAL_LOGIN_CLIENT_ID or SOCIAL_LOGIN_CLIENT_SECRET ({response.status_code})."
        )


def describe_error(error: object) -> str:
    """For the error page: “slow”, “down”, “credentials”, or an empty string."""
    if isinstance(error, CredentialsRejected):
        return "credentials"
    if isinstance(error, Timeout):
        return "slow"
    return "down" if isinstance(error, RequestException) else ""


@contextmanager
def provider_errors() -> Iterator[None]:
    """Turn exceptions that allauth raises for malformed responses into ProviderException."""
    try:
        yield
    except (AttributeError, DisallowedRedirect, ImproperlyConfigured, KeyError, TypeError, ValueError) as error:
        raise ProviderException(f"The provider's response is malformed: {error!r}") from error


class OIDCAdapter(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    def get_access_token_data(self, *args: Any, **kwargs: Any) -> Any:
        with provider_errors():
            data = super().get_access_token_data(*args, **kwargs)
        self.did_fetch_access_token = False  # allauth doesn't check the signature otherwise
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
        """From the signed token. The userinfo response must be about the same user."""
        uid = data["id_token"]["sub"]
        if data["userinfo"]["sub"] != uid:
            raise ProviderException("The provider's responses are about two different users.")
        if not isinstance(uid, str) or text(uid) != uid:
            raise ProviderException("The provider's identifier of the user can't be stored.")
        return uid

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, str]:
        """All that is stored: it lets users recognize the account."""
        claims = {**data["id_token"], **data["userinfo"]}
        return {name: text(claims.get(name)) for name in ("email", "name")}

    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, str]:
        return self.extract_extra_data(data)

    def extract_email_addresses(self, data: dict[str, Any]) -> list[Any]:
        """No address counts as verified, whatever the provider says: see docs/decisions/0009."""
        return []


def text(claim: object) -> str:
    """The printable characters: PostgreSQL can't store NUL, and UTF-8 can't encode lone surrogates."""
    if not isinstance(claim, str):
        return ""
    return "".join(character for character in claim[:MAX_CLAIM_LENGTH] if character.isprintable())
