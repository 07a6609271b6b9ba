"""What both ways to sign up share: the form with the display name, and the invitation while registration is closed."""

from __future__ import annotations

from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from django import forms
from django.http import HttpRequest
from django.shortcuts import render

from accounts.allauth.models import EmailAddress
from accounts.invitations import redeem_invitation
from accounts.models import User, free_slug
from accounts.profile.display_name import clean_display_name, display_name_field


class SignupDetails(forms.Form):
    """The fields that signing up asks for besides address and password (ACCOUNT_SIGNUP_FORM_CLASS).

    allauth's forms inherit from this class, so this module must not import them.
    """

    display_name = display_name_field()

    def clean_display_name(self) -> str:
        return clean_display_name(self.cleaned_data["display_name"])

    def signup(self, request: HttpRequest, user: User) -> None:
        user.display_name = self.cleaned_data["display_name"]
        user.slug = user.slug or free_slug(user.display_name)
        user.save()
        require_invitation(request, user)


def require_invitation(request: HttpRequest, user: User | None) -> None:
    """Redeem the invitation in the session, in the transaction that creates the account.

    ``user`` is None when the address already has an account: the invitation is redeemed all the same, as the response
    would otherwise reveal that account. Raises ImmediateHttpResponse with the page "Registration is closed" when an
    invitation is needed and there is none, or somebody else has just redeemed it.
    """
    if not redeem_invitation(request, user):
        raise ImmediateHttpResponse(render(request, "account/signup_closed.html"))


class IgnoreUnverifiedEmailMixin:
    """An address that another user wants to change to, but hasn't confirmed, can still be signed up with.

    Otherwise users could block any address by entering it as their new one.
    """

    def validate_unique_email(self, value: str) -> Any:
        EmailAddress.objects.filter(email=value.lower(), verified=False).exclude(user__email__iexact=value).delete()
        return super().validate_unique_email(value)  # type: ignore[misc]
