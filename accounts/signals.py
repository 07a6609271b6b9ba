"""What follows when allauth tells that somebody logged in or proved once more who he is."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import authentication_step_completed, user_logged_in
from django.contrib import messages
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.translation import gettext as _

from accounts.leaving import stay
from accounts.models import User
from accounts.visits import rotate_session
from accounts.way_back import arrive


@receiver(authentication_step_completed, dispatch_uid="accounts.rotate_session")
def rotate_on_proof(request: HttpRequest, **kwargs: Any) -> None:
    rotate_session(request, **kwargs)


@receiver(user_logged_in, dispatch_uid="accounts.arrive")
def arrive_on_login(request: HttpRequest, **kwargs: Any) -> None:
    arrive(request)


@receiver(user_logged_in, dispatch_uid="accounts.stay")
def stay_on_login(request: HttpRequest, user: User, **kwargs: Any) -> None:
    if stay(user):
        messages.success(request, _("Welcome back: your account is not deleted."))
