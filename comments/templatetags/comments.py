from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django import template
from django.http import HttpRequest
from django.template import Context
from django.template.loader import get_template
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from blog.article_page.metadata import PageMeta
from blog.cache.http import PageDependencies, has_private_cookies
from blog.cache.versions import user_tags
from blog.models import Post
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
from comments.threads.comment_view import ThreadLinks
from comments.threads.fragments import Fragments
from comments.threads.page import ThreadEntry, thread_page
from comments.threads.pagination import Cursor, Order
from comments.threads.rendering import render_comments
from comments.threads.urls import START, RepliesChoice, ThreadPosition, parse_number, position_from_query, thread_url

register = template.Library()


@register.inclusion_tag("comments/section.html", takes_context=True)
def comment_section(context: Context, post: Post) -> dict[str, Any]:
    """The thread of an article and its comment form. Three queries, one more for ``?reply=``.

    A view that shows a submitted form again passes ``comment_form``, ``reply_to`` and ``preview`` in the context.
    """
    request: HttpRequest = context["request"]
    now, rules = timezone.now(), CommentSettings.current()
    viewer = viewer_of(request)
    position = position_from_query(request.GET)
    page = thread_page(post, viewer, position, changeable_since=changeable_since(now, rules))
    open_now = is_open(post, now, rules)
    fragments = Fragments(post, position)
    render_comments(page.entries, ThreadLinks.of(post, position, request.path, is_open=open_now), fragments)
    draft = load_draft(request, post)
    reply_to = context.get("reply_to") or replied_to_comment(request, post, draft.parent)
    closes = closes_at(post, rules) if post.comments_open else None
    policy = approval_policy(post, context.get("site"))
    started = TIMESTAMP.create(form_timestamp(request, post, now))
    form_html, form = "", context.get("comment_form")
    is_identified = has_private_cookies(request) or context.get("csrf_token")
    if not (is_identified or form or reply_to or context.get("preview")):
        shown = EmptyForm(post.pk, reverse("comments:submit", args=[post.slug]), policy, closes, started)
        form_html = fragments.get(shown, shown.render) if open_now else ""
    elif form is None:
        form = CommentForm(initial={**draft.initial, "started": started}, member=viewer.account is not None)
    fragments.save()
    accounts = user_tags([*page.account_ids, reply_to.author_id if reply_to else None])
    until = closes if closes and closes > now else None
    dependencies: PageDependencies = context["dependencies"]
    dependencies.add(f"comments:{post.pk}", f"likes:{post.pk}", *accounts, until=until)
    return {
        "request": request,
        "post": post,
        "page": page,
        "position": position,
        "sort_links": [sort_link(post, order, position) for order in Order],
        "previous_url": thread_url(post, page.previous) if page.previous else "",
        "next_url": thread_url(post, page.next) if page.next else "",
        "is_open": open_now,
        "closing": closes,
        "form": form,
        "form_html": form_html,
        "form_url": reverse("comments:submit", args=[post.slug]),
        "reply_to": reply_to,
        "preview": context.get("preview"),
        "account": viewer.account,
        "publishes_at_once": bypasses_moderation(viewer.account, post),
        "policy": policy,
    }


class EmptyForm(NamedTuple):
    """What ``comments/form.html`` shows to unidentified visitors."""

    post_pk: int
    url: str
    policy: str
    closing: datetime | None
    started: str

    def render(self) -> str:
        shown = {"post": {"pk": self.post_pk}, "form_url": self.url, "policy": self.policy, "closing": self.closing}
        return get_template("comments/form.html").render(
            {**shown, "form": CommentForm(initial={"started": self.started})}
        )


def sort_link(post: Post, order: Order, position: ThreadPosition) -> tuple[object, bool, str]:
    """The label, whether the order is selected, and the URL."""
    return order.label, order == position.order, thread_url(post, ThreadPosition(order))


def form_timestamp(request: HttpRequest, post: Post, now: datetime) -> datetime:
    """When the form was shown. Cached pages use the date of the article's last change, so that they stay identical."""
    return now if has_private_cookies(request) else max(post.updated_at, post.published_at or post.updated_at)


def replied_to_comment(request: HttpRequest, post: Post, draft: int) -> Comment | None:
    """The comment of ``?reply=`` or of the draft that was saved before a login."""
    pk = (parse_number(request.GET.get("reply", "")) or draft) if request.method == "GET" else 0
    return Comment.objects.approved().filter(post=post, pk=pk).select_related("author").first() if pk else None


@register.simple_tag(takes_context=True)
def thread_meta(context: Context) -> PageMeta:
    """The metadata of an article, with the address of the current page of its thread and of the comments' feed."""
    meta: PageMeta = context["meta"]
    request: HttpRequest = context["request"]
    if not request.resolver_match or "slug" not in request.resolver_match.kwargs:
        return meta
    position = position_from_query(request.GET) if request.method == "GET" else START
    path = f"{meta.path}?{urlencode(position.parameters)}" if position.parameters else meta.path
    feed = reverse("comments:article_feed", args=[request.resolver_match.kwargs["slug"]])
    return replace(meta, path=path, feed=feed, feed_title=thread_title(meta.title, context["site"].name))


@register.filter
def isolated(text: str) -> SafeString:
    """User text inside a sentence: its direction doesn't affect the words around it."""
    return format_html("<bdi>{}</bdi>", text)


@register.filter
def quoted(text: str) -> str:
    """Quote each line as in e-mails, so that no line of a comment can pass for one of our links."""
    return "\n".join(f"> {line}".rstrip() for line in text.splitlines())


@register.simple_tag
def pending_comments(user: Any) -> int:
    """How many comments need a decision; 0 for users who aren't moderators. Two queries."""
    return count_to_moderate() if user.has_perm("comments.moderate_comment") else 0


@register.filter
def status_url(comment: Comment) -> str:
    return status_path(comment)


@register.simple_tag
def more_replies_url(post: Post, position: ThreadPosition, entry: ThreadEntry) -> str:
    """The page with the replies to one root after the last one that is shown."""
    root = entry.comment
    choice = RepliesChoice(root.pk, Cursor.of(entry.last_reply or root))
    return thread_url(post, replace(position or START, replies=choice), fragment=f"comment-{root.pk}")


@register.simple_tag
def first_replies_url(post: Post, position: ThreadPosition, entry: ThreadEntry) -> str:
    root = entry.comment.pk
    return thread_url(post, replace(position or START, replies=RepliesChoice()), fragment=f"comment-{root}")
