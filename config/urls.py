from django.conf import settings
from django.contrib import admin
from django.core.exceptions import SuspiciousOperation
from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.decorators.http import require_safe
from django.views.generic import RedirectView
from django.views.static import serve

from blog.models import BlogSettings

handler400 = "config.error_views.bad_request"
handler403 = "config.error_views.permission_denied"
handler404 = "config.error_views.not_found"
handler500 = "config.error_views.server_error"


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Responds with 200 if the database is available."""
    BlogSettings.objects.exists()
    return HttpResponse("ok", content_type="text/plain")


@require_safe
def media(request: HttpRequest, path: str) -> HttpResponse:
    """Images, which browsers may cache forever: their names are random and never reused.

    Paths that lead out of the folder respond with 404. Otherwise Django would log each of them as an error.
    """
    if settings.S3_BUCKET:
        return HttpResponsePermanentRedirect(default_storage.url(path))
    try:
        response = serve(request, path, document_root=str(settings.MEDIA_ROOT))
    except SuspiciousOperation as error:
        raise Http404 from error
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response  # type: ignore[return-value]


urlpatterns: list[URLPattern | URLResolver] = [
    path("admin/blog/site/", RedirectView.as_view(url="/admin/blog/blogsettings/")),  # its URL before it was renamed
    path("admin/", admin.site.urls),
    path("accounts/", include("accounts.urls")),
    path("accounts/", include("allauth.urls")),
    path("healthz", health, name="health"),
    re_path(r"^media/(?P<path>.+)$", media, name="media"),
    path("", include("comments.urls")),
    path("", include("blog.urls")),
]
if settings.SOCIAL_LOGIN:
    urlpatterns.insert(0, path("accounts/", include("accounts.allauth.social.urls")))
if settings.DEBUG:
    urlpatterns.insert(0, path("styleguide/", include("demo.styleguide.urls")))
