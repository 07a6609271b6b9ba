"""What follows when allauth tells that somebody logged in, proved once more who he is, or changed his second factor."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from allauth.account.signals import authentication_step_completed, user_logged_in
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed
from django.contrib import messages
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.translation import gettext as _

from accounts.allauth.mfa.adapter import SECOND_FACTORS
from accounts.models import User
from accounts.next_url import forget_next_url
from accounts.personal_data.deletion import cancel_deletion
from accounts.sessions import begin_session, end_other_sessions, rotate_session


@receiver(authentication_step_completed, dispatch_uid="accounts.rotate_session")
def rotate_on_proof(request: HttpRequest, **kwargs: Any) -> None:
    rotate_session(request, **kwargs)


@receiver(user_logged_in, dispatch_uid="accounts.begin_session")
def begin_on_login(request: HttpRequest, **kwargs: Any) -> None:
    begin_session(request)


@receiver(authenticator_added, dispatch_uid="accounts.first_second_factor")
def protect_on_first_factor(request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    """Sessions that were opened by the password alone end. One more passkey later, on a phone, ends none."""
    if authenticator.type in SECOND_FACTORS and not others_of(user, authenticator):
        end_others(request, user)


@receiver(authenticator_added, dispatch_uid="accounts.first_proof")
def prove_by_first_factor(request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    """Who has no password had nothing to prove himself with. The code or the key that he has just shown is a proof.

    Else the page of the recovery codes, which comes next, would ask for a second code of the same half minute.
    """
    if authenticator.type in SECOND_FACTORS and not did_recently_reauthenticate(request):
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type, reauthenticated=True)


@receiver(authenticator_removed, dispatch_uid="accounts.second_factor_gone")
def protect_on_removal(request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    """A lost phone is the usual reason, and may be logged in."""
    if authenticator.type in SECOND_FACTORS:
        end_others(request, user)


def others_of(user: User, authenticator: Authenticator) -> bool:
    others = Authenticator.objects.filter(user=user, type__in=SECOND_FACTORS).exclude(pk=authenticator.pk)
    return bool(others.exists())


def end_others(request: HttpRequest, user: User) -> None:
    if end_other_sessions(request, user):
        messages.info(request, _("You are logged out everywhere else."))


@receiver(user_logged_in, dispatch_uid="accounts.arrive")
def arrive_on_login(request: HttpRequest, **kwargs: Any) -> None:
    forget_next_url(request)


@receiver(user_logged_in, dispatch_uid="accounts.stay")
def stay_on_login(request: HttpRequest, user: User, **kwargs: Any) -> None:
    if cancel_deletion(user):
        messages.success(request, _("Welcome back: your account is not deleted."))
