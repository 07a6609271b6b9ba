"""allauth's views where this site needs another response. URLs without a view here use allauth's directly."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.stages import EmailVerificationStage, LoginStageController
from allauth.account.utils import passthrough_next_redirect_url
from allauth.account.views import ConfirmLoginCodeView, PasswordResetView, email_verification_sent
from allauth.core import ratelimit
from allauth.mfa.adapter import get_adapter as get_mfa_adapter
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.views import LoginWebAuthnView, ReauthenticateWebAuthnView
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from accounts.allauth.mfa.adapter import without_unreadable_secrets
from accounts.allauth.mfa.encryption import DecryptionError
from accounts.email_addresses.verified import primary_verified_email
from accounts.next_url import login_url

type View = Callable[..., HttpResponseBase]
TOTP_SECRET = "accounts.totp_secret"  # noqa: S105 - the key in the session


class LoginCodeView(ConfirmLoginCodeView):  # type: ignore[misc]
    """Without a valid code, explain why another one is needed, and keep ``next``."""

    reason = gettext_lazy("Your code has expired, or was requested in another browser. Request a new one.")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        if getattr(response, "url", "") != reverse("account_request_login_code"):
            return response
        messages.warning(request, self.reason)
        return redirect(passthrough_next_redirect_url(request, reverse("account_request_login_code"), "next"))

    def form_invalid(self, form: Any) -> HttpResponse:
        self.reason = gettext_lazy("Too many wrong attempts. Request a new code below.")
        response: HttpResponse = super().form_invalid(form)
        if response.status_code == 302:
            list(messages.get_messages(self.request))  # discards allauth's message, which says to try again later
        return response


class ForgottenPasswordView(PasswordResetView):  # type: ignore[misc]
    """``next`` is in the session (accounts.next_url); the link in the e-mail comes first."""

    def get_success_url(self) -> str:
        return reverse("account_reset_password_done")


class SecondFactorView(AuthenticateView):  # type: ignore[misc]
    """When the first step of the login has expired, say so and keep ``next``."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        if getattr(response, "url", "") != reverse("account_login"):
            return response
        messages.warning(request, _("Please log in again: the login has expired, or was started in another browser."))
        return redirect(login_url(request))


class PasskeyLoginView(LoginWebAuthnView):  # type: ignore[misc]
    """A rejected passkey leads back to the login page and keeps ``next``."""

    def form_invalid(self, form: Any) -> HttpResponse:
        super().form_invalid(form)  # adds a message
        return redirect(passthrough_next_redirect_url(self.request, reverse("account_login"), "next"))


class PasskeyReauthenticateView(ReauthenticateWebAuthnView):  # type: ignore[misc]
    """A rejected passkey leads back to the page that asked for it, which links the alternatives."""

    def form_invalid(self, form: Any) -> HttpResponse:
        super().form_invalid(form)  # adds a message
        return redirect(passthrough_next_redirect_url(self.request, self.request.path, "next"))


class ActivateAuthenticatorAppView(ActivateTOTPView):  # type: ignore[misc]
    """The QR code is an image with its own URL: the Content Security Policy allows no data: URLs."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        self.request.session[TOTP_SECRET] = context["form"].secret
        return context

    def form_valid(self, form: Any) -> HttpResponse:
        self.request.session.pop(TOTP_SECRET, None)
        return super().form_valid(form)  # type: ignore[no-any-return]


@login_required
@require_safe
def totp_qr_code(request: HttpRequest) -> HttpResponse:
    """SVG for the secret that the form in this session shows."""
    secret = request.session.get(TOTP_SECRET)
    if not secret:
        raise Http404
    adapter = get_mfa_adapter()
    svg = adapter.build_totp_svg(adapter.build_totp_url(request.user, secret))
    return HttpResponse(svg, content_type="image/svg+xml")


def replace_unreadable_codes(view: View) -> View:
    """Offer to create new recovery codes when no known key decrypts the stored ones."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except DecryptionError:
            messages.warning(request, _("Your recovery codes can’t be read any more. Create new ones."))
            return redirect("mfa_generate_recovery_codes")

    return wrapped


class GenerateRecoveryCodesView(recovery_codes.GenerateRecoveryCodesView):  # type: ignore[misc]
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Counts the old codes, which stop working, also when they can't be read."""
        with without_unreadable_secrets():
            return super().get_context_data(**kwargs)  # type: ignore[no-any-return]


def verification_sent(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:  # meanwhile, in another tab
        return redirect("accounts:overview")
    response: HttpResponse = email_verification_sent(request)
    return response


@require_POST
def resend_verification(request: HttpRequest) -> HttpResponse:
    """Another link, at most every three minutes (allauth's limit), after signing up or logging in in this browser.

    For an address that already has an account, allauth sends the e-mail that says so; the response is the same.
    """
    stage = LoginStageController.enter(request, EmailVerificationStage.key)
    if stage is None:
        messages.info(request, _("Log in. If your address isn’t confirmed yet, we’ll send you a new link."))
        return redirect(login_url(request))
    user, email = stage.login.user, stage.login.email
    if user and (confirmed := primary_verified_email(user)):
        messages.success(request, _("%(email)s is already confirmed. You can log in with it.") % {"email": confirmed})
        return redirect(login_url(request))
    key = (email or user.email).lower()
    if not ratelimit.consume(request, action="confirm_email", key=key, dry_run=True):
        messages.warning(
            request, _("We sent an e-mail a moment ago. Please wait three minutes before you request another.")
        )
    stage.handle()
    return redirect("account_email_verification_sent")


enter_login_code = LoginCodeView.as_view()
forgotten_password = ForgottenPasswordView.as_view()
second_factor = SecondFactorView.as_view()
passkey_login = PasskeyLoginView.as_view()
passkey_reauthenticate = PasskeyReauthenticateView.as_view()
activate_totp = ActivateAuthenticatorAppView.as_view()
view_recovery_codes = replace_unreadable_codes(recovery_codes.view_recovery_codes)
download_recovery_codes = replace_unreadable_codes(recovery_codes.download_recovery_codes)
generate_recovery_codes = GenerateRecoveryCodesView.as_view()
