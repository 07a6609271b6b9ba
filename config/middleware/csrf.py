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
    """Rejects cross-site POST requests by the origin that the browser reports; Django's token is the fallback.

    Forms on public pages contain no token, so that the pages can be cached. Checked in this order: ``Sec-Fetch-Site``
    (sent by every browser since 2023, and not settable by scripts), ``Origin``, and Django's token for clients that
    send neither. Without cookies such a client has no identity that could be abused, so it needs no token.
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
    """Whether the request comes from this site, or None if only the token can decide that.

    ``Sec-Fetch-Site: none`` is a request started by the user, such as reloading the response to a form.
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
    """Context processor that makes no token, and so no cookie, for visitors without cookies of ours.

    Their forms are protected by the origin that the browser reports.
    """
    known = PRIVATE_COOKIES | {settings.CSRF_COOKIE_NAME}
    return {} if known & request.COOKIES.keys() else {"csrf_token": ""}
