"""An invitation travels from its link through the session to the account that is made with it."""

from __future__ import annotations

from allauth.core.exceptions import ImmediateHttpResponse
from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import render

from accounts.models import Invitation, User

KEY = "invitation"


def remember_invitation(request: HttpRequest, token: str) -> bool:
    """Remember the token while it holds. One query."""
    if Invitation.objects.of_token(token) is None:
        return False
    request.session[KEY] = token
    return True


def current_invitation(request: HttpRequest) -> Invitation | None:
    token = request.session.get(KEY)
    return Invitation.objects.of_token(token) if token else None


def redeem_invitation(request: HttpRequest, person: User | None) -> None:
    """Call it in the transaction that makes the account: who comes second with the same link gets none.

    Nobody is made for an address that has an account; the invitation is spent all the same, as it would tell so else.
    """
    invitation = current_invitation(request)
    spent = invitation is not None and invitation.spend(person)
    request.session.pop(KEY, None)
    if not spent and not settings.REGISTRATION_OPEN:
        raise ImmediateHttpResponse(render(request, "account/signup_closed.html"))
