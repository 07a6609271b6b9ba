import logging
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseForbidden
from django.http.response import HttpResponseBase
from django.middleware.csrf import REASON_BAD_ORIGIN, CsrfViewMiddleware
from django.utils.log import log_response

from blog.cache.http import PRIVATE_COOKIES
from config.error_views import csrf_failure

logger = logging.getLogger("django.security.csrf")

SAFE_METHODS = {"GET", "HEAD", "OPTIONS", "TRACE"}


class FetchMetadataMiddleware(CsrfViewMiddleware):
    """Refuses cross-site posts by what the browser says of their origin; Django's token is the fallback.

    Forms on public pages hold no token, so that the pages can be stored. In this order: ``Sec-Fetch-Site``
    (every browser since 2023, and no script can set it), ``Origin``, and for a client that sends neither the
    token. Without any cookie such a client acts in nobody's name: there is nothing to forge.
    """

    def process_view(
        self,
        request: HttpRequest,
        callback: Callable[..., HttpResponseBase],
        callback_args: tuple[object, ...],
        callback_kwargs: dict[str, object],
    ) -> HttpResponseForbidden | None:
        if request.method not in SAFE_METHODS and not getattr(callback, "csrf_exempt", False):
            verdict = is_same_origin(request)
            if verdict is False and not getattr(request, "_dont_enforce_csrf_checks", False):
                origin = request.headers.get("Origin", "another site")
                return reject(request, REASON_BAD_ORIGIN % origin)
            if verdict:
                vars(request)["csrf_processing_done"] = True  # also read by Django's csrf_protect decorator
        return super().process_view(request, callback, callback_args, callback_kwargs)


def reject(request: HttpRequest, reason: str) -> HttpResponseForbidden:
    response = csrf_failure(request, reason)
    log_response("Forbidden (%s): %s", reason, request.path, response=response, request=request, logger=logger)
    return response


def is_same_origin(request: HttpRequest) -> bool | None:
    """True or False where the request says where it comes from, None where only the token can tell.

    «none» is what a person starts, such as loading a sent page again.
    """
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site in {"same-origin", "none"}:
        return True
    if origin is not None:
        here = [] if site else [f"{request.scheme}://{request.get_host()}"]
        return origin in [*here, *settings.CSRF_TRUSTED_ORIGINS]
    if site is not None:
        return False
    return None if request.COOKIES else True


def csrf_token_if_identified(request: HttpRequest) -> dict[str, str]:
    """Context processor: no token, and so no cookie, for a visitor who is not known here by a cookie.

    Such a visitor's forms are guarded by what the browser says of their origin.
    """
    known = PRIVATE_COOKIES | {settings.CSRF_COOKIE_NAME}
    return {} if known & request.COOKIES.keys() else {"csrf_token": ""}
