"""Registration is kept from programs without asking people to prove anything."""

from __future__ import annotations

from ipaddress import ip_address, ip_network
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.core import context, ratelimit
from django import forms
from django.core import signing
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

SIGNER = signing.Signer(salt="accounts.signup")
MIN_SECONDS = 3  # nobody types a name, an address and a password faster
MAX_SECONDS = 24 * 3600


def new_timestamp() -> str:
    """When the form was made, signed."""
    return SIGNER.sign(f"{timezone.now().timestamp():.1f}")


def form_age(stamp: str) -> float:
    """The age of a stamp; 0 when it is missing or not ours."""
    try:
        return timezone.now().timestamp() - float(SIGNER.unsign(stamp))
    except (signing.BadSignature, ValueError):
        return 0


class SignupProtectionMixin:
    """Goes in front of the form of registration: a field that nobody sees, a least time, a limit a network.

    Whoever is refused for one of them sends the form once more and is in: a password manager may be quick as well.
    """

    fields: dict[str, Any]
    cleaned_data: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        quiet = {"autocomplete": "off", "tabindex": "-1"}
        self.fields["homepage"] = UnboundField(
            label=_("Leave this empty"), max_length=200, required=False, widget=forms.TextInput(attrs=quiet)
        )
        self.fields["started"] = TimestampField(
            required=False, max_length=200, widget=forms.HiddenInput, initial=new_timestamp
        )

    def clean(self) -> Any:
        cleaned = super().clean()  # type: ignore[misc]
        seconds = form_age(self.cleaned_data.get("started", ""))
        if self.cleaned_data.get("homepage", "x") or not MIN_SECONDS <= seconds <= MAX_SECONDS:
            raise forms.ValidationError(_("That looked like a program. Please send the form once more."), code="bot")
        count_signup(context.request)
        return cleaned


class UnboundField(forms.CharField):
    """Shown empty again: the trap of a refused form."""

    def bound_data(self, data: Any, initial: Any) -> Any:
        return initial


class TimestampField(forms.CharField):
    """A refused form keeps the stamp of its first page: whoever corrects a field needs no three seconds for it."""

    def bound_data(self, data: Any, initial: Any) -> Any:
        return data if 0 < form_age(str(data)) <= MAX_SECONDS else initial


def count_signup(request: Any) -> None:
    """Raises ValidationError when a network has registered too often."""
    if not ratelimit.consume(request, action="signup_network", key=client_network(request)):
        raise forms.ValidationError(_("Too many accounts were made from your network. Please try again later."))


def client_network(request: Any) -> str:
    """The neighbours of the address: 256 of the old kind, or what a provider gives one customer of the new kind."""
    address = ip_address(get_adapter().get_client_ip(request))
    return str(ip_network(f"{address}/{24 if address.version == 4 else 56}", strict=False))
