"""Strings of Django and allauth that readers see, listed here so that our catalogues contain them.

Their own translations mix polite and familiar address, and some are wrong. gettext prefers ours (LOCALE_PATHS). Nothing
imports this module; only makemessages reads it. tests/conventions/test_translations.py fails if one of these strings
is no longer used by the packages.
"""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

FORMS = [
    _("This field is required."),
    _("Enter a valid email address."),
    _("Enter a valid URL."),
    _("The submitted file is empty."),
    _("Null characters are not allowed."),
    _("Select a valid choice. %(value)s is not one of the available choices."),
    ngettext_lazy(
        "Ensure this value has at most %(limit_value)d character (it has %(show_value)d).",
        "Ensure this value has at most %(limit_value)d characters (it has %(show_value)d).",
        "limit_value",
    ),
]
PASSWORDS = [
    ngettext_lazy(
        "This password is too short. It must contain at least %d character.",
        "This password is too short. It must contain at least %d characters.",
    ),
    _("This password is too common."),
    _("This password is entirely numeric."),
    _("The password is too similar to the %(verbose_name)s."),
    _("You must type the same password each time."),
    _("Please type your current password."),
]
ACCOUNTS = [
    _("The email address and/or password you specified are not correct."),
    _("This account is currently inactive."),
    _("A user is already registered with this email address."),
    _("This email address is already associated with this account."),
    _("The new value must be different from the current one."),
    _("Incorrect code."),
    _("Incorrect password."),
    _("Too many failed login attempts. Try again later."),
    _("Be patient, you are sending too many requests."),
    _("The password reset token was invalid."),
    _("You cannot add an email address to an account protected by two-factor authentication."),
    _("You cannot deactivate two-factor authentication."),
    _("You cannot generate recovery codes without having two-factor authentication enabled."),
    _("You cannot activate two-factor authentication until you have verified your email address."),
    _("Use your password"),
    _("Use authenticator app or code"),
    _("Use a security key"),
]
ADMIN = [
    _("- Select an option -"),
    _("Run"),
    _("Logout"),
    _("Task Result"),
    _("Task Results"),
    _("After you’ve created a user, you’ll be able to edit more user options."),
    _("Disable password-based authentication"),
    _("Disabled"),
    _("Enable password-based authentication"),
    _("Enabled"),
    _("In case you’ve forgotten, you are:"),
    _("Password-based authentication"),
    _("Reset password"),
    _("Set password: %s"),
]
