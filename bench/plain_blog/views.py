"""Ordinary Django: four queries with select_related, one template with loops and ``url`` tags, default middleware.

Tags and the series of the article are left out, so that four queries are enough.
"""

from pathlib import Path

from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.backends.django import DjangoTemplates
from django.test import override_settings
from django.urls import path

from blog.models import Authorship, RelatedPost, Section
from comments.models import Comment

MIDDLEWARE = [
    "bench.plain_blog.views.use_plain_urls",
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
TEMPLATES = DjangoTemplates(
    {
        "NAME": "plain",
        "DIRS": [Path(__file__).parent / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
)


def use_plain_urls(get_response):
    def middleware(request: HttpRequest) -> HttpResponse:
        request.urlconf = "bench.plain_blog.views"
        return get_response(request)

    return middleware


def plain_application() -> WSGIHandler:
    """Both applications run in one process: the handler reads MIDDLEWARE once, and chooses URLs for each request."""
    with override_settings(MIDDLEWARE=MIDDLEWARE):
        return WSGIHandler()


def article(request: HttpRequest, slug: str) -> HttpResponse:
    posts = Authorship.objects.select_related("author", "post__cover")
    first = get_object_or_404(posts.filter(post__status="published"), post__slug=slug)
    post, author = first.post, first.author
    sections = Section.objects.filter(post=post).defer("text")
    related = RelatedPost.objects.filter(post=post).select_related("related").defer("related__body")[:4]
    comments = Comment.objects.filter(post=post, status="approved").select_related("author", "parent").defer("body")
    context = {"post": post, "author": author, "sections": sections, "related": related, "comments": comments}
    return HttpResponse(TEMPLATES.get_template("article.html").render(context, request))


def nothing(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse()


urlpatterns = [
    path("", nothing, name="home"),
    path("articles/<str:slug>/", article, name="article"),
    path("authors/<str:slug>/", nothing, name="author"),
    path("comments/<int:pk>/", nothing, name="comment"),
    path("comments/<int:pk>/like/", nothing, name="like"),
    path("comments/<int:pk>/reply/", nothing, name="reply"),
    path("comments/<int:pk>/report/", nothing, name="report"),
    path("articles/<str:slug>/comment/", nothing, name="send"),
    path("archive/", nothing, name="archive"),
    path("tags/", nothing, name="tags"),
    path("search/", nothing, name="search"),
    path("feed/", nothing, name="feed"),
    path("login/", nothing, name="login"),
]
