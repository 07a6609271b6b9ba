"""Actions on the articles that are selected in the list. Each is logged in the history of every article."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from blog.admin.checks import ChecksMixin
from blog.drafts import follow_state
from blog.editorial.reviews import record_change
from blog.models import Post, Tag
from blog.models.post import PostQuerySet
from blog.tag_names import similar_names
from blog.taxonomy import tag_posts, tags_by_name, tags_named, untag_posts

MAX_AT_ONCE = 1_000


class ArticleActionForm(ActionForm):
    tag = forms.CharField(
        label=_("Tag:"), required=False, widget=forms.TextInput({"list": "tag-names", "maxlength": 60, "size": 14})
    )


class BulkActionsMixin(ChecksMixin):
    action_form = ArticleActionForm
    actions = ["publish_now", "withdraw", "archive", "add_tag", "remove_tag"]

    @admin.action(description=_("Publish now"), permissions=["publish"])
    def publish_now(self, request: HttpRequest, queryset: PostQuerySet) -> None:
        now, user = timezone.now(), user_of(request)
        self.change_state(request, queryset, lambda post: post.publish(min(post.published_at or now, now), user=user))

    @admin.action(description=_("Revert to draft"), permissions=["change"])
    def withdraw(self, request: HttpRequest, queryset: PostQuerySet) -> None:
        self.change_state(request, queryset, lambda post: post.withdraw(user=user_of(request)))

    @admin.action(description=pgettext_lazy("action", "Archive"), permissions=["change"])
    def archive(self, request: HttpRequest, queryset: PostQuerySet) -> None:
        self.change_state(request, queryset, lambda post: post.archive(user=user_of(request)))

    @admin.action(description=_("Add the tag"), permissions=["change"])
    def add_tag(self, request: HttpRequest, queryset: PostQuerySet) -> None:
        self.change_tag(request, queryset, tag_posts, gettext("Tag added: %s."), may_create=True)

    @admin.action(description=_("Remove the tag"), permissions=["change"])
    def remove_tag(self, request: HttpRequest, queryset: PostQuerySet) -> None:
        self.change_tag(request, queryset, untag_posts, gettext("Tag removed: %s."))

    def change_state(self, request: HttpRequest, queryset: PostQuerySet, change: Callable[[Post], None]) -> None:
        """Change all articles in one transaction."""
        selected = self.selected(request, queryset)
        if selected is None:
            return
        user = user_of(request)
        with transaction.atomic():
            posts = list(selected.locked())
            for post in posts:
                before, shown = post.status, post.version
                change(post)
                record_change(post, before, user)
                if user:
                    follow_state(post, user, shown)
            for label in dict.fromkeys(post.state_label for post in posts):
                log(request, (post for post in posts if post.state_label == label), gettext("Status: %s.") % label)
        self.report_checks(request, posts)
        self.say_how_many(request, len(posts))

    def change_tag(
        self,
        request: HttpRequest,
        queryset: PostQuerySet,
        change: Callable[[PostQuerySet, Tag], list[Post]],
        note: str,
        *,
        may_create: bool = False,
    ) -> None:
        selected = self.selected(request, queryset)
        tag = self.typed_tag(request, may_create=may_create) if selected is not None else None
        if selected is None or tag is None:
            return
        with transaction.atomic():
            posts = change(selected, tag)
            log(request, posts, note % tag)
        self.say_how_many(request, len(posts))

    def typed_tag(self, request: HttpRequest, *, may_create: bool) -> Tag | None:
        """The tag next to the action. A new one is only created if there is no similar one."""
        name = " ".join(request.POST.get("tag", "").split())[:60]
        tags = tags_by_name() if name else {}
        if found := tags.get(name.casefold()):
            return found
        similar = ", ".join(similar_names(name, (tag.name for tag in tags.values())))
        is_new = may_create and name and "," not in name and not similar
        if is_new and request.user.has_perm("blog.add_tag"):
            [tag], _created = tags_named([name])
            LogEntry.objects.log_actions(request.user.pk, [tag], ADDITION, gettext("Created for articles."))  # type: ignore[arg-type]
            return tag
        text = gettext("Enter a tag next to the action.")
        if similar:
            text = gettext("There is no tag “%(name)s”, but there is %(similar)s. Nothing was changed.")
        elif name:
            text = gettext("There is no tag “%(name)s”. Nothing was changed.")
        self.message_user(request, text % {"name": name, "similar": similar}, messages.ERROR)
        return None

    def selected(self, request: HttpRequest, queryset: PostQuerySet) -> PostQuerySet | None:
        """The selected articles; None, with a message, if there are too many.

        Articles that are public are left out if the user may not publish.
        """
        if not request.user.has_perm("blog.publish_post"):
            queryset = queryset.exclude(status__in=Post.READABLE)
        keys = list(queryset.order_by().values_list("pk", flat=True)[: MAX_AT_ONCE + 1])
        if len(keys) > MAX_AT_ONCE:
            text = gettext("Select at most %d articles. Nothing was changed.") % MAX_AT_ONCE
            self.message_user(request, text, messages.ERROR)
            return None
        return Post.objects.filter(pk__in=keys)

    def say_how_many(self, request: HttpRequest, number: int) -> None:
        text = ngettext("%d article changed.", "%d articles changed.", number) % number
        self.message_user(request, text, messages.SUCCESS)


def log(request: HttpRequest, posts: Iterable[Post], note: str) -> None:
    """One query for any number of articles."""
    LogEntry.objects.log_actions(request.user.pk, list(posts), CHANGE, note)  # type: ignore[arg-type]


def user_of(request: HttpRequest) -> User | None:
    return request.user if isinstance(request.user, User) else None
