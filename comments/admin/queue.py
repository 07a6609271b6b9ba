from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import urlencode

from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import BadRequest, PermissionDenied
from django.db.models import Prefetch, QuerySet
from django.forms import Script
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join, linebreaks
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from blog.admin.article_changelist import CappedPaginator
from blog.admin.deletion import DeletionSummaryMixin
from blog.models import Post
from blog.rendering import mark_stored_html_safe
from comments.admin.change_list import QueueChangeList, highlight_links
from comments.admin.decisions import DecisionsMixin, decisions_for
from comments.admin.filters import ArticleFilter, ReportedFilter, SpamScoreFilter, StateFilter, is_number
from comments.admin.history import DecisionInline, ReportInline
from comments.admin.permissions import MODERATE
from comments.models import Comment, CommenterRule, Like, Report
from comments.moderation.deletion import delete_comments, replies_of
from comments.spam.evaluation import MAX_EVALUATED, evaluate
from comments.spam.reasons import describe_reasons

if TYPE_CHECKING:
    from comments.admin.change_list import QueueRow

FOLDED_LENGTH = 300
LABEL_LENGTH = 50  # of the text that identifies a row to screen readers


@admin.register(Comment)
class CommentAdmin(DeletionSummaryMixin[Comment], DecisionsMixin):
    """The moderation queue. Moderators decide about comments but can't edit them."""

    list_display = ("content", "commenter", "written")
    list_display_links = ("written",)
    list_filter = (StateFilter, SpamScoreFilter, ReportedFilter, ArticleFilter)
    list_select_related = ("author", "parent__author")
    list_per_page = 50
    paginator = CappedPaginator
    show_full_result_count = False
    ordering = ("-created_at", "-pk")
    search_fields = ("body", "name", "email", "post__title")
    search_help_text = _("Searches text, names, e-mail addresses and article titles.")
    actions = ("approve_selected", "mark_selected_as_spam", "remove_selected")
    fields = (
        "article",
        "written_by",
        "email",
        "answers",
        "text",
        "body",
        "status",
        "why",
        "score",
        "spam_chance",
        "network",
        "commenter_rules",
        "created_at",
        "decided_at",
        "decided_by",
    )
    readonly_fields = fields
    inlines = (ReportInline, DecisionInline)
    change_list_template = "comments/admin/change_list.html"
    change_form_template = "comments/admin/change_form.html"

    class Media:
        css: ClassVar[dict[str, list[str]]] = {"all": ["admin/queue.css"]}
        js: ClassVar[list[Script]] = [Script("admin/queue.js", defer=True)]

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return QueueChangeList

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if not all(map(is_number, request.POST.getlist(ACTION_CHECKBOX_NAME))):
            raise BadRequest  # Django fails on anything but integers
        return super().changelist_view(request, {"title": _("Moderation queue")} | (extra_context or {}))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Comment]:
        """Articles are read afterwards: joined with them, the database might sort all comments."""
        posts = Prefetch("post", Post.objects.defer("body"))
        return super().get_queryset(request).prefetch_related("reports", posts)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.filter_report)
        return [path("figures/", view, name="comments_comment_figures"), *super().get_urls()]

    def filter_report(self, request: HttpRequest) -> HttpResponse:
        """Precision and recall of each spam rule and of the whole score. Two queries."""
        if not request.user.has_perm(MODERATE):
            raise PermissionDenied
        context = self.admin_site.each_context(request) | {
            "title": _("Spam filter report"),
            "measured": evaluate(),
            "most": MAX_EVALUATED,
            "opts": self.opts,
        }
        return render(request, "comments/admin/filter_report.html", context)

    @admin.display(description=_("comment"))
    def content(self, comment: Comment) -> str:
        """The complete text, folded if it is long, so that moderators can decide without opening the comment."""
        text = highlight_links(comment.body)
        if len(comment.body) > FOLDED_LENGTH:
            start = Truncator(comment.body).chars(FOLDED_LENGTH)
            text = format_html("<details><summary>{}</summary>{}</details>", start, linebreaks(text))
        context = {
            "comment": comment,
            "label": Truncator(f"{comment.shown_name}: {comment.body}").chars(LABEL_LENGTH),
            "text": text,
            "reasons": describe_reasons(comment.reasons),
            "decisions": decisions_for(comment),
            "can_reply": comment.status in {Comment.Status.HELD, Comment.Status.APPROVED},
        }
        return render_to_string("comments/admin/queue_row.html", context)

    @admin.display(description=_("commenter"))
    def commenter(self, comment: QueueRow) -> SafeString:
        """The name and the commenter's record (see ``add_record_texts``)."""
        name = self.written_by(comment)
        return format_html('<bdi>{}</bdi><br><span class="quiet">{}</span>', name, comment.record_text)

    @admin.display(description=_("written by"))
    def written_by(self, comment: Comment) -> str:
        return comment.shown_name if comment.author else _("%s (guest)") % comment.name

    @admin.display(description=_("submitted"), ordering="created_at")
    def written(self, comment: Comment) -> Any:
        return comment.created_at

    @admin.display(description=_("article"))
    def article(self, comment: Comment) -> SafeString:
        return format_html('<a href="{}" dir="auto">{}</a>', comment.post.get_absolute_url(), comment.post.title)

    @admin.display(description=_("in reply to"))
    def answers(self, comment: Comment) -> SafeString | str:
        if comment.parent is None:
            return "–"
        url = reverse("admin:comments_comment_change", args=[comment.parent.pk])
        return format_html('<a href="{}" dir="auto">{}</a>', url, comment.parent)

    @admin.display(description=_("as shown to readers"))
    def text(self, comment: Comment) -> SafeString:
        return format_html('<div dir="auto">{}</div>', mark_stored_html_safe(comment.html))

    @admin.display(description=_("commenter rules"))
    def commenter_rules(self, comment: Comment) -> SafeString:
        """Links to the form for a commenter rule, filled in."""
        own = ("account", str(comment.author_id)) if comment.author_id else ("address", comment.email)
        known = [(of, value) for of, value in (own, ("network", comment.network)) if value]
        link = '<a href="{}?{}">{}</a>'
        add = reverse("admin:comments_commenterrule_add")
        links = ((add, urlencode({"of": of, "value": value}), CommenterRule.Target(of).label) for of, value in known)
        return format_html_join(" · ", link, links)

    @admin.display(description=_("reasons"))
    def why(self, comment: Comment) -> str:
        return "; ".join(describe_reasons(comment.reasons)) or "–"

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        if comment := kwargs.get("obj"):
            context["decisions"] = decisions_for(comment)
        return super().render_change_form(request, context, *args, **kwargs)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def count_deleted_with(self, selected: Iterable[Comment]) -> dict[str, int]:
        keys = [comment.pk for comment in selected]
        replies = replies_of(keys)
        deleted = [*keys, *replies]
        return {
            str(_("replies")): len(replies),
            str(_("likes")): Like.objects.filter(comment__in=deleted).count(),
            str(_("reports")): Report.objects.filter(comment__in=deleted).count(),
        }

    def delete_model(self, request: HttpRequest, obj: Comment) -> None:
        delete_comments([obj.pk])

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Comment]) -> None:
        delete_comments(queryset.values_list("pk", flat=True))
