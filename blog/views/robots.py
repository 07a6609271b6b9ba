from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.views.decorators.http import require_safe

RULES = """User-agent: *
Allow: /accounts/login/$
Disallow: /accounts/
Disallow: /admin/
Disallow: /comments/

Sitemap: {site_url}/sitemap.xml
"""


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    response = HttpResponse(RULES.format(site_url=settings.SITE_URL), content_type="text/plain; charset=utf-8")
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """For programs that ask without reading the page."""
    return HttpResponsePermanentRedirect(staticfiles_storage.url("favicon.svg"))
