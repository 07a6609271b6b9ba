from __future__ import annotations

import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.app_settings import REAUTHENTICATION_TIMEOUT
from allauth.account.authentication import get_authentication_records
from allauth.core import context as current
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.mail import EmailMultiAlternatives
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from accounts.abuse.client_ip import client_ip
from accounts.email_addresses.reversal import record_email_change
from accounts.emails import absolute_url, render_email, site_name
from accounts.invitations import current_invitation
from accounts.models import User
from accounts.next_url import MAX_LENGTH, get_next_url, login_url, remember_next_url
from accounts.tasks import enqueue_email

FIRST_FACTOR_AT = "first_factor_at"


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """How accounts differ from allauth's defaults: e-mails are sent by tasks, and links are built from SITE_URL."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return bool(settings.REGISTRATION_OPEN) or current_invitation(request) is not None

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        """Not stored yet: SignupDetails.signup() sets the name and stores the user once."""
        return super().save_user(request, user, form, commit=False)  # type: ignore[no-any-return]

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        if template_prefix == "account/email/unknown_account":
            # Do the same work as for a known address, but don't send anything: see accounts.tasks.deliver.
            template_prefix, email, context = "account/email/login_code", "", {"code": self.generate_login_code()}
        enqueue_email(template_prefix, email, context, current.request)

    def send_notification_mail(
        self, template_prefix: str, user: User, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        context = context or {}
        if template_prefix == "account/email/email_changed":
            change = record_email_change(user, context["from_email"], context["to_email"])
            context = {**context, "revert_url": change and f"{settings.SITE_URL}{change.path}"}
        super().send_notification_mail(template_prefix, user, context, email)

    def get_client_ip(self, request: HttpRequest) -> str:
        if address := client_ip(request):
            return address
        raise PermissionDenied("The client's address can't be read.")

    def render_mail(
        self,
        template_prefix: str,
        email: str | list[str],
        context: dict[str, Any],
        headers: dict[str, str] | None = None,
    ) -> EmailMultiAlternatives:
        return render_email(template_prefix, [email] if isinstance(email, str) else email, context, headers)

    def get_reset_password_from_key_url(self, key: str) -> str:
        uid, _dash, token = key.partition("-")
        return absolute_url("account_reset_password_from_key", uid, token)

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        return absolute_url("account_confirm_email", emailconfirmation.key)

    def send_account_already_exists_mail(self, email: str) -> None:
        context = {
            "login_url": absolute_url("account_login"),
            "password_reset_url": absolute_url("account_reset_password"),
        }
        if settings.SOCIAL_LOGIN:
            context["connections_url"] = absolute_url("socialaccount_connections")
        self.send_mail("account/email/account_already_exists", email, context)

    def is_reauthentication_required(self, *, app: str, **more: Any) -> bool:
        """Not right after adding a first second factor; nor after logging in, to connect an account elsewhere."""
        since = time.time() - REAUTHENTICATION_TIMEOUT
        if current.request.session.get(FIRST_FACTOR_AT, 0) > since:
            return False
        if app == "allauth.socialaccount":
            logins = get_authentication_records(current.request, current.request.user)
            if any(record["at"] > since for record in logins):
                return False
        return bool(super().is_reauthentication_required(app=app, **more))

    def is_safe_url(self, url: str) -> bool:
        """Also False for text that isn't a URL, such as ``//[``, and for URLs that are too long to redirect to."""
        try:
            return len(url) <= MAX_LENGTH and bool(super().is_safe_url(url))
        except ValueError:
            return False

    def pre_login(
        self, request: HttpRequest, user: User, *, redirect_url: str | None, **hooks: Any
    ) -> HttpResponse | None:
        remember_next_url(request, redirect_url)  # confirming the address or a second factor may come first
        return super().pre_login(request, user, redirect_url=redirect_url, **hooks)  # type: ignore[no-any-return]

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return get_next_url(request) or super().get_login_redirect_url(request)

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        return get_next_url(request) or super().get_signup_redirect_url(request)

    def get_email_verification_redirect_url(self, email_address: Any) -> str:
        if self.request.user.is_authenticated:
            return super().get_email_verification_redirect_url(email_address)  # type: ignore[no-any-return]
        return login_url(self.request)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("accounts:overview")


def current_site_name() -> str:
    """The blog's name in the current request. One query; without a request, the host name of SITE_URL."""
    return site_name(current.request)
