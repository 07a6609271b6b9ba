"""Pages that list articles: home, tag, author and archive. They are the same for all readers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import User
from blog.article_page.metadata import PageMeta, breadcrumb_data, profile_page_data
from blog.cache.derived import derived_from_posts
from blog.cache.http import cacheable
from blog.listings import Month, PostsByDate, PostsByKey, posts_of_author, posts_with_tag, published_months
from blog.models import BlogSettings, Post, Tag
from blog.rendering import to_plain_text
from blog.search.tokenizer import fold
from blog.templatetags.initials import initial

MAX_TAGS = 500
MIN_TAGS_FOR_LETTERS = 40  # with more tags, they are grouped by letter and shown without descriptions


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    site = BlogSettings.current()
    return post_list(
        request,
        "blog/home.html",
        PostsByDate(published_months()),
        title=site.name,
        description=site.description or site.tagline,
        site=site,
    )


@require_safe
def tag(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Tag, slug=slug)
    return post_list(
        request,
        "blog/tag.html",
        posts_with_tag(found),
        title=found.name,
        description=found.description,
        feed=reverse("blog:tag_feed", args=[found.slug]),
        tag=found,
    )


@require_safe
def author(request: HttpRequest, slug: str) -> HttpResponse:
    """The page of a user who has published articles. Other users have no public page."""
    user = get_object_or_404(User, slug=slug)
    posts = posts_of_author(user)
    if not posts.count():
        raise Http404
    description = to_plain_text(user.bio)
    return post_list(
        request,
        "blog/author.html",
        posts,
        title=user.display_name,
        description=description,
        feed=reverse("blog:author_feed", args=[user.slug]),
        about=[profile_page_data(user, description)],
        author=user,
    )


@require_safe
def tags(request: HttpRequest) -> HttpResponse:
    """The most used tags with the number of their published posts. One query if they are cached, else three."""
    in_order = derived_from_posts("tags", most_used_tags)
    context = {
        "tags": in_order,
        "letters": by_letter(in_order) if len(in_order) >= MIN_TAGS_FOR_LETTERS else [],
        "meta": PageMeta(title=_("Tags"), path=request.path, structured=[breadcrumb_to(request, _("Tags"))]),
    }
    return cacheable(request, render(request, "blog/tags.html", context), ["site", "posts"])


def most_used_tags() -> list[Tag]:
    published = Post.objects.published().values("pk")
    used = Tag.objects.filter(posts__in=published).annotate(uses=Count("posts")).order_by("-uses", "name")[:MAX_TAGS]
    return sorted(used, key=lambda tag: (fold(tag.name), tag.name))


def by_letter(tags: Iterable[Tag]) -> list[tuple[str, list[Tag]]]:
    return [(letter, list(group)) for letter, group in groupby(tags, key=lambda tag: initial(fold(tag.name)))]


@require_safe
def archive(request: HttpRequest) -> HttpResponse:
    """All months with articles, newest first."""
    months = published_months()
    years = [(year, list(group)) for year, group in groupby(months, key=lambda month: month.first.year)]
    context = {
        "months": months,
        "years": [(year, sum(month.uses for month in group), group) for year, group in years],
        "meta": PageMeta(title=_("Archive"), path=request.path, structured=[breadcrumb_to(request, _("Archive"))]),
    }
    return cacheable(request, render(request, "blog/archive.html", context), ["site", "posts"])


@require_safe
def archive_year(request: HttpRequest, year: int) -> HttpResponse:
    return period_page(request, [month for month in published_months() if month.first.year == year], str(year))


@require_safe
def archive_month(request: HttpRequest, year: int, month: int) -> HttpResponse:
    months = [found for found in published_months() if (found.first.year, found.first.month) == (year, month)]
    return period_page(request, months, date_format(months[0].first, "YEAR_MONTH_FORMAT") if months else "")


def period_page(request: HttpRequest, months: list[Month], title: str) -> HttpResponse:
    if not months:
        raise Http404
    return post_list(request, "blog/period.html", PostsByDate(months), title=title, description="")


def post_list(
    request: HttpRequest,
    template: str,
    posts: PostsByDate | PostsByKey,
    *,
    title: str,
    description: str,
    feed: str = "",
    about: Sequence[dict[str, Any]] = (),
    site: BlogSettings | None = None,
    **context: Any,
) -> HttpResponse:
    """A page of ``posts``, newest first. Four queries for any number of posts. 404 after the last page."""
    site = site or BlogSettings.current()
    paginator: Paginator[Post] = Paginator(posts, site.posts_per_page)  # type: ignore[arg-type]
    number = request.GET.get("page", "1")
    if not number.isascii() or not number.isdigit() or not 1 <= int(number[:9]) <= max(1, paginator.num_pages):
        raise Http404
    page = paginator.page(int(number))
    meta = PageMeta(
        title=title if page.number == 1 else _("%(title)s – page %(number)s") % {"title": title, "number": page.number},
        path=request.path if page.number == 1 else f"{request.path}?page={page.number}",
        description=description,
        feed=feed,
        structured=[*about, *([] if request.path == "/" else [breadcrumb_to(request, title)])],
    )
    response = render(request, template, {"site": site, "page": page, "meta": meta, "now": timezone.now(), **context})
    return cacheable(request, response, ["site", "posts", *(f"post:{post.pk}" for post in page)])


def breadcrumb_to(request: HttpRequest, title: str) -> dict[str, Any]:
    return breadcrumb_data([(_("Home"), "/"), (title, request.path)])
