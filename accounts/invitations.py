"""An invitation is kept in the session from opening its link until the account is created."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

from accounts.models import Invitation, User

KEY = "invitation"


def remember_invitation(request: HttpRequest, token: str) -> bool:
    """Store the token in the session. False if it isn't valid. One query."""
    if Invitation.objects.from_token(token) is None:
        return False
    request.session[KEY] = token
    return True


def current_invitation(request: HttpRequest) -> Invitation | None:
    token = request.session.get(KEY)
    return Invitation.objects.from_token(token) if token else None


def redeem_invitation(request: HttpRequest, user: User | None) -> bool:
    """Whether the account may be created: registration is open, or the invitation was valid until this moment.

    Call it in the transaction that creates the account: an invitation that two browsers use at once works for one.
    """
    invitation = current_invitation(request)
    redeemed = invitation is not None and invitation.redeem(user)
    request.session.pop(KEY, None)
    return redeemed or bool(settings.REGISTRATION_OPEN)
