"""Redirects from old URLs of this site and of blogs that were imported into it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, QueryDict
from django.shortcuts import render
from django.urls import Resolver404, ResolverMatch, resolve, reverse
from django.utils.translation import gettext as _

from accounts.models import User
from blog.models import Post, Redirect, Series, Tag
from blog.models.redirect import FEED, MAX_PATH_LENGTH, decode_path, normalize_url

# Parameters by which WordPress selects a page at /. All other redirects are only looked up if no page is found.
WORDPRESS_PARAMETERS = frozenset(
    {"p", "page_id", "attachment_id", "cat", "tag", "author", "author_name", "m", "feed", "name", "pagename"}
)
TARGET_FIELDS: dict[type[Model], str] = {Post: "post", Tag: "tag", Series: "series", User: "author"}
NO_TARGET: dict[str, Any] = {"post": None, "tag": None, "series": None, "author": None, "page": ""}
# URL patterns that look up an object by its slug. URLs that match any other pattern are always pages.
SLUG_PATTERNS: dict[str, type[Post | Tag | Series | User]] = {
    "blog:post": Post,
    "blog:save_bookmark": Post,
    "blog:remove_bookmark": Post,
    "comments:submit": Post,
    "comments:follow": Post,
    "comments:article_feed": Post,
    "blog:tag": Tag,
    "blog:tag_feed": Tag,
    "blog:series": Series,
    "blog:author": User,
    "blog:author_feed": User,
}
TARGET_PATTERNS = {"blog:post", "blog:tag", "blog:series", "blog:author"}
FORBIDDEN_TARGETS = ("/admin/", "/accounts/", "/comments/", settings.MEDIA_URL, settings.STATIC_URL)


def find_redirect(request: HttpRequest) -> HttpResponse | None:
    """The response for an old URL: 301, or 410 if its page was deleted. None if there is no redirect.

    A query string that isn't part of the stored URL is passed on. At most two queries.
    """
    query = request.META.get("QUERY_STRING", "")
    match = Redirect.objects.best_for(request.path, query)
    if match is None:
        destination = legacy_feed_url(request.path)
        return HttpResponsePermanentRedirect(destination) if destination else None
    redirect, is_feed = match
    if redirect.is_gone:
        return render(request, "410.html", status=410)
    destination = redirect.destination(feed=is_feed, is_imported=not has_slug_pattern(redirect.path))
    if not destination:
        return None
    return HttpResponsePermanentRedirect(destination if "?" in redirect.path or not query else f"{destination}?{query}")


def legacy_feed_url(path: str) -> str:
    """The feed for /rss.xml, /feed/atom/ and similar paths; empty for other paths."""
    feed = FEED.fullmatch(path)
    if feed is None or feed["page"]:
        return ""
    return reverse("comments:feed" if feed["comments"] else "blog:feed")


def has_wordpress_query(request: HttpRequest) -> bool:
    """Whether it is a WordPress URL without a path, such as /?p=123."""
    return request.path == "/" and has_wordpress_parameter(request.GET)


def has_wordpress_parameter(query: QueryDict) -> bool:
    return not WORDPRESS_PARAMETERS.isdisjoint(query)


def split_url(text: str) -> SplitResult:
    """Raises ValidationError."""
    try:
        return urlsplit(text.strip())
    except ValueError:
        raise ValidationError(_("This is not a valid URL.")) from None


def clean_former_url(text: str) -> str:
    """Normalize an old URL that was typed or imported, ignoring its host. Raises ValidationError."""
    parts = split_url(text)
    if not parts.path.startswith("/") or "\0" in unquote(text):
        raise ValidationError(_("Start the URL with a slash, as in /2019/05/hello-world/."))
    path = decode_path(parts.path)
    address = normalize_url(path, parts.query)
    if len(address) > MAX_PATH_LENGTH:
        raise ValidationError(
            _("The URL is too long. It can have up to %(most)d characters.") % {"most": MAX_PATH_LENGTH}
        )
    if path == "/" and parts.query and not WORDPRESS_PARAMETERS.isdisjoint(dict(parse_qsl(parts.query, True))):
        return address
    if is_page(path) or is_page(f"{path}/") or path.startswith((settings.STATIC_URL, settings.MEDIA_URL)):
        raise ValidationError(
            _("%(path)s is an existing page, so nobody would be redirected. Move that page first.")
            % {"path": parts.path}
        )
    return address


def clean_target(text: str) -> dict[str, Any]:
    """The fields of a Redirect to a URL on this site: an article, tag, series or author, or else a page.

    An old URL gives the target of its redirect. Raises ValidationError.
    """
    parts = split_url(text)
    if parts.netloc and parts.netloc.casefold() != urlsplit(settings.SITE_URL).netloc.casefold():
        raise ValidationError(
            _("%(address)s is on another site. Redirects can only lead to pages on this site.") % {"address": text}
        )
    path = decode_path(parts.path) or "/"
    match = resolve_page(path)
    if match is not None and not path.startswith(FORBIDDEN_TARGETS):
        if match.view_name in TARGET_PATTERNS:
            model = SLUG_PATTERNS[match.view_name]
            return NO_TARGET | {TARGET_FIELDS[model]: model.objects.get(slug=match.kwargs["slug"])}
        return NO_TARGET | {"page": normalize_url(path)}
    chained = Redirect.objects.at(path).first()
    if chained is None:
        raise ValidationError(_("No page found at %(path)s.") % {"path": parts.path or text})
    return {name: getattr(chained, name) for name in NO_TARGET}


def resolve_page(path: str) -> ResolverMatch | None:
    """The pattern that a decoded path matches, if there is a page. At most one query."""
    try:
        match = resolve(path)
    except Resolver404:
        return None
    model = SLUG_PATTERNS.get(match.view_name)
    if model is not None and not model.objects.filter(slug=match.kwargs["slug"]).exists():
        return None
    return match


def has_slug_pattern(path: str) -> bool:
    """Whether it may be the old URL of an article, tag, series or author of this site."""
    try:
        return resolve(path.partition("?")[0]).view_name in SLUG_PATTERNS
    except Resolver404:
        return False


def is_page(path: str) -> bool:
    return resolve_page(path) is not None


def redirect_old_slug(row: Post | Tag | Series) -> None:
    """Redirect the old URL if the slug has changed. Call it before saving the row. At most five queries."""
    former = type(row).objects.filter(pk=row.pk).exclude(slug=row.slug).first()
    if former:
        redirect_old_url(former.get_absolute_url(), row)


def redirect_old_url(former: str, target: Post | Tag | Series | User) -> None:
    """Redirect ``former``, a path as ``reverse`` returns it, to the target. At most four queries."""
    Redirect.objects.at(decode_path(target.get_absolute_url())).delete()
    address = normalize_url(decode_path(former))
    Redirect.objects.update_or_create(path=address, defaults=NO_TARGET | {TARGET_FIELDS[type(target)]: target})


def retire_urls(addresses: Iterable[str], *, post_id: int | None = None) -> None:
    """Redirect URLs of deleted pages to a post, or respond with 410. They are paths as ``reverse`` returns them."""
    Redirect.objects.bulk_create(
        [Redirect(path=normalize_url(decode_path(address)), post_id=post_id) for address in dict.fromkeys(addresses)],
        update_conflicts=True,
        unique_fields=["path"],
        update_fields=list(NO_TARGET),
        batch_size=1_000,
    )
