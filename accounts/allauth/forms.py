"""allauth's forms with limited input, visible labels instead of placeholders, and this site's texts."""

from typing import Any, ClassVar

from allauth.account import forms as allauth_forms
from allauth.account.utils import get_next_redirect_url
from allauth.core import context
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import IntegrityError, transaction
from django.forms import CharField, EmailField
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.abuse.signup_protection import SignupProtectionMixin, check_signup_limits
from accounts.allauth.signup import IgnoreUnverifiedEmailMixin, require_invitation
from accounts.emails import site_name
from accounts.forms import AutofocusFirstErrorMixin
from accounts.models import User
from accounts.next_url import remember_next_url
from accounts.tasks import send_reset_links

MAX_EMAIL_LENGTH = 254  # RFC 5321, and the column
MAX_PASSWORD_LENGTH = 1_000
MAX_CODE_LENGTH = 40
PASSWORD_LABELS = {
    "oldpassword": _("Current password"),
    "password1": _("New password"),
    "password2": _("New password (again)"),
}


class LimitedFieldsMixin(AutofocusFirstErrorMixin):
    """Goes before an allauth form. Longer input is slow, or fails on SQLite (LIKE pattern too complex).

    The dictionaries change fields by name; names without a field are ignored.
    """

    labels: ClassVar[dict[str, Any]] = {}
    help_texts: ClassVar[dict[str, Any]] = {}
    max_lengths: ClassVar[dict[str, int]] = {}
    widget_attrs: ClassVar[dict[str, dict[str, Any]]] = {}
    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            if isinstance(field, EmailField):
                field.label = _("E-mail address")
                limit_length(field, MAX_EMAIL_LENGTH)
                field.widget.attrs["maxlength"] = MAX_EMAIL_LENGTH
            elif name in self.max_lengths:
                limit_length(field, self.max_lengths[name])
            elif isinstance(field, CharField) and field.max_length is None:
                # No maxlength attribute: browsers would silently cut pasted passwords.
                limit_length(field, MAX_PASSWORD_LENGTH)
            if field.widget.attrs.get("autocomplete") == "new-password" and field.help_text:
                field.help_text = _(
                    "At least 8 characters. Several unrelated words are easy to remember and hard to guess."
                )
            field.label = self.labels.get(name, field.label)
            field.help_text = self.help_texts.get(name, field.help_text)
            field.widget.attrs |= self.widget_attrs.get(name, {})


def limit_length(field: CharField, length: int) -> None:
    """Replace the field's limit."""
    field.max_length = length
    others = [check for check in field.validators if not isinstance(check, MaxLengthValidator)]
    field.validators = [*others, MaxLengthValidator(length)]


class LoginForm(LimitedFieldsMixin, allauth_forms.LoginForm):  # type: ignore[misc]
    help_texts: ClassVar = {"password": ""}  # the page links the password reset below the button
    widget_attrs: ClassVar = {"login": {"autocomplete": "username"}}

    def clean(self) -> Any:
        """Show errors at the password, which has to be entered again."""
        try:
            return super().clean()
        except ValidationError as error:
            self.add_error("password", error)
            return self.cleaned_data


class SignupForm(
    SignupProtectionMixin,
    IgnoreUnverifiedEmailMixin,
    LimitedFieldsMixin,
    allauth_forms.SignupForm,  # type: ignore[misc]
):
    field_order = ("display_name", "email", "password1")

    def clean(self) -> Any:
        cleaned = super().clean()
        check_signup_limits(context.request)
        return cleaned

    def try_save(self, request: HttpRequest) -> tuple[User | None, Any]:
        """Create the account, or e-mail the owner of an address that has one. Either way one password is hashed."""
        remember_next_url(request, get_next_redirect_url(request))
        try:
            with transaction.atomic():
                return self.create_account(request)
        except IntegrityError:
            # Another request has just taken the address or the slug: check again.
            self.validate_unique_email(self.cleaned_data["email"])
            return self.create_account(request)

    def create_account(self, request: HttpRequest) -> tuple[User | None, Any]:
        if self.account_already_exists:
            make_password(self.cleaned_data["password1"])
            require_invitation(request, None)
        return super().try_save(request)  # type: ignore[no-any-return]


class ResetPasswordForm(LimitedFieldsMixin, allauth_forms.ResetPasswordForm):  # type: ignore[misc]
    def clean_email(self) -> str:
        """No look-up: the request does the same work for every address."""
        return str(self.cleaned_data["email"])

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        remember_next_url(request, get_next_redirect_url(request))
        email = str(self.cleaned_data["email"])
        send_reset_links.enqueue(email, site_name(request))
        return email


class RequestLoginCodeForm(LimitedFieldsMixin, allauth_forms.RequestLoginCodeForm):  # type: ignore[misc]
    pass


class ConfirmLoginCodeForm(LimitedFieldsMixin, allauth_forms.ConfirmLoginCodeForm):  # type: ignore[misc]
    labels: ClassVar = {"code": _("Code from the e-mail")}
    max_lengths: ClassVar = {"code": MAX_CODE_LENGTH}
    widget_attrs: ClassVar = {"code": {"autocapitalize": "characters", "spellcheck": "false"}}


class AddEmailForm(LimitedFieldsMixin, allauth_forms.AddEmailForm):  # type: ignore[misc]
    labels: ClassVar = {"email": _("New e-mail address")}


class ChangePasswordForm(LimitedFieldsMixin, allauth_forms.ChangePasswordForm):  # type: ignore[misc]
    labels: ClassVar = PASSWORD_LABELS


class SetPasswordForm(LimitedFieldsMixin, allauth_forms.SetPasswordForm):  # type: ignore[misc]
    labels: ClassVar = PASSWORD_LABELS


class ResetPasswordKeyForm(LimitedFieldsMixin, allauth_forms.ResetPasswordKeyForm):  # type: ignore[misc]
    labels: ClassVar = PASSWORD_LABELS


class ReauthenticateForm(LimitedFieldsMixin, allauth_forms.ReauthenticateForm):  # type: ignore[misc]
    pass
