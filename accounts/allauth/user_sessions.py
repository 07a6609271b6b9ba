from __future__ import annotations

from typing import Any

from allauth.account.signals import password_changed, password_set
from allauth.usersessions import apps
from django.http import HttpRequest


class UserSessionsConfig(apps.UserSessionsConfig):  # type: ignore[misc]
    """allauth's app of sessions without its listener for logins, see accounts.sessions.has_ended.

    That one looks at all sessions of the user through Django's get_user(), which moves a session of an older SECRET_KEY
    to a new key that its browser never learns: logging in on the phone logged the user out on the desktop.
    """

    def ready(self) -> None:
        password_set.connect(record_session, dispatch_uid="accounts.record_session")
        password_changed.connect(record_session, dispatch_uid="accounts.record_session")


def record_session(request: HttpRequest, **kwargs: Any) -> None:
    """The session has another key after the password was changed."""
    from accounts.allauth.models import UserSession

    UserSession.objects.create_from_request(request)
