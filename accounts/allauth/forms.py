"""allauth's forms with bounds on what they take, and with visible labels where allauth has placeholders."""

from typing import Any, ClassVar

from allauth.account import forms as allauth_forms
from allauth.account.utils import get_next_redirect_url
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import IntegrityError, transaction
from django.forms import CharField, EmailField
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.allauth.adapter import site_name
from accounts.first_wrong import AutofocusFirstErrorMixin
from accounts.invitations import redeem_invitation
from accounts.models import User
from accounts.next_url import remember_next_url
from accounts.pending_addresses import IgnoreUnverifiedEmailMixin
from accounts.signup_protection import SignupProtectionMixin
from accounts.tasks import send_reset_links

MAX_EMAIL_LENGTH = 254  # RFC 5321, and the column
MAX_PASSWORD_LENGTH = 1_000


class LimitedFieldsMixin(AutofocusFirstErrorMixin):
    """Goes in front of an allauth form. Longer input costs time or is a 500 on SQLite (LIKE pattern too complex)."""

    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
            if isinstance(field, EmailField):
                field.label = _("E-mail address")
                limit_length(field, MAX_EMAIL_LENGTH)
                field.widget.attrs["maxlength"] = MAX_EMAIL_LENGTH
            elif isinstance(field, CharField) and field.max_length is None:
                # No maxlength for the browser: it would cut a pasted password without a word.
                limit_length(field, MAX_PASSWORD_LENGTH)
            if field.widget.attrs.get("autocomplete") == "new-password" and field.help_text:
                field.help_text = _(
                    "At least 8 characters. Several unrelated words are easy to keep and hard to guess."
                )


def limit_length(field: CharField, longest: int) -> None:
    field.max_length = longest
    field.validators = [check for check in field.validators if not isinstance(check, MaxLengthValidator)]
    field.validators.append(MaxLengthValidator(longest))


class LoginForm(LimitedFieldsMixin, allauth_forms.LoginForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs["autocomplete"] = "username"
        self.fields["password"].help_text = ""  # the page says it below the button

    def clean(self) -> Any:
        """What is refused stands at the password, which has to be typed once more."""
        try:
            return super().clean()
        except ValidationError as refused:
            self.add_error("password", refused)
            return self.cleaned_data


class SignupForm(SignupProtectionMixin, IgnoreUnverifiedEmailMixin, LimitedFieldsMixin, allauth_forms.SignupForm):  # type: ignore[misc]
    field_order = ("display_name", "email", "password1")

    def try_save(self, request: HttpRequest) -> tuple[User | None, Any]:
        """Register, or mail the owner of a known address; either way one password is hashed."""
        remember_next_url(request, get_next_redirect_url(request))
        try:
            with transaction.atomic():
                return self.register(request)
        except IntegrityError:
            # Somebody took the address or the public slug between the look and the leap: look again.
            self.validate_unique_email(self.cleaned_data["email"])
            return self.register(request)

    def register(self, request: HttpRequest) -> tuple[User | None, Any]:
        if self.account_already_exists:
            make_password(self.cleaned_data["password1"])
            redeem_invitation(request, None)
        return super().try_save(request)  # type: ignore[no-any-return]


class ResetPasswordForm(LimitedFieldsMixin, allauth_forms.ResetPasswordForm):  # type: ignore[misc]
    def clean_email(self) -> str:
        """No look-up here: the request does the same work for every address."""
        return str(self.cleaned_data["email"])

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        remember_next_url(request, get_next_redirect_url(request))
        email = str(self.cleaned_data["email"])
        send_reset_links.enqueue(email, site_name(request))
        return email


class RequestLoginCodeForm(LimitedFieldsMixin, allauth_forms.RequestLoginCodeForm):  # type: ignore[misc]
    pass


class ConfirmLoginCodeForm(LimitedFieldsMixin, allauth_forms.ConfirmLoginCodeForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Code from the mail")
        limit_length(self.fields["code"], 40)
        self.fields["code"].widget.attrs |= {"autocapitalize": "characters", "spellcheck": "false"}


class AddEmailForm(LimitedFieldsMixin, allauth_forms.AddEmailForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("New e-mail address")


class PasswordLabelsMixin(LimitedFieldsMixin):
    """Its labels begin with a capital and go on without, as all others do."""

    LABELS: ClassVar = {
        "oldpassword": _("Current password"),
        "password1": _("New password"),
        "password2": _("New password (again)"),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.LABELS.keys() & self.fields.keys():
            self.fields[name].label = self.LABELS[name]


class ChangePasswordForm(PasswordLabelsMixin, allauth_forms.ChangePasswordForm):  # type: ignore[misc]
    pass


class SetPasswordForm(PasswordLabelsMixin, allauth_forms.SetPasswordForm):  # type: ignore[misc]
    pass


class ResetPasswordKeyForm(PasswordLabelsMixin, allauth_forms.ResetPasswordKeyForm):  # type: ignore[misc]
    pass


class ReauthenticateForm(LimitedFieldsMixin, allauth_forms.ReauthenticateForm):  # type: ignore[misc]
    pass
