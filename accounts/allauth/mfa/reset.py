from django.db import transaction
from django.http import HttpRequest

from accounts.allauth.models import Authenticator
from accounts.models import User
from accounts.sessions import end_sessions
from accounts.tasks import enqueue_email


def reset_mfa(user: User, request: HttpRequest) -> bool:
    """Remove all second factors, for users who have lost their phone and their recovery codes. False without any.

    Ends all sessions and notifies the user. The e-mail doesn't say who did it, nor from where.
    """
    with transaction.atomic():
        removed, _rows = Authenticator.objects.filter(user=user).delete()
        if removed:
            end_sessions(user)
            enqueue_email("account/email/second_factors_removed", user.email, {}, request)
    return bool(removed)
