from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.widgets import AdminSplitDateTime
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import QuerySet
from django.forms import Script
from django.http import HttpRequest, HttpResponse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from blog.admin.article_list import ArticleListMixin
from blog.admin.base import FIELD_NAMES, BlogModelAdmin
from blog.admin.bulk_actions import BulkActionsMixin, user_of
from blog.admin.byline import AuthorshipInline
from blog.admin.calendar import CalendarMixin
from blog.admin.conflict import Difference
from blog.admin.deletion import DeletionSummaryMixin
from blog.admin.editor_notes import EditorNotesMixin
from blog.admin.editor_page import EditorPageMixin
from blog.admin.form_time_zone import FormTimeZoneMixin
from blog.admin.formatting_help import FormattingHelpMixin
from blog.admin.link_search import LinkSearchMixin
from blog.admin.new_tags import NewTagsMixin
from blog.admin.optional_time import OptionalTimeField
from blog.admin.paste import PasteMixin
from blog.admin.post_actions import PostActionsMixin
from blog.admin.post_form import PostForm
from blog.admin.preview import PreviewMixin
from blog.admin.preview_links import PreviewLinksMixin
from blog.admin.publishing import PublishingMixin
from blog.admin.review import ReviewMixin, only_suggests
from blog.admin.revisions import RevisionsMixin
from blog.editorial.reviews import record_change, stored_status
from blog.models import Authorship, Post, StalePost
from blog.posts import delete_posts, rebuild, save_row


@admin.register(Post)
class PostAdmin(
    FormTimeZoneMixin,
    EditorPageMixin,
    PublishingMixin,
    ArticleListMixin,
    BulkActionsMixin,
    NewTagsMixin,
    PreviewMixin,
    EditorNotesMixin,
    ReviewMixin,
    PreviewLinksMixin,
    PostActionsMixin,
    CalendarMixin,
    RevisionsMixin,
    LinkSearchMixin,
    PasteMixin,
    FormattingHelpMixin,
    BlogModelAdmin[Post],
    DeletionSummaryMixin[Post],
):
    form = PostForm
    inlines = [AuthorshipInline]
    autocomplete_fields = ["tags", "cover", "series"]
    prepopulated_fields = {"slug": ["title"]}
    readonly_fields = ["minutes", "words", "comment_count", "created_at", "updated_at"]
    deleted_with = {
        "comments": _("comments"),
        "subscriptions": _("subscriptions"),
        "bookmarks": _("bookmarks"),
        "preview_notes": _("notes on previews"),
    }
    save_on_top = True
    formfield_overrides: ClassVar[dict[Any, Any]] = {
        models.DateTimeField: {"form_class": OptionalTimeField, "widget": AdminSplitDateTime}
    }
    # The first is the text, the others are groups of the panel.
    fieldsets = [
        (None, {"fields": ["title", "standfirst", "body", "base_version"]}),
        (_("Publishing"), {"fields": ["status", "published_at", "expires_at"]}),
        (_("Details"), {"fields": ["slug", "tags", "new_tags", "new_tags_confirmed", "cover", "language"]}),
        (_("Note about an update"), {"fields": ["revised_at", "correction"], "classes": ["collapse"]}),
        (_("Series"), {"fields": ["series", "series_position"], "classes": ["collapse"]}),
        (_("Comments"), {"fields": ["comments_open", "comment_policy"], "classes": ["collapse"]}),
        (_("Call to action"), {"fields": ["cta_label", "cta_url"], "classes": ["collapse"]}),
        (
            _("Statistics"),
            {"fields": ["minutes", "words", "comment_count", "created_at", "updated_at"], "classes": ["collapse"]},
        ),
    ]

    class Media:
        css: ClassVar[dict[str, list[str]]] = {"all": ["admin/lists.css", "admin/article.css", "admin/revisions.css"]}
        js: ClassVar[list[Script]] = [FIELD_NAMES]

    # --- permissions ---
    def get_queryset(self, request: HttpRequest) -> QuerySet[Post]:
        return Post.objects.editable_by(viewer(request))

    def has_change_permission(self, request: HttpRequest, obj: Post | None = None) -> bool:
        allowed = super().has_change_permission(request)
        return allowed and (obj is None or Post.objects.editable_by(viewer(request)).filter(pk=obj.pk).exists())

    def has_delete_permission(self, request: HttpRequest, obj: Post | None = None) -> bool:
        is_fixed = obj is not None and only_suggests(request, obj)
        return super().has_delete_permission(request) and self.has_change_permission(request, obj) and not is_fixed

    def has_view_permission(self, request: HttpRequest, obj: Post | None = None) -> bool:
        return self.has_change_permission(request, obj)

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("blog.publish_post")

    def get_form(self, request: HttpRequest, obj: Post | None = None, change: bool = False, **kwargs: Any) -> Any:
        """Users who may not publish can choose a status that isn't public."""
        form = super().get_form(request, obj, change=change, **kwargs)
        status = form.base_fields.get("status")
        if status and not self.has_publish_permission(request):
            allowed = {*Post.Status.values, ""} - set(Post.READABLE)
            status.choices = [choice for choice in status.choices if choice[0] in allowed]
        return form

    def get_readonly_fields(self, request: HttpRequest, obj: Post | None = None) -> list[str]:
        """Users who may not publish see the status and dates of a public article, which decide who can read it."""
        fixed = ["status", "published_at", "expires_at"] if obj is not None and only_suggests(request, obj) else []
        return [*super().get_readonly_fields(request, obj), *fixed]

    def view_on_site(self, obj: Post) -> str:
        return obj.get_absolute_url()

    # --- saving ---
    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Validate the form again if another request saved the article between the check and the UPDATE."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except StalePost:
            return super().changeform_view(request, *args, **kwargs)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        """A stale form also shows the stored byline if the posted one differs."""
        conflict = getattr(context["adminform"].form, "conflict", None)
        if conflict is not None:
            for inline in context["inline_admin_formsets"]:
                if inline.formset.has_changed():
                    names = self.bylines(context["original"])
                    conflict.differences.append(Difference(capfirst(str(inline.opts.verbose_name_plural)), names))
        return super().render_change_form(request, context | {"conflict": conflict}, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Post, form: Any, change: bool) -> None:
        before = stored_status(obj)
        save_row(obj, user_of(request))
        record_change(obj, before, user_of(request))

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Users who couldn't open the article any more are added to the byline."""
        super().save_related(request, form, formsets, change)
        post, writer = form.instance, viewer(request)
        change = change and "_started" not in request.POST  # autosave made the row of a new article
        is_locked_out = not Post.objects.editable_by(writer).filter(pk=post.pk).exists()
        if isinstance(writer, User) and (
            is_locked_out or not (change or Authorship.objects.filter(post=post).exists())
        ):
            Authorship.objects.create(post=post, author=writer)
        rebuild(post)
        self.report_checks(request, [post])

    def delete_model(self, request: HttpRequest, obj: Post) -> None:
        delete_posts(Post.objects.filter(pk=obj.pk))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Post]) -> None:
        delete_posts(Post.objects.filter(pk__in=queryset.values("pk")))


def viewer(request: HttpRequest) -> User | AnonymousUser:
    return request.user
