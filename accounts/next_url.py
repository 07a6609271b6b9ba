"""The page to return to after logging in or signing up, through e-mails, codes and second factors.

Login pages pass it on as ``next``. Where an e-mail comes in between, it is kept in the session.
"""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

KEY = "way_back"
LIFETIME_SECONDS = 24 * 3600  # an e-mail may be read in the evening
MAX_LENGTH = 2_000


def remember_next_url(request: HttpRequest, path: str | None) -> None:
    """Ignores URLs of other sites, however they are written."""
    if not path or len(path) > MAX_LENGTH or not url_has_allowed_host_and_scheme(path, allowed_hosts=None):
        return
    request.session[KEY] = {"path": path, "at": timezone.now().timestamp()}
    if not request.user.is_authenticated:
        request.session.set_expiry(LIFETIME_SECONDS)


def get_next_url(request: HttpRequest) -> str:
    """Empty if there is none, or if it is too old."""
    stored = request.session.get(KEY)
    if not stored or timezone.now().timestamp() - stored["at"] > LIFETIME_SECONDS:
        return ""
    return str(stored["path"])


def forget_next_url(request: HttpRequest) -> None:
    """After logging in. The session then lasts as long as any other."""
    request.session.pop(KEY, None)
    request.session.set_expiry(None)


def login_url(request: HttpRequest) -> str:
    """The login page, with the remembered URL as ``next``."""
    path = get_next_url(request)
    return login_url_for(path) if path else reverse("account_login")


def login_url_for(path: str) -> str:
    return f"{reverse('account_login')}?{urlencode({'next': path})}"
