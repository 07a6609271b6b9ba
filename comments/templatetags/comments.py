from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from zlib import crc32

from django import template
from django.http import HttpRequest
from django.template import Context
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from blog.article_page.metadata import PageMeta
from blog.cache.http import PageDependencies, has_private_cookies
from blog.cache.versions import user_tags
from blog.models import Post
from blog.templatetags.initials import initial
from comments.commenters.trust import bypasses_moderation
from comments.commenters.viewer import viewer_of
from comments.feeds import thread_title
from comments.forms import TIMESTAMP, CommentForm
from comments.models import Comment, CommentSettings
from comments.moderation.approval import approval_policy, closes_at, is_open
from comments.moderation_queue import count_to_moderate
from comments.submission.drafts import load_draft
from comments.submission.edit import changeable_since
from comments.submission.my_comments import status_path
from comments.threads.page import ThreadEntry, thread_page
from comments.threads.pagination import Cursor, Order
from comments.threads.urls import START, RepliesChoice, ThreadPosition, number_in, position_from_query, thread_url

register = template.Library()
AVATAR_COLOURS = 6  # as many as static/css/components/comment-avatar.css defines


@register.inclusion_tag("comments/section.html", takes_context=True)
def comment_section(context: Context, post: Post) -> dict[str, Any]:
    """The thread of an article and the form below it. Three queries, one more for ``?reply=``.

    ``comment_form``, ``reply_to`` and ``preview`` in the context bring a form back that was not sent or accepted.
    """
    request: HttpRequest = context["request"]
    now, rules = timezone.now(), CommentSettings.current()
    reader = viewer_of(request)
    place = position_from_query(request.GET)
    page = thread_page(post, reader, place, changeable_since=changeable_since(now, rules))
    kept = load_draft(request, post)
    form = CommentForm(member=reader.account is not None)
    form.initial.update(kept.initial)
    form.initial["started"] = TIMESTAMP.create(form_since(request, post, now))
    reply_to = context.get("reply_to") or answered_comment(request, post, kept.parent)
    closing = closes_at(post, rules) if post.comments_open else None
    people = user_tags([*page.account_ids, reply_to.author_id if reply_to else None])
    ends = closing if closing and closing > now else None
    dependencies: PageDependencies = context["dependencies"]
    dependencies.add(f"comments:{post.pk}", f"likes:{post.pk}", *people, until=ends)
    return {
        "request": request,
        "post": post,
        "page": page,
        "place": place,
        "orders": [(order.label, order == place.order, thread_url(post, ThreadPosition(order))) for order in Order],
        "previous_url": thread_url(post, page.previous) if page.previous else "",
        "next_url": thread_url(post, page.next) if page.next else "",
        "is_open": is_open(post, now, rules),
        "closing": closing,
        "form": context.get("comment_form") or form,
        "form_url": reverse("comments:submit", args=[post.slug]),
        "reply_to": reply_to,
        "preview": context.get("preview"),
        "account": reader.account,
        "publishes_at_once": bypasses_moderation(reader.account, post),
        "policy": approval_policy(post, context.get("site")),
    }


def form_since(request: HttpRequest, post: Post, now: datetime) -> datetime:
    """A cached page must not depend on when it was rendered: its form is as old as the article's last change."""
    return now if has_private_cookies(request) else max(post.updated_at, post.published_at or post.updated_at)


def answered_comment(request: HttpRequest, post: Post, kept: int) -> Comment | None:
    """The one that ``?reply=`` chooses, or that was chosen before the login."""
    pk = (number_in(request.GET.get("reply", "")) or kept) if request.method == "GET" else 0
    return Comment.objects.approved().filter(post=post, pk=pk).select_related("author").first() if pk else None


@register.simple_tag(takes_context=True)
def thread_meta(context: Context) -> PageMeta:
    """What the head of an article says when a page of its thread is asked for, and where the comments' feed is."""
    meta: PageMeta = context["meta"]
    request: HttpRequest = context["request"]
    if not request.resolver_match or "slug" not in request.resolver_match.kwargs:
        return meta
    place = position_from_query(request.GET) if request.method == "GET" else START
    path = f"{meta.path}?{urlencode(place.parameters)}" if place.parameters else meta.path
    feed = reverse("comments:article_feed", args=[request.resolver_match.kwargs["slug"]])
    return replace(meta, path=path, feed=feed, feed_title=thread_title(meta.title, context["site"].name))


@dataclass(frozen=True)
class Avatar:
    initials: str
    colour: int


@register.filter
def avatar(comment: Comment) -> Avatar:
    """Initials and a colour. The colour is derived from the account of a member and from the name of a guest."""
    identity = f"account {comment.author_id}" if comment.author_id else comment.shown_name.casefold()
    return Avatar(initials_of(comment.shown_name), crc32(identity.encode()) % AVATAR_COLOURS)


def initials_of(name: str) -> str:
    """Of the first and the last word; ¶ for a name without letters and digits."""
    words = [word for word in name.split() if any(map(str.isalnum, word))]
    ends = [words[0], words[-1]] if len(words) > 1 else words[:1]
    return "".join(map(initial, ends)) or "¶"


@register.filter
def isolated(text: str) -> SafeString:
    """Text of a person in a sentence of ours: its direction does not turn the words around it."""
    return format_html("<bdi>{}</bdi>", text)


@register.filter
def quoted(text: str) -> str:
    """As mails quote, so that a line of a comment that looks like a link of ours to act is seen to be a quotation."""
    return "\n".join(f"> {line}".rstrip() for line in text.splitlines())


@register.simple_tag
def pending_comments(user: Any) -> int:
    """How many comments need a decision; 0 for users who aren't moderators. Two queries."""
    return count_to_moderate() if user.has_perm("comments.moderate_comment") else 0


@register.filter
def status_address(comment: Comment) -> str:
    return status_path(comment)


@register.simple_tag
def reply_address(post: Post, place: ThreadPosition, comment: Comment) -> str:
    return thread_url(post, place or START, reply=comment.pk, fragment="comment-form")


@register.simple_tag
def more_replies_address(post: Post, place: ThreadPosition, entry: ThreadEntry) -> str:
    """Where the replies of one thread go on behind the last one that is shown."""
    root = entry.comment
    following = RepliesChoice(root.pk, Cursor.of(entry.last_reply or root))
    return thread_url(post, replace(place or START, replies=following), fragment=f"comment-{root.pk}")


@register.simple_tag
def first_replies_address(post: Post, place: ThreadPosition, entry: ThreadEntry) -> str:
    root = entry.comment.pk
    return thread_url(post, replace(place or START, replies=RepliesChoice()), fragment=f"comment-{root}")
