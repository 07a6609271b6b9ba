import time
from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.sites.requests import RequestSite
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from accounts.allauth.mfa.adapter import SECOND_FACTORS

CONSTANT_TIME_URLS = {"account_signup", "account_request_login_code", "socialaccount_signup"}
STEP_SECONDS = 0.2


class SiteNameMiddleware:
    """allauth's pages of the way in put the host name under ``site``; without it the blog's own row shows."""

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
    """Registering and asking for a code take the same time for every address, known or not.

    What they do for a known address differs by a few milliseconds, which 200 tries can tell (bench/account_timing.py),
    and by more where the machine is busy: the time is a whole number of steps, however many there have to be.
    Stands outside the sessions, so that no lock is held meanwhile.
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
    """With STAFF_NEEDS_SECOND_FACTOR the admin opens to nobody who has none. Who has one was asked for it at login."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *called: object) -> HttpResponse | None:
        if not settings.STAFF_NEEDS_SECOND_FACTOR or not is_of_admin(request) or not request.user.is_authenticated:
            return None
        if is_mfa_enabled(request.user, SECOND_FACTORS):
            return None
        messages.warning(request, _("The admin opens once your account has a second factor. Choose one here."))
        return redirect("mfa_index")


def is_of_admin(request: HttpRequest) -> bool:
    place = request.resolver_match
    return place is not None and "admin" in place.app_names and place.url_name != "logout"
