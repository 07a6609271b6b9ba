from urllib.parse import urlsplit

from django.http import HttpRequest
from django.middleware.csrf import REASON_BAD_ORIGIN, CsrfViewMiddleware

SAFE_METHODS = {"GET", "HEAD", "OPTIONS", "TRACE"}


class FetchMetadataMiddleware(CsrfViewMiddleware):
    """Refuses cross-site posts by what the browser says of their origin; Django's token is the fallback.

    Forms on stored pages hold no token, so they must work without one. In this order: ``Sec-Fetch-Site``
    (every browser since 2023), ``Origin``, and for a client that sends neither the token. A request without
    any cookie and without both headers carries nobody's authority, so there is nothing to forge.
    """

    def process_view(self, request: HttpRequest, callback, callback_args, callback_kwargs):  # type: ignore[no-untyped-def]
        if request.method in SAFE_METHODS or getattr(callback, "csrf_exempt", False):
            return super().process_view(request, callback, callback_args, callback_kwargs)
        verdict = self.is_same_site_request(request)
        if verdict is False:
            return self._reject(request, REASON_BAD_ORIGIN % request.headers.get("Origin", "cross-site"))
        if verdict or getattr(request, "_dont_enforce_csrf_checks", False):
            return self._accept(request)
        return super().process_view(request, callback, callback_args, callback_kwargs)

    def is_same_site_request(self, request: HttpRequest) -> bool | None:
        """True or False where the request says where it comes from, None where only the token can tell."""
        site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
        if site == "same-origin":
            return True
        if origin is not None:
            return origin != "null" and (urlsplit(origin).netloc == request.get_host() or self._trusts(origin))
        if site in {"cross-site", "same-site"}:
            return False
        return None if request.COOKIES else True

    def _trusts(self, origin: str) -> bool:
        return origin in self.allowed_origins_exact
