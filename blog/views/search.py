from __future__ import annotations

from collections import defaultdict

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from blog import search as engine
from blog.models import Post, Section
from blog.page_meta import PageMeta
from blog.search.snippet import Snippet, best_snippet

PER_PAGE = 10


def search(request: HttpRequest) -> HttpResponse:
    """Articles that hold all the words, best first. Nine queries for any number of hits."""
    query = engine.Query.parse(request.GET.get("q", ""))
    page = Paginator(engine.find(query), PER_PAGE).get_page(request.GET.get("page"))
    hits = with_snippets(list(page.object_list), query)
    title = _("Search: %s") % query.text if query.text else _("Search")
    context = {
        "query": query.text,
        "page": page,
        "hits": hits,
        "meta": PageMeta(title=title, path=request.path, noindex=True),
    }
    return render(request, "blog/search.html", context)


def with_snippets(keys: list[int], query: engine.Query) -> list[tuple[Post, Snippet]]:
    """Four queries."""
    posts = Post.objects.published().for_listing().in_bulk(keys)
    sections = defaultdict(list)
    for section in Section.objects.filter(post__in=keys).only("post_id", "position", "heading", "anchor", "text"):
        sections[section.post_id].append(section)
    return [
        (posts[key], best_snippet(sections[key], query.phrases, posts[key].standfirst)) for key in keys if key in posts
    ]
