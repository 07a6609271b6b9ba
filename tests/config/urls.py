"""Simple pages for tests of middleware."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path

from blog.cache.http import cacheable
from config.urls import handler400, handler403, handler404, handler500  # noqa: F401
from config.urls import urlpatterns as real_pages

made = []


def page(request: HttpRequest) -> HttpResponse:
    made.append(request.get_full_path())
    html = f"<p>{request.GET.get('page', '1')}</p>" + "<p>The same words for every reader.</p>" * 50
    return cacheable(request, HttpResponse(html), tags=["site", "post:7"])


def page_with_cookie(request: HttpRequest) -> HttpResponse:
    response = cacheable(request, HttpResponse("hello"), tags=["site"])
    response.set_cookie("taste", "sweet")
    return response


def private(request: HttpRequest) -> HttpResponse:
    return HttpResponse("for you")


def form(request: HttpRequest) -> HttpResponse:
    return JsonResponse(dict(request.POST.items()))


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("password=hunter2")


urlpatterns = [
    path("page/", page),
    path("page-with-cookie/", page_with_cookie),
    path("private/", private),
    path("form/", form),
    path("broken/", broken),
    *real_pages,
]
