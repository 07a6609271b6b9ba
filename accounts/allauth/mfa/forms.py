"""allauth's forms of the second factor: bounded, and in the words of this site."""

from __future__ import annotations

from typing import Any

from allauth.mfa.base import forms as base_forms
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.webauthn import forms as webauthn_forms
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.allauth.forms import LimitedFieldsMixin, limit_length
from accounts.allauth.mfa.adapter import unreadable_fits_nothing

MAX_NAME_LENGTH = 60
WRONG_PASSKEY = _("This is no answer of a passkey of yours. Please try again.")
CODES_LOST = _(
    "Your codes cannot be checked any more. Use a passkey if you have one, or ask the people who run this site to "
    "remove your second factor."
)
MAX_CREDENTIAL_LENGTH = 20_000  # a hardware key with a chain of certificates sends about 4,000


class CodeInput(forms.PasswordInput):
    """Shows what is typed, and not what was sent: a code may still open the account."""

    input_type = "text"


class CodeFieldMixin(LimitedFieldsMixin):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        code = self.fields["code"]
        code.label = _("Code")
        code.widget = CodeInput(attrs=code.widget.attrs)
        limit_length(code, 40)
        code.widget.attrs |= {"autocapitalize": "none", "spellcheck": "false"}


class CheckedCodeMixin(CodeFieldMixin):
    """Goes in front of a form that compares a code with the person's secrets."""

    def clean_code(self) -> str:
        with unreadable_fits_nothing() as read:
            try:
                return super().clean_code()  # type: ignore[misc,no-any-return]
            except forms.ValidationError as error:
                if read and not any(read):
                    raise forms.ValidationError(CODES_LOST) from error
                raise


class AuthenticateForm(CheckedCodeMixin, base_forms.AuthenticateForm):  # type: ignore[misc]
    pass


class ReauthenticateForm(CheckedCodeMixin, base_forms.ReauthenticateForm):  # type: ignore[misc]
    pass


class ActivateTOTPForm(CodeFieldMixin, totp_forms.ActivateTOTPForm):  # type: ignore[misc]
    pass


class PasskeyNameMixin(LimitedFieldsMixin):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name = self.fields["name"]
        name.label = _("Name")
        name.help_text = _("To tell it from others, such as “Phone” or “Blue key”.")
        name.widget.attrs |= {"autocomplete": "off", "maxlength": MAX_NAME_LENGTH}
        limit_length(name, MAX_NAME_LENGTH)


class CredentialField(forms.JSONField):
    """An object of bounded size."""

    def to_python(self, value: Any) -> Any:
        try:
            typed = super().to_python(value) if len(value or "") <= MAX_CREDENTIAL_LENGTH else None
        except RecursionError:
            typed = None
        if not isinstance(typed, dict):
            raise forms.ValidationError(WRONG_PASSKEY)
        return typed

    def bound_data(self, data: Any, initial: Any) -> Any:
        """An answer is never shown again."""
        return initial


class CredentialFieldMixin:
    """Goes in front of a form that takes the answer of a passkey, which anybody can make up."""

    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["credential"] = CredentialField(
            widget=forms.HiddenInput, error_messages={"required": WRONG_PASSKEY, "invalid": WRONG_PASSKEY}
        )

    def full_clean(self) -> None:
        """The parser trusts the browser: odd answers end in KeyError, TypeError, InvalidSignature and others."""
        try:
            super().full_clean()  # type: ignore[misc]
        except Exception:
            self.add_error("credential", WRONG_PASSKEY)  # type: ignore[attr-defined]


class AddPasskeyForm(CredentialFieldMixin, PasskeyNameMixin, webauthn_forms.AddWebAuthnForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["passwordless"]
        field.label = _("Log in with it alone, without the password")
        field.help_text = _("It then asks for your finger, face or PIN. Old keys cannot do that.")
        field.initial = True


class RenamePasskeyForm(PasskeyNameMixin, webauthn_forms.EditWebAuthnForm):  # type: ignore[misc]
    pass


class CheckedCredentialMixin(CredentialFieldMixin):
    """The refusal speaks of a passkey, where allauth speaks of a code for either factor."""

    def clean_credential(self) -> Any:
        try:
            return super().clean_credential()  # type: ignore[misc]
        except forms.ValidationError as refused:
            raise forms.ValidationError(WRONG_PASSKEY) if refused.code == "incorrect_code" else refused from refused


class AuthenticatePasskeyForm(CheckedCredentialMixin, webauthn_forms.AuthenticateWebAuthnForm):  # type: ignore[misc]
    pass


class LoginPasskeyForm(CheckedCredentialMixin, webauthn_forms.LoginWebAuthnForm):  # type: ignore[misc]
    pass


class ReauthenticatePasskeyForm(CheckedCredentialMixin, webauthn_forms.ReauthenticateWebAuthnForm):  # type: ignore[misc]
    pass
