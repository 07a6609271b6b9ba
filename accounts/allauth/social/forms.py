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

from accounts.abuse.signup_protection import check_signup_limits
from accounts.allauth.forms import LimitedFieldsMixin
from accounts.allauth.signup import IgnoreUnverifiedEmailMixin, require_invitation
from accounts.models import User
from accounts.next_url import login_url, remember_next_url


class SignupForm(IgnoreUnverifiedEmailMixin, LimitedFieldsMixin, allauth_forms.SignupForm):  # type: ignore[misc]
    """Name and address, suggested by the provider. The address is confirmed with an e-mail of ours."""

    field_order = ("display_name", "email")

    def clean(self) -> Any:
        cleaned = super().clean()
        check_signup_limits(context.request)
        return cleaned

    def try_save(self, request: HttpRequest) -> tuple[User | None, Any]:
        """Create the account, or e-mail the owner of an address that has one. The responses look the same."""
        remember_next_url(request, self.sociallogin.get_redirect_url(request))
        try:
            with transaction.atomic():
                if self.account_already_exists:
                    require_invitation(request, None)
                return super().try_save(request)  # type: ignore[no-any-return]
        except ImmediateHttpResponse as closed:
            return None, closed.response
        except IntegrityError:
            # The form was sent twice, or another request has just taken the address or the slug.
            messages.error(request, _("That didn’t work. Please try again."))
            return None, redirect(login_url(request))
