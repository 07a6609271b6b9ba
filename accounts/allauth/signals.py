"""What happens when allauth reports a login, a reauthentication or a change of second factors."""

from __future__ import annotations

import time
from typing import Any

from allauth.account.signals import authentication_step_completed, email_confirmed, user_logged_in
from allauth.mfa.signals import authenticator_added, authenticator_removed
from django.contrib import messages
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.translation import gettext as _

from accounts.allauth.adapter import FIRST_FACTOR_AT
from accounts.allauth.mfa.adapter import SECOND_FACTORS
from accounts.allauth.models import Authenticator
from accounts.models import User
from accounts.next_url import forget_next_url
from accounts.personal_data.deletion import cancel_deletion
from accounts.sessions import begin_session, end_other_sessions

__all__ = ["email_confirmed"]


@receiver(user_logged_in, dispatch_uid="accounts.on_login")
def on_login(request: HttpRequest, user: User, **kwargs: Any) -> None:
    begin_session(request, user)
    forget_next_url(request)
    if cancel_deletion(user):
        messages.success(request, _("Welcome back. Your account will not be deleted."))


@receiver(authentication_step_completed, dispatch_uid="accounts.on_reauthentication")
def on_reauthentication(request: HttpRequest, reauthenticated: bool = False, **kwargs: Any) -> None:
    """Change the session key: one that leaked before is useless afterwards."""
    if reauthenticated:
        request.session.cycle_key()


@receiver(authenticator_added, dispatch_uid="accounts.on_second_factor_added")
def on_second_factor_added(request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    """The first one ends sessions that were opened with the password alone. Another one doesn't.

    Users without a password had nothing to reauthenticate with before; the code or passkey that they have just used
    counts. Otherwise the page with the recovery codes, which follows, would ask for another code at once.
    """
    others = Authenticator.objects.filter(user=user, type__in=SECOND_FACTORS).exclude(pk=authenticator.pk)
    if authenticator.type not in SECOND_FACTORS or others.exists():
        return
    report_ended_sessions(request, user)
    if not user.has_usable_password():
        request.session[FIRST_FACTOR_AT] = time.time()


@receiver(authenticator_removed, dispatch_uid="accounts.on_second_factor_removed")
def on_second_factor_removed(request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    """Often because a phone was lost, which may be logged in."""
    if authenticator.type in SECOND_FACTORS:
        report_ended_sessions(request, user)


def report_ended_sessions(request: HttpRequest, user: User) -> None:
    if end_other_sessions(request, user):
        messages.info(request, _("You are logged out everywhere else."))
