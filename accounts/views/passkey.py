from typing import Any

from allauth.account.utils import passthrough_next_redirect_url
from allauth.mfa.webauthn.views import LoginWebAuthnView, ReauthenticateWebAuthnView
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse


class PasskeyLoginView(LoginWebAuthnView):  # type: ignore[misc]
    """A passkey that is refused leads to the login page, and the page that was left is not forgotten."""

    def form_invalid(self, form: Any) -> HttpResponse:
        super().form_invalid(form)  # says why
        return redirect(passthrough_next_redirect_url(self.request, reverse("account_login"), "next"))


class PasskeyProofView(ReauthenticateWebAuthnView):  # type: ignore[misc]
    """A passkey that is refused leads to where another one, or another way, is asked for."""

    def form_invalid(self, form: Any) -> HttpResponse:
        super().form_invalid(form)  # says why
        return redirect(passthrough_next_redirect_url(self.request, self.request.path, "next"))


passkey_login = PasskeyLoginView.as_view()
passkey_proof = PasskeyProofView.as_view()
