from __future__ import annotations

from typing import Any

from django import template
from django.http import HttpRequest
from django.template import Context
from django.urls import reverse

from blog.models import Post
from comments.addresses import number_in, page_asked, replies_asked, thread_address
from comments.forms import CommentForm
from comments.models import Comment
from comments.reader import reader_of
from comments.threads import Entry, RepliesChoice, thread_page

register = template.Library()


@register.inclusion_tag("comments/section.html", takes_context=True)
def comment_section(context: Context, post: Post) -> dict[str, Any]:
    """The thread of an article and the form below it. Three queries, one more for ``?reply=``.

    ``comment_form`` and ``reply_to`` in the context bring a form back that was not accepted.
    """
    request: HttpRequest = context["request"]
    reader = reader_of(request)
    replies = replies_asked(request.GET)
    page = thread_page(post, reader, page_asked(request.GET), replies)
    return {
        "post": post,
        "page": page,
        "replies": replies,
        "previous_url": thread_address(post, page=page.previous) if page.previous else "",
        "next_url": thread_address(post, page=page.next) if page.next else "",
        "is_open": post.comments_open and post.is_readable(),
        "form": context.get("comment_form") or CommentForm(member=reader.account is not None),
        "form_url": reverse("comments:submit", args=[post.slug]),
        "reply_to": context.get("reply_to") or answered_comment(request, post),
        "account": reader.account,
        "site": context.get("site"),
    }


def answered_comment(request: HttpRequest, post: Post) -> Comment | None:
    pk = number_in(request.GET.get("reply", "")) if request.method == "GET" else 0
    return Comment.objects.approved().filter(post=post, pk=pk).select_related("author").first() if pk else None


@register.simple_tag
def reply_address(post: Post, page: int, replies: RepliesChoice, comment: Comment) -> str:
    return thread_address(post, page=page, replies=replies, reply=comment.pk, fragment="comment-form")


@register.simple_tag
def replies_address(post: Post, page: int, replies: RepliesChoice, entry: Entry, step: int) -> str:
    """The next (1) or the former (-1) part of one thread's replies."""
    root = entry.comment.pk
    number = (replies.number if replies.root_id == root else 1) + step
    return thread_address(post, page=page, replies=RepliesChoice(root, number), fragment=f"comment-{root}")
