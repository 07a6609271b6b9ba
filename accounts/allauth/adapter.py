import time
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.app_settings import REAUTHENTICATION_TIMEOUT
from allauth.account.authentication import get_authentication_records
from allauth.core import context as current
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.mail import EmailMultiAlternatives
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.client_ip import client_ip
from accounts.email_reversal import record_email_change
from accounts.emails import build_email
from accounts.invitations import current_invitation
from accounts.models import User
from accounts.next_url import MAX_LENGTH, get_next_url, login_url, remember_next_url
from accounts.tasks import deliver


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """How this blog differs from allauth's defaults: mails through a task, links from SITE_URL."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return bool(settings.REGISTRATION_OPEN) or current_invitation(request) is not None

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        """Not stored yet: SignupDetails.signup() names the account and stores it, once."""
        return super().save_user(request, user, form, commit=False)  # type: ignore[no-any-return]

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        if template_prefix == "account/email/unknown_account":
            # Nobody has this address. The same work as for somebody, and no mail: see accounts.tasks.deliver.
            template_prefix, email, context = "account/email/login_code", "", {"code": self.generate_login_code()}
        context = {"email": email, "site_name": site_name(current.request), **context}
        message = self.render_mail(template_prefix, email, context)
        deliver.enqueue(str(message.subject), str(message.body), email)

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
        raise PermissionDenied("The address of the client cannot be read.")

    def render_mail(
        self,
        template_prefix: str,
        email: str | list[str],
        context: dict[str, Any],
        headers: dict[str, str] | None = None,
    ) -> EmailMultiAlternatives:
        """The text is the mail, its HTML says the same; ``site_name`` in the context, in the subject too."""
        context = {"site_address": settings.SITE_URL, **context}
        subject = " ".join(render_to_string(f"{template_prefix}_subject.txt", context).split())
        body = render_to_string(f"{template_prefix}_message.txt", context).strip()
        return build_email(subject, f"{body}\n", [email] if isinstance(email, str) else email, headers)

    def get_reset_password_from_key_url(self, key: str) -> str:
        uid, _dash, token = key.partition("-")
        return address("account_reset_password_from_key", uid, token)

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        return address("account_confirm_email", emailconfirmation.key)

    def send_account_already_exists_mail(self, email: str) -> None:
        context = {"login_url": address("account_login"), "password_reset_url": address("account_reset_password")}
        if settings.SOCIAL_LOGIN:
            context["connections_url"] = address("socialaccount_connections")
        self.send_mail("account/email/account_already_exists", email, context)

    def is_reauthentication_required(self, *, app: str, **more: Any) -> bool:
        """Whoever has just logged in need not show it again to connect an account elsewhere."""
        if app == "allauth.socialaccount":
            since = time.time() - REAUTHENTICATION_TIMEOUT
            logins = get_authentication_records(current.request, current.request.user)
            if any(record["at"] > since for record in logins):
                return False
        return bool(super().is_reauthentication_required(app=app, **more))

    def is_safe_url(self, url: str) -> bool:
        """Also False for what is no address at all, such as ``//[``, and for one that no redirect may name."""
        try:
            return len(url) <= MAX_LENGTH and bool(super().is_safe_url(url))
        except ValueError:
            return False

    def pre_login(
        self, request: HttpRequest, user: User, *, redirect_url: str | None, **hooks: Any
    ) -> HttpResponse | None:
        remember_next_url(request, redirect_url)  # a mail or a second factor may come between
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


def address(name: str, *args: str) -> str:
    """An absolute address for a mail. Not built from the request: its host name is the sender's to choose."""
    return f"{settings.SITE_URL}{reverse(name, args=args)}"


def site_name(request: HttpRequest | None) -> str:
    """The blog's name, asked of the templates: they know ``site``, the accounts app does not. Else, its host."""
    name = render_to_string("account/email/site_name.txt", request=request).strip()
    return name or urlsplit(settings.SITE_URL).hostname or ""
