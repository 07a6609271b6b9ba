from __future__ import annotations

import logging
from typing import Any

from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from requests import Session

from accounts.allauth.social.provider import Provider, check_response, describe_error, provider_config
from accounts.models import DISPLAY_NAME_LENGTH, User, free_slug
from accounts.profile.display_name import clean_display_name

logger = logging.getLogger(__name__)


class SocialAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """One provider, configured by environment variables and never by the database."""

    error_messages = {
        **DefaultSocialAccountAdapter.error_messages,
        "no_password": _("Choose a password first. Without this account you couldn’t log in any more."),
        "no_verified_email": _("Confirm your e-mail address first. Without this account you couldn’t log in any more."),
    }

    def get_provider(self, request: HttpRequest | None, provider: str, client_id: str | None = None) -> Provider:
        """The configured provider; for another id a provider that can't log in, so that its accounts can be removed."""
        if provider not in (Provider.id, provider_config.id):
            return Provider(request, app=SocialApp(provider=Provider.id, provider_id=provider, name=provider[:40]))
        app = SocialApp(
            provider=Provider.id,
            provider_id=provider_config.id,
            name=provider_config.name,
            client_id=provider_config.client_id,
            secret=provider_config.client_secret,
            settings={"server_url": provider_config.issuer, "oauth_pkce_enabled": True},
        )
        return Provider(request, app=app)

    def list_providers(self, request: HttpRequest) -> list[Provider]:
        return [self.get_provider(request, provider_config.id)]

    def get_requests_session(self) -> Session:
        session: Session = super().get_requests_session()
        session.hooks["response"].append(check_response)
        return session

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Provider,
        error: Any = None,
        exception: Any = None,
        extra_context: dict[str, Any] | None = None,
    ) -> None:
        """``extra_context`` is for the error page."""
        if extra_context is not None:
            extra_context["problem"] = describe_error(exception)
        if exception is not None:
            logger.warning("Social login failed: %s", str(exception)[:500] or type(exception).__name__)

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Don't keep the token in the session: the provider isn't asked again."""
        sociallogin.token = None

    def get_signup_form_initial_data(self, sociallogin: Any) -> dict[str, str]:
        claims = sociallogin.account.extra_data
        try:
            name = clean_display_name(claims["name"])[:DISPLAY_NAME_LENGTH].strip()
        except ValidationError:
            name = ""
        return {"display_name": name, "email": sociallogin.user.email}

    def save_user(self, request: HttpRequest, sociallogin: Any, form: Any = None) -> User:
        """Set the name now: SignupDetails.signup() is called after the user is stored."""
        user: User = sociallogin.user
        user.display_name = form.cleaned_data["display_name"]
        user.slug = free_slug(user.display_name)
        sociallogin.email_addresses = []  # only the address in the form counts
        return super().save_user(request, sociallogin, form)  # type: ignore[no-any-return]

    def validate_disconnect(self, account: Any, accounts: Any) -> None:
        """Accounts of a former provider don't count: nobody can log in with them."""
        others = accounts.filter(provider=provider_config.id).exclude(pk=account.pk)
        if not others.exists() and not account.user.has_usable_password():
            raise self.validation_error("no_password")
