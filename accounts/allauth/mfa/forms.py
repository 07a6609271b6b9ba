"""allauth's forms for second factors with limited input and this site's texts."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as base_forms
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.webauthn import forms as webauthn_forms
from django import forms
from django.conf import settings
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from accounts.allauth.forms import MAX_CODE_LENGTH, LimitedFieldsMixin
from accounts.allauth.mfa.adapter import without_unreadable_secrets
from accounts.allauth.models import Authenticator
from accounts.models import User

MAX_NAME_LENGTH = 60
MAX_CREDENTIAL_LENGTH = 20_000  # a hardware key with a certificate chain sends about 4,000 characters
WRONG_PASSKEY = _("That passkey isn’t registered to your account. Try again.")
UNREADABLE_SECRETS = _(
    "Your codes can’t be checked any more. Use a passkey if you have one, or ask the people who run this site to "
    "remove your second factor."
)


class CodeInput(forms.PasswordInput):
    """A visible text field that isn't filled again after an error: the code may still be valid."""

    input_type = "text"


class CodeFieldMixin(LimitedFieldsMixin):
    labels: ClassVar = {"code": _("Code")}
    max_lengths: ClassVar = {"code": MAX_CODE_LENGTH}
    widget_attrs: ClassVar = {"code": {"autocapitalize": "none", "spellcheck": "false"}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget = CodeInput(attrs=self.fields["code"].widget.attrs)


class CheckedCodeMixin(CodeFieldMixin):
    """Goes before a form that compares the code with the user's secrets."""

    user: User
    authenticator: Authenticator

    def clean_code(self) -> str:
        with without_unreadable_secrets() as readable:
            try:
                code: str = super().clean_code()  # type: ignore[misc]
            except forms.ValidationError as error:
                if readable and not any(readable):
                    raise forms.ValidationError(UNREADABLE_SECRETS) from error
                raise
        if self.authenticator.type == Authenticator.Type.TOTP and not is_first_use(self.user, code):
            raise get_adapter().validation_error("incorrect_code")
        return code


def is_first_use(user: User, code: str) -> bool:
    """Whether a valid code of an authenticator app is new. It is remembered for as long as it is valid.

    allauth remembers it for one period only, but accepts it for longer because of the tolerance.
    """
    digits = "".join(character for character in code if character.isdigit())
    seconds = settings.MFA_TOTP_PERIOD * (2 * settings.MFA_TOTP_TOLERANCE + 1)
    return cache.add(f"used-code:{user.pk}:{digits}", 1, seconds)


class AuthenticateForm(CheckedCodeMixin, base_forms.AuthenticateForm):  # type: ignore[misc]
    pass


class ReauthenticateForm(CheckedCodeMixin, base_forms.ReauthenticateForm):  # type: ignore[misc]
    pass


class ActivateTOTPForm(CodeFieldMixin, totp_forms.ActivateTOTPForm):  # type: ignore[misc]
    pass


class PasskeyFieldsMixin(LimitedFieldsMixin):
    labels: ClassVar = {"name": _("Name"), "passwordless": _("Log in with the passkey alone, without a password")}
    help_texts: ClassVar = {
        "name": _("A name that you will recognise, such as “Phone” or “Blue key”."),
        "passwordless": _("It will ask for your fingerprint, face or PIN. Older keys may not support this."),
    }
    max_lengths: ClassVar = {"name": MAX_NAME_LENGTH}
    widget_attrs: ClassVar = {"name": {"autocomplete": "off", "maxlength": MAX_NAME_LENGTH}}


class CredentialField(forms.JSONField):
    """A JSON object of limited size."""

    def to_python(self, value: Any) -> Any:
        try:
            credential = super().to_python(value) if len(value or "") <= MAX_CREDENTIAL_LENGTH else None
        except RecursionError:
            credential = None
        if not isinstance(credential, dict):
            raise forms.ValidationError(WRONG_PASSKEY)
        return credential

    def bound_data(self, data: Any, initial: Any) -> Any:
        """A credential is never rendered again."""
        return initial


class CredentialFieldMixin(forms.BaseForm):
    """Goes before a form that takes the credential of a passkey, which is untrusted input."""

    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["credential"] = CredentialField(
            widget=forms.HiddenInput, error_messages={"required": WRONG_PASSKEY, "invalid": WRONG_PASSKEY}
        )

    def full_clean(self) -> None:
        """The parser trusts its input: malformed credentials raise KeyError, TypeError, InvalidSignature and others."""
        try:
            super().full_clean()
        except Exception:
            self.add_error("credential", WRONG_PASSKEY)


class AddPasskeyForm(CredentialFieldMixin, PasskeyFieldsMixin, webauthn_forms.AddWebAuthnForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["passwordless"].initial = True


class RenamePasskeyForm(PasskeyFieldsMixin, webauthn_forms.EditWebAuthnForm):  # type: ignore[misc]
    pass


class CheckedCredentialMixin(CredentialFieldMixin):
    """allauth's error message is about a code, whichever factor was used."""

    def clean_credential(self) -> Any:
        try:
            return super().clean_credential()  # type: ignore[misc]
        except forms.ValidationError as error:
            raise forms.ValidationError(WRONG_PASSKEY) if error.code == "incorrect_code" else error from error


class AuthenticatePasskeyForm(CheckedCredentialMixin, webauthn_forms.AuthenticateWebAuthnForm):  # type: ignore[misc]
    pass


class LoginPasskeyForm(CheckedCredentialMixin, webauthn_forms.LoginWebAuthnForm):  # type: ignore[misc]
    pass


class ReauthenticatePasskeyForm(CheckedCredentialMixin, webauthn_forms.ReauthenticateWebAuthnForm):  # type: ignore[misc]
    pass
