"""Keeps bots from signing up, without a challenge for people."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.abuse.client_ip import client_network
from accounts.abuse.form_timestamps import FormTimestamp
from accounts.abuse.rate_limits import RateLimit, allow

TIMESTAMP = FormTimestamp("accounts.signup")
MIN_SECONDS = 3  # nobody types a name, an address and a password faster
MAX_SECONDS = 24 * 3600
NETWORK_LIMITS = (
    RateLimit("signup_network_hour", 60, timedelta(hours=1)),
    RateLimit("signup_network_day", 200, timedelta(days=1)),
)


class SignupProtectionMixin:
    """Goes before the signup form: a honeypot field and a minimum time.

    Sending a rejected form again always works for people: password managers can be fast, too.
    """

    fields: dict[str, Any]
    cleaned_data: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        attrs = {"autocomplete": "off", "tabindex": "-1"}
        self.fields["homepage"] = UnboundField(
            label=_("Leave this empty"), max_length=200, required=False, widget=forms.TextInput(attrs=attrs)
        )
        self.fields["started"] = TimestampField(
            required=False, max_length=200, widget=forms.HiddenInput, initial=TIMESTAMP.create
        )

    def clean(self) -> Any:
        cleaned = super().clean()  # type: ignore[misc]
        seconds = TIMESTAMP.age(self.cleaned_data.get("started", "")) or 0
        if self.cleaned_data.get("homepage", "x") or not MIN_SECONDS <= seconds <= MAX_SECONDS:
            raise forms.ValidationError(_("That looked like a bot. Please send the form again."), code="bot")
        return cleaned


class UnboundField(forms.CharField):
    """Rendered empty again in a rejected form, so that the honeypot of the next attempt is empty."""

    def bound_data(self, data: Any, initial: Any) -> Any:
        return initial


class TimestampField(forms.CharField):
    """A rejected form keeps its first timestamp: correcting a field takes less than ``MIN_SECONDS``."""

    def bound_data(self, data: Any, initial: Any) -> Any:
        return data if 0 < (TIMESTAMP.age(str(data)) or 0) <= MAX_SECONDS else initial


def check_signup_limits(request: HttpRequest) -> None:
    """Raises ValidationError if too many accounts were created from the visitor's network."""
    network = client_network(request)
    if not all(allow(limit, network) for limit in NETWORK_LIMITS):
        raise forms.ValidationError(_("Too many accounts were created from your network. Please try again later."))
