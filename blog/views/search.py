from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import Any

from django.core.paginator import Paginator
from django.db.models import CharField, DateTimeField, Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from blog import search as engine
from blog.article_page.metadata import PageMeta
from blog.models import BlogSettings, Post, Section, Tag
from blog.models.authorship import load_bylines
from blog.prepared_query import Parameter, PreparedQuery
from blog.search.snippet import Snippet, best_snippet

PER_PAGE = 10
MAX_TAGS = 8
MAX_NEWEST = 3
PREFIX_LENGTH = 3


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Articles that contain all words, best first. At most nine queries for any number of hits, twelve for none."""
    query = engine.Query.parse(request.GET.get("q", ""))
    page = Paginator(engine.find(query), PER_PAGE).get_page(request.GET.get("page"))
    hits = with_snippets(list(page.object_list), query)
    site = BlogSettings.current()
    title = _("Search: %s") % query.text if query.text else _("Search")
    description = _("Search all articles on %s.") % site.name
    context = {
        "site": site,
        "query": query.text,
        "page": page,
        "hits": hits,
        **(search_suggestions(query) if query.text and not hits else {"tags": tags_starting_with(query.text)}),
        # One canonical URL for all queries, so that search engines don't index results.
        "meta": PageMeta(title=title, path=request.path, description=description),
    }
    return render(request, "blog/search.html", context)


def with_snippets(keys: list[int], query: engine.Query) -> list[tuple[Post, Snippet]]:
    """Three queries."""
    posts = Post.objects.published().for_byline("standfirst").in_bulk(keys)
    load_bylines([*posts.values()])
    sections = defaultdict(list)
    texts = Section.objects.filter(post__in=keys).values_list("post", "anchor", "heading", "text")
    for key, anchor, heading, text in texts:
        sections[key].append((anchor, heading, text))
    return [
        (posts[key], best_snippet(sections[key], query.phrases, posts[key].standfirst)) for key in keys if key in posts
    ]


def search_suggestions(query: engine.Query) -> dict[str, Any]:
    """Alternatives if nothing was found: a corrected query, similar tags and the latest articles."""
    suggestion = engine.suggest(query)
    newest = Post.objects.published().newest_first().for_listing()[:MAX_NEWEST]
    return {
        "suggestion": suggestion,
        "tags": tags_starting_with((suggestion or query.text)[:PREFIX_LENGTH]),
        "newest": newest,
    }


def tags_starting_with(prefix: str) -> list[Tag]:
    """Tags of published posts. One query, which looks for one post of each tag; none for a single letter."""
    if len(prefix) < 2:
        return []
    return list(used_tags()(now=timezone.now(), prefix=prefix))


@cache
def used_tags() -> PreparedQuery[Tag]:
    now, prefix = Parameter("now", DateTimeField()), Parameter("prefix", CharField())
    has_posts = Exists(Post.objects.published(now).filter(tags=OuterRef("pk")))
    return PreparedQuery(Tag.objects.filter(has_posts, name__istartswith=prefix)[:MAX_TAGS])
