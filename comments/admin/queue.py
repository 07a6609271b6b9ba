from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, linebreaks
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.models import User
from blog.rendering import trust_stored
from comments.admin.filters import StateFilter
from comments.models import Comment
from comments.models.comment import count_comments
from comments.moderation import decide_all
from comments.spam.rules import in_words

FOLDED_LENGTH = 300
TITLE_LENGTH = 50
DECISIONS = {
    "approve": (Comment.Status.APPROVED, _("Approve")),
    "spam": (Comment.Status.SPAM, _("Mark as spam")),
    "remove": (Comment.Status.REMOVED, _("Remove")),
}


@admin.register(Comment)
class CommentAdmin(admin.ModelAdmin[Comment]):
    """The moderation queue. Moderators decide; what people wrote is never edited."""

    list_display = ("words", "writer", "article", "status", "why", "created_at")
    list_display_links = ("created_at",)
    list_filter = (StateFilter,)
    list_select_related = ("author", "post")
    list_per_page = 50
    show_full_result_count = False
    ordering = ("-created_at", "-pk")
    search_fields = ("body", "name", "email", "post__title")
    search_help_text = _("Searches text, names, e-mail addresses and article titles.")
    actions = ("approve_chosen", "mark_chosen_as_spam", "remove_chosen")
    fields = (
        "article",
        "writer",
        "email",
        "answers",
        "text",
        "body",
        "status",
        "why",
        "score",
        "network",
        "created_at",
        "decided_at",
        "decided_by",
    )
    readonly_fields = fields
    change_form_template = "comments/admin/change_form.html"

    @admin.display(description=_("comment"))
    def words(self, comment: Comment) -> SafeString | str:
        """All of it, folded when it is long: a decision needs no second page."""
        if len(comment.body) <= FOLDED_LENGTH:
            return comment.body
        start = Truncator(comment.body).chars(FOLDED_LENGTH)
        return format_html(
            "<details><summary>{}</summary>{}</details>", start, linebreaks(comment.body, autoescape=True)
        )

    @admin.display(description=_("written by"))
    def writer(self, comment: Comment) -> str:
        return comment.shown_name if comment.author else _("%s (guest)") % comment.name

    @admin.display(description=_("article"))
    def article(self, comment: Comment) -> SafeString:
        return format_html(
            '<a href="{}">{}</a>', comment.post.get_absolute_url(), Truncator(comment.post.title).chars(TITLE_LENGTH)
        )

    @admin.display(description=_("in reply to"))
    def answers(self, comment: Comment) -> SafeString | str:
        if comment.parent is None:
            return "–"
        return format_html(
            '<a href="{}">{}</a>', reverse("admin:comments_comment_change", args=[comment.parent.pk]), comment.parent
        )

    @admin.display(description=_("as readers see it"))
    def text(self, comment: Comment) -> SafeString:
        return format_html("<div>{}</div>", trust_stored(comment.html))

    @admin.display(description=_("held because"))
    def why(self, comment: Comment) -> str:
        return "; ".join(in_words(comment.reasons)) or "–"

    @admin.action(description=_("Approve the chosen comments"), permissions=["change"])
    def approve_chosen(self, request: HttpRequest, chosen: QuerySet[Comment]) -> None:
        self.decide(request, chosen, "approve")

    @admin.action(description=_("Mark the chosen comments as spam"), permissions=["change"])
    def mark_chosen_as_spam(self, request: HttpRequest, chosen: QuerySet[Comment]) -> None:
        self.decide(request, chosen, "spam")

    @admin.action(description=_("Remove the chosen comments"), permissions=["change"])
    def remove_chosen(self, request: HttpRequest, chosen: QuerySet[Comment]) -> None:
        self.decide(request, chosen, "remove")

    def decide(self, request: HttpRequest, chosen: QuerySet[Comment], decision: str) -> None:
        status, _label = DECISIONS[decision]
        changed = decide_all(chosen, status, request.user if isinstance(request.user, User) else None)
        self.message_user(request, told(decision, changed), messages.SUCCESS if changed else messages.WARNING)

    def get_urls(self) -> list[URLPattern]:
        decision = self.admin_site.admin_view(require_POST(self.decision_view))
        return [path("<int:pk>/decision/", decision, name="comments_comment_decision"), *super().get_urls()]

    def decision_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """One comment is decided, and the queue goes on."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        comment = get_object_or_404(Comment, pk=pk)
        if decision := next((key for key in DECISIONS if key in request.POST), None):
            self.decide(request, Comment.objects.filter(pk=comment.pk), decision)
        return HttpResponseRedirect(reverse("admin:comments_comment_changelist"))

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        comment: Comment | None = kwargs.get("obj")
        if comment:
            context["decisions"] = [
                (key, label) for key, (status, label) in DECISIONS.items() if status != comment.status
            ]
        return super().render_change_form(request, context, *args, **kwargs)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("comments.moderate_comment")

    def has_view_permission(self, request: HttpRequest, obj: Comment | None = None) -> bool:
        return self.has_module_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Comment | None = None) -> bool:
        return self.has_module_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Comment | None = None) -> bool:
        return request.user.is_active and request.user.is_superuser

    def delete_model(self, request: HttpRequest, obj: Comment) -> None:
        self.delete_queryset(request, Comment.objects.filter(pk=obj.pk))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Comment]) -> None:
        with transaction.atomic():
            posts = set(queryset.order_by().values_list("post", flat=True).distinct())
            queryset.delete()
            count_comments(*posts)


def told(decision: str, changed: int) -> str:
    if decision == "approve":
        return ngettext("%d comment was approved.", "%d comments were approved.", changed) % changed
    if decision == "spam":
        return ngettext("%d comment was marked as spam.", "%d comments were marked as spam.", changed) % changed
    return ngettext("%d comment was removed.", "%d comments were removed.", changed) % changed
