from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from blog.article_page.build import ArticlePage, build_article_page, cached_article_page
from blog.article_page.metadata import Crumb, article_meta
from blog.article_page.share_links import share_links
from blog.article_page.table_of_contents import table_of_contents
from blog.cache.http import PageDependencies, cacheable, has_private_cookies
from blog.models import BlogSettings, Post

READING_SCRIPTS = [f"js/{name}.js" for name in ("contents", "copy-link", "code", "footnotes", "lightbox", "share")]


@require_safe
def article(request: HttpRequest, slug: str) -> HttpResponse:
    post = visible_post(request, slug)
    if post is None:
        raise Http404
    return article_page(request, post)


def article_page(
    request: HttpRequest, post: Post, *, article: ArticlePage | None = None, status: int = 200, **context: Any
) -> HttpResponse:
    """The page of a post from ``for_reading``. ``context`` is also available to its comment section."""
    article = article or article_for(request, post)
    post, site = article.post, article.site
    crumbs = breadcrumb(post)
    meta = article_meta(post, site, crumbs)
    language = post.language or settings.LANGUAGE_CODE
    dependencies = PageDependencies({"site", "posts", f"post:{post.pk}"}, post.expires_at)
    page: dict[str, Any] = {
        "site": site,
        "dependencies": dependencies,
        "post": post,
        "sections": article.sections,
        "contents": table_of_contents(article.sections),
        "crumbs": crumbs,
        "meta": meta,
        "share_links": share_links(post.title, meta.canonical),
        "navigation": article.navigation,
        "cta": call_to_action(post, site.default_cta_label, site.default_cta_url),
        "reading_scripts": READING_SCRIPTS,
        "is_preview": not post.is_readable(),
        "post_language": language,
        "post_direction": "rtl" if is_right_to_left(language) else "ltr",
    }
    response = render(request, "blog/post.html", page | context, status=status)
    if status != 200 or not post.is_readable() or request.method == "POST":
        return response
    return cacheable(request, response, dependencies.tags, dependencies.until)


def article_for(request: HttpRequest, post: Post) -> ArticlePage:
    """Whole pages are cached for anonymous readers. For others the article is cached, except for previews."""
    if not has_private_cookies(request) or not post.is_readable():
        return build_article_page(post, BlogSettings.current())
    return cached_article_page(post)


def visible_post(request: HttpRequest, slug: str) -> Post | None:
    """One query for a readable post. Another one for users who may be its author."""
    found = Post.objects.readable().for_reading().filter(slug=slug).first()
    if found is None and has_private_cookies(request):
        found = Post.objects.editable_by(request.user).for_reading().filter(slug=slug).first()
    return found


def breadcrumb(post: Post) -> list[Crumb]:
    first_tag = next(iter(post.tags.all()), None)
    tag = [(first_tag.name, first_tag.get_absolute_url())] if first_tag else []
    return [(_("Home"), "/"), *tag, (post.title, post.get_absolute_url())]


def call_to_action(post: Post, default_label: str, default_url: str) -> tuple[str, str] | None:
    if post.cta_url:
        return post.cta_label, post.cta_url
    return (default_label, default_url) if default_label and default_url else None


def is_right_to_left(language: str) -> bool:
    try:
        return bool(get_language_info(language)["bidi"])
    except KeyError:
        return False
