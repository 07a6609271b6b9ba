"""Sessions of an account: recorded at most every ten minutes, and listed for the user."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from importlib import import_module

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, logout
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from accounts.allauth.models import UserSession
from accounts.models import User

SEEN, SINCE = "seen", "since"
MAX_SESSION_AGE = timedelta(days=30)  # NIST SP 800-63B, AAL1; unused sessions end after SESSION_COOKIE_AGE
RECORD_EVERY = 600  # seconds
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("Chrom", "Chrome"),
    ("CriOS", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


class LastSeenMiddleware:
    """Record logged-in users after the response was created.

    No query for anonymous visitors, and none if nothing has loaded ``request.user``.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if hasattr(request, "_cached_user") and request.user.is_authenticated:
            record_last_seen(request, request.user)
        return response


def record_last_seen(request: HttpRequest, user: User) -> None:
    """Log the user out instead if the session is older than MAX_SESSION_AGE: this response is the last one."""
    now = timezone.now()
    seen_at, key = request.session.get(SEEN, (0, ""))
    tail = (request.session.session_key or "")[-8:]  # differs after the session key has changed
    if tail == key and now.timestamp() - seen_at < RECORD_EVERY:
        return
    if now.timestamp() - request.session.setdefault(SINCE, now.timestamp()) > MAX_SESSION_AGE.total_seconds():
        logout(request)
        return
    request.session[SEEN] = (int(now.timestamp()), tail)
    User.objects.filter(pk=user.pk).update(last_seen_at=now)
    UserSession.objects.create_from_request(request)


def begin_session(request: HttpRequest, user: User) -> None:
    request.session[SINCE] = timezone.now().timestamp()
    active_sessions(user)
    UserSession.objects.create_from_request(request)


def active_sessions(user: User) -> list[UserSession]:
    """Oldest first. Rows of sessions that have ended are deleted. Two queries, and one for each session."""
    sessions = list(UserSession.objects.filter(user=user).order_by("created_at"))
    ended = [session for session in sessions if has_ended(session, user)]
    UserSession.objects.filter(pk__in=[session.pk for session in ended]).delete()
    return [session for session in sessions if session not in ended]


def has_ended(session: UserSession, user: User) -> bool:
    """Whether the session has expired, was deleted, or belongs to an earlier password.

    Unlike Django's get_user(), this changes no session: sessions signed with an older SECRET_KEY stay valid.
    """
    hashes = (user.get_session_auth_hash(), *user.get_session_auth_fallback_hash())
    return not user.is_active or session_store(session.session_key).get(HASH_SESSION_KEY) not in hashes


def session_store(session_key: str) -> SessionBase:
    store: SessionBase = import_module(settings.SESSION_ENGINE).SessionStore(session_key)
    return store


def delete_expired_sessions(now: datetime) -> int:
    """Rows of browsers that weren't seen for SESSION_COOKIE_AGE. Returns their number."""
    old = now - timedelta(seconds=settings.SESSION_COOKIE_AGE)
    return int(UserSession.objects.filter(last_seen_at__lt=old).delete()[0])


def end_sessions(user: User, *, but: str | None = None) -> int:
    """Log the user out everywhere, except in the session with the key ``but``. Returns the number of sessions."""
    sessions = list(UserSession.objects.filter(user=user).exclude(session_key=but or ""))
    for session in sessions:
        session.end()
    return len(sessions)


def end_other_sessions(request: HttpRequest, user: User) -> int:
    """Log the user out in other browsers and give this session a new key. Returns the number of other sessions."""
    active_sessions(user)
    ended = end_sessions(user, but=request.session.session_key)
    request.session.cycle_key()
    return ended


def describe_user_agent(user_agent: str) -> str:
    """Such as “Firefox, Linux”; the first 40 characters if neither browser nor system is known."""
    browser = next((name for mark, name in BROWSERS if mark in user_agent), "")
    system = next((name for mark, name in SYSTEMS if mark in user_agent), "")
    return ", ".join(filter(None, (browser, system))) or user_agent[:40]
