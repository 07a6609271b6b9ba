from __future__ import annotations

from typing import Any

from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount import forms as allauth_forms
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts.allauth.forms import LimitedFieldsMixin
from accounts.invitations import redeem_invitation
from accounts.models import User
from accounts.next_url import login_url, remember_next_url
from accounts.pending_addresses import IgnoreUnverifiedEmailMixin
from accounts.signup_protection import count_signup


class SignupForm(IgnoreUnverifiedEmailMixin, LimitedFieldsMixin, allauth_forms.SignupForm):  # type: ignore[misc]
    """Name and address, with what the provider says as a suggestion. The address is confirmed by our own mail."""

    field_order = ("display_name", "email")

    def clean(self) -> Any:
        cleaned = super().clean()
        count_signup(context.request)
        return cleaned

    def try_save(self, request: HttpRequest) -> tuple[User | None, Any]:
        """Register, or mail the owner of a known address, who logs in and connects; one looks like the other."""
        remember_next_url(request, self.sociallogin.get_redirect_url(request))
        try:
            with transaction.atomic():
                if self.account_already_exists:
                    redeem_invitation(request, None)
                return super().try_save(request)  # type: ignore[no-any-return]
        except ImmediateHttpResponse as closed:
            return None, closed.response
        except IntegrityError:
            # Sent twice, or somebody took the address or the public slug between the look and the leap.
            messages.error(request, _("That did not work. Please try once more."))
            return None, redirect(login_url(request))
