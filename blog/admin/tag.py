from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypedDict

from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from blog.admin.base import BlogModelAdmin
from blog.admin.deletion import DeletionSummaryMixin
from blog.admin.tag_merge import TagMergeMixin
from blog.models import Post, Tag
from blog.taxonomy import delete_tags, save_tag

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


class Uses(TypedDict):
    uses: int


@admin.register(Tag)
class TagAdmin(TagMergeMixin, BlogModelAdmin[Tag], DeletionSummaryMixin[Tag]):
    list_display = ["name", "slug", "uses"]
    ordering = ["name"]  # the annotation removes the model's ordering
    search_fields = ["name", "slug"]
    prepopulated_fields = {"slug": ["name"]}
    deleted_with = {"posts": _("articles that lose this tag")}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Tag]:
        """The numbers don't include articles that the user can't see."""
        if request.user.has_perm("blog.change_any_post"):
            return super().get_queryset(request).annotate(uses=Count("posts"))
        seen = Post.objects.visible_to(request.user).order_by().values("pk")
        return super().get_queryset(request).annotate(uses=Count("posts", filter=Q(posts__in=seen)))

    @admin.display(description=_("articles"), ordering="uses")
    def uses(self, tag: WithAnnotations[Tag, Uses]) -> int:
        return tag.uses

    def save_model(self, request: HttpRequest, obj: Tag, form: Any, change: bool) -> None:
        save_tag(obj)

    def delete_model(self, request: HttpRequest, obj: Tag) -> None:
        delete_tags(Tag.objects.filter(pk=obj.pk))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Tag]) -> None:
        delete_tags(Tag.objects.filter(pk__in=queryset.values("pk")))
