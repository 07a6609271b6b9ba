"""Where somebody is logged in: seen every ten minutes at most, shown to the person alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, logout
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from accounts.models import User

SEEN, SINCE = "seen", "since"
MAX_SESSION_AGE = timedelta(days=30)  # NIST SP 800-63B, AAL1; without a visit it ends after SESSION_COOKIE_AGE
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
    """Notes who was here, after the answer is made. No query for strangers, nor where nobody asked who it is."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if hasattr(request, "_cached_user") and request.user.is_authenticated:
            record_last_seen(request, request.user)
        return response


def record_last_seen(request: HttpRequest, person: User) -> None:
    now = timezone.now()
    seen_at, key = request.session.get(SEEN, (0, ""))
    tail = (request.session.session_key or "")[-8:]  # another one after the session was rotated
    if tail == key and now.timestamp() - seen_at < RECORD_EVERY:
        return
    if now.timestamp() - request.session.setdefault(SINCE, now.timestamp()) > MAX_SESSION_AGE.total_seconds():
        logout(request)  # this answer is the last one
        return
    request.session[SEEN] = (int(now.timestamp()), tail)
    User.objects.filter(pk=person.pk).update(last_seen_at=now)
    UserSession.objects.create_from_request(request)


def purge_keeping_session_key(session: UserSession) -> bool:
    """Stands in for UserSession.purge, which a login and the list of sessions call for every browser of the person.

    That one asks Django's get_user(), which moves a session of an older SECRET_KEY to a key that its browser never
    hears of: whoever logged in on the phone was logged out on the desk.
    """
    stored = session._session_store(session.session_key)
    person = session.user
    hashes = (person.get_session_auth_hash(), *person.get_session_auth_fallback_hash())
    is_over = not person.is_active or stored.get(HASH_SESSION_KEY) not in hashes
    if is_over:
        session.delete()
    return is_over


def begin_session(request: HttpRequest) -> None:
    request.session[SINCE] = timezone.now().timestamp()


def rotate_session(request: HttpRequest, **authentication: Any) -> None:
    """Who has just proven once more who he is gets a new session key: one that was seen before opens nothing."""
    if authentication.get("reauthenticated"):
        request.session.cycle_key()


def delete_expired_sessions(now: datetime) -> int:
    """Of browsers that were not seen for as long as a session lasts."""
    old = now - timedelta(seconds=settings.SESSION_COOKIE_AGE)
    return int(UserSession.objects.filter(last_seen_at__lt=old).delete()[0])


def end_sessions(person: User, *, but: str | None = None) -> int:
    """Log the person out everywhere; ``but`` is the key of a session that stays."""
    sessions = list(UserSession.objects.filter(user=person).exclude(session_key=but or ""))
    for session in sessions:
        session.end()
    return len(sessions)


def end_other_sessions(request: HttpRequest, person: User) -> int:
    """How many there were. This one goes on under a new key."""
    UserSession.objects.purge_and_list(person)
    ended = end_sessions(person, but=request.session.session_key)
    request.session.cycle_key()
    return ended


def describe_user_agent(user_agent: str) -> str:
    """«Firefox, Linux», or the first words of what an odd program says of itself."""
    browser = next((name for mark, name in BROWSERS if mark in user_agent), "")
    system = next((name for mark, name in SYSTEMS if mark in user_agent), "")
    return ", ".join(filter(None, (browser, system))) or user_agent[:40]
