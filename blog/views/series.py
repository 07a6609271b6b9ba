from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from blog.article_page.metadata import PageMeta, breadcrumb_data
from blog.cache.http import cacheable
from blog.models import Post, Series

MAX_PARTS = 200


@require_safe
def series(request: HttpRequest, slug: str) -> HttpResponse:
    """All published parts in their order. Five queries. Responds with 404 if there are none."""
    found = get_object_or_404(Series, slug=slug)
    parts = list(Post.objects.published().in_series(found).for_listing()[:MAX_PARTS])
    if not parts:
        raise Http404
    meta = PageMeta(
        title=found.title,
        path=found.get_absolute_url(),
        description=found.description,
        structured=[breadcrumb_data([(_("Home"), "/"), (found.title, found.get_absolute_url())])],
    )
    response = render(request, "blog/series.html", {"series": found, "parts": parts, "meta": meta})
    return cacheable(request, response, ["site", "posts", *(f"post:{part.pk}" for part in parts)])
