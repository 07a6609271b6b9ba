"""Links by id in the editor: articles and sections to link to, and the articles that link here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.abuse.rate_limits import RateLimit, allow
from accounts.models import User, user_key
from blog import search
from blog.admin.drafts import staff_user
from blog.models import Link, Post, Section
from blog.models.image import MARKDOWN_CHARACTERS
from blog.search.tokenizer import tokenize

SEARCHES = RateLimit("link-searches", 1_000, timedelta(minutes=10))
MAX_ARTICLES, MAX_SECTIONS = 6, 8
MAX_HITS, MAX_SEARCHED = 100, 2_000
MAX_LINKED_FROM = 50


class LinkSearchMixin(admin.ModelAdmin[Post]):
    def get_urls(self) -> list[URLPattern]:
        return [path("link-search/", self.link_search, name="blog_post_link_search"), *super().get_urls()]

    @method_decorator(require_GET)
    def link_search(self, request: HttpRequest) -> HttpResponse:
        """JSON: articles whose titles, and sections whose headings contain all words of ``q``.

        After a ``#``, the words are searched in the headings of the articles found before it. Only articles that
        everyone can read, and those that the user may edit. At most nine queries beside those for the user.
        """
        user = staff_user(self.admin_site, request)
        if isinstance(user, JsonResponse):
            return user
        if not self.has_view_or_change_permission(request):
            return JsonResponse({}, status=403)
        if not allow(SEARCHES, user_key(user.pk)):
            return JsonResponse({"error": _("Too many searches. Please try again in a few minutes.")}, status=429)
        typed = request.GET.get("q", "")[: search.MAX_QUERY_LENGTH]
        return JsonResponse({"targets": find_targets(user, typed)})

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        if context["original"] is not None and isinstance(request.user, User):
            context["linked_from"] = linked_from(context["original"], request.user)
        return super().render_change_form(request, context, *args, **kwargs)


def linked_from(post: Post, user: User) -> list[tuple[Post, str]]:
    """The newest articles that link to a post, with the URL where the user may edit or read them. Three queries."""
    links = Link.objects.filter(target=post).exclude(post=post)
    keys = list(links.order_by("-post").values_list("post", flat=True).distinct()[:MAX_LINKED_FROM])
    editable, posts = linkable(user, keys) if keys else (set(), {})
    return [
        (posts[pk], reverse("admin:blog_post_change", args=[pk]) if pk in editable else posts[pk].get_absolute_url())
        for pk in keys
        if pk in posts
    ]


def find_targets(user: User, typed: str) -> list[dict[str, Any]]:
    title, sign, heading = typed.partition("#")
    query = search.Query.parse(title)
    titled = search.find_titles(query, MAX_HITS) if title.strip() else newest()
    anywhere = [] if sign else search.find_anywhere(query, MAX_HITS)
    _editable, posts = linkable(user, [*titled, *anywhere])
    found = [posts[pk] for pk in titled if pk in posts]
    articles = sorted(found, key=lambda post: not post.title.casefold().startswith(query.text.casefold()))[
        :MAX_ARTICLES
    ]
    if sign:
        return [as_target(posts, section) for section in sections_of([post.pk for post in articles], heading)]
    others = sections_of([pk for pk in anywhere if pk in posts], title) if anywhere else []
    return [*map(article_target, articles), *(as_target(posts, section) for section in others)]


def newest() -> list[int]:
    posts = Post.objects.readable().filter(status=Post.Status.PUBLISHED).newest_first()
    return list(posts.values_list("pk", flat=True)[:MAX_ARTICLES])


def linkable(user: User, keys: Iterable[int]) -> tuple[set[int], Mapping[int, Post]]:
    """Which of at most 200 articles the user may edit, and those that they may edit or read. Two queries."""
    chosen = Post.objects.filter(pk__in=set(keys)).order_by()
    editable = set(chosen.editable_by(user).values_list("pk", flat=True))
    shown = chosen.only("title", "slug", "status", "published_at", "expires_at")
    return editable, {post.pk: post for post in shown if post.pk in editable or post.is_readable()}


def sections_of(keys: list[int], words: str) -> list[Section]:
    """Sections whose headings contain words that begin with the given ones, in the order of their articles."""
    wanted = tokenize(words)
    found = Section.objects.filter(post__in=keys).exclude(anchor="").only("post_id", "heading", "anchor", "position")
    matching = [
        section
        for section in found.order_by("post", "position")[:MAX_SEARCHED]
        if all(any(word.startswith(part) for word in tokenize(section.heading)) for part in wanted)
    ]
    return sorted(matching, key=lambda section: keys.index(section.post_id))[:MAX_SECTIONS]


def article_target(post: Post) -> dict[str, str]:
    return {"label": post.title, "note": post.state_label, "markdown": markdown(post.title, f"post:{post.pk}")}


def as_target(posts: Mapping[int, Post], section: Section) -> dict[str, str]:
    post = posts[section.post_id]
    note = post.title if post.is_published() else f"{post.title} · {post.state_label}"
    link = f"post:{post.pk}#{section.anchor}"
    return {"label": f"# {section.heading}", "note": note, "markdown": markdown(section.heading, link)}


def markdown(text: str, target: str) -> str:
    return f"[{MARKDOWN_CHARACTERS.sub(r'\\\g<0>', ' '.join(text.split()))}]({target})"
