"""The page that somebody left to log in or to register, through mails, codes and second factors.

Pages of the way in hand it on as ``next``. Where a mail comes between, the session of the browser keeps it.
"""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

KEY = "way_back"
LIFETIME_SECONDS = 24 * 3600  # a mail may wait until the evening
MAX_LENGTH = 2_000


def remember_next_url(request: HttpRequest, path: str | None) -> None:
    """Addresses of other sites, however they are written, are not noted."""
    if not path or len(path) > MAX_LENGTH or not url_has_allowed_host_and_scheme(path, allowed_hosts=None):
        return
    request.session[KEY] = {"path": path, "at": timezone.now().timestamp()}
    if not request.user.is_authenticated:
        request.session.set_expiry(LIFETIME_SECONDS)


def get_next_url(request: HttpRequest) -> str:
    """Empty when nothing was noted, or long ago."""
    noted = request.session.get(KEY)
    if not noted or timezone.now().timestamp() - noted["at"] > LIFETIME_SECONDS:
        return ""
    return str(noted["path"])


def forget_next_url(request: HttpRequest) -> None:
    """The person is in: what was noted is done with, and the session lasts as long as others."""
    request.session.pop(KEY, None)
    request.session.set_expiry(None)


def login_url(request: HttpRequest) -> str:
    """The login page, from where it goes on to the page that was left."""
    path = get_next_url(request)
    return login_url_for(path) if path else reverse("account_login")


def login_url_for(path: str) -> str:
    return f"{reverse('account_login')}?{urlencode({'next': path})}"
