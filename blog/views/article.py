from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from blog.article_page.build import (
    ArticlePage,
    build_article_page,
    store_article_page,
    stored_article_page,
)
from blog.article_page.metadata import Crumb, article_meta
from blog.article_page.share_links import share_links
from blog.article_page.table_of_contents import table_of_contents
from blog.cache.http import PageDependencies, cacheable, has_private_cookies
from blog.models import BlogSettings, Post

READING_SCRIPTS = [f"js/{name}.js" for name in ("contents", "copy-link", "code", "footnotes", "lightbox", "share")]


@require_safe
def article(request: HttpRequest, slug: str) -> HttpResponse:
    """Users who may edit an article see a preview while it isn't readable, which isn't stored."""
    found = stored_article_page(slug)
    if found is None and has_private_cookies(request):
        own = Post.objects.editable_by(request.user).for_reading().filter(slug=slug).first()
        found = build_article_page(own, BlogSettings.current()) if own else None
    if found is None:
        raise Http404
    return article_page(request, found.post, article=found)


def article_page(
    request: HttpRequest, post: Post, *, article: ArticlePage | None = None, status: int = 200, **context: Any
) -> HttpResponse:
    """The page of a post from ``for_reading``. ``context`` is also available to its comment section."""
    article = article or stored_article_page(post.slug) or build_article_page(post, BlogSettings.current())
    post, site = article.post, article.site
    crumbs = breadcrumb(post)
    meta = article_meta(post, site, crumbs)
    language = post.language or settings.LANGUAGE_CODE
    tags = {"site", "posts", f"post:{post.pk}", f"related:{post.pk}"}
    dependencies = PageDependencies(tags, post.expires_at)
    dependencies.add(until=article.until)
    page: dict[str, Any] = {
        "site": site,
        "dependencies": dependencies,
        "post": post,
        "stored_html": article.html,
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
    store_article_page(article)
    if status != 200 or not post.is_readable() or request.method == "POST":
        return response
    schedule_known = bool(article.key)
    return cacheable(request, response, dependencies.tags, dependencies.until, schedule_known=schedule_known)


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
