"""Actions on one article: unpublish, archive and duplicate. Each asks first, and says what readers see then."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import localize
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from blog.admin.article_pages import ArticlePagesMixin, editable_post
from blog.admin.conflict import last_editor, parse_version
from blog.admin.review import only_suggests
from blog.drafts import follow_state
from blog.editorial.duplication import duplicate
from blog.editorial.reviews import record_change
from blog.models import Post, StalePost
from blog.rendering import Unrenderable

STATE_FIELDS = {"status", "published_at", "expires_at"}


@dataclass(frozen=True)
class StateChange:
    """The texts are the question, the label of the button and the message afterwards. Not offered in ``status``."""

    change: Callable[..., None]
    status: Post.Status
    question: str | Promise
    button: str | Promise
    result: str | Promise


WITHDRAW = StateChange(
    Post.withdraw,
    Post.Status.DRAFT,
    question=gettext_lazy("Make “%(title)s” a draft?"),
    button=gettext_lazy("Make it a draft"),
    result=gettext_lazy("“%(title)s” is a draft now. Readers can’t see it."),
)
ARCHIVE = StateChange(
    Post.archive,
    Post.Status.ARCHIVED,
    question=gettext_lazy("Archive “%(title)s”?"),
    button=pgettext_lazy("action", "Archive"),
    result=gettext_lazy("“%(title)s” is archived now. Readers can’t see it."),
)


class PostActionsMixin(ArticlePagesMixin):
    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("<int:post_id>/withdraw/", view(self.take_out_view(WITHDRAW)), name="blog_post_withdraw"),
            path("<int:post_id>/archive/", view(self.take_out_view(ARCHIVE)), name="blog_post_archive"),
            path("<int:post_id>/duplicate/", view(self.duplicate), name="blog_post_duplicate"),
            *super().get_urls(),
        ]

    def take_out_view(self, action: StateChange) -> Callable[..., HttpResponse]:
        def respond(request: HttpRequest, post_id: int) -> HttpResponse:
            return self.take_out(request, post_id, action)

        return respond

    def take_out(self, request: HttpRequest, post_id: int, action: StateChange) -> HttpResponse:
        """GET asks. POST changes the version that was shown; if it has changed since, nothing happens (409)."""
        post, user = editable_post(request, post_id)
        if only_suggests(request, post):
            raise Http404
        if post.status == action.status:
            messages.info(request, _("Nothing was changed: the article is in this state already."))
            return to_form(post)
        asked: dict[str, Any] = {"question": action.question, "explanation": effect(post), "button": action.button}
        if request.method != "POST":
            return self.ask(request, post, **asked)
        before, shown = post.status, post.version
        try:
            if parse_version(request.POST.get("version", "")) != shown:
                raise StalePost(post)
            with transaction.atomic():
                action.change(post, user=user)
                record_change(post, before, user)
                follow_state(post, user, shown)
                self.log_change(request, post, _("Status: %s.") % post.state_label)
        except StalePost as error:
            stored = get_object_or_404(Post, pk=error.stored.pk if error.stored else None)
            return self.ask(request, stored, status=409, changed_by=last_editor(stored), **asked)
        messages.success(request, str(action.result) % {"title": post.title})
        return to_form(post)

    def duplicate(self, request: HttpRequest, post_id: int) -> HttpResponse:
        post, user = editable_post(request, post_id)
        if not self.has_add_permission(request):
            raise Http404
        if request.method != "POST":
            return self.ask(
                request,
                post,
                question=_("Duplicate “%(title)s”?"),
                explanation=_("You get a new draft with the same text, tags, cover and series, and you as its author."),
                button=_("Duplicate"),
            )
        try:
            with transaction.atomic():
                copy = duplicate(post, user)
                self.log_addition(request, copy, _("Copied from “%(title)s”.") % {"title": post.title})
                self.log_change(request, post, _("Duplicated."))
        except Unrenderable as error:
            messages.error(request, str(error))
            return to_form(post)
        messages.success(request, _("This is the copy. Readers see nothing of it until you publish it."))
        return to_form(copy)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """A form that changes the state is in the history with the state as readers see it."""
        super().save_related(request, form, formsets, change)
        if STATE_FIELDS & set(form.changed_data):
            self.log_change(request, form.instance, _("Status: %s.") % form.instance.state_label)

    def ask(self, request: HttpRequest, post: Post, status: int = 200, **context: Any) -> HttpResponse:
        context |= {
            "title": str(context["question"]) % {"title": post.title},
            "here": context["button"],
            "is_public": post.is_readable(),
            "is_stale": status == 409,
        }
        return self.article_page(request, "confirm_action", post, status=status, **context)


def effect(post: Post) -> str:
    """What taking the article out changes for readers."""
    if post.is_readable():
        return _("Readers who open its URL will see that there is no such page. Comments and bookmarks are kept.")
    if post.is_scheduled() and post.published_at is not None:
        return _("It will not be published on %(when)s as planned.") % {
            "when": localize(timezone.localtime(post.published_at))
        }
    return _("Readers can’t see it now either. Nothing is deleted.")


def to_form(post: Post) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:blog_post_change", args=[post.pk]))
