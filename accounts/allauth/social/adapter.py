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
from accounts.display_name import clean_display_name
from accounts.models import DISPLAY_NAME_LENGTH, User, free_slug

logger = logging.getLogger(__name__)


class SocialAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """One provider, out of the environment and never out of the database."""

    error_messages = {
        **DefaultSocialAccountAdapter.error_messages,
        "no_password": _("Choose a password first: without this account you could not log in any more."),
        "no_verified_email": _(
            "Confirm your e-mail address first: without this account you could not log in any more."
        ),
    }

    def get_provider(self, request: HttpRequest | None, provider: str, client_id: str | None = None) -> Provider:
        """The one of today; for the id of a former one a name without powers, so that its rows can be removed."""
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
        """The page of the error is rendered with ``extra_context``."""
        if extra_context is not None:
            extra_context["problem"] = describe_error(exception)
        if exception is not None:
            logger.warning("Social login failed: %s", str(exception)[:500] or type(exception).__name__)

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """The blog asks the provider nothing later, and the session shall not hold what could."""
        sociallogin.token = None

    def get_signup_form_initial_data(self, sociallogin: Any) -> dict[str, str]:
        told = sociallogin.account.extra_data
        try:
            name = clean_display_name(told["name"])[:DISPLAY_NAME_LENGTH].strip()
        except ValidationError:
            name = ""
        return {"display_name": name, "email": sociallogin.user.email}

    def save_user(self, request: HttpRequest, sociallogin: Any, form: Any = None) -> User:
        """With its name at once: SignupDetails.signup() comes after the row is stored."""
        person: User = sociallogin.user
        person.display_name = form.cleaned_data["display_name"]
        person.slug = free_slug(person.display_name)
        sociallogin.email_addresses = []  # the address of the form is the only one
        return super().save_user(request, sociallogin, form)  # type: ignore[no-any-return]

    def validate_disconnect(self, account: Any, accounts: Any) -> None:
        """Another account of a former provider is no way in."""
        others = accounts.filter(provider=provider_config.id).exclude(pk=account.pk)
        if not others.exists() and not account.user.has_usable_password():
            raise self.validation_error("no_password")
