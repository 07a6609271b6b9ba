from datetime import timedelta

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils import timezone
from django.views.decorators.http import require_safe

RULES = """User-agent: *
Allow: /accounts/login/$
Disallow: /accounts/
Disallow: /admin/
Disallow: /comments/

Sitemap: {site_url}/sitemap.xml
"""
SECURITY_TXT = """Contact: {contact}
Expires: {expires:%Y-%m-%d}T00:00:00Z
Canonical: {site_url}/.well-known/security.txt
"""
SECURITY_TXT_LIFETIME = timedelta(days=180)  # RFC 9116 recommends less than a year


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    response = HttpResponse(RULES.format(site_url=settings.SITE_URL), content_type="text/plain; charset=utf-8")
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Where to report vulnerabilities of this site (RFC 9116); 404 unless SECURITY_CONTACT is set."""
    if not settings.SECURITY_CONTACT:
        raise Http404("SECURITY_CONTACT isn't set.")
    text = SECURITY_TXT.format(
        contact=settings.SECURITY_CONTACT, expires=timezone.now() + SECURITY_TXT_LIFETIME, site_url=settings.SITE_URL
    )
    response = HttpResponse(text, content_type="text/plain; charset=utf-8")
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """For clients that request /favicon.ico without reading the page."""
    return HttpResponsePermanentRedirect(staticfiles_storage.url("favicon.svg"))
