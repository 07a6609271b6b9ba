"""The list of articles: columns, search and filters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from blog import search
from blog.admin.article_changelist import ArticleChangeList, CappedPaginator, ListRow
from blog.admin.article_filters import AuthorFilter, SeriesFilter, StateFilter, TagFilter
from blog.models import Draft, Post

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


class ArticleListMixin(admin.ModelAdmin[Post]):
    list_display = [
        "shown_title", "state", "bylines", "tag_names", "published_at", "updated_at", "minutes", "pending_comments",
    ]  # fmt: skip
    list_filter = [StateFilter, AuthorFilter, TagFilter, SeriesFilter]
    ordering = ["-updated_at", "-pk"]
    sortable_by = ["published_at", "updated_at"]  # others would sort all articles
    paginator = CappedPaginator
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    search_fields = ["title"]  # see get_search_results
    date_hierarchy = "published_at"

    class Media:
        css: ClassVar[dict[str, list[str]]] = {"all": ["admin/article-list.css"]}

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ArticleChangeList]:
        return ArticleChangeList

    def get_ordering(self, request: HttpRequest) -> Any:
        """Readable articles in the order of their dates, which is also that of an index."""
        return ["-published_at", "-pk"] if request.GET.get("state") in Post.READABLE else self.ordering

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Post], search_term: str
    ) -> tuple[QuerySet[Post], bool]:
        """Full-text search in all articles of the list, in the user's own drafts, and by slug."""
        query = search.Query.parse(search_term)
        if not query.text:
            return queryset, False
        typed = Q(title__icontains=query.text) | Q(fields__body__0__icontains=query.text)
        own_drafts = Draft.objects.filter(typed, user=request.user.pk).exclude(post=None)
        found = search.among(Post.objects.all(), query).order_by()
        wanted = Q(pk__in=found.values("pk")) | Q(pk__in=own_drafts.values("post")) | Q(slug=query.text)
        return queryset.filter(wanted), False

    @admin.display(description=_("title"))
    def shown_title(self, post: WithAnnotations[Post, ListRow]) -> str:
        """The title of one's own draft, as an article that was only saved automatically has no other."""
        return post.draft_title or post.title

    @admin.display(description=_("status"))
    def state(self, post: WithAnnotations[Post, ListRow]) -> str:
        if post.draft_title is None:
            return post.state_label
        return gettext("%(state)s, with unsaved changes") % {"state": post.state_label}

    @admin.display(description=_("authors"))
    def bylines(self, post: Post) -> str:
        return ", ".join(author.display_name for author in post.ordered_authors)

    @admin.display(description=_("tags"))
    def tag_names(self, post: Post) -> str:
        return ", ".join(tag.name for tag in post.tags.all())

    @admin.display(description=_("reading time"))
    def minutes(self, post: Post) -> str:
        return ngettext("%d minute", "%d minutes", post.reading_minutes) % post.reading_minutes

    @admin.display(description=_("pending comments"))
    def pending_comments(self, post: WithAnnotations[Post, ListRow]) -> int:
        return post.pending
