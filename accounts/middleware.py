from __future__ import annotations

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.sites.requests import RequestSite
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.allauth.mfa.adapter import has_second_factor
from accounts.models import User
from accounts.time_zones import zone_of

CONSTANT_TIME_URLS = {"account_signup", "account_request_login_code", "socialaccount_signup"}
STEP_SECONDS = 0.2


class SiteNameMiddleware:
    """Removes ``site`` from the context of allauth's login pages, where it is the host: the blog's name is shown."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_template_response(self, request: HttpRequest, response: TemplateResponse) -> TemplateResponse:
        context = response.context_data or {}
        if isinstance(context.get("site"), RequestSite):
            del context["site"]
        return response


class ConstantTimeMiddleware:
    """Signing up and requesting a code take equally long for known and unknown addresses.

    The work differs by a few milliseconds, which 200 attempts reveal (bench/account_timing.py), and by more on a busy
    machine, so responses are delayed to the next multiple of STEP_SECONDS. Comes before the session middleware, so
    that no lock is held while waiting.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        begin = time.monotonic()
        response = self.get_response(request)
        if request.method == "POST" and getattr(request.resolver_match, "url_name", "") in CONSTANT_TIME_URLS:
            time.sleep(until_next_step(time.monotonic() - begin))
        return response


def until_next_step(spent: float) -> float:
    return -spent % STEP_SECONDS if STEP_SECONDS else 0


class StaffSecondFactorMiddleware:
    """With STAFF_NEEDS_SECOND_FACTOR, users without a second factor can't open the admin.

    Users who have one were asked for it when they logged in.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *called: object) -> HttpResponse | None:
        if not settings.STAFF_NEEDS_SECOND_FACTOR or not is_admin(request) or not request.user.is_authenticated:
            return None
        if has_second_factor(request.user):
            return None
        messages.warning(request, _("The admin requires a second factor. Set one up here first."))
        return redirect("mfa_index")


class TimeZoneMiddleware:
    """The admin shows and reads times in the time zone of the user; all other pages in that of the site."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            return self.get_response(request)
        finally:
            timezone.deactivate()

    def process_view(self, request: HttpRequest, *called: object) -> None:
        if is_admin(request) and isinstance(request.user, User):
            timezone.activate(zone_of(request.user))


def is_admin(request: HttpRequest) -> bool:
    match = request.resolver_match
    return match is not None and "admin" in match.app_names and match.url_name != "logout"
