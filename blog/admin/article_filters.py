"""Filters of the list of articles. None of them reads or counts all articles."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from blog.models import Authorship, Post, Series, Tag
from blog.models.authorship import ALL_AUTHORS
from blog.models.post import PostQuerySet
from blog.models.post_state import State

MAX_CHOICES = 500
TAGGED = Post.tags.through.objects


class ArticleFilter(admin.SimpleListFilter):
    """A select in the form above the list (admin/blog/post/search_form.html)."""

    def queryset(self, request: HttpRequest, queryset: QuerySet[Post]) -> QuerySet[Post] | None:
        value = self.value()
        return self.narrow(cast(PostQuerySet, queryset), value) if value else None

    def narrow(self, posts: PostQuerySet, value: str) -> QuerySet[Post]:
        raise NotImplementedError

    @property
    def selected(self) -> str:
        return self.value() or ""


class StateFilter(ArticleFilter):
    title = _("status")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin[Post]) -> Iterable[tuple[str, str]]:
        return [(state.value, str(state.label)) for state in State]

    def narrow(self, posts: PostQuerySet, value: str) -> QuerySet[Post]:
        return posts.in_state(State(value)) if value in State.values else posts.none()


class RelatedFilter(ArticleFilter):
    """Offers only objects that belong to articles which the user may edit; users who may edit all get all."""

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin[Post]) -> Iterable[tuple[str, str]]:
        own = None if request.user.has_perm("blog.change_any_post") else model_admin.get_queryset(request).order_by()
        rows = self.offered(own)[:MAX_CHOICES]
        return [(row.slug, str(row)) for row in rows]  # type: ignore[attr-defined]

    def offered(self, own: QuerySet[Post] | None) -> QuerySet[Model]:
        raise NotImplementedError


class AuthorFilter(RelatedFilter):
    title = _("author")
    parameter_name = "author"

    def offered(self, own: QuerySet[Post] | None) -> QuerySet[User]:
        people = User.objects.order_by("display_name", "pk")
        if own is None:
            return people.filter(pk__in=ALL_AUTHORS)
        return people.filter(pk__in=Authorship.objects.filter(post__in=own.values("pk")).values("author"))

    def narrow(self, posts: PostQuerySet, value: str) -> QuerySet[Post]:
        return posts.filter(pk__in=Authorship.objects.filter(author__slug=value).values("post"))


class TagFilter(RelatedFilter):
    title = _("tag")
    parameter_name = "tag"

    def offered(self, own: QuerySet[Post] | None) -> QuerySet[Tag]:
        if own is None:
            return Tag.objects.all()
        return Tag.objects.filter(pk__in=TAGGED.filter(post__in=own.values("pk")).values("tag"))

    def narrow(self, posts: PostQuerySet, value: str) -> QuerySet[Post]:
        return posts.filter(pk__in=TAGGED.filter(tag__slug=value).values("post"))


class SeriesFilter(RelatedFilter):
    title = _("series")
    parameter_name = "series"

    def offered(self, own: QuerySet[Post] | None) -> QuerySet[Series]:
        return Series.objects.all() if own is None else Series.objects.filter(pk__in=own.values("series"))

    def narrow(self, posts: PostQuerySet, value: str) -> QuerySet[Post]:
        return posts.filter(series__slug=value)
